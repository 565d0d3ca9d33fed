import { guardsLost, holderKind } from "../report/facts/custody";
import { kindOf } from "../report/kinds";
import { type Comparison, line, type RiskLine, updates } from "./model";
import { guards, weakened } from "./safeguards";
import { BACK, becomes, shown } from "./values";

/** Options of Pulumi whose change takes a guard away, or lets something else decide. */
const OPTIONS: Readonly<
    Record<string, { says: string; why: string; weaker?(before: unknown, after: unknown): boolean }>
> = {
    ignoreChanges: { says: "is no longer kept as declared", why: "what somebody changes by hand stays" },
    hooks: { says: "runs code of the program at its changes", why: "the code can do anything that the deployer can" },
    deletedWith: { says: "is deleted without its provider being asked", why: "its own guards are never asked" },
    retainOnDelete: {
        says: "no longer stays when Pulumi forgets it",
        why: "its removal from the program deletes it",
        weaker: (before, after) => before === true && after !== true,
    },
};

/** What stands between a mistake and its damage, and does so no longer. */
export function protection(comparison: Comparison): RiskLine[] {
    const lines = [...updates(comparison)].flatMap(({ before, after, options }): RiskLine[] => {
        const kind = holderKind(after);
        const lost = guardsLost(before, after).map((guard) =>
            line(after, {
                class: "protection",
                says: "loses a guard against deletion",
                fact: guard,
                why: kind ? `a later mistake can delete it, and it ${kind.why}` : "a later mistake can delete it",
                undo: BACK,
            }),
        );
        const told = options.flatMap((difference) => {
            const option = Object.hasOwn(OPTIONS, difference.path) ? OPTIONS[difference.path] : undefined;
            const { path, before: was, after: is } = difference;
            if (!option || is === undefined || option.weaker?.(was, is) === false) return [];
            // A holder's guards are told above.
            if (kind && path === "retainOnDelete") return [];
            const { says, why } = option;
            return [line(after, { class: "protection", says, path, fact: becomes(difference), why, undo: BACK })];
        });
        return [...lost, ...told];
    });
    return [...lines, ...left(comparison), ...weaker(comparison), ...gone(comparison)];
}

/** What `retainOnDelete` leaves where it is: nobody looks after it any more. */
const left = ({ changes }: Comparison): RiskLine[] =>
    changes.changes.flatMap(({ op, before }) => {
        if (op !== "forget" || !before || !holderKind(before)) return [];
        const says = "is left behind, and Pulumi forgets it";
        const why = "nothing that is declared guards it any more, and the next run of the same name collides with it";
        const undo = "Declare it again with its id as import.";
        return [
            line(before, {
                class: "protection",
                says,
                path: "retainOnDelete",
                fact: "retainOnDelete was true",
                why,
                undo,
            }),
        ];
    });

/** Settings that guard less than before, by the table of safeguards. */
const weaker = (comparison: Comparison): RiskLine[] =>
    [...updates(comparison)].flatMap(({ after, inputs, before }) => [
        ...inputs.flatMap((difference) =>
            weakened(kindOf(after.type), difference.path, difference.before, difference.after).map(
                ({ class: of, says, why }) =>
                    line(after, { class: of, says, path: difference.path, fact: becomes(difference), why, undo: BACK }),
            ),
        ),
        ...redirected(before.propertyDependencies, after.propertyDependencies).flatMap((path) =>
            weakened(kindOf(after.type), path, { $unknown: true }, { $unknown: true }).map(
                ({ class: of, says, why }) => {
                    const fact = `made from ${shown(after.propertyDependencies[path])}`;
                    return line(after, { class: of, says, path, fact, why, undo: BACK });
                },
            ),
        ),
    ]);

/** Properties that are made from other resources than before. */
function redirected(before: Readonly<Record<string, string[]>>, after: Readonly<Record<string, string[]>>): string[] {
    return Object.keys(after).filter((property) => {
        const [was, is] = [before[property], after[property]];
        return was !== undefined && is !== undefined && was.join("\n") !== is.join("\n");
    });
}

const gone = ({ changes }: Comparison): RiskLine[] =>
    changes.changes.flatMap(({ op, before }) => {
        if (!before || (op !== "delete" && op !== "forget")) return [];
        const kind = kindOf(before.type);
        return guards
            .filter(({ kinds }) => kinds.test(kind))
            .map(({ class: of, says, why }) => line(before, { class: of, says, why, undo: BACK }));
    });
