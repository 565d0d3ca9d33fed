import { z } from "zod";
import { check } from "../../components/settings/check";
import type { Rule } from "../../components/settings/problems";
import { duplicates } from "../../components/settings/problems";

const region = z
    .string()
    .regex(/^[a-z]+-[a-z]+[0-9]$/)
    .meta({ form: "a region such as europe-west1" });

const Page = z.strictObject({
    type: z.literal("page"),
    routing: z
        .string()
        .regex(/^[a-z-]+$/)
        .meta({ form: "the name of a secret", reference: "secret" }),
});

const Chat = z.strictObject({
    type: z.literal("chat"),
    channel: z
        .string()
        .startsWith("#")
        .meta({ examples: ["#ops"] }),
});

/** A field of every kind: the tests of the checker do not hang on what Slipway's own settings happen to be. */
export const Sample = z.strictObject({
    network: z.enum(["testnet", "mainnet"]),
    database: z.strictObject({
        primary: region,
        standby: region.optional(),
        recoveryDays: z.int().min(1).max(35).default(14).describe("Days of recovery, 1 to 35. Default 14."),
        backups: z.int().min(1).default(30),
        ratio: z.number().positive().max(1).default(0.5),
        replicas: z.int().min(0).multipleOf(2).default(0),
        version: z
            .string()
            .regex(/^[0-9]{2}$/, "two digits such as 18")
            .default("18"),
        deletable: z.boolean().default(false),
        owner: z.string().min(1).max(20).default("ops").describe("Who answers for it. Ask them first."),
        tier: z.literal("small").default("small"),
    }),
    zones: z
        .array(z.string().regex(/^[a-z]$/))
        .min(2)
        .max(3),
    window: z.tuple([z.int(), z.int()]).optional(),
    pools: z
        .record(
            z
                .string()
                .regex(/^[a-z]+$/)
                .meta({ form: "lower-case letters" }),
            z.strictObject({ size: z.int().min(1) }),
        )
        .default({}),
    keys: z
        .record(z.enum(["west", "east"]), z.strictObject({ rotationDays: z.int().max(90), id: z.string() }))
        .optional(),
    receivers: z.array(z.discriminatedUnion("type", [Page, Chat])).default([]),
    access: z.union([z.literal("none"), z.strictObject({ from: z.array(z.cidrv4()).min(1) })]).default("none"),
    nodes: z
        .strictObject({ min: z.int(), max: z.int() })
        .refine(({ min, max }) => min <= max, "a min that is not above max")
        .optional(),
    password: z.string().min(8).optional(),
    labels: z.record(z.string(), z.unknown()).optional(),
});
export type Sample = z.infer<typeof Sample>;

export const rules: readonly Rule<Sample>[] = [
    function* ({ database: { primary, standby } }) {
        if (primary === standby)
            yield { at: "database.standby", found: standby, use: "a region other than database.primary" };
    },
    function* ({ database: { recoveryDays, backups } }) {
        if (backups < recoveryDays)
            yield {
                at: "database.backups",
                found: backups,
                use: `${recoveryDays} or more, as many as recoveryDays`,
            };
    },
    function* ({ zones, receivers }) {
        yield* duplicates(zones, "zones");
        if (zones.includes("z") && !receivers.some(({ type }) => type === "page"))
            yield { at: "receivers", found: "no receiver that pages", use: "at least one of type page" };
    },
];

export const good = {
    network: "testnet",
    database: { primary: "europe-west1", standby: "europe-north1" },
    zones: ["a", "b"],
};

/** What is said about the good file with other settings put over it: a line for each problem. */
export function said(over: object): string[] {
    const result = check(Sample, rules, { ...good, ...over });
    return "problems" in result ? result.problems.map(({ at, found, remedy }) => `${at} ${found}; ${remedy}`) : [];
}

export function database(over: object) {
    return { database: { ...good.database, ...over } };
}
