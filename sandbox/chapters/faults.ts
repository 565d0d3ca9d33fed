import { CLUSTER_TOOLS } from "../cluster/cluster";
import { type Break, broken } from "./broken";
import type { Chapter } from "./chapter";

const refused: Break = {
    name: "error of a server",
    before: true,
    strike: () => {
        throw new Error("googleapi: Error 503: The service is currently unavailable., backendError");
    },
    told: /Error 503: The service is currently unavailable/,
};

const limited: Break = {
    name: "limit of requests",
    before: true,
    strike: () => {
        throw new Error("googleapi: Error 429: Quota exceeded for quota metric 'Queries'., rateLimitExceeded");
    },
    told: /Error 429: Quota exceeded/,
};

let dead = "";

const dies: Break = {
    name: "provider that dies",
    strike: async (network, _, call) => {
        dead = call.package;
        await network.servers.providers.find(({ name }) => name === dead)?.stop();
    },
    mend: (network) => network.servers.revive(dead),
    told: /connection (refused|error)|transport is closing|error reading from server|Unavailable|CANCELLED|RST_STREAM/i,
};

/**
 * The stand-in, like the provider, waits for a server that is gone for a while, so the command may not even fail. Somebody
 * stops it meanwhile, as one does with Ctrl-C, so that there is more to break.
 */
const restarts: Break = {
    name: "restart of the API server",
    strike: async (network, pid) => {
        process.kill(pid, "SIGINT");
        for (const cluster of network.servers.clusters.values()) await cluster.restart("kill");
    },
};

const POINTS = 20;

export const chapter: Chapter = {
    name: "faults",
    title: `At ${POINTS} random moments of an up a server refuses, limits, restarts or a provider dies; a retry works`,
    needs: ["pulumi", ...CLUSTER_TOOLS],
    daily: false,
    run: (world, check) => broken(world, check, POINTS, [refused, limited, dies, restarts]),
};
