import type { Change, Op } from "../changes/model";
import { named } from "../path";
import { type Comparison, line, type RiskLine } from "./model";
import { BACK, nameOf } from "./values";

const SAYS: Readonly<Record<Op, string>> = {
    create: "is created",
    import: "is taken over from outside Pulumi",
    update: "is updated",
    replace: "is deleted and made anew",
    delete: "is deleted",
    forget: "is left behind, and Pulumi forgets it",
    move: "goes on under another name",
};

/** Every change that no other class has told, so that a reader sees all of them. */
export function other({ changes }: Comparison, told: readonly RiskLine[]): RiskLine[] {
    const known = new Set(told.map(({ urn }) => urn));
    return changes.changes.flatMap((change) => {
        const { op, urn, before, after, from } = change;
        const resource = after ?? before;
        if (!resource || known.has(urn)) return [];
        const fact = from === undefined ? "" : `was ${nameOf(from)}`;
        const undo = op === "create" ? "Take it out and update again." : BACK;
        return [
            line(resource, {
                class: "other",
                says: SAYS[op],
                path: pathsOf(change),
                fact,
                why: "nothing of the above applies",
                undo,
            }),
        ];
    });
}

/** The inputs and options that differ, without places in lists, so that alike changes read alike. */
function pathsOf({ inputs, options, dependencies, secrets }: Change): string {
    const paths = [...options, ...inputs].map(({ path }) => named(path).join("."));
    const more = dependencies.added.length + dependencies.removed.length > 0 ? ["dependencies"] : [];
    const written = secrets.filter(({ state }) => state === "changed").map(({ path }) => path);
    const all = [...new Set([...paths, ...written, ...more])];
    return `${all.slice(0, 4).join(", ")}${all.length > 4 ? ` and ${all.length - 4} more` : ""}`;
}
