import { groupBy } from "../report/text";
import { type ClassRules, classes, classOrder, type RiskClass } from "./classes";
import type { RiskLine } from "./model";

/** Lines that say the same of several resources. */
export interface RiskGroup extends Pick<RiskLine, "class" | "says" | "path" | "why" | "undo"> {
    members: Pick<RiskLine, "urn" | "name" | "type" | "fact">[];
}

export interface RiskSection extends ClassRules {
    id: RiskClass;
    /** Resources that its lines are about. */
    resources: number;
    groups: RiskGroup[];
}

/** The classes that a change falls into, the gravest first, each with what is alike told once. */
export function sections(lines: readonly RiskLine[]): RiskSection[] {
    const byClass = groupBy(lines, (line) => line.class);
    return classOrder.flatMap((id) => {
        const found = byClass.get(id) ?? [];
        if (found.length === 0) return [];
        const alike = groupBy(found, ({ says, path, why, undo }) => JSON.stringify([says, path, why, undo]));
        const groups = [...alike.values()].flatMap((members): RiskGroup[] => {
            const [first] = members;
            if (!first) return [];
            const { says, path, why, undo } = first;
            return [{ class: id, says, path, why, undo, members }];
        });
        return [{ id, ...classes[id], resources: new Set(found.map(({ urn }) => urn)).size, groups }];
    });
}

/** `3 people, among them operator and security`. */
export function agree({ people, roles }: ClassRules["approvals"]): string {
    const who = roles.length === 0 ? "" : `, among them ${roles.join(" and ")}`;
    return `${people} ${people === 1 ? "person" : "people"} other than the author must agree${who}`;
}
