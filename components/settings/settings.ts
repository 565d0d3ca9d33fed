import { z } from "zod";
import { backupRules } from "./backups";
import { budgetRules } from "./budget";
import { calendarRules } from "./calendar";
import { custodyRules } from "./custody";
import { databaseRules } from "./database";
import { deployerRules } from "./deployers";
import { Edge, edgeRules } from "./edge";
import { Ground } from "./ground";
import { groundRules } from "./ground-rules";
import type { Rule } from "./problems";
import { registryRules } from "./registries";
import { secretRules } from "./secret-readers";
import { Systems, systemRules } from "./systems";
import { vaultRules } from "./vault";
import { Watch, watchRules } from "./watch";

/** What a stack file may say. Differences between networks are data here and nowhere else. */
export const Settings = z.strictObject({
    network: z.enum(["testnet", "mainnet"]).describe("The network that this stack serves."),
    google: z
        .strictObject({
            project: z
                .string()
                .regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/)
                .meta({ form: "a Google Cloud project id: 6 to 30 lower-case letters, digits and hyphens" }),
            projectNumber: z
                .string()
                .regex(/^[0-9]{6,16}$/)
                .meta({ form: 'the project\'s number in quotes, such as "123456789012"' }),
            groupsDomain: z
                .string()
                .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)
                .meta({ form: "the domain of your Google groups, such as example.com" })
                .describe("Domain of the group gke-security-groups, through which people get rights in clusters."),
        })
        .describe("The Google Cloud project that everything stands in."),
    ground: Ground,
    systems: Systems,
    edge: Edge.optional(),
    watch: Watch,
});

export type Settings = z.infer<typeof Settings>;

/** Rules over several fields, checked once the fields they read are sound. */
export const rules: readonly Rule<Settings>[] = [
    ...groundRules,
    ...databaseRules,
    ...calendarRules,
    ...registryRules,
    ...backupRules,
    ...deployerRules,
    ...budgetRules,
    ...custodyRules,
    ...vaultRules,
    ...systemRules,
    ...secretRules,
    ...edgeRules,
    ...watchRules,
];
