import * as pulumi from "@pulumi/pulumi";
import type { Namespace } from "../components/boundary/namespace";
import type { Ground } from "../components/ground/ground";
import { HsmKey } from "../components/ground/hsm-key";
import type { Identity } from "../components/ground/identity";
import { Secret } from "../components/ground/secret";
import { signingEnv } from "../components/ground/signing-key";
import { VaultAccess } from "../components/ground/vault-access";
import type { Intents } from "../components/settings/intents";
import { databaseUrl } from "../components/workload/database-proxy";
import type { SecretSource } from "../components/workload/secret-files";
import type { Site } from "../components/workload/site";
import { CONFIG_DIR, SECRETS_DIR } from "../components/workload/volumes";
import { Workload } from "../components/workload/workload";
import { intentsConfig } from "./intents-config";
import { COORDINATOR, COORDINATOR_METRICS, COORDINATOR_PORTS, NAMESPACE } from "./intents-shape";
import { redisFiles } from "./redis";
import type { Contracts } from "./system";

const DATABASE = "atom_intents";
const CONFIG = "intents.toml";

/** Of github.com/iqlusioninc/atom-intents at 2ade034. */
export const coordinatorContracts = ({ oracle: { sidecar } }: Intents): Contracts => ({
    [COORDINATOR.pods]: [
        "signs with Cloud KMS, by the key version in PROVIDER_KEY_VERSION, where its source wants PROVIDER_PRIVATE_KEY",
        "reads the address of Redis from the file REDIS_URL_FILE, where its source wants REDIS_URL",
        ...(sidecar
            ? [
                  "asks Connect for prices at /connect/oracle/v2/prices; its source (crates/solver/src/oracle.rs) asks /slinky/oracle/v1/get_price, which Connect does not serve: so far the sidecar prices nothing for it",
              ]
            : []),
    ],
});

export interface CoordinatorArgs {
    network: string;
    ground: Ground;
    settings: Intents;
    identity: Identity;
}

interface Place {
    site: Site;
    namespace: Namespace;
}

/** Makes what the coordinator holds, and declares it in a site: the same in each, and one that runs. */
export function coordinatorOf(
    name: string,
    { network, ground, settings, identity }: CoordinatorArgs,
    child: pulumi.ComponentResourceOptions,
): (place: Place) => Workload {
    const { signingRing: ring, secretManager: manager, database } = ground;
    const { cpu, drainCommand, drainSeconds, memoryGb, pool } = settings.coordinator;
    const key = new HsmKey(
        `${name}-provider`,
        { ring, algorithm: "EC_SIGN_SECP256K1_SHA256", version: 1, signer: identity },
        child,
    );
    const secret = (id: string, value?: pulumi.Input<string>) =>
        new Secret(id, { manager, reader: identity, ...(value && { value }) }, child);
    const apiKeys = apiKeysOf(name, settings, ground, secret, child);
    database.add(DATABASE, identity);
    return ({ site, namespace }) => {
        const cache = ground.cache(site.region);
        const redis = redisFiles(cache, "intents");
        const redisPassword = secret(`${name}-redis-password-${site.region}`, cache.password);
        return new Workload(
            `${COORDINATOR.pods}-${site.region}`,
            {
                site,
                namespace,
                app: COORDINATOR.pods,
                image: settings.images.coordinator,
                scale: { writer: "one" },
                ports: COORDINATOR_PORTS,
                metrics: COORDINATOR_METRICS,
                resources: { cpu: String(cpu), memory: `${memoryGb}Gi` },
                probes: { startup: "/health", readiness: "/health", liveness: "/health" },
                drainSeconds,
                ...(drainCommand && { drainCall: { exec: drainCommand } }),
                identity,
                pool,
                env: {
                    CONFIG_FILE: `${CONFIG_DIR}/${CONFIG}`,
                    DATABASE_URL: identity.databaseUser.apply((user) => databaseUrl(DATABASE, user)),
                    ...redis.env,
                    ...signingEnv("PROVIDER", key),
                    SOLVER_API_KEYS_DIR: SECRETS_DIR,
                    RATE_LIMIT_ANONYMOUS_RPM: String(settings.rateLimits.anonymousRpm),
                    RATE_LIMIT_AUTHENTICATED_RPM: String(settings.rateLimits.authenticatedRpm),
                    RATE_LIMIT_SOLVER_RPM: String(settings.rateLimits.solverRpm),
                },
                config: { [CONFIG]: intentsConfig(network, settings) },
                secrets: { files: { ...redis.files(redisPassword), ...apiKeys }, composed: redis.composed },
                database,
            },
            child,
        );
    };
}

/** API keys of solvers, kept where the stack file says, under the same names. */
function apiKeysOf(
    name: string,
    { solvers }: Intents,
    { vault }: Ground,
    secret: (id: string) => Secret,
    child: pulumi.ComponentResourceOptions,
): Record<string, SecretSource> {
    const names = solvers.apiKeys.map((solver) => `solver-api-key-${solver}`);
    if (solvers.custody === "secret-manager") return Object.fromEntries(names.map((id) => [id, secret(id)]));
    if (!vault) throw new pulumi.RunError(`${name} keeps API keys in Vault; give the ground a vault`);
    const access = new VaultAccess(
        `${name}-${COORDINATOR.pods}-vault`,
        { vault, namespace: NAMESPACE, serviceAccount: COORDINATOR.pods, secrets: names },
        child,
    );
    return access.secrets;
}
