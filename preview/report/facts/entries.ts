import type { Json, PlanResource } from "../../plan";
import { count } from "../text";
import type { Holder } from "./custody";
import type { Door } from "./exposure";
import type { FindingGroup } from "./judgement";
import type { News } from "./news";

/** One resource, as every list shows it. Lists refer to it by `id`, its place in the plan. */
export interface Entry {
    id: number;
    urn: string;
    name: string;
    type: string;
    custom: boolean;
    provider: string | null;
    dependencies: string[];
    inputs: { [key: string]: Json };
    /** Options that are not at their default. */
    options: { name: string; value: Json }[];
    protect: boolean;
    secretPaths: string[];
    unknownPaths: string[];
    marks: Mark[];
}

/** Short words beside a resource. */
export interface Mark {
    kind:
        | "violation"
        | "undetermined"
        | "new"
        | "changed"
        | "data"
        | "keys"
        | "internet"
        | "protected"
        | "unknown"
        | "secret";
    text: string;
}

interface Facts {
    findings: readonly FindingGroup[];
    holders: readonly Holder[];
    doors: readonly Door[];
    news: News;
}

/** The resources in plan order, each with the marks that its row shows. */
export function entries(resources: readonly PlanResource[], facts: Facts): Entry[] {
    const marks = marksOf(resources, facts);
    return resources.map((resource, id) => ({
        id,
        urn: resource.urn,
        name: resource.name,
        type: resource.type,
        custom: resource.custom,
        provider: resource.provider,
        dependencies: resource.dependencies,
        inputs: resource.inputs,
        options: options(resource),
        protect: resource.protect,
        secretPaths: resource.secretPaths,
        unknownPaths: resource.unknownPaths,
        marks: marks[id] ?? [],
    }));
}

/** Options that are not at their default: a reader needs no list of what is as usual. */
function options(resource: PlanResource): Entry["options"] {
    const { protect, retainOnDelete, deleteBeforeReplace, ignoreChanges, aliases } = resource;
    const all: [string, Json, boolean][] = [
        ["protect", protect, protect],
        ["retainOnDelete", retainOnDelete, retainOnDelete],
        ["deleteBeforeReplace", deleteBeforeReplace, deleteBeforeReplace],
        ["ignoreChanges", ignoreChanges, ignoreChanges.length > 0],
        ["aliases", aliases, aliases.length > 0],
        ...Object.entries(resource.options ?? {}).map(([name, value]): [string, Json, boolean] => [name, value, true]),
    ];
    return all.filter(([, , set]) => set).map(([name, value]) => ({ name, value }));
}

function marksOf(resources: readonly PlanResource[], { findings, holders, doors, news }: Facts): Mark[][] {
    const marks: Mark[][] = resources.map(() => []);
    const add = (id: number | null, kind: Mark["kind"], text: string) => {
        const own = id === null ? undefined : marks[id];
        if (own && !own.some((mark) => mark.kind === kind && mark.text === text)) own.push({ kind, text });
    };
    for (const kind of ["violation", "undetermined"] as const) {
        const per = new Map<number | null, number>();
        const groups = findings.filter(({ verdict }) => verdict === kind);
        for (const { resource } of groups.flatMap((group) => group.findings))
            per.set(resource, (per.get(resource) ?? 0) + 1);
        for (const [id, times] of per) add(id, kind, kind === "violation" ? count(times, kind) : `${times} ${kind}`);
    }
    for (const { resource } of news.created) add(resource, "new", "new");
    for (const { resource } of news.updated) add(resource, "changed", "changed");
    for (const { resource, holds } of holders) add(resource, holds, holds);
    for (const { resource, way } of doors) add(resource, "internet", `internet ${way}`);
    resources.forEach(({ protect, unknownPaths, secretPaths }, id) => {
        if (protect) add(id, "protected", "protected");
        if (unknownPaths.length > 0) add(id, "unknown", `${unknownPaths.length} unknown`);
        if (secretPaths.length > 0) add(id, "secret", `${secretPaths.length} secret`);
    });
    return marks;
}
