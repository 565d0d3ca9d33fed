import { z } from "zod";
import { chainName, gasPriceGwei, hostName, keysOf, providers, slippageBps } from "./evm";
import { count, gigabytes, image, seconds, secretName } from "./fields";
import { logLevel } from "./log";

/** Clusters of Solana (solana.com/docs/references/clusters), and whether what moves there is test money. */
export const SOLANA = {
    mainnet: { test: false },
    testnet: { test: true },
    devnet: { test: true },
} as const;

const slug = z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,60}$/)
    .meta({ form: "letters, digits, hyphens and underscores, as in Tenderly's addresses" });

/** MCP servers, by what they give access to. */
export const SERVERS = ["ethereum", "solana", "multichain"] as const;

export type Server = (typeof SERVERS)[number];

/** MCP servers that call the providers of a chain. */
export const callers = (chain: "ethereum" | "solana"): readonly Server[] => [chain, "multichain"];

/** What can be switched off to go back a step (S4-13). Nonces and simulation have settings of their own. */
const FEATURES = [
    "cache",
    "websockets",
    "nonce-gap-recovery",
    "blockhash-refresh",
    "reorg-detection",
    "rpc-failover",
    "gas-price-queue",
    "mev-protection",
    "balance-preflight",
] as const;

/** Agents that act on chains through MCP servers. @meets S4-01, S4-04, S4-06, S4-07, S4-08, S4-09, S4-13, S4-14 */
export const Agents = z
    .strictObject({
        images: z
            .strictObject({ orchestrator: image, ethereum: image, solana: image, multichain: image })
            .describe("The system's own images, each with registry, tag and digest."),
        orchestrator: z
            .strictObject({
                pool: z.string().describe("Node pool that it runs on."),
                cpu: count(1, 32).default(1).describe("Cores, 1 to 32. Default 1."),
                memoryGb: gigabytes(1, 128).default(2).describe("Memory, GB, 1 to 128. Default 2."),
                drainSeconds: seconds(30, 3500)
                    .default(300)
                    .describe("Time to finish workflows before it is stopped, seconds, 30 to 3500. Default 300."),
            })
            .describe("The orchestrator signs and counts nonces: it runs exactly once."),
        servers: z
            .strictObject({
                replicas: z.strictObject({ min: count(2, 50), max: count(2, 50) }).default({ min: 2, max: 3 }),
            })
            .prefault({})
            .describe("MCP servers hold no key. The replicas of each follow the load, 2 to 50. Default 2 to 3."),
        ethereum: z
            .strictObject({
                chain: chainName,
                providers,
                confirmations: count(12, 1000)
                    .default(12)
                    .describe("Blocks after which a transaction counts, 12 to 1000. Default 12."),
                gasPriceGwei,
            })
            .describe("The EVM chain that is acted on."),
        solana: z
            .strictObject({
                cluster: z.enum(keysOf(SOLANA)).describe("The cluster."),
                providers,
                confirmations: count(32, 1000)
                    .default(32)
                    .describe("Slots after which a transaction counts, 32 to 1000. Default 32."),
            })
            .describe("The Solana cluster that is read."),
        slippageBps,
        nonces: z
            .enum(["redis", "redis-or-local", "local"])
            .default("redis-or-local")
            .describe(
                "Where nonces are counted: redis, which stops transactions while Redis is away; redis-or-local, which counts in the one orchestrator meanwhile; local. Default redis-or-local.",
            ),
        simulation: z
            .strictObject({
                required: z
                    .boolean()
                    .default(true)
                    .describe("Send nothing that was not simulated. Default true, and nothing else with real money."),
                account: slug.describe("Account in Tenderly."),
                project: slug.describe("Project in Tenderly."),
                secret: secretName.describe("Secret that holds the access key of Tenderly."),
            })
            .describe("Simulation of transactions at Tenderly before they are sent."),
        flashbots: z
            .strictObject({
                host: hostName.describe("Relay, such as relay.flashbots.net."),
                secret: secretName.describe(
                    "Secret that holds the key that signs requests to the relay; it identifies and holds no funds.",
                ),
            })
            .optional()
            .describe(
                "Private transactions through Flashbots. Default none: everybody sees them before they are mined.",
            ),
        switchedOff: z
            .array(z.enum(FEATURES))
            .max(FEATURES.length)
            .default([])
            .describe("Features that are switched off, to go back a step. Default none."),
        logLevel,
    })
    .describe("The agents and their MCP servers (seed document 004).");

export type Agents = z.infer<typeof Agents>;
