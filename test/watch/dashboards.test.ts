import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { dashboards } from "../../components/watch/dashboard";
import { alertingRule } from "../../components/watch/rule";
import { stack } from "../stack";
import { ALERTS, LIBRARY } from "./library";
import { missing, run } from "./programs";

interface Board {
    uid: string;
    panels: { id: number; title: string; targets?: { expr: string }[] }[];
}

const BOARDS = Object.values(dashboards(ALERTS)) as Board[];

describe("dashboards", () => {
    test("are there for the link that each alert carries", () => {
        const ids = BOARDS.map(({ uid }) => uid);
        for (const alert of ALERTS) {
            const { annotations } = alertingRule(alert, {
                runbooks: "https://a",
                dashboards: "https://grafana.example.com/",
            });
            const id = annotations.dashboard_url?.replace("https://grafana.example.com/d/", "");
            expect(ids).toContain(id);
        }
    });

    test("show each metric that an alert of the service looks at, in a panel of its own", () => {
        for (const { service, query } of ALERTS) {
            const board = BOARDS.find(({ uid }) => uid === `slipway-${service}`);
            const shown = JSON.stringify(board?.panels.map(({ targets }) => targets));
            for (const { name } of query.metrics) expect(shown).toContain(name);
        }
        for (const { panels } of BOARDS) expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    });

    test.skipIf(missing("promtool"))("ask only what Prometheus understands", () => {
        const queries = BOARDS.flatMap(({ panels }) => panels.flatMap(({ targets }) => targets ?? []));
        expect(queries.length).toBeGreaterThan(50);
        const rules = queries.map(({ expr }, i) => ({ record: `query_${i}`, expr }));
        const files = { "rules.yml": stringify({ groups: [{ name: "dashboards", rules }] }) };
        expect(run("promtool", ["check", "rules", "rules.yml"], files).output).toContain(
            `SUCCESS: ${queries.length} rules found`,
        );
    });

    test("of what Google measures are in Cloud Monitoring, where each of its alerts leads", async () => {
        const { all } = await stack("mainnet");
        const boards = all("gcp:monitoring/dashboard:Dashboard");
        const shown = boards.map(({ inputs }) => String(inputs.dashboardJson)).join();
        const services = new Set(LIBRARY.google?.map(({ service }) => service));
        expect(boards.map(({ name }) => name).sort()).toEqual(
            [...services].map((service) => `watch-${service}`).sort(),
        );
        const alerts = all("gcp:monitoring/alertPolicy:AlertPolicy").filter(({ name }) => name.startsWith("watch-"));
        expect(alerts.length).toBeGreaterThan(10);
        for (const alert of alerts) {
            const { documentation } = alert.inputs as { documentation: { links: { displayName: string }[] } };
            expect(documentation.links.map(({ displayName }) => displayName)).toEqual(["Runbook", "Dashboard"]);
            expect(alert.propertyDependencies.documentation?.join()).toContain(
                "monitoring/dashboard:Dashboard::watch-",
            );
        }
        // What several kinds of things have, Google's PromQL wants to be told of which.
        expect(shown).toContain('check_passed{monitored_resource=\\"uptime_url\\"}');
        for (const { query } of LIBRARY.google ?? [])
            for (const { name } of query.metrics) expect(shown).toContain(name);
    });

    test("are brought to Grafana's sidecar where the stack file names a Grafana, and nowhere else", async () => {
        const maps = async (network: string) =>
            (await stack(network))
                .all("kubernetes:core/v1:ConfigMap")
                .map(
                    ({ inputs }) =>
                        inputs as { metadata: { name: string; labels?: object }; data: Record<string, string> },
                )
                .filter(({ metadata }) => metadata.name === "dashboards");
        expect(await maps("testnet")).toEqual([]);
        const declared = await maps("mainnet");
        expect(declared).toHaveLength(2);
        for (const { metadata, data } of declared) {
            expect(metadata.labels).toEqual({ grafana_dashboard: "1" });
            expect(Object.keys(data)).toContain("slipway-settlement.json");
            // A ConfigMap holds a mebibyte.
            expect(JSON.stringify(data).length).toBeLessThan(1024 * 1024);
        }
    });
});
