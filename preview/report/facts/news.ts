import type { Change, Changes, Difference, Forced, Op } from "../../changes/model";
import type { PlanResource } from "../../plan";
import { count } from "../text";
import { guardsLost, type Holder, holderKind } from "./custody";

export interface Changed {
    /** Null for what is deleted: it is in the baseline only. */
    resource: number | null;
    op: Op;
    urn: string;
    name: string;
    type: string;
    /** Its URN in the baseline, where it moved. */
    from: string | null;
    /** What it holds, where its loss would matter. */
    holds: Holder["holds"] | null;
    options: Difference[];
    inputs: Difference[];
    replaces: Forced[];
    /** Guards against deletion that stood before and no longer do. */
    guardsLost: string[];
}

export interface News {
    /** Null when there is no baseline: everything is new. */
    against: string | null;
    /** One sentence that is true in either case. */
    says: string;
    deleted: Changed[];
    updated: Changed[];
    created: { resource: number }[];
    outputs: Difference[];
    unchanged: number;
    /** What else is to be known of the baseline. */
    notes: string[];
}

interface Against {
    name: string;
    changes: Changes;
    notes: string[];
}

/** What is new against a baseline. Without one, or with one of another stack, everything is, and the report says so. */
export function news(resources: readonly PlanResource[], against: Against | string): News {
    if (typeof against === "string") {
        const says = `${against}: every one of the ${count(resources.length, "resource")} is new`;
        return { against: null, says, deleted: [], updated: [], created: [], outputs: [], unchanged: 0, notes: [] };
    }
    const ids = new Map(resources.map(({ urn }, id) => [urn, id]));
    const { changes, name, notes } = against;
    const of = (...ops: Op[]) => changes.changes.filter(({ op }) => ops.includes(op));
    const told = (found: Change[]) => found.flatMap((change) => describe(change, ids.get(change.urn) ?? null));
    return {
        against: name,
        says: sentence(changes),
        // What held data or keys stands first, and what lost a guard, where a later update could destroy something.
        deleted: told(of("delete", "forget")).sort((a, b) => Number(b.holds !== null) - Number(a.holds !== null)),
        updated: told(of("update", "replace", "move")).sort((a, b) => weight(b) - weight(a)),
        created: of("create", "import").flatMap(({ urn }) => {
            const resource = ids.get(urn);
            return resource === undefined ? [] : [{ resource }];
        }),
        outputs: changes.outputs,
        unchanged: changes.unchanged,
        notes,
    };
}

const weight = ({ guardsLost, replaces, holds }: Changed) =>
    Number(guardsLost.length > 0) * 4 + Number(replaces.length > 0) * (holds === null ? 1 : 2);

function describe({ op, urn, before, after, from, inputs, options, replaces }: Change, id: number | null): Changed[] {
    const resource = after ?? before;
    if (!resource) return [];
    const { name, type } = resource;
    const holds = holderKind(resource)?.holds ?? null;
    const lost = before && after ? guardsLost(before, after) : [];
    return [
        { resource: id, op, urn, name, type, from: from ?? null, holds, options, inputs, replaces, guardsLost: lost },
    ];
}

function sentence({ changes, unchanged }: Changes): string {
    const many = (...ops: Op[]) => changes.filter(({ op }) => ops.includes(op)).length;
    const rest: [number, string][] = [
        [many("replace"), "replaced"],
        [many("forget"), "left behind"],
        [many("move"), "moved"],
        [many("import"), "imported"],
    ];
    return [
        `${count(many("delete"), "resource")} deleted`,
        `${many("update")} updated`,
        `${many("create")} created`,
        ...rest.flatMap(([number, what]) => (number > 0 ? [`${number} ${what}`] : [])),
        `${unchanged} unchanged`,
    ].join(", ");
}
