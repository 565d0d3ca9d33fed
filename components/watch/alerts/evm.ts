import { alert } from "../alert";
import { broken, healthy, series, unseen } from "../case";
import { ethAddress } from "../catalogue/evm";
import { executor } from "../catalogue/executor";
import { absent, changes, increase, max, now, since, sum } from "../query/functions";

const POD = { namespace: "executor", pod: "executor-0" };

/** Alerts on balances, read by a program that knows nothing of the executor. @meets S2-13 */
export const balanceAlerts = () => {
    const { balance, errors, requests } = ethAddress.metrics;
    const account = { name: "account", address: "0xab" };
    const [here, there] = ["tenderly", "publicnode"].map((execution) => ({ ...account, execution }));
    const asked = { method: "POST", path: "/", api_method: "eth_getBalance", execution: "tenderly" };
    return [
        alert({
            name: "ExecutorBalanceChanged",
            activeOnly: true,
            severity: "warning",
            service: "executor",
            when: max(changes(balance, "10m"), "name", "address").above(0),
            for: "0m",
            summary: "The balance of one of the executor's accounts changed",
            description: ({ label, value }) =>
                `The balance of ${label("name")}, ${label("address")}, changed ${value} times in 10 minutes.`,
            cases: [
                broken("something was taken", "20m", { [series(balance, here)]: "9e18x15 4e18x15" }, [account]),
                healthy("nothing was", "20m", {
                    [series(balance, here)]: "9e18x30",
                    [series(balance, there)]: "9e18x30",
                }),
                unseen("the exporter did not answer for a while", "20m", {
                    [series(balance, here)]: "9e18x12 _x4 9e18x15",
                }),
            ],
        }),
        alert({
            name: "ExecutorBalanceUnread",
            activeOnly: true,
            severity: "warning",
            service: "executor",
            // An endpoint that fails leaves its last value standing.
            when: sum(increase(errors, "10m"))
                .dividedBy(sum(increase(requests, "10m")))
                .above(0.9)
                .or(absent(balance)),
            for: "5m",
            summary: "Nobody reads the balances of the executor's accounts",
            description: "No endpoint has told a balance for ten minutes, so a change would not be seen.",
            cases: [
                broken("every read fails", "30m", {
                    [series(balance, here)]: "9e18x40",
                    [series(errors, here)]: "0+4x40",
                    [series(requests, asked)]: "0+4x40",
                }),
                healthy("one of two endpoints fails", "30m", {
                    [series(balance, here)]: "9e18x40",
                    [series(errors, there)]: "0+4x40",
                    [series(requests, asked)]: "0+4x40",
                    [series(requests, { ...asked, execution: "publicnode" })]: "0+4x40",
                }),
                unseen("there never was an exporter", "20m", {}, [{}]),
            ],
        }),
    ];
};

const { rpcRequests, rpcLatestBlockAt } = executor.metrics;

const failed = <By extends "provider" = never>(...by: readonly By[]) =>
    sum(increase(rpcRequests, "5m", { result: "error" }), ...by).dividedBy(sum(increase(rpcRequests, "5m"), ...by));

const asking = (provider: string, share: { error: number; ok: number }) =>
    Object.fromEntries(
        (["error", "ok"] as const).map((result) => [
            series(rpcRequests, { ...POD, provider, result }),
            `0+${share[result]}x40`,
        ]),
    );

/** Alerts on RPC providers, as the executor finds them: it alone has their keys. @meets S2-10 */
export const rpcAlerts = () => [
    alert({
        name: "RPCProviderDown",
        severity: "warning",
        service: "rpc",
        when: failed("provider").above(0.5),
        for: "2m",
        summary: "An RPC provider fails",
        description: ({ label, percent }) => `${percent} of the requests to ${label("provider")} failed in 5 minutes.`,
        symptomOf: [{ alert: "AllRPCProvidersDown", sharing: [] }],
        cases: [
            broken(
                "one refuses every request",
                "20m",
                { ...asking("alchemy", { error: 60, ok: 0 }), ...asking("infura", { error: 0, ok: 60 }) },
                [{ provider: "alchemy" }],
            ),
            healthy("one request in sixty fails", "20m", asking("alchemy", { error: 1, ok: 59 })),
            unseen("nothing is asked", "20m", asking("alchemy", { error: 0, ok: 0 })),
        ],
    }),
    alert({
        name: "AllRPCProvidersDown",
        severity: "critical",
        service: "rpc",
        when: failed().above(0.9),
        for: "1m",
        summary: "No RPC provider answers",
        description: ({ percent }) =>
            `${percent} of all requests failed in 5 minutes: nothing can be read from the chain or sent to it.`,
        cases: [
            broken("both fail", "20m", {
                ...asking("alchemy", { error: 60, ok: 0 }),
                ...asking("infura", { error: 60, ok: 0 }),
            }),
            healthy("one of two answers", "20m", {
                ...asking("alchemy", { error: 60, ok: 0 }),
                ...asking("infura", { error: 0, ok: 60 }),
            }),
            unseen("nothing is asked", "20m", asking("alchemy", { error: 0, ok: 0 })),
        ],
    }),
    alert({
        name: "RPCProviderStale",
        severity: "warning",
        service: "rpc",
        when: since(max(now(rpcLatestBlockAt), "provider")).above(60),
        for: "2m",
        summary: "An RPC provider shows an old chain",
        description: ({ label, duration }) => `The latest block of ${label("provider")} is ${duration} old.`,
        symptomOf: [
            { alert: "AllRPCProvidersDown", sharing: [] },
            { alert: "RPCProviderDown", sharing: ["provider"] },
        ],
        cases: [
            broken(
                "its latest block is ten minutes old",
                "20m",
                { [series(rpcLatestBlockAt, { ...POD, provider: "alchemy" })]: "0+60x10 600x20" },
                [{ provider: "alchemy" }],
            ),
            healthy("it follows the chain", "20m", {
                [series(rpcLatestBlockAt, { ...POD, provider: "alchemy" })]: "0+60x30",
            }),
            unseen("the executor is gone, which another alert says", "20m", {
                [series(rpcLatestBlockAt, { ...POD, provider: "alchemy" })]: "0+60x5 _x30",
            }),
        ],
    }),
];
