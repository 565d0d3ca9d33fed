import type * as pulumi from "@pulumi/pulumi";
import type { Namespace } from "../components/boundary/namespace";
import type { RelayedChain } from "../components/chain/hermes-config";
import { outsideChain } from "../components/chain/hermes-config";
import { Relayer } from "../components/chain/relayer";
import type { Identity } from "../components/ground/identity";
import { Secret } from "../components/ground/secret";
import type { SecretManager } from "../components/ground/secret-manager";
import type { Intents } from "../components/settings/intents";
import type { Site } from "../components/workload/site";
import { RELAYER } from "./intents-shape";

export interface RelayerArgs {
    settings: Intents;
    image: string;
    identity: Identity;
    manager: SecretManager;
}

/** The chains at both ends of channels as the relayer sees them, at the endpoints that are preferred. @meets S0-05 */
export const relayed = ({ chains, channels }: Intents): RelayedChain[] =>
    chains.flatMap(({ name, rpc, grpc, ...chain }) => {
        const own = channels.flatMap(({ from, to, channel, counterparty }) => [
            ...(from === name ? [channel] : []),
            ...(to === name ? [counterparty] : []),
        ]);
        const [firstRpc, firstGrpc] = [rpc[0], grpc[0]];
        if (own.length === 0 || firstRpc === undefined || firstGrpc === undefined) return [];
        const transfers = own.map((channel) => ["transfer", channel] as const);
        return [outsideChain({ ...chain, rpc: firstRpc, grpc: firstGrpc, channels: transfers })];
    });

interface Place {
    site: Site;
    namespace: Namespace;
}

/** Makes the keys of the relayer, and declares it in a site: the same keys in each, and one that runs. */
export function relayerOf(
    name: string,
    { settings, image, identity, manager }: RelayerArgs,
    child: pulumi.ComponentResourceOptions,
): (place: Place) => Relayer {
    const chains = relayed(settings);
    const keys = Object.fromEntries(
        chains.map(({ id }) => [id, new Secret(`${name}-${id}`, { manager, reader: identity }, child)]),
    );
    return (place) =>
        new Relayer(
            `${name}-${place.site.region}`,
            { ...place, app: RELAYER.pods, image, identity, chains, keys },
            child,
        );
}
