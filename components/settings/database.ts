import { z } from "zod";
import { count, days, gigabytes, region } from "./fields";
import type { Finding, Rule } from "./problems";
import type { Settings } from "./settings";

/** What an instance is to the data. The placement of all of them is moved one step at a time. */
export const Role = z.enum(["primary", "standby", "replica", "former"]);

export type Role = z.infer<typeof Role>;

/** The role of each region's instance. */
export type Placement = Readonly<Record<string, Role>>;

/** Managed Postgres, in one region or several. */
export const Database = z
    .strictObject({
        tier: z
            .string()
            .regex(/^db-perf-optimized-N-(2|4|8|16|32|48|64|80|96|128)$/)
            .meta({ form: "an Enterprise Plus tier such as db-perf-optimized-N-4" })
            .describe("Machine of every instance. Only the edition Enterprise Plus can switch over without loss."),
        diskGb: gigabytes(10, 65536).describe("Disk of each instance, GB, 10 to 65536; grows by itself."),
        instances: z
            .record(region, Role)
            .describe(
                "Role of each region's instance. primary takes writes: exactly one. standby follows it and can take " +
                    "over: at most one. replica follows it unguarded, on its way in or out. former was the primary " +
                    "until the switchover that has just promoted the present one. Change one step at a time: " +
                    "docs/runbooks/database-switchover.md.",
            ),
        recoveryDays: days(1, 35).default(14).describe("Days of point-in-time recovery, 1 to 35. Default 14."),
        retainedBackups: count(1, 365).default(30).describe("Daily backups kept, 1 to 365. Default 30."),
        backupLocation: z
            .string()
            .regex(/^(eu|us|asia|[a-z]+-[a-z]+[0-9]+)$/)
            .meta({ form: "eu, us, asia or a region such as europe-north1" })
            .describe("Where backups are kept; not the region of any instance."),
    })
    .describe("Managed Postgres: Cloud SQL Enterprise Plus, highly available in each of its regions.");

const AT = "ground.database.instances";

/** What is wrong with a placement by itself, whatever came before it. */
export function* placementFindings(placement: Placement): Generator<Finding, void, undefined> {
    const of = (role: Role) => Object.keys(placement).filter((name) => placement[name] === role);
    const [primaries, standbys, formers, replicas] = [of("primary"), of("standby"), of("former"), of("replica")];
    if (primaries.length === 0)
        yield { at: AT, found: "no primary", use: "exactly one primary, the region that takes writes" };
    if (primaries.length > 1)
        yield { at: AT, found: `${primaries.length} primaries: ${primaries.join(", ")}`, use: "exactly one primary" };
    if (standbys.length > 1)
        yield {
            at: AT,
            found: `${standbys.length} standbys: ${standbys.join(", ")}`,
            use: "at most one standby; Cloud SQL designates one replica to take over",
        };
    if (formers.length > 1)
        yield { at: AT, found: `${formers.length} formers: ${formers.join(", ")}`, use: "at most one former" };
    // What else follows the old primary cannot be told to follow the new one: the provider would replace it.
    if (formers.length > 0 && standbys.length + replicas.length > 0)
        yield {
            at: AT,
            found: `a former beside ${[...standbys, ...replicas].join(", ")}`,
            use: "former only beside the primary that took over from it, until it is a standby again",
        };
}

/** What the fields of `ground.database` demand of each other and of the regions. */
export const databaseRules: readonly Rule<Settings>[] = [
    function* ({ ground: { database } }) {
        yield* placementFindings(database.instances);
    },
    function* ({ ground: { database, regions } }) {
        const names = regions.map((region) => region.name);
        for (const name of Object.keys(database.instances))
            if (!names.includes(name))
                yield { at: AT, found: `an instance in ${name}`, use: `one of the regions: ${names.join(", ")}` };
    },
    function* ({ ground: { database } }) {
        if (Object.hasOwn(database.instances, database.backupLocation))
            yield {
                at: "ground.database.backupLocation",
                found: database.backupLocation,
                use: "a place without an instance, so that backups outlive the loss of a region",
            };
    },
    function* ({ ground: { database } }) {
        // Cloud SQL refuses an instance that keeps fewer backups than days of transaction logs.
        if (database.retainedBackups < database.recoveryDays)
            yield {
                at: "ground.database.retainedBackups",
                found: database.retainedBackups,
                use: `${database.recoveryDays} or more, as many as recoveryDays`,
            };
    },
];
