import type { RelayedChain } from "../components/chain/hermes-config";
import { outsideChain } from "../components/chain/hermes-config";
import type { Intents } from "../components/settings/intents";

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
