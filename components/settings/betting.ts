import { base58 } from "@scure/base";
import { z } from "zod";
import { Candidate } from "./candidate";
import { count, gigabytes, httpsUrl, image, seconds } from "./fields";

/** Bookmakers whose odds keepers read. */
export const SPORTSBOOKS = ["draftkings", "fanduel", "betmgm", "caesars", "pointsbet"] as const;
export type Sportsbook = (typeof SPORTSBOOKS)[number];

/** Where Polymarket takes orders for real money (docs.polymarket.com). */
export const POLYMARKET_ORDERS = "https://clob.polymarket.com";

/** Without as many answers the odds proxy gives none (flash_bets/keepers/src/sse_proxy.js). */
export const QUORUM = 3;

const publicKey = z
    .string()
    .refine((text) => /^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(text) && base58.decode(text).length === 32)
    .meta({ form: "a Solana address: 32 bytes in base58" });

const streamUrl = z
    .string()
    .regex(/^wss:\/\/[A-Za-z0-9.-]+(:[0-9]+)?(\/[^\s?#@]*)?$/)
    .meta({ form: "a wss:// address without user, query or fragment" });

const replicas = (min: number, max: number) =>
    z
        .strictObject({ min: count(2, 50), max: count(2, 50) })
        .default({ min, max })
        .describe(`Fewest and most replicas, 2 to 50; they follow the load. Default ${min} to ${max}.`);

const cores = (cores: number) => count(1, 32).default(cores).describe(`Cores, 1 to 32. Default ${cores}.`);
const memory = (size: number) => gigabytes(1, 128).default(size).describe(`Memory, GB, 1 to 128. Default ${size}.`);
const pool = z.string().optional().describe("Node pool that it runs on. Default any that is not dedicated.");

const sportsbook = z
    .strictObject({})
    .optional()
    .describe("Its odds, read by the keeper that names it. The block switches it on, with all of its secrets.");

const Integrations = z
    .strictObject({
        polymarket: z
            .strictObject({
                clob: httpsUrl
                    .default(POLYMARKET_ORDERS)
                    .describe(`Where orders go. Default ${POLYMARKET_ORDERS}, which takes real money.`),
                gamma: httpsUrl
                    .default("https://gamma-api.polymarket.com")
                    .describe("Where markets are listed. Default https://gamma-api.polymarket.com."),
            })
            .optional()
            .describe("Orders at Polymarket. The block switches it on, with all of its secrets."),
        kalshi: z
            .strictObject({})
            .optional()
            .describe("Markets of Kalshi. The block switches it on, with all of its secrets."),
        ...(Object.fromEntries(SPORTSBOOKS.map((name) => [name, sportsbook])) as Record<Sportsbook, typeof sportsbook>),
    })
    .default({})
    .describe("What is connected; an integration without a block is off and has no secret. Default none.");

export type Integrations = z.infer<typeof Integrations>;
export type Integration = keyof Integrations;

const Keeper = z
    .strictObject({
        image,
        command: z
            .array(z.string().min(1).max(200))
            .min(1)
            .max(20)
            .optional()
            .describe(
                "Runs instead of the image's entry point. It answers /health on port 8080 unless it is scheduled.",
            ),
        schedule: z
            .string()
            .regex(/^[0-9*,/-]+( [0-9*,/-]+){4}$/)
            .meta({ form: "five fields of cron, such as */5 * * * *" })
            .optional()
            .describe("When it runs to its end, in the five fields of cron, UTC. Default it runs all the time."),
        deadlineSeconds: seconds(10, 3600)
            .default(300)
            .describe("Longest time of a scheduled run, seconds, 10 to 3600. Default 300."),
        reads: z
            .array(z.enum(["polymarket", "kalshi", ...SPORTSBOOKS]))
            .max(7)
            .default([])
            .describe("Integrations that it asks; the keys of a bookmaker go to the one keeper that names it."),
        pool,
        cpu: cores(1),
        memoryGb: memory(1),
    })
    .describe(
        "A keeper signs with a key of its own, so it runs once, in the active region. It can write to /tmp alone.",
    );

/** The betting platform: UI, API, what settles bets, and keepers. @meets S3-02, S3-08, S3-12 */
export const Betting = z
    .strictObject({
        images: z
            .strictObject({
                ui: image.describe("Next.js, on port 3000."),
                api: image.describe("Axum. It takes its secrets from the files that <NAME>_FILE name."),
                migrate: image.describe(
                    "Brings the schema of the database up to date, grants API_DATABASE_USER and SETTLER_DATABASE_USER what they need of it, and ends.",
                ),
            })
            .describe("The system's own images, each with registry, tag and digest."),
        money: z
            .enum(["play", "real"])
            .describe(
                "Whether what is bet is worth anything. Where it is, nothing is mocked and nothing is given away.",
            ),
        play: z
            .strictObject({
                mockServices: z.boolean().default(false).describe("Answer in place of the chains. Default false."),
                mockData: z.boolean().default(false).describe("Show markets that nobody made. Default false."),
                autoFunding: z.boolean().default(false).describe("Give new accounts money to bet. Default false."),
            })
            .prefault({})
            .describe("What only play money allows. Default nothing."),
        ui: z
            .strictObject({ replicas: replicas(2, 5), candidate: Candidate.optional() })
            .prefault({})
            .describe("The web UI."),
        api: z
            .strictObject({ replicas: replicas(3, 10), cpu: cores(1), memoryGb: memory(1) })
            .prefault({})
            .describe("The API and its WebSockets. It signs nothing."),
        settler: z
            .strictObject({
                pool,
                cpu: cores(1),
                memoryGb: memory(1),
                drainSeconds: seconds(30, 3500)
                    .default(300)
                    .describe("Time to finish settlements before it is stopped, seconds, 30 to 3500. Default 300."),
            })
            .prefault({})
            .describe("The API once more, alone with the key that settles bets and out of the internet's reach."),
        solana: z
            .strictObject({
                rpc: httpsUrl.describe("JSON RPC endpoint. One with a key in it is a secret: put a proxy before it."),
                stream: streamUrl.describe("WebSocket endpoint."),
                program: publicKey.describe("Address of the betting program."),
                commitment: z.enum(["confirmed", "finalized"]).default("confirmed"),
            })
            .describe("The chain that bets are settled on."),
        polygon: z
            .strictObject({ rpc: httpsUrl.describe("JSON RPC endpoint.") })
            .optional()
            .describe("Balances on Polygon. The block switches them on, with the secret POLYGON_API_KEY. Default off."),
        integrations: Integrations,
        flash: z
            .strictObject({
                image: image.describe("The odds proxy, which streams the odds of bookmakers to browsers."),
                program: publicKey.describe("Address of the flash-bets program."),
                proofs: z
                    .enum(["demo", "ceremony"])
                    .describe(
                        "Where the keys come from that proofs are checked with: the program itself, which anybody can do again, or a trusted set-up.",
                    ),
                replicas: replicas(2, 5),
            })
            .optional()
            .describe(
                `Bets on the next minutes of a game, and quantum markets. At least ${QUORUM} bookmakers. Default off.`,
            ),
        keepers: z
            .record(
                z
                    .string()
                    .regex(/^[a-z][a-z0-9]{1,14}$/)
                    .meta({ form: "2 to 15 lower-case letters and digits, starting with a letter" }),
                Keeper,
            )
            .default({})
            .describe("Programs that act on the chain by themselves, by name. Default none."),
        rateLimits: z
            .strictObject({
                globalRps: count(1, 100_000).default(5000).describe("Of all together, 1 to 100000. Default 5000."),
                perAddressRps: count(1, 1000).default(100).describe("Of one address, 1 to 1000. Default 100."),
            })
            .prefault({})
            .describe("Requests per second: of all together the API's to hold, of one address the edge's."),
        logLevel: z.enum(["info", "warn", "error", "debug"]).default("info"),
    })
    .describe("The betting platform (seed document 003).");

export type Betting = z.infer<typeof Betting>;
export type Keeper = z.infer<typeof Keeper>;
