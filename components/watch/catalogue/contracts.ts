import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { catalogues } from "./catalogues";
import type { Catalogue, Metric } from "./metric";

const FILE = join(__dirname, "../../../docs/metric-contracts.md");

const row = ({ name, kind, labels, unit, help, buckets }: Metric): string =>
    `| \`${name}\` | ${kind} | ${labels.map((label) => `\`${label}\``).join(", ") || "none"} | ${unit} | ${help}` +
    `${buckets ? `; buckets ${buckets.join(", ")}` : ""} |`;

const section = ({ program, source, metrics }: Catalogue): string =>
    [
        `## ${program}`,
        `Asked for by ${source}.`,
        ["| name | type | labels | unit | says |", "|---|---|---|---|---|", ...Object.values(metrics).map(row)].join(
            "\n",
        ),
    ].join("\n\n");

/** What applications have to emit and do not yet, as a document for those who write them. */
export function metricContracts(): string {
    const asked = catalogues({ namespace: "cometbft", version: "0.38" }).filter(
        ({ emitted }) => emitted === "contract",
    );
    return `${[
        "# Metrics that applications have to emit",
        "Alerts are made from catalogues of metrics that programs really emit. These are the exceptions: nothing emits them\n" +
            "yet, and alerts wait for them. An application that serves them on its metrics port needs nothing else. Labels\n" +
            "have few values; no address, hash or amount of a user is one.",
        ...asked.map(section),
        "This file is made by `node --import tsx components/watch/catalogue/contracts.ts` from the catalogues beside it.",
    ].join("\n\n")}\n`;
}

if (require.main === module) writeFileSync(FILE, metricContracts());
