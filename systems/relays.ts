import type { Settings } from "../components/settings/settings";
import type { Alert } from "../components/watch/alert";
import type { Relay } from "../components/watch/alerts/ibc";
import { ibcAlerts } from "../components/watch/alerts/ibc";
import { RELAYER as INTENTS_RELAYER } from "./intents-shape";
import { relayerPods } from "./paw-shape";

type Systems = Settings["systems"];

const relay = ({ pods, namespace }: { pods: string; namespace: string }, wallets: Relay["wallets"]): Relay => ({
    namespace,
    workload: pods,
    wallets,
});

/** Every Hermes, of whichever system. */
const relaysOf = ({ intents, paw }: Systems): Relay[] => [
    ...(intents?.relayer.hermes
        ? [
              relay(
                  INTENTS_RELAYER,
                  intents.chains.map(({ id, walletAtLeast }) => ({ chain: id, atLeast: walletAtLeast })),
              ),
          ]
        : []),
    ...(paw?.relayers ?? []).map((relayer) =>
        relay(relayerPods(relayer), [
            { chain: paw?.chainId ?? "", atLeast: relayer.walletAtLeast },
            ...relayer.counterparties.map(({ id, walletAtLeast }) => ({ chain: id, atLeast: walletAtLeast })),
        ]),
    ),
];

/** The shortest time that a light client of any relayed chain is good for, days. */
const trustingDays = ({ intents, paw }: Systems): number =>
    Math.min(
        ...(intents?.relayer.hermes ? intents.chains : []).map((chain) => chain.trustingDays),
        ...(paw && paw.relayers.length > 0 ? [paw.trustingDays] : []),
        ...(paw?.relayers ?? []).flatMap(({ counterparties }) => counterparties.map((one) => one.trustingDays)),
    );

/** Alerts of all relayers together: they are of one program, and a chain may be relayed by several. @meets S1-02 */
export function relayAlerts(systems: Systems): readonly Alert[] {
    const [first, ...others] = relaysOf(systems);
    if (!first) return [];
    return ibcAlerts({ relays: [first, ...others], trustingDays: trustingDays(systems), confirms: true });
}
