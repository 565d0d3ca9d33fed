import type { Paw } from "../components/settings/paw";
import type { Alert } from "../components/watch/alert";
import { pawAlerts as alertsOfChain } from "../components/watch/alerts/paw";
import { COMETBFT_NAMESPACE } from "../components/workload/metrics";
import { followersOf, sentriesIn, sentryPods, VALIDATOR } from "./paw-shape";

/** Alerts with the thresholds that the stack file gives or implies. */
export function pawAlerts(settings: Paw, active: string): readonly Alert[] {
    const { blockSeconds, slashing, slowBlockSeconds } = settings;
    const sentries = sentriesIn(settings, active);
    return alertsOfChain({
        namespace: COMETBFT_NAMESPACE,
        version: "0.38",
        peers: [
            // It has its sentries for peers and nobody else; one lost is looked at, two are woken up for.
            { workload: VALIDATOR.pods, atLeast: Math.max(1, sentries.length - 1) },
            ...sentries.map((sentry) => ({
                workload: sentryPods(sentry).pods,
                atLeast: settings.sentries.fewestPeers,
            })),
            ...followersOf(settings).map(({ pods }) => ({ workload: pods, atLeast: 1 })),
        ],
        validator: {
            workload: VALIDATOR.pods,
            // The signer dials the validator and the active region's sentries.
            signingNodes: 1 + sentries.length,
            slashing: { windowBlocks: slashing.windowBlocks, minSigned: slashing.minSignedPercent / 100 },
        },
        horcrux: true,
        blockSeconds,
        slowBlockSeconds,
    });
}
