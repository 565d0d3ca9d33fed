import type { Agents, Server } from "../components/settings/agents";
import { callers, SERVERS, SOLANA } from "../components/settings/agents";
import type { Provider } from "../components/settings/evm";
import { CHAINS } from "../components/settings/evm";
import { SECRETS_DIR } from "../components/workload/volumes";
import { rpcFile } from "./rpc";

/** MCP over HTTP, and health. */
export const MCP_PORT = 8080;

/** Files with what the vendors of the orchestrator ask for. */
export const TENDERLY_FILE = "tenderly-access-key";
export const FLASHBOTS_FILE = "flashbots-auth-key";

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

/** What the orchestrator finds its servers, its vendors and its nonces by. */
export const orchestratorEnv = (
    { flashbots, nonces, simulation }: Agents,
    namespace: string,
): Record<string, string> => ({
    ...Object.fromEntries(
        SERVERS.map((server) => [`MCP_${variable(server)}_URL`, `http://${server}.${namespace}.svc:${MCP_PORT}/mcp`]),
    ),
    NONCE_STORE: nonces,
    SIMULATION_REQUIRED: String(simulation.required),
    TENDERLY_ACCOUNT: simulation.account,
    TENDERLY_PROJECT: simulation.project,
    TENDERLY_API_KEY_FILE: `${SECRETS_DIR}/${TENDERLY_FILE}`,
    ...(flashbots && {
        FLASHBOTS_RELAY_URL: `https://${flashbots.host}`,
        FLASHBOTS_AUTH_KEY_FILE: `${SECRETS_DIR}/${FLASHBOTS_FILE}`,
    }),
});

const variable = (...words: string[]) => words.join("_").toUpperCase().replaceAll("-", "_");
