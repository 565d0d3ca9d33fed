import { changes, findings } from "./comment/judgement";
import { code, type Lines, prose } from "./comment/markdown";
import { custody, exposure, images, reach, secrets, systems, unknowns } from "./comment/sections";
import type { Report, Tone } from "./model";
import { digits, some } from "./text";

/** GitHub takes 65,536 characters; chains take less. Bytes are what both count at worst. */
const limit = 59_000;

/** Each part may use its share and what the parts before it left over. They stand in the order of their weight. */
const parts: { share: number; lines: (report: Report) => Lines }[] = [
    { share: 17_000, lines: findings },
    { share: 11_000, lines: changes },
    { share: 7_000, lines: custody },
    { share: 4_000, lines: exposure },
    { share: 2_000, lines: reach },
    { share: 6_000, lines: images },
    { share: 3_000, lines: unknowns },
    { share: 2_000, lines: secrets },
    { share: 3_000, lines: systems },
];

/** How many entries of each list are shown: as many as fit. */
const levels = [60, 30, 15, 8, 4, 2, 0];

const size = (text: string) => Buffer.byteLength(text);

/** The report for a comment or a proposal: short, without markup of any kind that could be forged. */
export function renderMarkdown(report: Report): string {
    let text = head(report);
    let allowed = limit - parts.reduce((sum, { share }) => sum + share, 0);
    for (const { share, lines } of parts) {
        allowed += share;
        text += fitting(lines(report), allowed - size(text));
    }
    return text;
}

/** The fullest version that fits; when none does, its first lines, and a line that says how many are missing. */
function fitting(lines: Lines, room: number): string {
    for (const level of levels) {
        const text = `\n${lines(level).join("\n")}\n`;
        if (size(text) <= room) return text;
    }
    const all = lines(0);
    const missing = (kept: number) => `\n${digits(all.length - kept)} more lines stand in report.html.\n`;
    let kept = 0;
    let text = "\n";
    while (size(text) + size(`${all[kept]}\n`) + size(missing(kept)) <= room) text += `${all[kept++]}\n`;
    return text + missing(kept);
}

const words: Record<Tone, string> = { pass: "passes", fail: "**fails**", open: "**open**", note: "note" };

/** Verdict, digest, numbers and facts: bounded by themselves, and never cut. */
function head({ project, stack, digest, verdict, checks, numbers }: Report): string {
    const facts = checks.map(({ tone, says, fact, names }) => {
        const { shown, rest } = some(names);
        const named = shown.length > 0 ? `: ${shown.map((name) => code(name, 80)).join(", ")}${rest}` : "";
        return `- ${words[tone]}: ${prose(says)}${named} (${prose(fact)})`;
    });
    return `${[
        `# ${prose(verdict.headline)}`,
        "",
        `${code(project, 80)} on ${code(stack, 80)}, plan digest ${code(digest, 128)}`,
        `Derive it again: ${code(`npx slipway preview ${stack}`, 120)}`,
        "",
        ...verdict.facts.map((fact) => `- ${prose(fact)}`),
        "",
        `${numbers.map(({ label, value }) => `${value} ${label}`).join(", ")}.`,
        "",
        "## Facts",
        "",
        ...facts,
    ].join("\n")}\n`;
}
