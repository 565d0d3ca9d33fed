import { z } from "zod";
import { days, region } from "./fields";
import type { Rule } from "./problems";
import { duplicates } from "./problems";
import type { Settings } from "./settings";
import { signingNamespaces } from "./systems";

const namespace = z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
    .meta({ form: "the name of a namespace, such as monitoring" });

/** What is backed up of the clusters, where to, and for how long. */
export const Backups = z
    .strictObject({
        namespaces: z
            .array(namespace)
            .min(1)
            .max(50)
            .describe(
                "Namespaces whose objects and volumes are backed up every day, 1 to 50. None in which anything signs.",
            ),
        places: z
            .array(
                z.strictObject({
                    cluster: region.describe("Region of the cluster."),
                    location: region.describe(
                        "Region that its backups are kept in: another one, if there is another one.",
                    ),
                }),
            )
            .min(1)
            .max(5)
            .describe("Where the backups of each region's cluster are kept."),
        retainDays: days(1, 360).default(30).describe("Days that a backup is kept, 1 to 360. Default 30."),
        lockDays: days(0, 90).default(7).describe("Days in which nobody can delete a backup, 0 to 90. Default 7."),
        locked: z
            .boolean()
            .default(false)
            .describe("Nobody can shorten either any more. Cannot be undone. Default false."),
    })
    .describe("Backups of the clusters. Postgres has its own: ground.database.");

export const backupRules: readonly Rule<Settings>[] = [
    function* ({ ground: { backups } }) {
        yield* duplicates(backups.namespaces, "ground.backups.namespaces");
        for (const [i, found] of backups.namespaces.entries())
            if (signingNamespaces.includes(found))
                yield {
                    at: `ground.backups.namespaces[${i}]`,
                    found,
                    use: "only namespaces in which nothing signs: what signed before a backup must not sign after it again",
                };
    },
    function* ({ ground: { backups, regions } }) {
        const names = regions.map((region) => region.name);
        for (const [i, place] of backups.places.entries()) {
            const at = `ground.backups.places[${i}]`;
            for (const side of ["cluster", "location"] as const)
                if (!names.includes(place[side]))
                    yield { at: `${at}.${side}`, found: place[side], use: `one of the regions: ${names.join(", ")}` };
            if (place.cluster === place.location && names.length > 1)
                yield { at: `${at}.location`, found: place.location, use: "a region other than that of the cluster" };
        }
    },
    function* ({ ground: { backups, regions } }) {
        yield* duplicates(backups.places, "ground.backups.places", "cluster");
        const without = regions.filter(({ name }) => !backups.places.some((place) => place.cluster === name));
        if (without.length > 0)
            yield {
                at: "ground.backups.places",
                found: `no place for ${without.map(({ name }) => name).join(", ")}`,
                use: "a place for each region",
            };
    },
    function* ({ ground: { backups } }) {
        if (backups.lockDays > backups.retainDays)
            yield {
                at: "ground.backups.lockDays",
                found: backups.lockDays,
                use: `${backups.retainDays} or less, its retainDays`,
            };
    },
];
