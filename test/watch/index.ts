import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KINDS } from "../../components/settings/receivers";
import { Settings } from "../../components/settings/settings";
import { alertmanagerConfig } from "../../components/watch/alertmanager";
import { dashboardId } from "../../components/watch/dashboard";
import { settingsOf } from "../settings/yaml";
import { ROOT, stack } from "../stack";
import { CANDIDATES, ELSEWHERE, UNSCRAPED } from "./candidates";
import { ALERTS, LIBRARY } from "./library";
import { receiversOf } from "./routing";
import { alertsIn } from "./rules";

const DOCUMENT = join(ROOT, "docs/alerts.md");

/** What each part of the table is about. */
const TITLES: Record<keyof typeof LIBRARY, string> = {
    intents: "Intents solver",
    paw: "Chain, validator and signer",
    ibc: "Packets between chains",
    executor: "EVM executor",
    betting: "Betting platform",
    agents: "Agent servers",
    workload: "Workloads",
    secrets: "Secrets",
    monitoring: "Monitoring itself",
    google: "Databases, caches, disks, nodes and the way in",
};

const NOTE = `# Alerts, who gets them, and what to do

The note for whoever is on call. It is made by \`node --import tsx test/watch/index.ts\` from the alerts and receivers of
\`Pulumi.mainnet.yaml\`, and a test keeps it current.

- An alert comes with its values, a link to its runbook and one to the dashboard of its service. The runbook says what it
  means, how bad it is, how to find the cause, what to do and whom to call. Start there.
- Critical alerts wake one pager and are repeated every four hours until they end; its own policy says who is called when
  nobody answers. Warnings go to chat, in working hours where the stack file gives any.
- Every receiver is told when an alert ends. One that ends and comes back is one whose cause is still there.
- A symptom is held back while its cause fires: no slow blocks while there are none. A warning is held back while a
  critical alert of the same pod fires.
- Silence what is being worked on, never a whole severity: \`kubectl -n monitoring exec
  alertmanager-monitoring-alertmanager-0 -c alertmanager -- amtool silence add alertname=NodeStalled pod=sentry-a-0
  --duration=2h --author="$USER" --comment="replaced" --alertmanager.url=http://localhost:9093\`
- Nothing comes at all? Each region calls a dead man's switch once a minute, which raises the alarm when it is not called:
  [Watchdog](../components/watch/runbooks/Watchdog.md). What Google measures, Google sends itself, so that it comes when
  the clusters are gone.
- After a change of rules, that Prometheus has them: \`kubectl -n monitoring exec prometheus-monitoring-prometheus-0 -c
  prometheus -- promtool query instant http://localhost:9090 'count(ALERTS) by (alertname)'\`; Watchdog is always there.

Google also writes to the contacts of the stack file when a quota, the budget or a secret's time runs out, when somebody
changes something by hand, and when an update fails.

What applications must still emit is in [metric-contracts.md](metric-contracts.md). Logs are in the bucket \`logs\` of Cloud
Logging; traces of applications in Cloud Trace, where the stack file has \`watch.tracing\`.`;

const RUNBOOKS = join(ROOT, "docs/runbooks");

/** What is done by hand, by the titles of its runbooks. */
const procedures = () => [
    "## What no single alert says",
    "",
    ...readdirSync(RUNBOOKS)
        .sort()
        .map((file) => {
            const [title = ""] = readFileSync(join(RUNBOOKS, file), "utf8").split("\n");
            return `- [${title.replace(/^# /, "")}](runbooks/${file})`;
        }),
    "",
];

/** What others watch in another way. */
const OTHERS = [
    "## Rules of others that are otherwise here",
    "",
    "Every other rule of the rule sets that were read is an alert above, of the same name and over the same metric.",
    "",
    "| rule | here | because |",
    "|---|---|---|",
    ...CANDIDATES.flatMap(({ rule, here, because }) => (because ? [`| ${rule} | ${here} | ${because} |`] : [])),
    ...Object.entries(ELSEWHERE).map(([rule, place]) =>
        "here" in place ? `| ${rule} | ${place.here} | it tells the same |` : `| ${rule} | nothing | ${place.why} |`,
    ),
    "",
    "## Programs that are not asked",
    "",
    "| program | why |",
    "|---|---|",
    ...UNSCRAPED.map(({ program, why }) => `| ${program} | ${why} |`),
    "",
];

/** The page: every alert that mainnet declares, by system. @meets S1-03 */
export async function document(): Promise<string> {
    const { all } = await stack("mainnet");
    const { watch } = Settings.parse(settingsOf("mainnet"));
    const config = alertmanagerConfig({ ...watch, region: "any" }, ALERTS);
    const kinds = new Map(watch.receivers.map(({ name, type }) => [name, KINDS[type]]));
    const declared = new Set([
        ...all("kubernetes:monitoring.coreos.com/v1:PrometheusRule").flatMap(({ inputs }) => alertsIn(inputs.spec)),
        ...all("gcp:monitoring/alertPolicy:AlertPolicy").map(({ inputs }) => String(inputs.displayName)),
    ]);
    const people = (labels: { alertname: string; severity: string; service: string }) =>
        receiversOf(config, labels)
            .map((name) => (kinds.has(name) ? `${name} (${kinds.get(name)})` : name))
            .join(", ");
    const parts = Object.entries(LIBRARY).map(([system, alerts]) => [
        `## ${TITLES[system]}`,
        "",
        "| alert | severity | says | goes to | dashboard |",
        "|---|---|---|---|---|",
        ...alerts
            .filter(({ name }) => declared.has(name))
            .map(({ name, severity, service, summary }) => {
                const google = system === "google";
                const route = google ? "Google's channels" : people({ alertname: name, severity, service });
                const board = google
                    ? `Cloud Monitoring, Slipway: ${service}`
                    : dashboardLink(watch.dashboards, service);
                return `| [${name}](../components/watch/runbooks/${name}.md) | ${severity} | ${summary} | ${route} | ${board} |`;
            }),
        "",
    ]);
    return [NOTE, "", ...procedures(), ...parts.flat(), ...OTHERS].join("\n");
}

const dashboardLink = (grafana: string | undefined, service: string) =>
    grafana ? `[${service}](${grafana}/d/${dashboardId(service)})` : service;

export const written = () => readFileSync(DOCUMENT, "utf8");

if (require.main === module) void document().then((text) => writeFileSync(DOCUMENT, text));
