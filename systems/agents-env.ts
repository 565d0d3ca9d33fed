import type { Agents, SERVERS } from "../components/settings/agents";
import { SOLANA } from "../components/settings/agents";
import type { Provider } from "../components/settings/evm";
import { CHAINS } from "../components/settings/evm";
import { callers } from "../components/settings/evm-secrets";
import { rpcFile } from "./rpc";

export type Server = (typeof SERVERS)[number];

/** The chains of an MCP server, with the prefix of their variables: `ETH_MAINNET`. */
export interface ServedChain {
    chain: "ethereum" | "solana";
    prefix: string;
    providers: readonly Provider[];
}

/** What a server gives access to. */
export function servedBy(server: Server, { ethereum, solana }: Agents): ServedChain[] {
    const network = ethereum.chain === "ethereum" ? "mainnet" : ethereum.chain;
    const all: ServedChain[] = [
        { chain: "ethereum", prefix: variable("eth", network), providers: ethereum.providers },
        { chain: "solana", prefix: variable("sol", solana.cluster), providers: solana.providers },
    ];
    return all.filter(({ chain }) => callers(chain).includes(server));
}

/** Limits and switches, under the names of seed document 004, for whatever builds or sends transactions. */
export const limitsEnv = (settings: Agents): Record<string, string> => ({
    LOG_LEVEL: settings.logLevel,
    TEST_MODE: String(CHAINS[settings.ethereum.chain].test && SOLANA[settings.solana.cluster].test),
    CHAIN_ID: String(CHAINS[settings.ethereum.chain].id),
    MAX_GAS_PRICE_GWEI: String(settings.ethereum.gasPriceGwei),
    MIN_CONFIRMATIONS_ETH: String(settings.ethereum.confirmations),
    MIN_CONFIRMATIONS_SOLANA: String(settings.solana.confirmations),
    MAX_SLIPPAGE_PERCENT: String(settings.slippageBps / 100),
    DISABLED_FEATURES: settings.switchedOff.join(","),
});

/** Providers in their order, the files with their addresses, and this replica's share of what their keys allow. */
export const rpcEnv = (chains: readonly ServedChain[], replicas: number): Record<string, string> =>
    Object.fromEntries(
        chains.flatMap(({ chain, prefix, providers }) => [
            [`${prefix}_RPC_ORDER`, providers.map(({ name }) => name).join(",")],
            ...providers.flatMap((provider) => [
                [`${prefix}_RPC_${variable(provider.name)}_FILE`, rpcFile(provider, chain)],
                [
                    `RPC_RATE_LIMIT_${variable(provider.name)}`,
                    String(Math.floor(provider.requestsPerSecond / replicas)),
                ],
            ]),
        ]),
    );

const variable = (...words: string[]) => words.join("_").toUpperCase().replaceAll("-", "_");
