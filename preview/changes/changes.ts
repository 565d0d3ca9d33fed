import type { Verdict } from "../../policies/rule";
import { isWithin } from "../path";
import type { Json, Plan, PlanResource } from "../plan";
import type { Change, Changes, Difference, Op } from "./model";
import { type Moves, moves, renamed } from "./moves";
import { broughtAlong, forcedBy, redirected } from "./replaces";
import { secretChanges } from "./secrets";
import { differences, isUnknown, same } from "./values";

/** What a plan is compared with. */
export interface Baseline {
    /** A file, or a revision of the program. */
    name: string;
    plan: Plan;
    /**
     * A state holds what the provider was given at last: everything is known, and fewer options are kept.
     * @default "plan"
     */
    kind?: "plan" | "state";
    /** What the policies say of it, so that new findings are told from old ones. */
    verdicts?: readonly Verdict[];
    /** Its exceptions from the rules, where it has any to show: a file of one plan has none. */
    exceptions?: Json;
    /** What else a reader of the comparison must know, such as operations that never ended. */
    notes?: string[];
}

type Kind = NonNullable<Baseline["kind"]>;

const blank = () => ({ inputs: [], options: [], replaces: [], secrets: [], dependencies: { added: [], removed: [] } });

/** What makes a difference in a plan, but not in the world: where the program stands, and what is derived from the rest. */
const DERIVED = ["urn", "name", "type", "custom", "secretPaths", "unknownPaths", "dependencies", "options"];

/** Options that a state keeps. The others are asked for by the program on every run. */
const KEPT = new Set(["protect", "retainOnDelete", "parent", "provider", "deletedWith"]);

export function changes(before: Plan, after: Plan, kind: Kind = "plan"): Changes {
    const moved = moves(before, after);
    const old = new Map(before.resources.map((was) => [moved.get(was.urn) ?? was.urn, was]));
    const found: Changes = { changes: [], unchanged: 0, outputs: [], ignored: [], unseen: [] };
    const byUrn = new Map<string, Change>();
    const settled: Change[] = [];
    for (const resource of after.resources) {
        const was = old.get(resource.urn);
        const change = was ? compare(was, resource, moved, kind, found) : created(resource);
        byUrn.set(resource.urn, change);
        settled.push(change);
    }
    for (const [urn, forced] of broughtAlong(after, byUrn)) {
        const change = byUrn.get(urn);
        if (change?.before)
            change.replaces.push(...forced.filter(({ path }) => !change.replaces.some((one) => one.path === path)));
    }
    for (const change of settled) {
        change.op = operation(change);
        if (isSomething(change)) found.changes.push(change);
        else {
            found.unchanged++;
            const hidden = change.secrets.filter(({ state }) => state === "unknown");
            found.unseen.push(...hidden.map(({ path }) => ({ urn: change.urn, path })));
        }
    }
    found.changes.push(...deleted(before, after, moved));
    found.changes.sort((a, b) => (a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0));
    found.outputs = differences(before.outputs, after.outputs).filter(
        (one) => kind === "plan" || !isUnknown(one.after),
    );
    return found;
}

const created = (after: PlanResource): Change => ({
    ...blank(),
    op: after.options?.import === undefined ? "create" : "import",
    urn: after.urn,
    after,
});

function operation({ op, before, after, from, replaces, inputs, options }: Change): Op {
    if (!before || !after) return op;
    if (replaces.some(({ certain }) => certain)) return "replace";
    return from !== undefined && inputs.length + options.length === 0 ? "move" : "update";
}

const isSomething = ({ before, after, from, inputs, options, replaces, dependencies, secrets }: Change): boolean =>
    !before ||
    !after ||
    from !== undefined ||
    inputs.length + options.length + replaces.length + dependencies.added.length + dependencies.removed.length > 0 ||
    secrets.some(({ state }) => state === "changed");

function compare(was: PlanResource, after: PlanResource, moved: Moves, kind: Kind, found: Changes): Change {
    const before = renamed(was, moved);
    if (was.urn === after.urn && same(before, after)) {
        return { ...blank(), op: "update", urn: after.urn, before, after, secrets: secretChanges(before, after) };
    }
    const all = differences(before.inputs, after.inputs).filter((one) => kind === "plan" || !isUnknown(one.after));
    const left = (path: string) => after.ignoreChanges.some((outer) => isWithin(path, outer));
    const inputs = all.filter(({ path }) => !left(path));
    const ignored = all.filter(({ path }) => left(path)).map(({ path }) => path);
    if (ignored.length > 0) found.ignored.push({ urn: after.urn, paths: ignored });
    const from = was.urn === after.urn ? undefined : was.urn;
    const options = optionChanges(before, after)
        .filter(({ path }) => kind === "plan" || KEPT.has(path))
        // That it moves is told by itself.
        .filter(({ path }) => from === undefined || (path !== "aliases" && path !== "parent"));
    const forced = forcedBy(before, after, inputs, options);
    const elsewhere = redirected(before, after).filter(({ path }) => !forced.some((one) => one.path === path));
    const list = (a: readonly string[], b: readonly string[]) => a.filter((urn) => !b.includes(urn));
    return {
        op: "update",
        urn: after.urn,
        before,
        after,
        ...(from !== undefined && { from }),
        inputs,
        options,
        dependencies: {
            added: list(after.dependencies, before.dependencies),
            removed: list(before.dependencies, after.dependencies),
        },
        replaces: [...forced, ...elsewhere],
        secrets: secretChanges(before, after),
    };
}

/** Options side by side, whether the plan has them at the top or among the further ones. */
function optionChanges(before: PlanResource, after: PlanResource): Difference[] {
    const found = differences(flat(before), flat(after), "", 1).filter(({ path }) => !DERIVED.includes(path));
    // An explicit provider has its own version; the one that the SDK sends with the resource decides nothing then.
    return after.provider === null
        ? found
        : found.filter(({ path }) => path !== "version" && path !== "pluginDownloadURL");
}

/** What the program did not set is not there. */
function flat({ inputs: _, ...resource }: PlanResource): { [key: string]: Json } {
    return JSON.parse(JSON.stringify({ ...resource.options, ...resource }));
}

function deleted(before: Plan, after: Plan, moved: Moves): Change[] {
    const kept = new Set(after.resources.map(({ urn }) => urn));
    const gone = before.resources.filter(({ urn }) => !kept.has(urn) && !moved.has(urn));
    const going = new Set(gone.map(({ urn }) => urn));
    return gone.map((was) => {
        const { deletedWith } = was.options ?? {};
        const goesWith = typeof deletedWith === "string" && going.has(deletedWith) ? { goesWith: deletedWith } : {};
        // What the state says of a resource decides, and not the program that no longer declares it.
        const op = was.retainOnDelete ? "forget" : "delete";
        return { ...blank(), op, urn: was.urn, before: was, ...goesWith };
    });
}
