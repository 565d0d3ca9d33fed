import type { Alert } from "../alert";
import { alert } from "../alert";
import { broken, healthy, series, unseen } from "../case";
import { connect } from "../catalogue/connect";
import { absent, increase, now, since } from "../query/functions";

const { metrics } = connect;
const POD = { namespace: "intents", pod: "oracle-0" };
const FEED = { ...POD, provider: "kraken_api", id: "atomusd", type: "api" };

export interface ConnectAlertsArgs {
    /** Pairs, such as `ATOM/USD`, and the sources without which each has no price. */
    markets: readonly { pair: string; atLeast: number }[];
    /** Age at which Connect no longer takes a price, seconds. */
    stalenessSeconds: number;
}

/** Alerts of the oracle that prices what is traded: it runs, each source tells it prices, each pair has enough of them. */
export function connectAlerts({ markets, stalenessSeconds }: ConnectAlertsArgs): readonly Alert[] {
    // Connect writes pairs in lower case.
    const known = markets.map(({ pair, atLeast }) => ({ id: pair.toLowerCase(), atLeast }));
    const [first] = known;
    if (!first) return [];
    const PAIR = { ...POD, id: first.id };
    const priced = (sources: number) => ({ [series(metrics.marketProviders, PAIR)]: `${sources}x20` });
    return [
        alert({
            name: "ConnectOracleStopped",
            severity: "critical",
            service: "oracle",
            when: increase(metrics.updates, "2m").equals(0).or(absent(metrics.updates)),
            for: "2m",
            summary: "The price oracle has stopped",
            description: "A replica of Connect, or every one, has not taken prices together for two minutes.",
            cases: [
                broken("it hangs, and still answers", "15m", { [series(metrics.updates, POD)]: "0+240x5 1200x20" }, [
                    POD,
                ]),
                healthy("it takes prices four times a second", "15m", {
                    [series(metrics.updates, POD)]: "0+240x20",
                }),
                unseen("no replica is left", "15m", { [series(metrics.updates, POD)]: "0+240x3 _x20" }, [{}]),
                healthy("a replica has just started", "2m", { [series(metrics.updates, POD)]: "_ 0+240x20" }),
            ],
        }),
        alert({
            name: "ConnectPriceFeedStale",
            severity: "warning",
            service: "oracle",
            when: since(now(metrics.providerLastUpdated)).above(stalenessSeconds),
            for: "5m",
            summary: "A source no longer tells prices",
            description: ({ label, duration }) =>
                `${label("provider")} told ${label("pod")} no price of ${label("id")} for ${duration}; at ${stalenessSeconds} s it is left out.`,
            symptomOf: [{ alert: "ConnectOracleStopped", sharing: ["pod"] }],
            cases: [
                broken("it went quiet", "30m", { [series(metrics.providerLastUpdated, FEED)]: "0+60x5 300x40" }, [
                    FEED,
                ]),
                healthy("it tells one a minute", "30m", { [series(metrics.providerLastUpdated, FEED)]: "0+60x40" }),
                unseen("it has never told one, which ConnectFewProviders says", "30m"),
            ],
        }),
        alert({
            name: "ConnectFewProviders",
            severity: "warning",
            service: "oracle",
            when: known
                .map(({ id, atLeast }) => now(metrics.marketProviders, { id }).below(atLeast))
                .reduce((all, one) => all.or(one)),
            for: "5m",
            summary: "A pair has too few sources for a price",
            description: ({ label, value }) =>
                `${value} sources price ${label("id")} at ${label("pod")}, fewer than the stack file asks for: it has no price.`,
            symptomOf: [{ alert: "ConnectOracleStopped", sharing: ["pod"] }],
            cases: [
                broken("one too few is left", "15m", priced(first.atLeast - 1), [PAIR]),
                healthy("as many as it needs are there", "15m", priced(first.atLeast)),
                unseen("the oracle is gone, which ConnectOracleStopped says", "15m"),
            ],
        }),
    ];
}
