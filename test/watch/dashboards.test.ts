import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { dashboards } from "../../components/watch/dashboard";
import { alertingRule } from "../../components/watch/rule";
import { stack } from "../stack";
import { ALERTS } from "./library";
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
