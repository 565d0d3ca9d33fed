import type { Op } from "../../changes/model";
import type { Plan } from "../../plan";
import { custody } from "./custody";
import type { News } from "./news";
import { type Place, places } from "./where";

/** What stood on the baseline's map and stands there no more. */
export interface Gone {
    /** As `Place.name`. */
    place: string;
    name: string;
    type: string;
}

/** What became of a resource that is on the map; unchanged ones have no mark. */
export type Mark = "new" | "replaced" | "changed";

const MARKS: Partial<Record<Op, Mark>> = { replace: "replaced", update: "changed" };

/** What the map shows of a change: marks by the number of a resource, and what is gone. */
export interface Moved {
    marks: Map<number, Mark>;
    gone: Gone[];
}

/** Nothing without a baseline, where everything would be marked. */
export function moved(news: News, before: Plan | undefined): Moved {
    if (!before) return { marks: new Map(), gone: [] };
    const marks = new Map<number, Mark>(news.created.map(({ resource }) => [resource, "new"]));
    for (const { resource, op } of news.updated) {
        const mark = MARKS[op];
        if (resource !== null && mark) marks.set(resource, mark);
    }
    const deleted = new Set(news.deleted.map(({ urn }) => urn));
    const { resources } = before;
    const gone = places(resources, custody(resources)).flatMap((place) =>
        [...new Set(shown(place))].flatMap((id) => {
            const resource = resources[id];
            if (!resource || !deleted.has(resource.urn)) return [];
            return [{ place: place.name, name: resource.name, type: resource.type }];
        }),
    );
    return { marks, gone };
}

const shown = ({ networks, clusters, data, keys }: Place): number[] => [
    ...networks,
    ...clusters.flatMap(({ resource, namespaces }) => [
        ...(resource === null ? [] : [resource]),
        ...namespaces.flatMap(({ workloads }) => workloads.map((one) => one.resource)),
    ]),
    ...data,
    ...keys,
];
