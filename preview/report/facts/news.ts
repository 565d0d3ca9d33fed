import { type Changes, changes, type Difference, type Update } from "../../changes";
import type { Plan, PlanResource } from "../../plan";
import { count } from "../text";
import { guardsLost, type Holder, holderKind } from "./custody";

export interface Changed {
    /** Null for what is deleted: it is in the baseline only. */
    resource: number | null;
    urn: string;
    name: string;
    type: string;
    /** What it holds, where its loss would matter. */
    holds: Holder["holds"] | null;
    options: Difference[];
    inputs: Difference[];
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
}

/** What is new against a baseline. Without one, or with one of another stack, everything is, and the report says so. */
export function news(plan: Plan, against: { name: string; plan: Plan } | undefined): News {
    const comparable = against?.plan.stack === plan.stack && against.plan.project === plan.project;
    if (!against || !comparable) {
        const why = against ? "The baseline is a plan of another stack" : "Nothing to compare with";
        const says = `${why}: every one of the ${count(plan.resources.length, "resource")} is new`;
        return { against: null, says, deleted: [], updated: [], created: [], outputs: [], unchanged: 0 };
    }
    const ids = new Map(plan.resources.map(({ urn }, id) => [urn, id]));
    const place = (urn: string) => ids.get(urn) ?? null;
    const found = changes(against.plan, plan);
    const updated = found.updated.map((update) => describe(update, place(update.after.urn)));
    return {
        against: against.name,
        says: sentence(found),
        // What held data or keys stands first, and what lost a guard, where a later update could destroy something.
        deleted: found.deleted
            .map((gone) => summary(gone, null))
            .sort((a, b) => Number(b.holds !== null) - Number(a.holds !== null)),
        updated: updated.sort((a, b) => Number(b.guardsLost.length > 0) - Number(a.guardsLost.length > 0)),
        created: found.created.flatMap(({ urn }) => ids.get(urn) ?? []).map((resource) => ({ resource })),
        outputs: found.outputs,
        unchanged: found.unchanged,
    };
}

const describe = ({ before, after, inputs, options }: Update, id: number | null): Changed => ({
    ...summary(after, id),
    inputs,
    options,
    guardsLost: guardsLost(before, after),
});

const summary = (resource: PlanResource, id: number | null): Changed => ({
    resource: id,
    urn: resource.urn,
    name: resource.name,
    type: resource.type,
    holds: holderKind(resource)?.holds ?? null,
    options: [],
    inputs: [],
    guardsLost: [],
});

const sentence = ({ created, updated, deleted, unchanged }: Changes) =>
    `${count(deleted.length, "resource")} deleted, ${updated.length} updated, ${created.length} created, ${unchanged} unchanged`;
