import type { Rule } from "./problems";
import { duplicates } from "./problems";
import type { Settings } from "./settings";

/** What the fields of `ground` demand of each other. */
export const groundRules: readonly Rule<Settings>[] = [
    {
        needs: ["ground.supernet"],
        *check({ ground }) {
            const length = Number(ground.supernet.split("/")[1]);
            if (length < 10 || length > 13)
                yield { at: "ground.supernet", found: ground.supernet, use: "a range from /10 to /13" };
            if (!ground.supernet.startsWith("10."))
                yield { at: "ground.supernet", found: ground.supernet, use: "a range inside 10.0.0.0/8" };
        },
    },
    {
        needs: ["ground.regions"],
        *check({ ground }) {
            yield* duplicates(ground.regions, "ground.regions", "name");
            yield* duplicates(ground.regions, "ground.regions", "block");
            for (const [i, { name, zones }] of ground.regions.entries())
                for (const [j, zone] of zones.entries()) {
                    const at = `ground.regions[${i}].zones[${j}]`;
                    if (!zone.startsWith(`${name}-`)) yield { at, found: zone, use: `a zone of ${name}` };
                    else if (zones.indexOf(zone) < j) yield { at, found: zone, use: "each zone once" };
                }
        },
    },
    {
        needs: ["ground.regions", "ground.active", "ground.database.primary", "ground.database.standby"],
        *check({ ground }) {
            const names = ground.regions.map((region) => region.name);
            const placed = {
                "ground.active": ground.active,
                "ground.database.primary": ground.database.primary,
                "ground.database.standby": ground.database.standby,
            };
            for (const [at, found] of Object.entries(placed))
                if (found !== undefined && !names.includes(found))
                    yield { at, found, use: `one of the regions: ${names.join(", ")}` };
            if (ground.database.standby === ground.database.primary)
                yield {
                    at: "ground.database.standby",
                    found: ground.database.standby,
                    use: "a region other than ground.database.primary",
                };
        },
    },
    {
        needs: ["ground.database"],
        *check({ ground: { database } }) {
            if (database.backupLocation === database.primary)
                yield {
                    at: "ground.database.backupLocation",
                    found: database.backupLocation,
                    use: "a place other than ground.database.primary",
                };
            // Cloud SQL refuses an instance that keeps fewer backups than days of transaction logs.
            if (database.retainedBackups < database.recoveryDays)
                yield {
                    at: "ground.database.retainedBackups",
                    found: database.retainedBackups,
                    use: `${database.recoveryDays} or more, as many as recoveryDays`,
                };
        },
    },
    {
        needs: ["ground.cluster.pools"],
        *check({ ground }) {
            yield* duplicates(ground.cluster.pools, "ground.cluster.pools", "name");
            for (const [i, { nodesPerZone }] of ground.cluster.pools.entries())
                if (nodesPerZone.max < nodesPerZone.min)
                    yield {
                        at: `ground.cluster.pools[${i}].nodesPerZone.max`,
                        found: nodesPerZone.max,
                        use: `${nodesPerZone.min} or more, its min`,
                    };
            if (ground.cluster.pools.every((pool) => pool.dedicated))
                yield {
                    at: "ground.cluster.pools",
                    found: "only dedicated pools",
                    use: "at least one pool that is not dedicated, for what names no pool",
                };
        },
    },
];
