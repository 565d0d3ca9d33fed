import { ignoring, instanceChange } from "../database-changes";
import { isWithin, named, steps } from "../path";
import type { Json, Plan, PlanResource } from "../plan";
import { forces, forcing, isMember } from "./forcing";
import type { Change, Difference, Forced } from "./model";
import { holdsUnknown, isRecord, same } from "./values";

const DATABASE = "gcp:sql/databaseInstance:DatabaseInstance";

type Turn = (before: Json, after: Json) => boolean;

const shrinks: Turn = (before, after) => Number(before) > Number(after);
/** The prefix of a range that no longer holds the old one is longer, or the range starts elsewhere. */
const narrows: Turn = (before, after) => {
    const [a, b] = [before, after].map((range) => String(range).split("/"));
    return Number(b?.[1]) > Number(a?.[1]) || (a?.[1] === b?.[1] && a?.[0] !== b?.[0]);
};

/** What the Google provider decides in code: `ForceNewIfChange` in google-beta/services/<module>/resource_*.go. */
const TURNS: Readonly<Record<string, Readonly<Record<string, Turn>>>> = {
    "gcp:compute/disk:Disk": { size: shrinks },
    "gcp:compute/regionDisk:RegionDisk": { size: shrinks },
    "gcp:compute/subnetwork:Subnetwork": { ipCidrRange: narrows },
    "gcp:redis/instance:Instance": { redisVersion: (before, after) => String(before) > String(after) },
    "gcp:storage/bucket:Bucket": { "retentionPolicy.isLocked": (before, after) => before === true && after !== true },
    "gcp:container/cluster:Cluster": {
        enableFqdnNetworkPolicy: (before, after) => before === true && after !== true,
        enableL4IlbSubsetting: (before, after) => before === true && after !== true,
    },
};

/** Why a resource that both plans declare is made anew, as far as its own inputs and options say. */
export function forcedBy(
    before: PlanResource,
    after: PlanResource,
    inputs: Difference[],
    options: Difference[],
): Forced[] {
    if (!after.custom) return [];
    const own = inputs
        .filter((difference) => isForced(after, difference))
        .map((one) => told(one, isInside(after, one)));
    const turned = Object.entries(lookup(TURNS, after.type) ?? {}).flatMap(([path, turn]) => {
        const found = inputs.find((difference) => named(difference.path).join(".") === path);
        const { before: was, after: becomes } = found ?? {};
        if (!found || was === undefined || becomes === undefined || holdsUnknown(was) || holdsUnknown(becomes))
            return [];
        return turn(was, becomes) ? [told(found)] : [];
    });
    return unique([
        ...database(before, after, inputs),
        ...own,
        ...turned,
        ...asked(after, inputs),
        ...byOption(options),
    ]);
}

/** Cloud SQL has rules of its own, which its switchover rests on. */
function database(before: PlanResource, after: PlanResource, inputs: readonly Difference[]): Forced[] {
    if (after.type !== DATABASE) return [];
    const { kind, because } = instanceChange(before.inputs, ignoring(after.inputs, before.inputs, after.ignoreChanges));
    if (kind !== "replacement") return [];
    return because.flatMap((path) => {
        const found = inputs.filter((difference) => isWithin(difference.path, path) || isWithin(path, difference.path));
        return found.length === 0 ? [] : [{ path, certain: found.some((difference) => told(difference).certain) }];
    });
}

function isForced({ type }: PlanResource, difference: Difference): boolean {
    if (type === DATABASE) return false;
    if (isMember(type)) return true;
    const known = forcing(type);
    return known !== undefined && forces(known, difference);
}

/** Whether a difference lies within what forces, as a key of a map or a place in a list. */
const isInside = ({ type }: PlanResource, { path }: Difference): boolean => {
    const leaves = forcing(type)?.leaves;
    return named(path).some((_, length, all) => leaves?.has(all.slice(0, length).join(".")) === true);
};

/**
 * Certain only between two known values: what the program leaves out the provider may fill in with what is there,
 * unless it is inside of what the program gives.
 */
const told = ({ path, before, after }: Difference, inside = false): Forced => ({
    path,
    certain: (inside || (before !== undefined && after !== undefined)) && !holdsUnknown(before) && !holdsUnknown(after),
});

/** What the program itself asks to be replaced for. */
function asked(after: PlanResource, inputs: readonly Difference[]): Forced[] {
    const wanted = after.options?.replaceOnChanges;
    if (!Array.isArray(wanted)) return [];
    const meant = (path: string) => wanted.some((outer) => outer === "*" || isWithin(path, String(outer)));
    return inputs.filter(({ path }) => meant(path)).map((one) => told(one, true));
}

/** Another provider replaces only if it leads elsewhere (`providerChanged` in the engine), which no plan can say. */
function byOption(options: readonly Difference[]): Forced[] {
    return options.flatMap(({ path, before, after }) => {
        if (path === "provider") return [{ path, certain: false }];
        if (path === "import" && after !== undefined) return [{ path, certain: false }];
        if (path === "replacementTrigger" && before !== undefined) return [told({ path, before, after })];
        return [];
    });
}

/**
 * Replacements bring others along: an input that forces one and is made from a resource that is new may not be what it
 * was, what lives in a cluster goes with it, and `replaceWith` says so in the program. None of it is certain before the
 * update. Returns what the resources of a plan are brought along by.
 */
export function broughtAlong(after: Plan, changes: ReadonlyMap<string, Change>): Map<string, Forced[]> {
    const queue = [...changes.values()].filter(({ replaces }) => replaces.length > 0).map(({ urn }) => urn);
    if (queue.length === 0) return new Map();
    const dependents = new Map<string, { urn: string; path: string }[]>();
    const add = (source: string, urn: string, path: string) => {
        const known = dependents.get(source);
        if (known) known.push({ urn, path });
        else dependents.set(source, [{ urn, path }]);
    };
    for (const resource of after.resources) {
        for (const [property, sources] of Object.entries(resource.propertyDependencies)) {
            if (mayForce(resource, property)) for (const source of sources) add(source, resource.urn, property);
        }
        const { replaceWith } = resource.options ?? {};
        if (Array.isArray(replaceWith))
            for (const source of replaceWith) add(String(source), resource.urn, "replaceWith");
        if (resource.provider) add(resource.provider, resource.urn, "provider");
    }
    const found = new Map<string, Forced[]>();
    const done = new Set(queue);
    for (let urn = queue.shift(); urn !== undefined; urn = queue.shift()) {
        for (const dependent of dependents.get(urn) ?? []) {
            const told = { path: dependent.path, certain: false, because: urn };
            found.set(dependent.urn, [...(found.get(dependent.urn) ?? []), told]);
            if (!done.has(dependent.urn)) queue.push(dependent.urn);
            done.add(dependent.urn);
        }
    }
    return found;
}

/** Whether a change at or below a property can force a replacement, where its value is not known. */
function mayForce({ type, inputs, unknownPaths }: PlanResource, property: string): boolean {
    if (!unknownPaths.some((path) => steps(path)[0] === property)) return false;
    if (isMember(type)) return true;
    const known = forcing(type);
    if (known?.leaves.has(property)) return true;
    const value = inputs[property];
    return (
        isRecord(value) &&
        unknownPaths.some((path) => known?.leaves.has(named(path).join(".")) && isWithin(path, property))
    );
}

/** Inputs whose value nobody knows in either plan, but which are made from other resources than before. */
export function redirected(before: PlanResource, after: PlanResource): Forced[] {
    return Object.entries(after.propertyDependencies).flatMap(([property, sources]) =>
        before.propertyDependencies[property] !== undefined &&
        !same(before.propertyDependencies[property], sources) &&
        mayForce(after, property)
            ? [{ path: property, certain: false }]
            : [],
    );
}

const lookup = <T>(table: Readonly<Record<string, T>>, key: string) =>
    Object.hasOwn(table, key) ? table[key] : undefined;

function unique(forced: readonly Forced[]): Forced[] {
    const found = new Map<string, Forced>();
    for (const one of forced) if (!found.get(one.path)?.certain) found.set(one.path, one);
    return [...found.values()];
}
