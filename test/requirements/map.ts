import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "../stack";

interface Row {
    asks: string;
    rest?: string;
}

const DOCUMENT = join(ROOT, "docs/requirements.md");
const TITLES = ["Intents solver", "Chain", "Executor", "Betting platform", "Agent servers"];

export const rows = parse(readFileSync(join(__dirname, "requirements.yaml"), "utf8")) as Record<string, Row>;

/** Files by the ids that stand behind `@meets` in them. Tests do not count: they prove, they do not deliver. */
export function places(): Map<string, string[]> {
    const found = new Map<string, string[]>();
    const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: ROOT });
    for (const file of files.toString().trim().split("\n").sort()) {
        if (!/\.(ts|md|yaml|yml)$/.test(file) || file.startsWith("test/") || file === "docs/requirements.md") continue;
        for (const id of meets(readFileSync(join(ROOT, file), "utf8"))) {
            const there = found.get(id) ?? [];
            if (!there.includes(file)) there.push(file);
            found.set(id, there);
        }
    }
    return found;
}

/** The ids behind each `@meets` of a text: `@meets S0-19, S1-31`. */
export const meets = (text: string): string[] =>
    [...text.matchAll(/@meets ((?:S\d-\d\d)(?:, S\d-\d\d)*)/g)].flatMap(([, ids = ""]) => ids.split(", "));

export function document(): string {
    const where = places();
    const line = ([id, { asks, rest = "" }]: [string, Row]) => {
        const files = (where.get(id) ?? []).map((file) => `[${file}](../${file})`).join(" ");
        return `| ${id} | ${asks} | ${files} | ${rest} |`;
    };
    const parts = TITLES.flatMap((title, i) => [
        `## ${title}`,
        "",
        "| id | asks for | where it is met | what is left, and why |",
        "|---|---|---|---|",
        ...Object.entries(rows)
            .filter(([id]) => id.startsWith(`S${i}-`))
            .map(line),
        "",
    ]);
    return [
        "# What was asked for, and where it is",
        "",
        "The readiness reviews of five systems ask for the following. Ids stand beside the code that meets them, behind",
        "`@meets`; `node --import tsx test/requirements/map.ts` writes this page, and a test holds it to the code.",
        "",
        ...parts,
    ].join("\n");
}

export const written = (): string => readFileSync(DOCUMENT, "utf8");

if (require.main === module) writeFileSync(DOCUMENT, document());
