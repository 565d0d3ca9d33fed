import { dollars } from "../../cost/text";
import { agree, type RiskGroup, type RiskSection, sections } from "../../risk/groups";
import type { Report } from "../model";
import { count, digits, shortType } from "../text";
import { code, type Lines, prose, quote, section } from "./markdown";

/** Classes of which a short comment leaves out entries last. */
const grave = new Set(["irreversible", "protection", "custody", "exposure", "consensus"]);

export const risk =
    (report: Report): Lines =>
    (most) => {
        const { against, lines, approvals } = report.risk;
        if (against === null)
            return section("Risk", `Nothing to compare with, so every resource is new. ${agree(approvals)}.`);
        const found = sections(lines);
        if (found.length === 0)
            return section("Risk", `Nothing changes against ${code(against)}. ${agree(approvals)}.`);
        return section(
            "Risk",
            `Against ${code(against)}: **${agree(approvals)}**.`,
            "",
            ...found.map(
                ({ title, resources, approvals: own }) =>
                    `- ${prose(title)}: ${count(resources, "resource")}, for which ${agree(own)}`,
            ),
            ...found.flatMap((one) => classOf(one, grave.has(one.id) ? Math.max(20, most * 8) : most)),
        );
    };

function classOf({ title, about, groups }: RiskSection, most: number): string[] {
    const shown = groups.slice(0, most);
    const rest = groups.length - shown.length;
    return [
        "",
        `### ${prose(title)}`,
        "",
        prose(about),
        "",
        ...shown.map((group) => groupLine(group, Math.max(3, most))),
        ...(rest > 0 ? [`- ${digits(rest)} ${shown.length > 0 ? "more " : ""}in report.html`] : []),
    ];
}

function groupLine({ says, path, why, undo, members }: RiskGroup, most: number): string {
    const each = members
        .slice(0, most)
        .map(
            ({ name, type, fact }) => `${code(name)} ${code(shortType(type))}${fact === "" ? "" : ` (${quote(fact)})`}`,
        );
    const rest = members.length > most ? ` and ${digits(members.length - most)} more` : "";
    const at = path === "" ? "" : ` at ${code(path)}`;
    return `- ${each.join(", ")}${rest}: **${prose(says)}**${at}. Why: ${prose(why)}. Undo: ${prose(undo)}`;
}

export const cost =
    (report: Report): Lines =>
    (most) => {
        const { asOf, total, parts, delta, excludes, priced, unpriced } = report.cost;
        const line = (signed: boolean) => (part: (typeof parts)[number]) =>
            `- ${code(part.system)} ${code(part.region === "" ? "no region" : part.region)}: ${prose(dollars(part, signed))}`;
        const changed = delta && delta.parts.length > 0 ? delta : null;
        return section(
            "Cost",
            `Estimated at ${prose(dollars(total))} a month by list prices of ${asOf}, for ${count(priced, "resource")}${delta ? `, ${prose(dollars(delta.total, true))} against the baseline` : ""}.`,
            "",
            ...(changed ? changed.parts.slice(0, most).map(line(true)) : parts.slice(0, most).map(line(false))),
            "",
            `Excludes ${excludes.join(", ")}${unpriced.length > 0 ? `, and ${unpriced.map(({ what }) => code(what)).join(", ")}` : ""}.`,
        );
    };
