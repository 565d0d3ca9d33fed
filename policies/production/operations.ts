import { isOpen, reader } from "../constraint";
import { join } from "../path";
import { LONG_RUNNING } from "../pods/pod";
import type { Example, Json, Rule, StackFinding } from "../rule";
import { matches } from "../selector";
import { onceForStack, type Stack } from "../stack";
import { asText, isMap, isUnknown, own } from "../value";
import { pathOf } from "../walk";
import { type Workload, workloadsOfStack } from "../workloads";

const RULES = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";
const MONITOR = "kubernetes:monitoring.coreos.com/v1:ServiceMonitor";
const DATABASE = "gcp:sql/databaseInstance:DatabaseInstance";

/** Types whose loss is a loss of data, keys or names. */
const HOLDERS =
    /^gcp:(sql\/database(Instance)?|redis\/(instance|cluster)|memorystore\/instance|secretmanager\/secret|kms\/(keyRing|cryptoKey)|container\/cluster|storage\/bucket|compute\/disk|dns\/managedZone|filestore\/instance|bigquery\/dataset|spanner\/instance|alloydb\/cluster):/;

/** How a receiver reaches a person at once. */
const PAGING =
    /^(pagerduty|opsgenie|victorops|webhook|sns|pushover|slack|email|msteams|telegram|discord|webex)_configs$/;

/** A watchdog's receiver waits for the alert to stop coming: word that it is over would wake it. */
const DEAD_MAN = /^webhook_/;

interface Route {
    path: string;
    route: { [key: string]: Json };
}

/** The configurations of Alertmanager in a stack: in chart values, in a ConfigMap's values, wherever a route has a receiver. */
const alertmanagers = onceForStack((stack: Stack) =>
    stack.subjects.flatMap((subject) => {
        if (!/^kubernetes:(helm\.sh|monitoring\.coreos\.com)/.test(subject.type)) return [];
        return subject.maps.flatMap((place) => {
            const [route, receivers] = [own(place.value, "route"), own(place.value, "receivers")];
            if (route === undefined || receivers === undefined) return [];
            return [{ subject, path: pathOf(place), route, receivers }];
        });
    }),
);

/** The receivers that an alert of this severity reaches: by the routes that may take it, the parent's where none does. */
function receiversOf({ path, route }: Route, severity: string): { names: Set<string>; open: boolean } {
    const found = { names: new Set<string>(), open: false };
    const visit = ({ path, route }: Route, inherited: Json | undefined): boolean => {
        const receiver = own(route, "receiver") ?? inherited;
        const routes = own(route, "routes");
        if (isUnknown(routes) || isUnknown(receiver)) found.open = true;
        let taken = false;
        for (const [index, child] of (Array.isArray(routes) ? routes : []).entries()) {
            if (isUnknown(child)) found.open = true;
            if (!isMap(child) || !takes(child, severity)) continue;
            taken = true;
            visit({ path: join(`${path}.routes`, index), route: child }, receiver);
            if (own(child, "continue") !== true) break;
        }
        if (!taken && typeof receiver === "string") found.names.add(receiver);
        return taken;
    };
    visit({ path, route }, undefined);
    return found;
}

/** Whether a route takes alerts of a severity, going by its matchers of the severity alone. */
function takes(route: { [key: string]: Json }, severity: string): boolean {
    const matchers = [...list(own(route, "matchers")), ...list(own(route, "match_re")), ...list(own(route, "match"))];
    const plain = own(own(route, "match"), "severity");
    if (typeof plain === "string") return plain === severity;
    const pattern = own(own(route, "match_re"), "severity");
    if (typeof pattern === "string") return anyOf(pattern, severity);
    return matchers.every((matcher) => {
        const [, sign, quoted = ""] = /^"?severity"?\s*(=~|!~|!=|=)(.*)$/s.exec(asText(matcher).trim()) ?? [];
        if (sign === undefined) return true;
        const value = quoted.trim().replace(/^"/, "").replace(/"$/, "");
        const equal = sign.endsWith("~") ? anyOf(value, severity) : value === severity;
        return sign.startsWith("!") ? !equal : equal;
    });
}

const list = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

/** Alternatives of words, which is all that severities need: `critical|warning`. */
const anyOf = (pattern: string, word: string): boolean =>
    pattern.split("|").some((one) => one.trim() === word || one.trim() === ".*" || one.trim() === ".+");

function* alerts(stack: Stack): Iterable<StackFinding> {
    for (const subject of stack.subjects) {
        if (subject.type !== RULES) continue;
        const groups = reader("spec.groups")(subject.resource.props);
        if (isOpen(groups)) yield { subject, path: "spec.groups", undetermined: "the rules come from elsewhere" };
        for (const [index, group] of list(isOpen(groups) ? undefined : groups).entries())
            for (const [at, rule] of list(own(group, "rules")).entries()) {
                if (own(rule, "alert") === undefined) continue;
                const path = `spec.groups[${index}].rules[${at}]`;
                const runbook = reader("annotations.runbook_url")(rule);
                const severity = reader("labels.severity")(rule);
                const wanted = { runbook: "the address of a runbook", severity: "critical, warning or info" };
                if (isOpen(runbook))
                    yield {
                        subject,
                        path: `${path}.annotations.runbook_url`,
                        undetermined: "the value comes from elsewhere",
                    };
                else if (!/^https?:\/\/\S+/.test(asText(runbook ?? "")))
                    yield {
                        subject,
                        path: `${path}.annotations.runbook_url`,
                        found: "nothing",
                        wanted: wanted.runbook,
                    };
                if (isOpen(severity))
                    yield { subject, path: `${path}.labels.severity`, undetermined: "the value comes from elsewhere" };
                else if (typeof severity !== "string" || severity === "")
                    yield { subject, path: `${path}.labels.severity`, found: "nothing", wanted: wanted.severity };
                else if (severity !== "info") yield* routed(stack, subject, `${path}.labels.severity`, severity);
            }
    }
}

/** An alert reaches a receiver that tells somebody, where the stack declares the routes. */
function* routed(
    stack: Stack,
    subject: StackFinding["subject"],
    path: string,
    severity: string,
): Iterable<StackFinding> {
    const configured = alertmanagers(stack);
    if (configured.length === 0) return;
    const reached = configured.map(({ path: at, route, receivers }) => {
        if (!isMap(route) || isUnknown(receivers)) return "open";
        const { names, open } = receiversOf({ path: `${at}.route`, route }, severity);
        const telling = list(receivers).some((receiver) => {
            const named = names.has(asText(own(receiver, "name")));
            return (
                named &&
                isMap(receiver) &&
                Object.entries(receiver).some(([key, value]) => PAGING.test(key) && list(value).length > 0)
            );
        });
        return telling || (open ? "open" : false);
    });
    if (reached.includes(true)) return;
    if (reached.includes("open")) yield { subject, path, undetermined: "where alerts go comes from elsewhere" };
    else
        yield {
            subject,
            path,
            found: `"${severity}", which no receiver is told`,
            wanted: "a route to a receiver that tells somebody",
        };
}

/** Who is told that something broke is told that it works again. */
function* resolved(stack: Stack): Iterable<StackFinding> {
    for (const { subject, path, receivers } of alertmanagers(stack))
        for (const [index, receiver] of list(receivers).entries())
            for (const [key, value] of Object.entries(isMap(receiver) ? receiver : {}))
                for (const [at, one] of (PAGING.test(key) ? list(value) : []).entries()) {
                    const place = `${path}.receivers[${index}].${key}[${at}].send_resolved`;
                    const found = own(one, "send_resolved");
                    // Slack and mail are silent about it unless told; the others tell by default.
                    const silent =
                        found === undefined
                            ? /^(slack|email|webex)_/.test(key)
                            : found === false && !DEAD_MAN.test(key);
                    if (isUnknown(found))
                        yield { subject, path: place, undetermined: "the value comes from elsewhere" };
                    else if (silent)
                        yield { subject, path: place, found: found === false ? "false" : "nothing", wanted: "true" };
                }
}

/** A workload that has a port for metrics is scraped. */
function* scraped(stack: Stack): Iterable<StackFinding> {
    const monitors = [...stack.kind("ServiceMonitor"), ...stack.kind("PodMonitor"), ...stack.kind("PodMonitoring")];
    for (const workload of workloadsOfStack(stack).all) {
        if (!["Deployment", "StatefulSet"].includes(workload.kind) || !LONG_RUNNING.has(workload.kind)) continue;
        if (!hasMetrics(workload)) continue;
        const states = monitors.map(({ resource }) =>
            matches(own(own(resource.props, "spec"), "selector"), workload.labels),
        );
        const { subject } = workload;
        if (states.includes(true)) continue;
        if (states.includes("open"))
            yield { subject, path: "", undetermined: "whether a monitor takes it is not known" };
        else yield { subject, path: "", found: "metrics that nobody scrapes", wanted: "a ServiceMonitor" };
    }
}

const hasMetrics = ({ pod }: Workload): boolean =>
    list(own(pod.spec, "containers")).some((container) =>
        list(own(container, "ports")).some((port) =>
            /^(http-)?(metrics|prometheus|prom)$/.test(asText(own(port, "name"))),
        ),
    );

/** What holds data is protected by Pulumi as well as by its provider. */
function* guarded(stack: Stack): Iterable<StackFinding> {
    for (const subject of stack.subjects) {
        const { type, protect, retainOnDelete } = subject.resource;
        if (HOLDERS.test(type) && !protect && !retainOnDelete)
            yield { subject, path: "", found: "data without protection", wanted: "the option protect: true" };
    }
}

/** An alert that tells when a backup fails, where the stack has both databases and alerts. */
function* watchedBackups(stack: Stack): Iterable<StackFinding> {
    const [database] = stack.type(DATABASE);
    const policies = stack.type("gcp:monitoring/alertPolicy:AlertPolicy");
    if (!database || policies.length + stack.type(RULES).length === 0) return;
    const told = [...policies, ...stack.type(RULES)].some((subject) =>
        subject.texts.some(({ value }) => /backup/i.test(value) && /sql|database|postgres|mysql/i.test(value)),
    );
    if (!told)
        yield {
            subject: database,
            path: "settings.backupConfiguration",
            found: "backups that nobody watches",
            wanted: "an alert for a failed backup",
        };
}

const alert = (rule: { [key: string]: Json }): Example => ({
    type: RULES,
    props: { spec: { groups: [{ name: "api", rules: [{ alert: "Down", expr: "up == 0", ...rule }] }] } },
});

const TOLD = { labels: { severity: "critical" }, annotations: { runbook_url: "https://example.com/down" } };

const routes = (receiver: Json): Example => ({
    type: "kubernetes:helm.sh/v3:Release",
    props: { values: { alertmanager: { config: { route: { receiver: "oncall" }, receivers: [receiver] } } } },
});

const RECEIVER = "values.alertmanager.config.receivers[0]";

const metrics: Example = {
    type: "kubernetes:apps/v1:Deployment",
    props: {
        spec: {
            template: {
                metadata: { labels: { app: "api" } },
                spec: { containers: [{ ports: [{ name: "metrics", containerPort: 9090 }] }] },
            },
        },
    },
};

export const operations: readonly Rule[] = [
    {
        id: "OPS-01",
        title: "alerts reach somebody who knows what to do, and data is protected",
        why: "an alert without a route or a runbook is found afterwards, in the log of the outage",
        severity: "high",
        level: "mandatory",
        sameAs: ["own: runbooks, routes and protection"],
        *judgeStack(stack): Iterable<StackFinding> {
            yield* alerts(stack);
            yield* resolved(stack);
            yield* scraped(stack);
            yield* guarded(stack);
        },
        good: [
            {
                ...alert(TOLD),
                others: [routes({ name: "oncall", pagerduty_configs: [{ routing_key_file: "/run/key" }] })],
            },
            { ...metrics, others: [{ type: MONITOR, props: { spec: { selector: { matchLabels: { app: "api" } } } } }] },
        ],
        bad: [
            {
                ...alert({}),
                at: ["spec.groups[0].rules[0].annotations.runbook_url", "spec.groups[0].rules[0].labels.severity"],
            },
            {
                ...alert(TOLD),
                others: [routes({ name: "oncall" })],
                at: ["spec.groups[0].rules[0].labels.severity"],
            },
            {
                ...routes({ name: "oncall", slack_configs: [{ api_url_file: "/run/url" }] }),
                at: [`${RECEIVER}.slack_configs[0].send_resolved`],
            },
            { ...metrics, at: [""] },
            { type: "gcp:secretmanager/secret:Secret", props: {}, at: [""] },
        ],
        open: [
            {
                ...alert({ ...TOLD, labels: { severity: { $unknown: true } } }),
                unknownPaths: ["spec.groups[0].rules[0].labels.severity"],
                at: ["spec.groups[0].rules[0].labels.severity"],
            },
        ],
    },
    {
        id: "OPS-02",
        title: "somebody is told when a database was not backed up",
        why: "a backup that failed in silence is found on the day it is needed",
        severity: "medium",
        level: "advisory",
        sameAs: ["own: backup alert"],
        judgeStack: watchedBackups,
        good: [{ type: DATABASE, props: {}, protect: true }],
        bad: [
            {
                type: DATABASE,
                props: {},
                protect: true,
                others: [{ type: "gcp:monitoring/alertPolicy:AlertPolicy", props: { displayName: "Quota" } }],
                at: ["settings.backupConfiguration"],
            },
        ],
    },
];
