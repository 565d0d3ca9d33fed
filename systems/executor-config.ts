import { CHAINS } from "../components/settings/evm";
import type { Executor } from "../components/settings/executor";
import { rpcFile } from "./rpc";

/** Configuration file of the executor and of its verifier. What is secret comes as files, which it names. */
export function executorConfig({ chain, phase, providers, contracts, limits, cache, logLevel }: Executor): string {
    const config = {
        chain: { name: chain, id: CHAINS[chain].id },
        phase,
        logLevel,
        rpc: providers.map((provider) => ({
            name: provider.name,
            urlFile: rpcFile(provider, chain),
            requestsPerSecond: provider.requestsPerSecond,
        })),
        contracts,
        limits,
        cache,
    };
    return `${JSON.stringify(config, undefined, 2)}\n`;
}
