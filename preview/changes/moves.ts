import type { Json, Plan, PlanResource } from "../plan";
import { isRecord, type JsonRecord } from "./values";

const STACK = "pulumi:pulumi:Stack";

/** URNs of a baseline whose resources go on under another URN: old to new. */
export type Moves = ReadonlyMap<string, string>;

/**
 * Finds what moves, as the engine does (`getOldResource` and `generateAliases` in pulumi/pulumi
 * pkg/resource/deploy/step_generator.go): first the own URN, then each alias, then what a moved parent brings along.
 */
export function moves(before: Plan, after: Plan): Moves {
    const old = new Set(before.resources.map(({ urn }) => urn));
    const byUrn = new Map(after.resources.map((resource) => [resource.urn, resource]));
    const found = new Map<string, string>();
    const former = new Map<string, string>();
    const seen = new Set<string>();

    const visit = (resource: PlanResource): void => {
        if (seen.has(resource.urn)) return;
        seen.add(resource.urn);
        const parent = resource.parent === null ? undefined : byUrn.get(resource.parent);
        if (parent) visit(parent);
        if (old.has(resource.urn)) return;
        const alias = aliases(resource, after, former).find(
            (urn) => old.has(urn) && !found.has(urn) && !byUrn.has(urn),
        );
        if (alias === undefined) return;
        found.set(alias, resource.urn);
        former.set(resource.urn, alias);
    };
    for (const resource of after.resources) visit(resource);
    return found;
}

function aliases(resource: PlanResource, plan: Plan, former: ReadonlyMap<string, string>): string[] {
    const own = resource.aliases.map((alias) => collapse(alias, resource, plan, former));
    const before = resource.parent === null ? undefined : former.get(resource.parent);
    if (before === undefined || resource.parent === null) return own;
    const [parent, formerParent] = [nameOf(resource.parent), nameOf(before)];
    const inherited = (type: string, name: string) =>
        urnOf(plan, before, type, name.startsWith(parent) ? formerParent + name.slice(parent.length) : name);
    return [...own, inherited(resource.type, resource.name), ...own.map((urn) => inherited(typeOf(urn), nameOf(urn)))];
}

/** An alias is a whole URN, or says in which parts the former URN differs. */
function collapse(alias: Json, resource: PlanResource, plan: Plan, former: ReadonlyMap<string, string>): string {
    if (!isRecord(alias)) return String(alias);
    const part = (key: string) => (typeof alias[key] === "string" ? alias[key] : undefined);
    const named = part("parent");
    const parent =
        alias.noParent === true ? null : named === undefined ? resource.parent : (former.get(named) ?? named);
    const place = { project: part("project") ?? plan.project, stack: part("stack") ?? plan.stack };
    return urnOf(place, parent, part("type") ?? resource.type, part("name") ?? resource.name);
}

function urnOf({ project, stack }: Pick<Plan, "project" | "stack">, parent: string | null, type: string, name: string) {
    const types = parent === null ? "" : (parent.split("::")[2] ?? "");
    const prefix = types === "" || types === STACK ? "" : `${types}$`;
    return `urn:pulumi:${stack}::${project}::${prefix}${type}::${name}`;
}

const nameOf = (urn: string) => urn.split("::").slice(3).join("::");
const typeOf = (urn: string) => (urn.split("::")[2] ?? "").split("$").at(-1) ?? "";

/** A resource of the baseline that speaks of moved resources by their new URNs, so that only real differences show. */
export function renamed(resource: PlanResource, moved: Moves): PlanResource {
    if (moved.size === 0) return resource;
    const text = (urn: string) => moved.get(urn) ?? urn;
    const value = (json: Json): Json => {
        if (typeof json === "string") return text(json);
        if (Array.isArray(json)) return json.map(value);
        return isRecord(json) ? record(json) : json;
    };
    const record = (json: JsonRecord): JsonRecord =>
        Object.fromEntries(Object.entries(json).map(([key, inner]) => [key, value(inner)]));
    const { inputs, parent, provider, dependencies, propertyDependencies, options } = resource;
    return {
        ...resource,
        inputs: record(inputs),
        parent: parent && text(parent),
        provider: provider && text(provider),
        dependencies: dependencies.map(text).sort(),
        propertyDependencies: Object.fromEntries(
            Object.entries(propertyDependencies).map(([property, urns]) => [property, urns.map(text).sort()]),
        ),
        ...(options && { options: record(options) }),
    };
}
