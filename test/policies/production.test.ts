import { describe, expect, test } from "vitest";
import type { Json, Resource } from "../../policies/rule";
import { CONFIG_MAP, found, RELEASE, said, sample, UNKNOWN } from "./sample";

type Props = { [key: string]: Json };

const RULES = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";
const HELP = { runbook_url: "https://example.com/down" };

/** What OPS-01 says of an alert, without the paths to it. */
const alert = (rule: Props, ...others: Resource[]) =>
    found("OPS-01", sample(RULES, { spec: { groups: [{ rules: [{ alert: "Down", ...rule }] }] } }), ...others).map(
        (one) => one.replace("spec.groups[0].rules[0].", ""),
    );

const alertmanager = (config: Props, type = RELEASE) => sample(type, { values: { config } });
const PAGER = { name: "pager", pagerduty_configs: [{}] };
const CHAT = { name: "chat" };

describe("an alert", () => {
    const url = (runbook_url: Json) => ({ labels: { severity: "info" }, annotations: { runbook_url } });
    const level = (severity: Json) => ({ labels: { severity }, annotations: HELP });
    test.each<[string, Props, string[]]>([
        ["says nothing", {}, ["annotations.runbook_url: nothing", "labels.severity: nothing"]],
        ["has a runbook", url("http://runbooks/down"), []],
        ["has a runbook somewhere", url("see https://example.com"), ["annotations.runbook_url: nothing"]],
        ["has a runbook that is none", url("https://"), ["annotations.runbook_url: nothing"]],
        ["has a runbook from elsewhere", url(UNKNOWN), ["annotations.runbook_url?"]],
        ["has no severity", level(""), ["labels.severity: nothing"]],
        ["has a severity that is no text", level(1), ["labels.severity: nothing"]],
        ["has a severity from elsewhere", level(UNKNOWN), ["labels.severity?"]],
        ["reaches whom it may, where no route is declared", level("critical"), []],
    ])("%s", (_, rule, expected) => {
        expect(alert(rule)).toEqual(expected);
    });

    test("is no rule that records", () => {
        expect(said("OPS-01", sample(RULES, { spec: { groups: [{ rules: [{ record: "a:b" }] }, {}] } }))).toEqual([]);
        expect(said("OPS-01", sample(RULES, { spec: { groups: UNKNOWN } }))).toEqual(["spec.groups?"]);
    });

    const lost = ['labels.severity: "critical", which no receiver is told'];
    const routes = (...list: Json[]) => ({ receiver: "chat", routes: list });
    const to = (more: Props) => ({ receiver: "pager", ...more });
    test.each<[string, Json, string[]]>([
        ["the receiver of all", { receiver: "pager" }, []],
        ["a receiver that tells nobody", { receiver: "chat" }, lost],
        ["a receiver that is not there", { receiver: "nobody" }, lost],
        ["a receiver from elsewhere", { receiver: UNKNOWN }, ["labels.severity?"]],
        ["routes from elsewhere", { receiver: "chat", routes: UNKNOWN }, ["labels.severity?"]],
        ["a route from elsewhere", routes(UNKNOWN), ["labels.severity?"]],
        ["what comes from elsewhere", UNKNOWN, ["labels.severity?"]],
        ["a route of every alert", routes(to({})), []],
        ["a route that is none", routes("pager"), lost],
        ["a route of its severity", routes(to({ matchers: ['severity="critical"'] })), []],
        ["a route of its severity, without quotes", routes(to({ matchers: ["severity = critical"] })), []],
        ["a route of its severity, all in quotes", routes(to({ matchers: ['"severity" = "critical"'] })), []],
        ["a route of another severity", routes(to({ matchers: ["severity=warning"] })), lost],
        ["a route of another word with it", routes(to({ matchers: ["my_severity=warning"] })), []],
        ["a route of no other severity", routes(to({ matchers: ['severity!="critical"'] })), lost],
        ["a route of all but another severity", routes(to({ matchers: ['severity!="warning"'] })), []],
        ["a route of several severities", routes(to({ matchers: ['severity=~"warning | critical"'] })), []],
        ["a route of several others", routes(to({ matchers: ['severity=~"warning|info"'] })), lost],
        ["a route of whatever severity", routes(to({ matchers: ['severity=~".*"'] })), []],
        ["a route of some severity", routes(to({ matchers: ['severity=~".+"'] })), []],
        ["a route of all but several", routes(to({ matchers: ['severity!~"warning|critical"'] })), lost],
        ["a route of all but several others", routes(to({ matchers: ['severity!~"warning|info"'] })), []],
        ["a route of its severity among other things", routes(to({ matchers: ["team=a", "severity=warning"] })), lost],
        ["a route of its severity in the older way", routes(to({ match: { severity: "critical" } })), []],
        ["a route of another in the older way", routes(to({ match: { severity: "warning" } })), lost],
        ["a route of several in the older way", routes(to({ match_re: { severity: "critical|page" } })), []],
        ["a route of several others in the older way", routes(to({ match_re: { severity: "warning|page" } })), lost],
        ["a route to where all go", routes({ matchers: ["severity=critical"] }), lost],
        ["the first of two routes", routes({ matchers: ["severity=critical"] }, to({})), lost],
        [
            "two routes, the first of which goes on",
            routes({ matchers: ["severity=critical"], continue: true }, to({})),
            [],
        ],
        ["a route in a route", routes({ receiver: "chat", routes: [to({ matchers: ["severity=critical"] })] }), []],
        ["a route in a route of another", routes({ matchers: ["severity=warning"], routes: [to({})] }), lost],
    ])("reaches %s", (_, route, expected) => {
        expect(alert(level("critical"), alertmanager({ route, receivers: [CHAT, PAGER] }))).toEqual(expected);
    });

    test.each<[string, Json, string[]]>([
        ["in chat", [{ name: "pager", slack_configs: [{ send_resolved: true }] }], []],
        ["in a list that is empty", [{ name: "pager", slack_configs: [] }], lost],
        ["in a way that nobody knows", [{ name: "pager", carrier_pigeon_configs: [{}] }], lost],
        ["from elsewhere", UNKNOWN, ["labels.severity?"]],
        ["among others", [CHAT, PAGER, "pager"], []],
    ])("reaches a receiver %s", (_, receivers, expected) => {
        expect(alert(level("critical"), alertmanager({ route: { receiver: "pager" }, receivers }))).toEqual(expected);
    });

    test("reaches somebody if one of two Alertmanagers tells them", () => {
        const [deaf, tells] = [CHAT, PAGER].map((one) =>
            alertmanager({ route: { receiver: one.name }, receivers: [one] }),
        );
        expect(alert(level("critical"), deaf as Resource, tells as Resource)).toEqual([]);
        const half = [alertmanager({ route: { receiver: "chat" } }), alertmanager({ receivers: [CHAT] })];
        expect(alert(level("critical"), ...half)).toEqual([]);
        const elsewhere = alertmanager({ route: { receiver: "chat" }, receivers: [CHAT] }, "acme:x:kubernetes:helm.sh");
        expect(alert(level("critical"), elsewhere)).toEqual([]);
    });
});

test.each<[string, Json, string[]]>([
    ["slack_configs", {}, ["nothing"]],
    ["email_configs", {}, ["nothing"]],
    ["pagerduty_configs", {}, []],
    ["my_slack_configs", {}, []],
    ["slack_configs", { send_resolved: true }, []],
    ["slack_configs", { send_resolved: false }, ["false"]],
    ["pagerduty_configs", { send_resolved: false }, ["false"]],
    ["webhook_configs", { send_resolved: false }, []],
    ["slack_configs", { send_resolved: UNKNOWN }, ["?"]],
])("who is told by %s %j is told that it is over", (key, config, expected) => {
    const receiver = alertmanager({ route: { receiver: "a" }, receivers: [{ name: "a", [key]: [config] }] });
    const path = `values.config.receivers[0].${key}[0].send_resolved`;
    expect(found("OPS-01", receiver)).toEqual(expected.map((one) => (one === "?" ? `${path}?` : `${path}: ${one}`)));
});

describe("metrics", () => {
    const workload = (ports: Json, labels: Json = { app: "api" }, kind = "StatefulSet") =>
        sample(`kubernetes:apps/v1:${kind}`, {
            spec: { template: { metadata: { labels }, spec: { containers: [{}, { ports }] } } },
        });
    const monitor = (selector: Json, kind = "ServiceMonitor") =>
        sample(`kubernetes:monitoring.coreos.com/v1:${kind}`, { spec: { selector } });
    const app = { matchLabels: { app: "api" } };
    const metrics = [{ name: "http" }, { name: "metrics" }];
    test.each<[string, Resource[], string[]]>([
        ["that nobody scrapes", [workload(metrics)], [": metrics that nobody scrapes"]],
        ["that are called otherwise", [workload([{ name: "metrics-x" }, { name: "my-metrics" }])], []],
        ["of another name", [workload([{ name: "http-prom" }])], [": metrics that nobody scrapes"]],
        ["of each node", [workload(metrics, { app: "api" }, "DaemonSet")], []],
        ["of a monitor", [workload(metrics), monitor(app)], []],
        ["of a monitor of pods", [workload(metrics), monitor(app, "PodMonitor")], []],
        ["of a monitor of Google's", [workload(metrics), monitor(app, "PodMonitoring")], []],
        [
            "of two monitors of one label",
            [
                workload(metrics, { app: "api", tier: "b" }),
                monitor({ matchLabels: { app: "api", tier: "a" } }),
                monitor({ matchLabels: { app: "api", tier: "b" } }),
            ],
            [],
        ],
        [
            "of another monitor",
            [workload(metrics), monitor({ matchLabels: { app: "web" } })],
            [": metrics that nobody scrapes"],
        ],
        ["of a monitor of everything", [workload(metrics), monitor({})], []],
        [
            "of a monitor by expression",
            [workload(metrics), monitor({ matchExpressions: [{ key: "app", operator: "Exists" }] })],
            [],
        ],
        ["of a monitor from elsewhere", [workload(metrics), monitor(UNKNOWN)], ["?"]],
        ["of labels from elsewhere", [workload(metrics, UNKNOWN), monitor(app)], ["?"]],
        ["of a label from elsewhere", [workload(metrics, { app: UNKNOWN, tier: "a" }), monitor(app)], ["?"]],
    ])("%s", (_, declared, expected) => {
        expect(found("OPS-01", ...declared)).toEqual(expected);
    });
});

describe("backups", () => {
    const database = sample("gcp:sql/databaseInstance:DatabaseInstance", {}, { protect: true });
    const policy = (displayName: string) => sample("gcp:monitoring/alertPolicy:AlertPolicy", { displayName, x: "y" });
    const rule = (expr: string) => sample(RULES, { spec: { groups: [{ rules: [{ expr }] }] } });
    test.each<[string, Resource[], boolean]>([
        ["where nobody is told of anything", [], true],
        ["of which nobody is told", [policy("Quota")], false],
        ["of which somebody is told", [policy("Quota"), policy("Postgres backup failed")], true],
        ["of which Prometheus tells", [rule("sql_backup_age > 1")], true],
        ["of which Prometheus does not tell", [rule("up == 0"), policy("Quota")], false],
        ["of something else", [policy("Backup of the disk")], false],
        ["that are no backups", [policy("Database down")], false],
    ])("%s are watched", (_, others, watched) => {
        expect(said("OPS-02", database, ...others)).toEqual(watched ? [] : ["settings.backupConfiguration"]);
    });
});

describe("CHAIN-01: a validator's key", () => {
    const volume = { name: "key", secret: { secretName: "priv-validator-key" } };
    const signer = (
        kind: string,
        spec: Props,
        name = "validator",
        volumes: Json = [volume],
        namespace: Json = "chain",
    ) =>
        sample(`kubernetes:${kind === "Job" ? "batch" : "apps"}/v1:${kind}`, {
            metadata: { name, namespace },
            spec: {
                ...spec,
                template: {
                    metadata: { labels: { app: name } },
                    spec: { containers: [{ image: "ghcr.io/acme/validator:1" }], volumes },
                },
            },
        });
    const AT = "spec.template.spec.volumes[0]";
    const other = `${AT}: a validator's key that another workload mounts`;
    test.each<[string, Resource[], string[]]>([
        ["one pod", [signer("StatefulSet", {})], []],
        ["three pods", [signer("StatefulSet", { replicas: 3 })], [`${AT}: a validator's key in 3 pods`]],
        ["each node's pod", [signer("DaemonSet", {})], [`${AT}: a validator's key in each node's pod`]],
        ["a job, which ends", [signer("Job", {})], []],
        [
            "a Deployment that stops one before the next",
            [signer("Deployment", { replicas: 1, strategy: { type: "Recreate" } })],
            [],
        ],
        [
            "a Deployment that does not",
            [signer("Deployment", {})],
            [`${AT}: a Deployment, which runs two while it replaces one`],
        ],
        ["two workloads", [signer("StatefulSet", {}), signer("StatefulSet", {}, "b")], [other]],
        [
            "two workloads, one of which is off",
            [signer("StatefulSet", {}), signer("StatefulSet", { replicas: 0 }, "b")],
            [],
        ],
        [
            "two workloads in two namespaces",
            [signer("StatefulSet", {}), signer("StatefulSet", {}, "b", [volume], "other")],
            [],
        ],
        ["two volumes of one workload", [signer("StatefulSet", {}, "a", [volume, volume])], []],
        [
            "two workloads, each with a key of its own",
            [
                signer("StatefulSet", {}),
                signer("StatefulSet", {}, "b", [{ name: "key", secret: { secretName: "consensus-key" } }]),
            ],
            [],
        ],
        [
            "a disk",
            [
                signer("StatefulSet", { replicas: 2 }, "a", [
                    { name: "x", persistentVolumeClaim: { claimName: "validator-key" } },
                ]),
            ],
            [`${AT}: a validator's key in 2 pods`],
        ],
        [
            "a volume of that name",
            [signer("StatefulSet", { replicas: 2 }, "a", [{ name: "signing-keys", secret: { secretName: "x" } }])],
            [`${AT}: a validator's key in 2 pods`],
        ],
        [
            "a volume of another name",
            [signer("StatefulSet", { replicas: 2 }, "a", [{ name: "x", secret: { secretName: "tls-key" } }])],
            [],
        ],
        [
            "a volume from elsewhere",
            [signer("StatefulSet", { replicas: 2 }, "a", [{ name: "signing-keys", secret: { secretName: UNKNOWN } }])],
            [],
        ],
    ])("in %s", (_, declared, expected) => {
        expect(found("CHAIN-01", ...declared)).toEqual(expected);
    });

    const service = (spec: Props, labels: Json = { app: "validator" }) =>
        sample("kubernetes:core/v1:Service", { metadata: { namespace: "chain" }, spec: { selector: labels, ...spec } });
    const plain = (name: string, images: string[], app = "validator") => ({
        ...sample("kubernetes:apps/v1:StatefulSet", {
            metadata: { name, namespace: "chain" },
            spec: {
                template: { metadata: { labels: { app } }, spec: { containers: images.map((image) => ({ image })) } },
            },
        }),
        name,
    });
    const sign = plain("node", ["ghcr.io/acme/log:1", "ghcr.io/acme/tmkms:1"]);
    test.each<[string, Resource[], string[]]>([
        ["outside", [sign, service({ type: "NodePort" })], ["spec.type: a way from outside to a validator"]],
        [
            "outside, by its name",
            [plain("my-signer", ["x"]), service({ type: "NodePort" })],
            ["spec.type: a way from outside to a validator"],
        ],
        ["outside, perhaps", [sign, service({ type: UNKNOWN })], ["spec.type?"]],
        ["inside", [sign, service({ type: "ClusterIP" })], []],
        [
            "outside to another",
            [sign, plain("api", ["ghcr.io/acme/api:1"], "api"), service({ type: "NodePort" }, { app: "api" })],
            [],
        ],
        [
            "outside to one of two",
            [plain("api", ["x"]), sign, service({ type: "NodePort" })],
            ["spec.type: a way from outside to a validator"],
        ],
        ["outside to nobody", [sign, service({ type: "NodePort" }, null)], []],
    ])("is reached from %s", (_, declared, expected) => {
        expect(found("CHAIN-01", ...declared)).toEqual(expected);
    });
});

describe("CHAIN-01: a stack of a main network", () => {
    const map = (text: string, key = "app.toml") => sample(CONFIG_MAP, { data: { [key]: text } });
    const variable = (name: string, value: string) =>
        sample("kubernetes:apps/v1:Deployment", {
            spec: { template: { spec: { containers: [{ env: [{ name, value }] }] } } },
        });
    const main = map('x = 1\nchain_id = "osmosis-1"\n', "main.toml");
    const mixed = (word: string) => [`"${word}" in a stack of a main network`];
    test.each<[string, Resource[], string[]]>([
        ["names a faucet", [main, map('# x\nfaucet = "http://x"\n')], mixed("faucet")],
        ["names a node of another", [main, map('url = "https://rpc.Sepolia.example"\n')], mixed("sepolia")],
        ["names another chain", [main, map("chain_id = pion-1")], mixed("pion-1")],
        ["speaks of a test", [main, map("# as on the testnet")], []],
        ["names another chain in a variable", [main, variable("CHAIN_ID", "pion-1")], mixed("pion-1")],
        ["names something else in a variable", [main, variable("NOTE", "https://pion-1")], []],
        [
            "names another chain under a key",
            [main, sample(RELEASE, { values: { network: "holesky" } })],
            mixed("holesky"),
        ],
        [
            "names another chain in what is longer than settings",
            [main, map(`chain_id = pion-1${" ".repeat(200_000)}`)],
            [],
        ],
        [
            "names another chain in what is no setting",
            [main, sample("kubernetes:core/v1:Pod", { chain_id: "pion-1" })],
            [],
        ],
        ["is called so", [map("network = mainnet"), map("chain_id = pion-1")], mixed("pion-1")],
        ["is called so in brackets", [map("(mainnet)"), map("chain_id = pion-1")], mixed("pion-1")],
        ["is called almost so", [map("not-mainnet mainnets mainnet-like"), map("chain_id = pion-1")], []],
        ["is not there", [map("chain_id = pion-1")], []],
        ["is known by a variable", [variable("CHAIN_ID", "noble-1"), map("chain_id = pion-1")], mixed("pion-1")],
        ["is not known by what says nothing of chains", [variable("NOTE", "noble-1"), map("chain_id = pion-1")], []],
    ])("%s", (_, declared, expected) => {
        expect(found("CHAIN-01", ...declared).map((one) => one.replace(/^.*?: /, ""))).toEqual(expected);
    });

    test.each<[string, number]>([
        ['rpc_urls = ["https://a.example"]', 1],
        ['RPC_URLS = ["https://a.example"]', 1],
        ['rpc_urls = ["https://a.example", "https://b.example"]', 0],
        ['rpc_urls = ["https://a.example:1/x", "https://a.example:2/y"]', 1],
        ["rpc_urls = ['a.example', 'b.example']", 0],
        ["rpc_urls = ['a.example', 'a.example']", 1],
        ["rpc_urls = []", 0],
        ['eth_rpc_endpoints: ["https://a.example"]', 1],
        ['urls = ["https://a.example"]', 0],
    ])("has one node alone: %s", (text, count) => {
        expect(said("CHAIN-01", map(text))).toHaveLength(count);
    });
});

describe("SQL-05: a database of two regions", () => {
    const CLUSTERS = ["europe-west1", "europe-west4"].map((location) =>
        sample("gcp:container/cluster:Cluster", { location }),
    );
    const database = (props: Props, more: Partial<Resource> = {}) =>
        sample("gcp:sql/databaseInstance:DatabaseInstance", props, { urn: String(props.name), ...more });
    const primary = (more: Props = {}) =>
        database({ name: "db", region: "europe-west1", settings: { availabilityType: "REGIONAL" }, ...more });
    const replica = (more: Props = {}, options: Partial<Resource> = {}) =>
        database({ name: "r", region: "europe-west4", masterInstanceName: "db", ...more }, options);
    const path = "replicationCluster.failoverDrReplicaName";
    test.each<[string, Resource[], string[]]>([
        ["has a replica", [primary(), replica()], []],
        ["has a replica by the name of its resource", [primary(), replica({ masterInstanceName: "sample" })], []],
        ["has a replica by its project and name", [primary(), replica({ masterInstanceName: "project:db" })], []],
        ["has a replica by something like it", [primary(), replica({ masterInstanceName: "db:x" })], [path]],
        ["has a replica of another", [primary(), replica({ masterInstanceName: "other" })], [path]],
        ["has a replica in the same region", [primary(), replica({ region: "europe-west1" })], [path]],
        ["has two replicas, one of them elsewhere", [primary(), replica({ region: "europe-west1" }), replica()], []],
        ["has two replicas, one of them somewhere", [primary(), replica(), replica({ region: UNKNOWN })], []],
        ["has a replica somewhere", [primary(), replica({ region: UNKNOWN })], [`${path}?`]],
        ["is somewhere", [primary({ region: UNKNOWN }), replica()], [`${path}?`]],
        [
            "has a replica that was made from it",
            [
                primary(),
                replica({ masterInstanceName: UNKNOWN }, { propertyDependencies: { masterInstanceName: ["db"] } }),
            ],
            [],
        ],
        [
            "has a replica that was made from another",
            [
                primary(),
                replica({ masterInstanceName: UNKNOWN }, { propertyDependencies: { masterInstanceName: ["x"] } }),
            ],
            [path],
        ],
        [
            "has a replica that was made from nothing",
            [primary(), replica({ masterInstanceName: UNKNOWN }, { propertyDependencies: {} })],
            [path],
        ],
        ["has a replica from elsewhere", [primary(), replica({ masterInstanceName: UNKNOWN })], [`${path}?`]],
        ["names its partner", [primary({ replicationCluster: { failoverDrReplicaName: "p:r" } })], []],
        ["names no partner", [primary({ replicationCluster: { failoverDrReplicaName: "" } })], [path]],
        [
            "names a partner from elsewhere",
            [primary({ replicationCluster: { failoverDrReplicaName: UNKNOWN } })],
            [`${path}?`],
        ],
        [
            "stands beside another in the other region",
            [primary(), database({ name: "db", region: "europe-west4" }, { urn: "x" })],
            [path],
        ],
    ])("%s", (_, declared, paths) => {
        expect(said("SQL-05", ...CLUSTERS, ...declared)).toEqual(paths);
        expect(said("SQL-05", ...CLUSTERS.slice(1), ...declared)).toEqual([]);
    });
});
