import type { PlanResource } from "../../plan";
import type { Report } from "../model";
import { byCodePoint, groupBy, lookup } from "../text";
import { fromUrn, steps } from "./path";

/** Values that become known once the same resources exist. */
export interface UnknownGroup {
    causes: { name: string; type: string; resource: number | null }[];
    values: number;
    resources: { resource: number; paths: string[] }[];
}

/**
 * What is not known before the update, grouped by the resources it will be computed from. The plan records those per
 * top-level property, so a group names every candidate.
 */
export function unknowns(resources: readonly PlanResource[]): UnknownGroup[] {
    const ids = new Map(resources.map(({ urn }, id) => [urn, id]));
    const values = resources.flatMap((resource, id) =>
        resource.unknownPaths.map((path) => {
            const causes = [...(lookup(resource.propertyDependencies, steps(path)[0] ?? "") ?? [])].sort(byCodePoint);
            return { id, path, causes, key: JSON.stringify(causes) };
        }),
    );
    return [...groupBy(values, ({ key }) => key)]
        .sort(([keyA, a], [keyB, b]) => b.length - a.length || byCodePoint(keyA, keyB))
        .map(([, members]) => ({
            causes: (members[0]?.causes ?? []).map((urn) => ({ ...fromUrn(urn), resource: ids.get(urn) ?? null })),
            values: members.length,
            resources: [...groupBy(members, ({ id }) => id)].map(([resource, found]) => ({
                resource,
                paths: found.map(({ path }) => path),
            })),
        }));
}

/** Where secrets are. What they are is in no report. */
export const secrets = (resources: readonly PlanResource[]): Report["secrets"] =>
    resources.flatMap(({ secretPaths }, resource) =>
        secretPaths.length > 0 ? [{ resource, paths: secretPaths }] : [],
    );
