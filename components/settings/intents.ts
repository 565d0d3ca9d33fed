import { bech32 } from "@scure/base";
import { z } from "zod";
import { Candidate } from "./candidate";
import { count, gigabytes, httpsService, image, seconds } from "./fields";
import { Chains, Channels, Relayer } from "./intents-chains";
import { Oracle } from "./intents-oracle";

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
                drainSeconds: seconds(30, 3590)
                    .default(1800)
                    .describe(
                        "Time to finish settlements in flight before it is stopped, seconds, 30 to 3590. Default 1800.",
                    ),
                drainCommand: z
                    .array(z.string().min(1))
                    .min(1)
                    .optional()
                    .describe(
                        "Program in its image, with arguments, that begins a drain and returns when nothing is in flight; it runs before the request to stop. Default none: the request to stop begins it.",
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
        chains: Chains,
        channels: Channels,
        gasAdjustment: z
            .number()
            .min(1)
            .max(3)
            .default(1.3)
            .describe(
                "Gas given for a transaction, as a multiple of what it is estimated to take, 1 to 3. Default 1.3.",
            ),
        settlement: z.strictObject({
            contract: address.describe("Address of the settlement contract on the first chain."),
            timeoutSeconds: seconds(30, 3600),
            maxBatchSize: count(1, 1000),
            minConfirmations: count(1, 100),
        }),
        solvers: z.strictObject({
            backends: z
                .array(
                    z.strictObject({
                        name: z
                            .string()
                            .regex(/^[a-z][a-z0-9-]{1,30}$/)
                            .meta({ form: "lower-case letters, digits and hyphens, such as skip" }),
                        endpoint: httpsService,
                    }),
                )
                .min(1)
                .max(20)
                .describe("Solvers that the coordinator asks for quotes, 1 to 20."),
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
        oracle: Oracle,
        relayer: Relayer,
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
