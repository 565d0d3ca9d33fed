import { common, type Finding, type FindingGroup } from "../facts/judgement";
import type { Changed } from "../facts/news";
import type { Report } from "../model";
import { count, digits, groupBy, shortType, some } from "../text";
import { code, json, type Lines, list, prose, quote, section } from "./markdown";

export const findings =
    (report: Report): Lines =>
    (most) => {
        if (report.findings.length === 0) return section("Findings", "The policies reported no finding.");
        return section("Findings", ...report.findings.flatMap((group) => finding(group, most)));
    };

function finding(group: FindingGroup, most: number): string[] {
    const { rule, title, verdict, severity, level, findings: found } = group;
    const kind = verdict === "violation" ? `**${severity}**` : `**undetermined**, ${severity}`;
    const head = `- ${kind}, ${level}: ${code(rule)} ${prose(title)}, ${count(found.length, "place")}`;
    const told = common(group);
    if (told) {
        const { shown, rest } = some(
            found.map(({ name }) => code(name)),
            Math.max(most, 1),
        );
        return [head, `  - ${shown.join(", ")}${rest}${said(told)}`];
    }
    const places = list(found, most, (one) => `  - ${code(one.name)}${said(one)}`, "  ");
    return [head, ...places];
}

const said = ({ path, found, wanted }: Finding) =>
    `${path === "" ? "" : ` at ${code(path)}`}: ${wanted === "" ? quote(found) : `found ${quote(found)}, use ${quote(wanted)}`}`;

export const changes =
    (report: Report): Lines =>
    (most) => {
        const { against, says, deleted, updated, created, outputs, notes } = report.news;
        if (against === null) return section("What is new", `${prose(says)}.`);
        const types = [...groupBy(created, ({ resource }) => report.resources[resource]?.type ?? "")];
        return section(
            "What is new",
            `Compared with ${code(against)}: ${prose(says)}.`,
            ...notes.map((note) => `**${prose(note)}.**`),
            "",
            ...list(
                deleted,
                most,
                (gone) =>
                    `- ${gone.op === "forget" ? "left behind, unmanaged:" : "deleted"} ${changed(gone)}${gone.holds ? `, **which holds ${gone.holds}**` : ""}`,
            ),
            ...list(updated, most, (update) => [
                `- ${did[update.op] ?? "changed"} ${changed(update)}${because(update)}${update.guardsLost.map((guard) => `, **guard lost**: ${code(guard)}`).join("")}`,
                ...list(
                    [...update.options, ...update.inputs],
                    Math.min(most, 12),
                    ({ path, before, after }) => `  - ${code(path)}: ${json(before)} becomes ${json(after)}`,
                    "  ",
                ),
            ]),
            ...list(outputs, most, ({ path }) => `- output ${code(path)} changed`),
            ...list(types, most, ([type, members]) => `- created ${digits(members.length)} ${code(shortType(type))}`),
        );
    };

const did: Partial<Record<Changed["op"], string>> = { replace: "**made anew**", move: "moved" };

const because = ({ op, replaces }: Changed) =>
    replaces.length === 0
        ? ""
        : `, ${op === "replace" ? "" : "**may be made anew** "}because of ${replaces
              .slice(0, 3)
              .map(({ path }) => code(path))
              .join(", ")}`;

const changed = ({ name, type }: Changed) => `${code(name)} ${code(shortType(type))}`;
