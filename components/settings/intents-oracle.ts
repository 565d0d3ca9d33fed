import { z } from "zod";
import { count, httpsService, image, seconds } from "./fields";
import type { Intents } from "./intents";
import type { Finding } from "./problems";
import { duplicates } from "./problems";

/**
 * Where Connect 2.3 gets prices, by the names that it has for them, with the one host that each asks on port 443
 * (github.com/skip-mev/connect, `URL` and `WSS` in providers/apis and providers/websockets). Left out are those that use
 * another port, that are told where to connect, and that want a key.
 */
export const PRICE_SOURCES = {
    binance_api: "api.binance.com",
    binance_ws: "stream.binance.com",
    bitfinex_ws: "api-pub.bitfinex.com",
    bitstamp_api: "www.bitstamp.net",
    bitstamp_ws: "ws.bitstamp.net",
    bybit_ws: "stream.bybit.com",
    coinbase_api: "api.coinbase.com",
    coinbase_ws: "ws-feed.exchange.coinbase.com",
    crypto_dot_com_ws: "stream.crypto.com",
    gate_ws: "api.gateio.ws",
    huobi_ws: "api.huobi.pro",
    kraken_api: "api.kraken.com",
    kraken_ws: "ws.kraken.com",
    mexc_ws: "wbs.mexc.com",
} as const;

type PriceSource = keyof typeof PRICE_SOURCES;

const pair = z
    .string()
    .regex(/^[A-Z0-9]{1,20}\/[A-Z0-9]{1,20}$/)
    .meta({ form: "a pair such as ATOM/USD" });

const Market = z.strictObject({
    pair: pair.describe("What is priced, and in what."),
    decimals: count(1, 36).describe("Decimal places of its price, 1 to 36."),
    atLeast: count(1, 20).describe("Sources without which there is no price, 1 to 20."),
    sources: z
        .array(
            z.strictObject({
                name: z.enum(Object.keys(PRICE_SOURCES) as [PriceSource, ...PriceSource[]]),
                ticker: z
                    .string()
                    .regex(/^[A-Za-z0-9_/-]{2,40}$/)
                    .meta({ form: "the source's own name of the pair, such as ATOM-USD" }),
                through: pair
                    .optional()
                    .describe("Pair whose price turns that of the source into ours. Default it is ours already."),
            }),
        )
        .min(1)
        .max(20)
        .describe("Who is asked, 1 to 20."),
});

export const Oracle = z.strictObject({
    endpoints: z.array(httpsService).min(1).describe("Oracle endpoints, the preferred one first."),
    updateSeconds: seconds(1, 3600),
    stalenessSeconds: seconds(1, 3600).describe("Age at which a price is no longer used, seconds."),
    sidecar: z
        .strictObject({
            image,
            replicas: z
                .strictObject({ min: count(2, 10), max: count(2, 10) })
                .default({ min: 2, max: 3 })
                .describe("How many there are of it, 2 to 10. Default 2 to 3."),
            markets: z.array(Market).min(1).max(200).describe("What it prices."),
        })
        .optional()
        .describe(
            "Skip's Connect (formerly Slinky) beside the coordinator, which asks it first and the endpoints after it. It answers at /connect/oracle/v2/prices, where the coordinator has to ask; `slipway ready` says what its published source asks. Default none.",
        ),
});

/** A market needs as many different sources as make its price, and whatever it goes through has a price of its own. */
export function* checkOracle({ oracle: { sidecar } }: Intents): Generator<Finding> {
    if (!sidecar) return;
    const at = "systems.intents.oracle.sidecar";
    const { markets, replicas } = sidecar;
    if (replicas.max < replicas.min)
        yield { at: `${at}.replicas.max`, found: replicas.max, use: `${replicas.min} or more, its min` };
    yield* duplicates(markets, `${at}.markets`, "pair");
    const pairs = markets.map((market) => market.pair);
    for (const [i, { pair, atLeast, sources }] of markets.entries()) {
        const market = `${at}.markets[${i}]`;
        yield* duplicates(sources, `${market}.sources`, "name");
        if (atLeast > sources.length)
            yield {
                at: `${market}.atLeast`,
                found: atLeast,
                use: `${sources.length} or less, the number of its sources`,
            };
        for (const [j, { through }] of sources.entries()) {
            if (through === undefined || (through !== pair && pairs.includes(through))) continue;
            const use = `another of the markets: ${pairs.filter((one) => one !== pair).join(", ")}`;
            yield { at: `${market}.sources[${j}].through`, found: through, use };
        }
    }
}
