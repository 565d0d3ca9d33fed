import type { Example, Json, Rule, StackFinding } from "../rule";
import type { Stack } from "../stack";
import { alerts, RULES, resolved } from "./alerts";
import { scraped } from "./scraping";

const MONITOR = "kubernetes:monitoring.coreos.com/v1:ServiceMonitor";
const DATABASE = "gcp:sql/databaseInstance:DatabaseInstance";

/** Types whose loss is a loss of data, keys or names. */
const HOLDERS =
    /^gcp:(sql\/database(Instance)?|redis\/(instance|cluster)|memorystore\/instance|secretmanager\/secret|kms\/(keyRing|cryptoKey)|container\/cluster|storage\/bucket|compute\/disk|dns\/managedZone|filestore\/instance|bigquery\/dataset|spanner\/instance|alloydb\/cluster):/;

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

/** As the operator takes it: what is a warning goes to the desk, the rest to those on call. */
const operated = (receivers: Json[]): Example => ({
    type: "kubernetes:monitoring.coreos.com/v1alpha1:AlertmanagerConfig",
    props: {
        spec: {
            route: {
                receiver: "oncall",
                routes: [{ receiver: "desk", matchers: [{ name: "severity", value: "warning", matchType: "=" }] }],
            },
            receivers,
        },
    },
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
            {
                ...alert(TOLD),
                others: [operated([{ name: "oncall", pagerdutyConfigs: [{ routingKey: { name: "pager" } }] }])],
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
            {
                ...operated([{ name: "oncall", slackConfigs: [{ channel: "oncall" }] }]),
                at: ["spec.receivers[0].slackConfigs[0].sendResolved"],
            },
            {
                ...alert(TOLD),
                others: [operated([{ name: "oncall" }, { name: "desk", webhookConfigs: [{ url: "https://desk" }] }])],
                at: ["spec.groups[0].rules[0].labels.severity"],
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
