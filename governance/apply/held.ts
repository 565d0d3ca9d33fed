import { differences, holdsUnknown, isRecord, own, same } from "../../preview/changes/values";
import { isWithin, steps } from "../../preview/path";
import type { Json, Plan, PlanResource } from "../../preview/plan";
import type { Operation, Verb } from "./operations";

/** A change as `changes.json` has it, as far as it is held against the engine's. */
export interface ApprovedChange {
    op: "create" | "import" | "update" | "replace" | "delete" | "forget" | "move";
    urn: string;
    from?: string;
    inputs?: Approved[];
    options?: Approved[];
    replaces?: { path: string; certain: boolean }[];
}
interface Approved {
    path: string;
    before?: Json | undefined;
    after?: Json | undefined;
}

/** What people have agreed to. */
export interface Agreed {
    plan: Plan;
    changes: readonly ApprovedChange[];
    /** What changes that were let through before and not finished have left to do. Empty if there are none. */
    left: readonly ApprovedChange[];
    /** Whether there are such changes: what is approved may then be there already. */
    unfinished: boolean;
}

/** The engine's own plan of a resource, of what `preview --save-plan` writes. */
export interface SavedGoal {
    goal?: {
        ignoreChanges?: string[];
        additionalSecretOutputs?: string[];
        dependencies?: string[];
        deleteBeforeReplace?: boolean;
        customTimeouts?: { create?: number; update?: number; delete?: number; read?: number };
    };
    steps?: string[];
}

/** What the engine may do for an approved change. It may do less than make a resource anew, and never more. */
const MAY: Record<ApprovedChange["op"], readonly Verb[]> = {
    create: ["create"],
    import: ["import"],
    update: ["update", "keep"],
    replace: ["replace", "update", "keep"],
    delete: ["delete"],
    forget: ["delete"],
    move: ["keep", "update"],
};

const WORDS: Record<Verb, string> = {
    keep: "keep",
    create: "create",
    import: "import",
    update: "update",
    replace: "delete and make anew",
    delete: "delete",
    other: "do something else to",
};

/** Options that the engine tells of each resource, beside its inputs. */
const OPTIONS = ["protect", "retainOnDelete", "parent", "provider"] as const;

/** What providers write into inputs by themselves: pulumi/pulumi-kubernetes, provider/pkg/metadata. */
const FILLED = [
    'metadata.annotations["pulumi.com/autonamed"]',
    'metadata.labels["app.kubernetes.io/managed-by"]',
    "metadata.annotations",
    "metadata.labels",
];

/**
 * Holds what the engine would do against what was approved, and says each difference in a sentence without values:
 * operations, changed paths, what they start from, inputs and options. What nobody can know before the update passes.
 */
export function held(agreed: Agreed, operations: readonly Operation[]): string[] {
    const planned = new Map(agreed.plan.resources.map((resource) => [resource.urn, resource]));
    const approved = new Map<string, ApprovedChange[]>();
    for (const change of [...agreed.changes, ...agreed.left])
        approved.set(change.urn, [...(approved.get(change.urn) ?? []), change]);
    const moved = new Set(agreed.changes.flatMap(({ from }) => from ?? []));
    const faults = operations.flatMap((operation) => {
        const changes = approved.get(operation.urn) ?? [];
        const resource = planned.get(operation.urn);
        const wrong = [...verbs(operation, resource, changes, moved)];
        if (wrong.length > 0) return wrong;
        return [
            ...(operation.before && operation.after ? paths(operation, changes, resource) : []),
            ...(operation.after && resource ? contents(operation.after, resource, planned) : []),
        ];
    });
    return [...faults, ...missing(agreed, operations)];
}

function* verbs(
    { urn, verb, steps: asked, before }: Operation,
    resource: PlanResource | undefined,
    changes: readonly ApprovedChange[],
    moved: ReadonlySet<string>,
): Iterable<string> {
    if (verb === "keep") {
        if (!resource) yield `Pulumi keeps ${urn}, which is not in the approved plan`;
        return;
    }
    const opened = changes.some(({ op, replaces }) => op !== "replace" && (replaces ?? []).length > 0);
    const may = changes.flatMap(({ op }) => MAY[op]);
    // What an unknown brings about is told in the report, and can only be seen here.
    if (may.includes(verb) || (verb === "replace" && opened)) {
        const forgets = changes.every(({ op }) => op === "forget");
        if (verb === "delete" && forgets && before?.retainOnDelete !== true)
            yield `Pulumi would delete ${urn}, which was approved to be left where it is`;
        return;
    }
    if (verb === "update" && resource && resource.unknownPaths.length > 0 && changes.length === 0) return;
    const what = verb === "other" ? `${asked.join(" and ")}` : WORDS[verb];
    const instead =
        changes.length === 0 ? "which nobody approved" : `approved is: ${changes.map(({ op }) => op).join(", ")}`;
    yield `Pulumi would ${what} ${urn}, ${instead}${moved.has(urn) ? " (it was to move)" : ""}`;
}

/** Whether the engine changes only what was approved, and starts from what it was approved from. */
function* paths(
    { urn, before, after }: Operation,
    changes: readonly ApprovedChange[],
    resource: PlanResource | undefined,
): Iterable<string> {
    const inputs = changes.flatMap((change) => change.inputs ?? []);
    const options = changes.flatMap((change) => change.options ?? []);
    if (!before || !after || changes.some(({ op }) => op === "create" || op === "import")) return;
    for (const { path, before: was } of differences(before.inputs, after.inputs)) {
        if (resource && isOpen(resource, path)) continue;
        const known = inputs.filter((one) => isWithin(path, one.path) || isWithin(one.path, path));
        if (known.length === 0) yield `Pulumi would change ${path} of ${urn}, which nobody approved`;
        else if (!known.some((one) => startsFrom(one, path, was)))
            yield `${path} of ${urn} is not what it was when its change was approved; the state has moved`;
    }
    for (const path of OPTIONS) {
        if (path === "parent" && changes.some(({ from }) => from !== undefined)) continue;
        if (!same(before[path], after[path]) && !options.some((one) => one.path === path))
            yield `${path} of ${urn} is not what it was when the change was approved; the state has moved`;
    }
}

/** Whether an approved difference starts from the value that the state has. */
function startsFrom({ path, before }: Approved, at: string, was: Json | undefined): boolean {
    if (before === undefined) return was === undefined || path !== at;
    if (holdsUnknown(before) || isSecret(before) || path !== at) return true;
    return same(before, was);
}

/** Whether what the engine was given is what the plan declares. */
function* contents(
    found: PlanResource,
    declared: PlanResource,
    planned: ReadonlyMap<string, PlanResource>,
): Iterable<string> {
    for (const { path, before, after } of differences(declared.inputs, found.inputs)) {
        if (isOpen(declared, path) || holdsUnknown(after) || isSecret(after) || isSecret(before)) continue;
        if (before === undefined && FILLED.includes(path)) continue;
        if (sameAsset(before, after)) continue;
        yield `${path} of ${declared.urn} is not as the approved plan declares it`;
    }
    for (const path of unlikeOptions(found, declared, planned))
        yield `${path} of ${declared.urn} is not as the approved plan declares it`;
}

/** Options that a resource does not have as it was declared with. The engine hands `retainOnDelete` down to children. */
export function unlikeOptions(
    found: PlanResource,
    declared: PlanResource,
    planned: ReadonlyMap<string, PlanResource>,
): string[] {
    return OPTIONS.filter((option) => {
        if (same(declared[option], found[option])) return false;
        if (option !== "retainOnDelete" || !found.retainOnDelete) return true;
        let above = planned.get(declared.parent ?? "");
        while (above && !above.retainOnDelete) above = planned.get(above.parent ?? "");
        return above === undefined;
    });
}

/** Whether a plan says nothing of a path: it is unknown or secret there, or left to others. */
function isOpen({ type, unknownPaths, secretPaths, ignoreChanges }: PlanResource, path: string): boolean {
    // The provider writes `stringData` as `data`: clients.Normalize in pulumi/pulumi-kubernetes.
    if (type === "kubernetes:core/v1:Secret" && /^(data|stringData)$/.test(steps(path)[0] ?? "")) return true;
    return [...unknownPaths, ...secretPaths, ...ignoreChanges].some(
        (open) => isWithin(path, open) || isWithin(open, path),
    );
}

const isSecret = (value: Json | undefined): boolean => isRecord(value) && value.$secret === true;

/** An event has a file's hash, or that of its text; how the program named it makes no difference. */
function sameAsset(a: Json | undefined, b: Json | undefined): boolean {
    const [one, other] = [a, b].map((value) => (isRecord(value) ? own(value, "$asset") : undefined));
    return isRecord(one) && isRecord(other) && same(one.sha256, other.sha256);
}

/** Approved changes that the engine does not make. What an earlier attempt has done already need not be done again. */
function* missing({ changes, unfinished, plan }: Agreed, operations: readonly Operation[]): Iterable<string> {
    const done = new Map(operations.map((operation) => [operation.urn, operation]));
    for (const { urn } of plan.resources)
        if (!done.has(urn)) yield `Pulumi does not declare ${urn}, which is in the approved plan`;
    if (unfinished) return;
    for (const { urn, op, inputs = [] } of changes) {
        const found = done.get(urn);
        const unmoved = found?.verb === "keep" && same(found.before?.inputs, found.after?.inputs);
        if (op === "create" || op === "import") {
            if (found?.verb === "keep" || found?.verb === "update")
                yield `${urn} was to be created, and exists already; the state has moved`;
        } else if (op === "delete" || op === "forget") {
            if (!found) yield `${urn} was to be deleted, and is gone already; the state has moved`;
        } else if (unmoved && inputs.some(({ after }) => !holdsUnknown(after) && !isSecret(after)))
            yield `${urn} was to change, and Pulumi finds nothing to change in it; the state has moved`;
    }
}

/** Holds the options that only the saved plan has against those that were approved. */
export function* goals(plan: Plan, saved: Readonly<Record<string, SavedGoal>>): Iterable<string> {
    const list = (items: readonly string[] = []) => [...new Set(items)].sort();
    for (const { urn, custom, ignoreChanges, dependencies, options = {} } of plan.resources) {
        const { goal } = saved[urn] ?? {};
        if (!goal) yield `Pulumi's plan does not have ${urn}`;
        else if (custom) {
            const wanted = { ignoreChanges, dependencies };
            for (const [name, items] of Object.entries(wanted))
                if (!same(list(goal[name as keyof typeof wanted]), list(items)))
                    yield `${name} of ${urn} is not as the approved plan declares it`;
            if (own(options, "deleteBeforeReplace") === false && goal.deleteBeforeReplace === true)
                yield `deleteBeforeReplace of ${urn} is not as the approved plan declares it`;
        }
    }
}
