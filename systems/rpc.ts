import type * as pulumi from "@pulumi/pulumi";
import type { Names, Path, Pods } from "../components/boundary/paths";
import type { Identity } from "../components/ground/identity";
import { Secret } from "../components/ground/secret";
import type { SecretManager } from "../components/ground/secret-manager";
import { type Provider, rpcSecret } from "../components/settings/evm";
import { SECRETS_DIR } from "../components/workload/volumes";

/** File with the whole address of a provider, key and all. Nothing else holds it. */
const fileName = ({ name }: Provider, chain: string): string => `rpc-${chain}-${name}`;

/** Where a workload finds that file. */
export const rpcFile = (provider: Provider, chain: string): string => `${SECRETS_DIR}/${fileName(provider, chain)}`;

/** The secrets of one workload, by the name of the file that each becomes. */
export const rpcSecrets = (
    { chain, providers }: { chain: string; providers: readonly Provider[] },
    { manager, workload, reader }: { manager: SecretManager; workload: string; reader: Identity },
    child: pulumi.ComponentResourceOptions,
): Record<string, Secret> =>
    Object.fromEntries(
        providers.map((provider) => [
            fileName(provider, chain),
            new Secret(rpcSecret(provider, workload), { manager, reader }, child),
        ]),
    );

/** The hosts of providers, each once: a vendor may serve several chains at one. */
export const hostsOf = (providers: readonly Provider[]): string[] => [...new Set(providers.map(({ host }) => host))];

/** Out to named hosts, over HTTPS and WebSocket. */
export const toHosts = (from: Pods, hosts: readonly string[], why: string): Path<Names> => ({
    from,
    to: { names: hosts },
    ports: [443],
    why,
});
