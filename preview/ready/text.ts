import { clip, count, digits, plain } from "../report/text";
import type { Group, Item, Ready } from "./model";

/** Items of a group that are shown where not all are asked for. */
const MOST = 6;

/** What a person reads: a paragraph for each group, and nothing in it that a terminal would obey. */
export function renderReady({ stack, standing, groups }: Ready, all: boolean): string {
    const head =
        standing === 0
            ? `${plain(stack)}: nothing stands between this stack file and a launch`
            : `${plain(stack)}: ${count(standing, "thing")} ${standing === 1 ? "stands" : "stand"} between this stack file and a launch`;
    return `${[head, ...groups.map((group) => paragraph(group, all))].join("\n\n")}\n`;
}

function paragraph({ title, remedy, items }: Group, all: boolean): string {
    const shown = all ? items : items.slice(0, MOST);
    const width = Math.min(44, Math.max(...shown.map(({ what }) => plain(what).length)));
    const left = items.length - shown.length;
    return [
        `${title} (${digits(items.length)}): ${remedy}`,
        ...shown.map((item) => line(item, width)),
        ...(left > 0 ? [`  and ${digits(left)} more; --all shows them`] : []),
    ].join("\n");
}

function line({ what, detail, command }: Item, width: number): string {
    const first = `  ${plain(what).padEnd(width)}  ${detail === undefined ? "" : clip(plain(detail), 160)}`.trimEnd();
    return command === undefined ? first : `${first}\n    ${plain(command)}`;
}
