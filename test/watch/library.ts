import type { Alert } from "../../components/watch/alert";
import { agentsAlerts } from "../../components/watch/alerts/agents";
import { bettingAlerts } from "../../components/watch/alerts/betting";
import { secretAlerts, workloadAlerts } from "../../components/watch/alerts/cluster";
import { connectAlerts } from "../../components/watch/alerts/connect";
import { executorAlerts } from "../../components/watch/alerts/executor";
import { googleAlerts } from "../../components/watch/alerts/google";
import { ibcAlerts } from "../../components/watch/alerts/ibc";
import { intentsAlerts } from "../../components/watch/alerts/intents";
import { monitoringAlerts } from "../../components/watch/alerts/monitoring";
import { pawAlerts } from "../../components/watch/alerts/paw";

/** Every alert that there is, with everything switched on. */
export const LIBRARY: Readonly<Record<string, readonly Alert[]>> = {
    intents: [
        ...intentsAlerts({ stalenessSeconds: 300, drainSeconds: 1800 }),
        ...connectAlerts({
            stalenessSeconds: 300,
            markets: [
                { pair: "ATOM/USD", atLeast: 3 },
                { pair: "OSMO/USD", atLeast: 2 },
            ],
        }),
    ],
    paw: pawAlerts({
        namespace: "cometbft",
        version: "0.38",
        peers: [
            { workload: "validator", atLeast: 2 },
            { workload: "sentry", atLeast: 3 },
        ],
        validator: { workload: "sentry", signingNodes: 2, slashing: { windowBlocks: 100, minSigned: 0.5 } },
        horcrux: true,
        blockSeconds: 4,
        slowBlockSeconds: 10,
    }),
    ibc: [
        ...ibcAlerts({
            relays: [
                {
                    namespace: "paw",
                    workload: "relayer-hub",
                    wallets: [
                        { chain: "paw-1", atLeast: 1_000_000 },
                        { chain: "osmosis-1", atLeast: 500_000 },
                    ],
                },
                { namespace: "intents", workload: "relayer", wallets: [{ chain: "osmosis-1", atLeast: 100_000 }] },
            ],
            trustingDays: 14,
            confirms: true,
        }),
    ],
    executor: executorAlerts({
        workload: "executor",
        transactionsPerHour: 60,
        balances: true,
    }),
    betting: bettingAlerts({ api: "api" }),
    agents: agentsAlerts({ simulationRequired: true }),
    monitoring: monitoringAlerts(),
    workload: workloadAlerts(),
    secrets: secretAlerts({ vault: true }),
    google: googleAlerts({ replica: true, maxConnections: 500, exposed: true }),
};

export const ALERTS: readonly Alert[] = Object.values(LIBRARY).flat();
