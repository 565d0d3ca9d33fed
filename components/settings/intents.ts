import { bech32 } from "@scure/base";
import { z } from "zod";
import { Candidate } from "./candidate";
import { namesPools } from "./capacity";
import { count, gigabytes, httpsUrl, image, seconds } from "./fields";
import type { Rule } from "./problems";
import { duplicates } from "./problems";
import type { Settings } from "./settings";

const chainId = z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,46}$/)
    .meta({ form: "a chain id such as cosmoshub-4" });

const channel = z
    .string()
    .regex(/^channel-[0-9]{1,9}$/)
    .meta({ form: "an IBC channel such as channel-141" });

const address = z
    .string()
    .refine((text) => bech32.decodeUnsafe(text as `${string}1${string}`, 90) !== undefined)
    .meta({ form: "a bech32 address with a right checksum" });

const basisPoints = count(0, 1000);

/**
 * The intents solver: one coordinator that settles trades over IBC, and its web UI.
 * @meets S0-03, S0-04, S0-05, S0-06, S0-08
 */
export const Intents = z
    .strictObject({
        images: z
            .strictObject({ coordinator: image, web: image })
            .describe("The system's own images, each with registry, tag and digest."),
        coordinator: z
            .strictObject({
                pool: z.string().describe("Node pool that it runs on."),
                cpu: count(1, 32).default(2).describe("Cores, 1 to 32. Default 2."),
                memoryGb: gigabytes(1, 128).default(4).describe("Memory, GB, 1 to 128. Default 4."),
                drainSeconds: seconds(30, 3600)
                    .default(1800)
                    .describe(
                        "Time to finish settlements in flight before it is stopped, seconds, 30 to 3600. Default 1800.",
                    ),
            })
            .describe("The coordinator holds auctions in memory and a transaction sequence: it runs exactly once."),
        web: z
            .strictObject({
                replicas: z.strictObject({ min: count(2, 50), max: count(2, 50) }).default({ min: 2, max: 5 }),
                candidate: Candidate.optional(),
            })
            .default({ replicas: { min: 2, max: 5 } })
            .describe("The web UI; its replicas follow the load between these bounds, 2 to 50. Default 2 to 5."),
        chains: z
            .array(
                z.strictObject({
                    name: z
                        .string()
                        .regex(/^[a-z][a-z0-9]{1,30}$/)
                        .meta({ form: "a short name such as cosmoshub" }),
                    id: chainId,
                    rpc: z
                        .array(httpsUrl)
                        .min(2)
                        .describe("CometBFT RPC endpoints of different operators, at least 2."),
                    grpc: z.array(httpsUrl).min(1).describe("gRPC endpoints, at least 1."),
                    prefix: z
                        .string()
                        .regex(/^[a-z]{1,20}$/)
                        .meta({ form: "an address prefix such as cosmos" }),
                    gasPrice: z
                        .string()
                        .regex(/^[0-9]+(\.[0-9]+)?[a-z]{3,}$/)
                        .meta({ form: "a price with its denomination, such as 0.025uatom" }),
                }),
            )
            .min(1)
            .max(20)
            .describe("Chains that intents are settled on; the first holds the settlement contract."),
        channels: z
            .array(z.strictObject({ from: z.string(), to: z.string(), channel, counterparty: channel }))
            .max(50)
            .describe("IBC transfer channels between those chains, with their ends on both."),
        settlement: z.strictObject({
            contract: address.describe("Address of the settlement contract on the first chain."),
            timeoutSeconds: seconds(30, 3600),
            maxBatchSize: count(1, 1000),
            minConfirmations: count(1, 100),
        }),
        solvers: z.strictObject({
            apiKeys: z
                .array(
                    z
                        .string()
                        .regex(/^[a-z][a-z0-9-]{1,30}$/)
                        .meta({ form: "lower-case letters, digits and hyphens, such as osmosis" }),
                )
                .max(20)
                .describe("Solvers with an API key of their own; each gets the secret solver-api-key-<name>."),
            custody: z
                .enum(["secret-manager", "vault"])
                .default("secret-manager")
                .describe(
                    "Where those API keys are kept: secret-manager, or vault, which is that of ground.vault. Default secret-manager.",
                ),
            minProfitBps: basisPoints.describe("Least profit of a settlement, basis points."),
            maxSlippageBps: basisPoints.describe("Most slippage accepted, basis points."),
            quoteTimeoutMs: count(100, 60000),
            maxConcurrent: count(1, 100),
        }),
        oracle: z.strictObject({
            endpoints: z.array(httpsUrl).min(1).describe("Oracle endpoints, the preferred one first."),
            updateSeconds: seconds(1, 3600),
            stalenessSeconds: seconds(1, 3600).describe("Age at which a price is no longer used, seconds."),
        }),
        relayer: z.strictObject({ packetTimeoutSeconds: seconds(60, 7200), intervalMs: count(100, 60000) }),
        fees: z.strictObject({ protocolBps: basisPoints, solverBps: basisPoints, recipient: address }),
        rateLimits: z
            .strictObject({
                anonymousRpm: count(1, 10000),
                authenticatedRpm: count(1, 10000),
                solverRpm: count(1, 10000),
            })
            .describe("Requests per minute by kind of caller."),
        logLevel: z.enum(["info", "warn", "error", "debug"]).default("info"),
    })
    .describe("The intents solver (seed document 000).");

export type Intents = z.infer<typeof Intents>;

/** The address at `at` belongs to the first chain, which holds the settlement contract. */
const onFirstChain = (at: string, read: (intents: Intents) => string): Rule<Settings> =>
    function* ({ systems: { intents } }) {
        const prefix = intents?.chains[0]?.prefix;
        if (!intents || !prefix) return;
        const found = read(intents);
        if (!found.startsWith(`${prefix}1`)) yield { at, found, use: `an address that starts with ${prefix}1` };
    };

export const intentsRules: readonly Rule<Settings>[] = [
    namesPools(({ intents }) => [["systems.intents.coordinator.pool", intents?.coordinator.pool]]),
    function* ({ systems: { intents } }) {
        if (!intents) return;
        yield* duplicates(intents.chains, "systems.intents.chains", "id");
        yield* duplicates(intents.chains, "systems.intents.chains", "name");
        const names = intents.chains.map((chain) => chain.name);
        for (const [i, row] of intents.channels.entries())
            for (const end of ["from", "to"] as const)
                if (!names.includes(row[end]))
                    yield {
                        at: `systems.intents.channels[${i}].${end}`,
                        found: row[end],
                        use: `one of the chains: ${names.join(", ")}`,
                    };
    },
    onFirstChain("systems.intents.settlement.contract", (intents) => intents.settlement.contract),
    onFirstChain("systems.intents.fees.recipient", (intents) => intents.fees.recipient),
    function* ({ systems: { intents } }) {
        const replicas = intents?.web.replicas;
        if (replicas && replicas.max < replicas.min)
            yield {
                at: "systems.intents.web.replicas.max",
                found: replicas.max,
                use: `${replicas.min} or more, its min`,
            };
    },
];
