import { alert } from "../alert";
import { broken, healthy, hourly, observing, series, unseen } from "../case";
import { paw } from "../catalogue/cosmos-sdk";
import { hermes } from "../catalogue/hermes";
import { absent, ago, grew, increase, now, quantile, rate, since, sum } from "../query/functions";
import type { Duration } from "../query/query";
import { relayLatencyObjective } from "./chain-objectives";

/** A Hermes as alerts see it. */
export interface Relay {
    namespace: string;
    workload: string;
    /** Smallest balance of its wallet on each chain, in the smallest denomination. */
    wallets: readonly { chain: string; atLeast: number }[];
}

export interface IbcArgs {
    relays: readonly [Relay, ...Relay[]];
    /** Days for which a light client is good without an update: two thirds of the unbonding time as a rule. */
    trustingDays: number;
    /** Whether Hermes runs with `tx_confirmation = true`, without which it does not know how long packets take. */
    confirms: boolean;
}

const PATH = { chain: "paw-1", counterparty: "osmosis-1", channel: "channel-7", port: "transfer" };
const CLIENT = { src_chain: "osmosis-1", dst_chain: "paw-1", client: "07-tendermint-3" };
const { metrics } = hermes;

/** What relayers say while they carry packets. */
const carried = (relays: readonly Relay[]) =>
    Object.fromEntries(
        relays.map(({ namespace, workload }) => [
            series(metrics.workers, { namespace, service: workload, type: "packet" }),
            "2x30",
        ]),
    );

/** Packets between chains: what the module boundary refuses, and what the relayer does. */
export const ibcAlerts = ({ relays, trustingDays, confirms }: IbcArgs) => {
    const refused = paw.metrics.packetValidationFailed;
    const where = { port: "transfer", channel: "channel-7", reason: "nonce" };
    const low = relays
        .flatMap(({ namespace, workload, wallets }) =>
            wallets.map(({ chain, atLeast }) =>
                now(metrics.walletBalance, { namespace, service: workload, chain }).below(atLeast),
            ),
        )
        .reduce((all, one) => all.or(one));
    const [{ namespace, workload, wallets }, ...others] = relays;
    const [{ chain, atLeast: enough } = { chain: "paw-1", atLeast: 1 }] = wallets;
    const first = { namespace, service: workload };
    const wallet = { ...first, chain, account: "paw1relayer", denom: "upaw" };
    const working = { ...first, type: "packet" };
    // One of several that is gone is not seen in a sum over all of them, nor by its absence from them.
    const idle = relays
        .map(({ namespace, workload }) => {
            const own = { namespace, service: workload, type: "packet" };
            return sum(now(metrics.workers, own), "namespace", "service", "type")
                .equals(0)
                .or(absent(metrics.workers, own));
        })
        .reduce((all, one) => all.or(one));
    // Hermes updates a client at two thirds of its time; five sixths leave as much again to act in.
    const hours = Math.floor((trustingDays * 24 * 5) / 6);
    const overdue: Duration = `${hours}h`;
    const updates = metrics.clientUpdatesSubmitted;
    return [
        alert({
            name: "IBCValidationFailuresBurst",
            severity: "critical",
            service: "ibc",
            when: grew(refused, "5m"),
            for: "0m",
            summary: "A module refused IBC packets",
            description: ({ label, value }) =>
                `${value} packets on ${label("port")} ${label("channel")} were refused: ${label("reason")}.`,
            cases: [
                broken(
                    "the first packet of a channel is refused, which makes the series",
                    "8m",
                    { [series(refused, where)]: "_x6 1x20" },
                    [where],
                ),
                healthy("one was refused long ago", "30m", { [series(refused, where)]: "_x2 1x40" }),
                unseen("telemetry let the series go after its retention time", "30m", {
                    [series(refused, where)]: "1x3 _x40",
                }),
                broken("packets are refused each minute", "15m", { [series(refused, where)]: "5+2x20" }, [where]),
                healthy("one was refused long ago, and a scrape failed five minutes before", "15m", {
                    [series(refused, where)]: "1x9 stale 1x20",
                }),
            ],
        }),
        alert({
            name: "IBCRelayerDown",
            activeOnly: true,
            severity: "critical",
            service: "ibc",
            when: idle,
            for: "5m",
            summary: "A relayer carries no packets",
            description: ({ label }) =>
                `${label("service")} in ${label("namespace")} has run no packet worker for five minutes.`,
            cases: [
                broken(
                    "Hermes has no packet workers, and all others have",
                    "15m",
                    { ...carried(others), [series(metrics.workers, working)]: "0x20" },
                    [working],
                ),
                healthy("all have two", "15m", carried(relays)),
                unseen(
                    "Hermes is gone",
                    "20m",
                    { ...carried(others), [series(metrics.workers, working)]: "2x3 _x20" },
                    [working],
                ),
            ],
        }),
        alert({
            name: "IBCPacketBacklog",
            severity: "warning",
            service: "ibc",
            when: now(metrics.backlogSize)
                .above(20)
                .and(since(now(metrics.backlogLatestUpdate)).below(3600)),
            for: "15m",
            summary: "Packets wait to be carried",
            description: ({ label, value }) =>
                `${value} packets wait on ${label("channel")} from ${label("chain")} to ${label("counterparty")}.`,
            symptomOf: [
                { alert: "BlockProductionStopped", sharing: [] },
                { alert: "IBCRelayerDown", sharing: [] },
            ],
            cases: [
                broken(
                    "fifty wait",
                    "30m",
                    {
                        [series(metrics.backlogSize, PATH)]: "50x40",
                        [series(metrics.backlogLatestUpdate, PATH)]: "0+60x40",
                    },
                    [PATH],
                ),
                healthy("three wait", "30m", {
                    [series(metrics.backlogSize, PATH)]: "3x40",
                    [series(metrics.backlogLatestUpdate, PATH)]: "0+60x40",
                }),
                unseen("the number is two hours old", "120m", {
                    [series(metrics.backlogSize, PATH)]: "50x130",
                    [series(metrics.backlogLatestUpdate, PATH)]: "1x130",
                }),
            ],
        }),
        alert({
            name: "IBCRelayerWalletLow",
            severity: "critical",
            service: "ibc",
            when: low,
            for: "5m",
            summary: "The relayer's wallet runs dry",
            description: ({ label, value }) =>
                `${label("account")} on ${label("chain")} has ${value} ${label("denom")} left for fees.`,
            cases: [
                broken(
                    "half of what it needs is left",
                    "15m",
                    { [series(metrics.walletBalance, wallet)]: `${enough / 2}x20` },
                    [wallet],
                ),
                healthy("twice of what it needs is left", "15m", {
                    [series(metrics.walletBalance, wallet)]: `${enough * 2}x20`,
                }),
                unseen("the chain does not answer, so there is no balance", "15m", {
                    [series(metrics.workers, { type: "wallet" })]: "1x20",
                }),
            ],
        }),
        alert({
            name: "IBCTimeoutRate",
            severity: "warning",
            service: "ibc",
            when: sum(rate(metrics.timeoutEvents, "15m"), "chain", "channel")
                .dividedBy(sum(rate(metrics.sendPacketEvents, "15m"), "chain", "channel"))
                .above(0.05),
            for: "5m",
            summary: "More than 5 % of packets time out",
            description: ({ label, percent }) =>
                `${percent} of the packets on ${label("channel")} from ${label("chain")}.`,
            symptomOf: [{ alert: "IBCRelayerDown", sharing: [] }],
            cases: [
                broken(
                    "one in five times out",
                    "30m",
                    {
                        [series(metrics.timeoutEvents, PATH)]: "0+2x40",
                        [series(metrics.sendPacketEvents, PATH)]: "0+10x40",
                    },
                    [{ chain: "paw-1", channel: "channel-7" }],
                ),
                healthy("one in a hundred does", "30m", {
                    [series(metrics.timeoutEvents, PATH)]: "0+1x40",
                    [series(metrics.sendPacketEvents, PATH)]: "0+100x40",
                }),
                unseen("nothing is sent", "30m", {
                    [series(metrics.timeoutEvents, PATH)]: "0x40",
                    [series(metrics.sendPacketEvents, PATH)]: "0x40",
                }),
            ],
        }),
        alert({
            name: "IBCMisbehaviour",
            severity: "critical",
            service: "ibc",
            when: increase(metrics.clientMisbehavioursSubmitted, "1h").above(0),
            for: "0m",
            summary: "A counterparty chain forked: its client is frozen",
            description: ({ label }) =>
                `${label("client")} of ${label("src_chain")} on ${label("dst_chain")} was given two headers for one height.`,
            cases: [
                broken(
                    "misbehaviour was submitted",
                    "20m",
                    {
                        [series(metrics.clientMisbehavioursSubmitted, CLIENT)]: "0x9 1x30",
                    },
                    [CLIENT],
                ),
                healthy("there was none", "20m", {
                    [series(metrics.clientMisbehavioursSubmitted, CLIENT)]: "0x30",
                }),
                unseen("nobody answers", "20m"),
            ],
        }),
        alert({
            name: "IBCClientExpiring",
            severity: "critical",
            service: "ibc",
            // A series younger than the window says nothing about the time before it.
            when: increase(updates, overdue)
                .plus(increase(metrics.clientUpdatesSkipped, overdue))
                .equals(0)
                .and(ago(updates, overdue)),
            for: "0m",
            summary: "A light client has not been updated for so long that it is about to expire",
            description: ({ label }) =>
                `${label("client")} of ${label("src_chain")} on ${label("dst_chain")} has had no update for ${overdue}; ` +
                `after ${trustingDays} days without one, only governance can bring it back.`,
            symptomOf: [{ alert: "IBCRelayerDown", sharing: [] }],
            cases: [
                hourly(
                    broken(
                        "nothing has updated it",
                        `${hours + 2}h`,
                        {
                            [series(updates, CLIENT)]: `4x${hours + 4}`,
                            [series(metrics.clientUpdatesSkipped, CLIENT)]: `0x${hours + 4}`,
                        },
                        [CLIENT],
                    ),
                ),
                hourly(
                    healthy("somebody else updates it", `${hours + 2}h`, {
                        [series(updates, CLIENT)]: `4x${hours + 4}`,
                        [series(metrics.clientUpdatesSkipped, CLIENT)]: `0x${hours - 5} 1+1x9`,
                    }),
                ),
                hourly(
                    unseen("Hermes started a little while ago", `${hours - 2}h`, {
                        [series(updates, CLIENT)]: `0x${hours}`,
                        [series(metrics.clientUpdatesSkipped, CLIENT)]: `0x${hours}`,
                    }),
                ),
            ],
        }),
        alert({
            name: "IBCBroadcastErrors",
            severity: "warning",
            service: "ibc",
            when: sum(increase(metrics.broadcastErrors, "10m"), "account", "error_description").above(5),
            for: "0m",
            summary: "A chain refuses the relayer's transactions",
            description: ({ label, value }) =>
                `${value} transactions of ${label("account")} in ten minutes: ${label("error_description")}.`,
            symptomOf: [{ alert: "IBCRelayerWalletLow", sharing: ["account"] }],
            cases: [
                broken(
                    "one a minute is refused",
                    "20m",
                    {
                        [series(metrics.broadcastErrors, {
                            account: "paw1relayer",
                            error_code: "32",
                            error_description: "account sequence mismatch",
                        })]: "0+1x30",
                    },
                    [{ account: "paw1relayer", error_description: "account sequence mismatch" }],
                ),
                healthy("one was, long ago", "30m", {
                    [series(metrics.broadcastErrors, { account: "paw1relayer" })]: "1x40",
                }),
                unseen("none ever was, so there is no series", "20m"),
            ],
        }),
        ...(confirms ? [latency(), ...relayLatencyObjective()] : []),
    ];
};

const latency = () =>
    alert({
        name: "IBCRelayLatencyP95",
        severity: "warning",
        service: "ibc",
        when: quantile(0.95, metrics.txLatencyConfirmed, "10m", "chain", "counterparty").above(15000),
        for: "10m",
        summary: "Packets take longer than 15 seconds",
        description: ({ label, value }) =>
            `${value} ms from ${label("counterparty")} to ${label("chain")}, 95th percentile.`,
        symptomOf: [{ alert: "BlockProductionStopped", sharing: [] }],
        cases: [
            broken(
                "they take twenty",
                "30m",
                observing(metrics.txLatencyConfirmed, { value: 20000, perMinute: 10, minutes: 40 }, PATH),
                [{ chain: "paw-1", counterparty: "osmosis-1" }],
            ),
            healthy(
                "they take five",
                "30m",
                observing(metrics.txLatencyConfirmed, { value: 5000, perMinute: 10, minutes: 40 }, PATH),
            ),
            unseen("none is carried", "30m", {
                [`${metrics.txLatencyConfirmed.name}_bucket{le="+Inf"}`]: "7x40",
            }),
        ],
    });
