import { type Denial, isOpen, reader, where } from "../constraint";
import { changed } from "../organisation/passing";
import type { Example, Finding, Json, Resource, Rule } from "../rule";
import { passing } from "./passing";

type Properties = Resource["props"];

/** What the inputs of a Google Cloud resource must be. */
export interface Demand {
    types: readonly string[];
    judge(props: Properties, resource: Resource): Iterable<Denial>;
    /** What would pass, after "use". */
    wanted: string;
    /** What makes a passing resource of the first type a denied one: path to value, `undefined` where nothing stands. */
    denied: Readonly<Record<string, Json | undefined>>;
    /** Where the denied one is found. Default: at the paths of `denied`. */
    at?: readonly string[];
    /** Options of the denied example, where it is these that are wrong. */
    options?: Partial<Example>;
}

type Head = Pick<Rule, "id" | "title" | "why" | "severity" | "level" | "sameAs">;

/** A rule over Google Cloud resources, with its examples made from passing ones. */
export function cloudRule(head: Head, demands: readonly Demand[], more: Partial<Rule> = {}): Rule {
    const byType = new Map<string, Demand[]>();
    for (const demand of demands)
        for (const type of demand.types) byType.set(type, [...(byType.get(type) ?? []), demand]);
    const open = demands.find(({ at, options }) => at === undefined && options === undefined);
    const [path = ""] = Object.keys(open?.denied ?? {});
    return {
        ...head,
        appliesTo: (type) => byType.has(type),
        judge({ type, resource }) {
            const found: Finding[] = [];
            for (const { judge, wanted } of byType.get(type) ?? [])
                for (const denial of judge(resource.props, resource)) found.push(finding(denial, wanted));
            return found;
        },
        ...more,
        good: [
            ...[...byType.keys()].map((type) => ({ type, props: passing[type] ?? {}, protect: true })),
            ...(more.good ?? []),
        ],
        bad: [
            ...demands.map(({ types, denied, at = Object.keys(denied), options }): Example => {
                const [type = ""] = types;
                return { type, props: changed(passing[type] ?? {}, denied), protect: true, ...options, at };
            }),
            ...(more.bad ?? []),
        ],
        open: open
            ? [
                  {
                      type: open.types[0] ?? "",
                      props: changed(passing[open.types[0] ?? ""] ?? {}, { [path]: { $unknown: true } }),
                      protect: true,
                      unknownPaths: [path],
                      at: [path],
                  },
              ]
            : [],
    };
}

const finding = (denial: Denial, wanted: string): Finding =>
    "open" in denial
        ? { path: denial.path, undetermined: "the value comes from elsewhere" }
        : { path: denial.path, found: denial.denied, wanted };

/** True or false, which other tools and older programs write as text. */
const plain = (value: Json | undefined): Json | undefined =>
    value === "true" ? true : value === "false" ? false : (value ?? undefined);

/** A property that must have one of these values; `undefined` allows that nothing stands there. */
export const must = (
    types: string | readonly string[],
    path: string,
    values: readonly (Json | undefined)[],
    denied: Json | undefined,
    wanted?: string,
): Demand => ({
    types: typeof types === "string" ? [types] : types,
    judge: where(path, (value) => values.includes(plain(value))),
    wanted: wanted ?? values.filter((value) => value !== undefined).join(" or "),
    denied: { [path]: denied },
});

/** A property under which anything must stand, be it unknown. */
export const has = (types: string | readonly string[], path: string, wanted: string): Demand => {
    const read = reader(path);
    return {
        types: typeof types === "string" ? [types] : types,
        *judge(props) {
            const value = read(props);
            if (!isOpen(value) && (value === undefined || value === null || value === ""))
                yield { path, denied: "nothing" };
        },
        wanted,
        denied: { [path]: undefined },
        at: [path],
    };
};

/** The same demand, where a condition on the inputs holds; undetermined where that is not known. */
export function provided(demand: Demand, path: string, concerned: (value: Json | undefined) => boolean): Demand {
    const read = reader(path);
    return {
        ...demand,
        *judge(props, resource) {
            const value = read(props);
            const denials = demand.judge(props, resource);
            if (!isOpen(value)) yield* concerned(plain(value as Json | undefined)) ? denials : [];
            else for (const denial of denials) yield { path: denial.path, open: true };
        },
    };
}

/** What must not be lost is protected by Pulumi as well. */
export const protectedByPulumi = (types: string | readonly string[]): Demand => ({
    types: typeof types === "string" ? [types] : types,
    judge: (_, { protect, retainOnDelete, within }) =>
        protect || retainOnDelete || within !== undefined
            ? []
            : [{ path: "", denied: "a resource without protection" }],
    wanted: "the option protect: true",
    denied: {},
    at: [""],
    options: { protect: false },
});

/** Types of the resources from whose outputs a property was made, by their URNs. */
export const makersOf = ({ propertyDependencies }: Resource, property: string): string[] =>
    (Object.hasOwn(propertyDependencies ?? {}, property) ? (propertyDependencies?.[property] ?? []) : []).map(
        (urn) => urn.split("::")[2]?.split("$").at(-1) ?? "",
    );
