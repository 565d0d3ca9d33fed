import { dollars } from "../cost/text";
import { agree, sections } from "../risk/groups";
import type { Report, Tone } from "./model";
import { clip, digits, plain, some } from "./text";

const words: Record<Tone, string> = { pass: "ok", fail: "fails", open: "open", note: "" };

/** Findings that a terminal shows, alone or beside what changes; the reports hold all. */
const most = { alone: 8, beside: 3 };

/** What a person reads after a preview: at most 25 lines, and nothing in them that a terminal would obey. */
export function renderSummary(report: Report): string {
    const { project, stack, digest, verdict, numbers, checks } = report;
    const facts = checks.map(({ tone, says, fact, names }) => {
        const { shown, rest } = some(names, 2);
        const named = shown.length > 0 ? `: ${shown.map((name) => clip(plain(name), 48)).join(", ")}${rest}` : "";
        return `  ${words[tone].padEnd(6)} ${says}${named} (${fact})`;
    });
    return [
        `${plain(verdict.headline)}`,
        `${clip(plain(project), 40)} on ${clip(plain(stack), 40)}: ${numbers.map(({ label, value }) => `${value} ${label}`).join(", ")}`,
        "",
        ...risk(report),
        ...facts,
        "",
        ...findings(report),
        `plan ${plain(digest)}`,
        "",
    ].join("\n");
}

/** Lines of the gravest classes that a terminal shows. */
const gravest = 3;

/** Who must agree, the classes, the gravest lines, and the cost. */
function risk({ risk: { against, lines, approvals }, cost }: Report): string[] {
    const { delta, total, asOf } = cost;
    const estimate = `  cost   ${dollars(total)} a month by list prices of ${asOf}${delta && delta.parts.length > 0 ? `, ${dollars(delta.total, true)}` : ""}`;
    if (against === null) return [estimate, ""];
    const found = sections(lines);
    if (found.length === 0) return [`  risk   nothing changes against ${clip(plain(against), 60)}`, estimate, ""];
    const tally = found.map(({ title, resources }) => `${resources} ${title.toLowerCase()}`).join(", ");
    const worst = found.flatMap(({ title, groups }) => groups.map((group) => ({ title, ...group }))).slice(0, gravest);
    const told = worst.map(({ title, says, path, members }) => {
        const { shown, rest } = some(
            members.map(({ name }) => plain(name)),
            2,
        );
        return `         ${title.toLowerCase()}: ${clip(shown.join(", "), 60)}${rest} ${says}${path === "" ? "" : ` at ${clip(plain(path), 48)}`}`;
    });
    return [`  risk   ${tally}`, `         ${agree(approvals)}`, ...told, estimate, ""];
}

function findings(report: Report): string[] {
    // What several places have in common is one line, however many they are.
    const all = report.findings.flatMap(({ verdict, severity, rule, about, findings: found }) => {
        const kind = verdict === "violation" ? severity : verdict;
        const [first] = found;
        if (about === null || !first)
            return found.map(({ name, path }) => ({ kind, rule, place: `${plain(name)} ${plain(path)}`, count: 1 }));
        const { shown, rest } = some([...new Set(found.map(({ name }) => plain(name)))], 2);
        return [{ kind, rule, place: `${plain(about)}: ${shown.join(", ")}${rest}`, count: found.length }];
    });
    if (all.length === 0) return [];
    const limit = report.risk.lines.length > 0 ? most.beside : most.alone;
    const shown = all.slice(0, limit);
    const width = Math.max(...shown.map(({ kind }) => kind.length));
    const lines = shown.map(({ kind, rule, place }) => `  ${kind.padEnd(width)} ${rule} ${clip(place.trim(), 100)}`);
    const left = all.slice(limit).reduce((sum, { count }) => sum + count, 0);
    if (left > 0) lines.push(`  and ${digits(left)} more findings in the report`);
    return [...lines, ""];
}
