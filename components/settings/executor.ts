import { z } from "zod";
import { chainName, evmAddress, gasPriceGwei, hostName, keysOf, providers, slippageBps, sourced } from "./evm";
import { count, gigabytes, image, seconds } from "./fields";
import { logLevel } from "./log";

/**
 * What each phase of a launch (S2-04) allows and asks for. "< $100" is the document's word for the limited phase; it is
 * meant of positions and of gas alike. With everything allowed, a second executor stands by in another region.
 */
export const PHASES = {
    testnet: { test: true, usd: undefined, regions: 1 },
    limited: { test: false, usd: 99, regions: 1 },
    full: { test: false, usd: undefined, regions: 2 },
} as const;

/** Most gas of one transaction: EIP-7825. */
const TRANSACTION_GAS = 2 ** 24;

const usd = (what: string) => count(1, 10_000_000).describe(`${what}, USD, 1 to 10000000; under 100 in phase limited.`);

const entryName = z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,40}$/)
    .meta({ form: "lower-case letters, digits and hyphens, such as aave-v3-pool" });

const Contracts = z
    .strictObject({
        executor: z.strictObject(sourced).describe("The executor contract."),
        pauser: z.strictObject(sourced).describe("Holder of the pause role, who can stop the contract at once."),
        owner: z
            .strictObject({
                ...sourced,
                threshold: count(1, 50).describe("Approvals that it takes, 1 to 50."),
                signers: z.array(evmAddress).min(1).max(50).describe("Who may approve, 1 to 50."),
            })
            .optional()
            .describe("Multisig that owns the contract. Phases limited and full need 3 of 5 at least."),
        allowed: z
            .array(z.strictObject({ name: entryName, ...sourced }))
            .min(1)
            .max(100)
            .describe("Protocols that the executor may call, 1 to 100."),
        feeds: z
            .array(
                z.strictObject({
                    name: entryName,
                    ...sourced,
                    heartbeatSeconds: seconds(1, 172_800).describe(
                        "Longest time between two prices, seconds, 1 to 172800; older is stale.",
                    ),
                }),
            )
            .min(1)
            .max(100)
            .describe("Price feeds that it trusts, 1 to 100."),
    })
    .describe("Addresses, each with where it can be read; the verifier job holds them against the chain.");

/** Who reads balances, where, and of whom: a theft with a stolen key does not pass through the executor. @meets S2-13 */
const Balances = z
    .strictObject({
        image: image.describe("ethereum-address-metrics-exporter, 1.1.0 or later."),
        endpoints: z
            .array(
                z.strictObject({
                    name: entryName,
                    host: hostName.describe(
                        "Host of a public endpoint, asked at https://<host>/ without a key: the exporter shows paths in its metrics and addresses in its log.",
                    ),
                }),
            )
            .min(2)
            .max(4)
            .describe("Public endpoints of different operators, 2 to 4."),
        accounts: z
            .array(z.strictObject({ name: entryName, ...sourced }))
            .min(1)
            .max(20)
            .describe("Accounts besides the executor contract: the one that sends its transactions first, 1 to 20."),
    })
    .describe("Balances that are read from outside. Phases limited and full need them.");

/** The EVM executor: one writer that holds the key of an account. @meets S2-01, S2-02, S2-04, S2-18 */
export const Executor = z
    .strictObject({
        images: z
            .strictObject({ executor: image, verifier: image })
            .describe("The system's own images, each with registry, tag and digest."),
        chain: chainName,
        phase: z
            .enum(keysOf(PHASES))
            .describe(
                "How far the launch is: test money, under 100 USD, or the limits below. The last needs a second region.",
            ),
        pool: z.string().describe("Node pool that it runs on."),
        cpu: count(1, 32).default(1).describe("Cores, 1 to 32. Default 1."),
        memoryGb: gigabytes(1, 128).default(2).describe("Memory, GB, 1 to 128. Default 2."),
        drainSeconds: seconds(30, 3500)
            .default(300)
            .describe(
                "Time to see transactions in flight mined before it is stopped, seconds, 30 to 3500. Default 300.",
            ),
        providers,
        contracts: Contracts,
        balances: Balances.optional(),
        limits: z
            .strictObject({
                positionUsd: usd("Most that is at stake at once"),
                gasUsdPerDay: usd("Most that gas may cost in a day"),
                gasPriceGwei,
                gasPerTransaction: count(21_000, TRANSACTION_GAS).describe(
                    `Most gas of one transaction, 21000 to ${TRANSACTION_GAS} (EIP-7825).`,
                ),
                slippageBps,
                transactionsPerHour: count(1, 100_000)
                    .optional()
                    .describe(
                        "Transactions an hour that are still usual, 1 to 100000; more is an alert. Default no alert.",
                    ),
            })
            .describe("What it may not exceed, whatever a strategy says."),
        cache: z
            .strictObject({
                priceSeconds: seconds(1, 60).default(5).describe("Prices, seconds, 1 to 60. Default 5."),
                gasSeconds: seconds(1, 60).default(12).describe("Gas estimates, seconds, 1 to 60. Default 12."),
                abiSeconds: seconds(60, 604_800).default(86_400).describe("ABIs, seconds. Default 86400: a day."),
            })
            .prefault({})
            .describe("How long what it keeps in Redis is good."),
        verifySchedule: z
            .string()
            .regex(/^[0-9*/,-]+( [0-9*/,-]+){4}$/)
            .meta({ form: 'five fields of cron in UTC, such as "0 6 1 * *"' })
            .default("0 6 1 * *")
            .describe("When addresses are held against the chain. Default on the first of each month at 6:00 UTC."),
        logLevel,
    })
    .describe("The EVM executor (seed document 002).");

export type Executor = z.infer<typeof Executor>;
