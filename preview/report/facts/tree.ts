import type { PlanResource } from "../../plan";
import { byCodePoint } from "../text";

/** A component or a resource and what it holds. */
export interface Branch {
    resource: number;
    children: Branch[];
    /** Custom resources below it. */
    size: number;
    /** How many of each type lie below it, most frequent first. */
    types: { type: string; count: number }[];
}

const isSystem = (type: string) => type.includes(":systems:");
const isStack = (type: string) => type === "pulumi:pulumi:Stack";

/** What holds what. Systems stand at the top wherever they were declared, components before single resources. */
export function tree(resources: readonly PlanResource[]): Branch[] {
    const ids = new Map(resources.map(({ urn }, id) => [urn, id]));
    const children = new Map<number | null, number[]>();
    resources.forEach((resource, id) => {
        if (isStack(resource.type)) return;
        const holder = isSystem(resource.type) ? null : parentOf(resource, ids, resources);
        const siblings = children.get(holder);
        if (siblings) siblings.push(id);
        else children.set(holder, [id]);
    });
    const branch = (id: number): Branch => {
        const below = order((children.get(id) ?? []).map(branch), resources);
        const types = new Map<string, number>();
        for (const { resource, types: inner } of below) {
            const child = resources[resource];
            if (child?.custom) types.set(child.type, (types.get(child.type) ?? 0) + 1);
            for (const { type, count } of inner) types.set(type, (types.get(type) ?? 0) + count);
        }
        const counted = [...types].map(([type, count]) => ({ type, count }));
        counted.sort((a, b) => b.count - a.count || byCodePoint(a.type, b.type));
        return {
            resource: id,
            children: below,
            size: counted.reduce((sum, { count }) => sum + count, 0),
            types: counted,
        };
    };
    const top = (children.get(null) ?? []).map(branch);
    return order([...top, ...unreached(top, resources)], resources);
}

/** Resources that are their own ancestors hang from nothing; a report must not lose them. */
function unreached(top: readonly Branch[], resources: readonly PlanResource[]): Branch[] {
    const missing = new Set(resources.flatMap(({ type }, id) => (isStack(type) ? [] : [id])));
    const reach = ({ resource, children }: Branch) => {
        missing.delete(resource);
        for (const child of children) reach(child);
    };
    for (const branch of top) reach(branch);
    return [...missing].map((resource) => ({ resource, children: [], size: 0, types: [] }));
}

/** Place of the parent in the plan; null at the top, under the stack itself, and under something that is not there. */
function parentOf(
    { parent }: PlanResource,
    ids: ReadonlyMap<string, number>,
    resources: readonly PlanResource[],
): number | null {
    const id = parent === null ? undefined : ids.get(parent);
    return id === undefined || isStack(resources[id]?.type ?? "") ? null : id;
}

function order(branches: Branch[], resources: readonly PlanResource[]): Branch[] {
    const at = ({ resource }: Branch) => resources[resource];
    return branches.sort(
        (a, b) =>
            Number(at(a)?.custom) - Number(at(b)?.custom) ||
            byCodePoint(at(a)?.type ?? "", at(b)?.type ?? "") * Number(at(a)?.custom) ||
            byCodePoint(at(a)?.name ?? "", at(b)?.name ?? "") ||
            a.resource - b.resource,
    );
}
