import * as pulumi from "@pulumi/pulumi";
import type { Cache } from "../components/ground/cache";
import type { SecretSource } from "../components/workload/secret-files";
import { SECRETS_DIR } from "../components/workload/volumes";

/** Memorystore's port for TLS. */
export const REDIS_TLS_PORT = 6378;

/**
 * Databases of a region's one Redis, each system's own: a key that two products write is lost by one of them.
 * Memorystore has 16: cloud.google.com/memorystore/docs/redis/quotas.
 */
export const DATABASES = { intents: 0, executor: 1, agents: 2, betting: 3, paw: 4 } as const;

/** What a workload needs to log in to its region's Redis: the address comes as a file, with the password in it. */
export const redisFiles = (cache: Cache, system: keyof typeof DATABASES) => ({
    env: { REDIS_URL_FILE: `${SECRETS_DIR}/redis-url`, REDIS_CA: cache.authority },
    files: (password: SecretSource) => ({ "redis-password": password }),
    composed: {
        "redis-url": pulumi.interpolate`rediss://:{{ index . "redis-password" }}@${cache.host}:${cache.port}/${DATABASES[system]}`,
    },
});
