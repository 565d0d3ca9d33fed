import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { judge } from "../policies/judge";
import type { Resource } from "../policies/rule";

/**
 * Scores the policy pack on test rows of other projects: `npm run score [folder]`. Each row names a rule of ours and says
 * whether it must object. The rows are no part of this repository; their default place is beside it.
 */
const FOLDER = process.argv[2] ?? join(__dirname, "..", "..", "shared", "cases");
const DISAGREEMENTS = join(__dirname, "..", "test", "policies", "disagreements.yaml");

interface Row {
    id: string;
    rule: string;
    ours: string[];
    verdict: "fail" | "pass";
    use?: "both" | "fail-only" | "pass-only" | "none";
    items?: { type: string; name: string; props: Resource["props"]; opts?: { protect?: boolean } }[];
    text_b64?: string;
    input?: string;
    path?: string;
    case?: string;
}

/** Least recall and highest rate of false alarms for each source. */
const BARS: Readonly<Record<string, readonly [recall: number, alarms: number]>> = {
    "kyverno.jsonl": [0.95, 0.02],
    "trivy-k8s.jsonl": [0.95, 0.02],
    "trivy-gcp.jsonl": [0.95, 0.02],
    "image-refs.jsonl": [0.95, 0.02],
    "gitleaks.jsonl": [0.97, 0.01],
};

const counts = ({ use = "both", verdict }: Row) => use === "both" || use === `${verdict}-only`;

/** A reference to something else in the text of another tool is a value that nobody knows yet. */
function referring(value: unknown): unknown {
    if (typeof value === "string") return value.includes("${") ? { $unknown: true } : value;
    if (Array.isArray(value)) return value.map(referring);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, referring(inner)]));
}

function resources({ items, text_b64, input }: Row, file: string): Resource[] {
    const one = (type: string, props: object): Resource => ({
        ...{ urn: "row", name: "row", type },
        props: props as Resource["props"],
    });
    if (input !== undefined) return [one("kubernetes:core/v1:Pod", { spec: { containers: [{ image: input }] } })];
    if (text_b64 !== undefined) {
        const config = Buffer.from(text_b64, "base64").toString();
        return [one("kubernetes:core/v1:Service", { metadata: { annotations: { config } } })];
    }
    return (items ?? []).map(({ type, name, props, opts }, index) => ({
        ...one(type, (file.includes("gcp") ? referring(props) : props) as object),
        ...{ urn: `${name}-${index}`, name },
        ...(opts?.protect !== undefined && { protect: opts.protect }),
    }));
}

class Tally {
    caught = 0;
    fails = 0;
    alarms = 0;
    passes = 0;
    add(verdict: Row["verdict"], reported: boolean): void {
        if (verdict === "fail") {
            this.fails++;
            this.caught += Number(reported);
        } else {
            this.passes++;
            this.alarms += Number(reported);
        }
    }
    get recall(): number {
        return this.fails === 0 ? 1 : this.caught / this.fails;
    }
    get alarmRate(): number {
        return this.passes === 0 ? 0 : this.alarms / this.passes;
    }
    line(name: string): string {
        const percent = (rate: number) => `${(100 * rate).toFixed(1)} %`.padStart(8);
        const caught = `${this.caught}/${this.fails}`.padStart(10);
        const alarms = `${this.alarms}/${this.passes}`.padStart(8);
        return `${name.padEnd(22)}${caught}${percent(this.recall)}${alarms}${percent(this.alarmRate)}`;
    }
}

function main(): number {
    const missing = Object.keys(BARS).filter((file) => !existsSync(join(FOLDER, file)));
    if (missing.length > 0) {
        process.stderr.write(
            `No score: ${FOLDER} has no ${missing.join(", ")}. Give the folder with the test rows: npm run score FOLDER\n`,
        );
        return 2;
    }
    const known: Record<string, string> = parse(readFileSync(DISAGREEMENTS, "utf8")) ?? {};
    const byFile = new Map<string, Tally>();
    const byRule = new Map<string, Tally>();
    const disagreements: string[] = [];
    for (const file of Object.keys(BARS)) {
        const tally = new Tally();
        byFile.set(file, tally);
        for (const line of readFileSync(join(FOLDER, file), "utf8").trim().split("\n")) {
            const row: Row = JSON.parse(line);
            if (!counts(row)) continue;
            const verdicts = judge(resources(row, file));
            const reported = verdicts.some(({ verdict, rule }) => verdict === "violation" && row.ours.includes(rule));
            tally.add(row.verdict, reported);
            const [ours = ""] = row.ours;
            const ruled = byRule.get(ours) ?? new Tally();
            byRule.set(ours, ruled);
            ruled.add(row.verdict, reported);
            if (reported !== (row.verdict === "fail"))
                disagreements.push(
                    `${row.verdict === "fail" ? "missed" : "alarm "} ${row.ours.join(",").padEnd(8)} ${file} ${row.id} ${row.rule} ${row.case ?? ""}: ${known[row.id] ?? "no reason given"}`,
                );
        }
    }
    const head = `${"".padEnd(22)}${"caught".padStart(10)}${"recall".padStart(8)}${"alarms".padStart(8)}${"rate".padStart(8)}`;
    const table = (title: string, rows: Map<string, Tally>) =>
        `${title}\n${head}\n${[...rows].map(([name, tally]) => tally.line(name)).join("\n")}\n`;
    const sorted = new Map([...byRule].sort(([a], [b]) => (a < b ? -1 : 1)));
    process.stdout.write(`${table("By source", byFile)}\n${table("By rule", sorted)}\n`);
    process.stdout.write(`${disagreements.length} disagreements\n${disagreements.map((one) => `  ${one}\n`).join("")}`);
    const below = [...byFile].filter(([file, tally]) => {
        const [recall, alarms] = BARS[file] as readonly [number, number];
        return tally.recall < recall || tally.alarmRate > alarms;
    });
    for (const [file] of below) process.stdout.write(`${file} is below its bar\n`);
    return below.length > 0 ? 1 : 0;
}

process.exitCode = main();
