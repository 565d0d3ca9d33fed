import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { version as kubernetes } from "@pulumi/kubernetes/package.json";
import type { Plan } from "../preview/plan";
import { prepare } from "./cloud/before";
import { clusterEndpoint } from "./cloud/endpoint";
import { descriptionsAtHand } from "./cloud/google/at-hand";
import { autoscale } from "./cluster/autoscaler";
import { type RunningCluster, startCluster } from "./cluster/cluster";
import { type DeclaredCluster, declaredClusters } from "./cluster/declared";
import { firstNodes } from "./cluster/nodes";
import type { Listed } from "./keeping";
import { GoogleStandIn } from "./providers/gcp";
import { KubernetesStandIn } from "./providers/kubernetes";
import { type Intercept, type Serving, serve } from "./providers/protocol";
import type { StandIn } from "./providers/stand-in";
import { has } from "./tools/find";
import type { RunningVault } from "./vault/server";
import { startVaultFor } from "./vault/vault";

/** What is not the real thing, in words for whoever reads a result. */
export const standIns = (): readonly string[] => [
    "Google Cloud is a simulation, and the provider processes are stand-ins of ours.",
    "Nodes are simulated by kwok: nothing runs in a pod. Helm charts are recorded, not rendered.",
    ...(has("vault") ? [] : ["There is no Vault program here: what a stack declares in Vault is only remembered."]),
];

export interface ServersOptions {
    directory: string;
    /** What the network declares: its clusters are started before it is up. */
    plan: Plan;
    intercept: Intercept;
    say: (line: string) => void;
    /** Without clusters and Vault: enough for a preview of what is not up yet. */
    bare: boolean;
}

/** What a network needs around it. */
export interface Servers {
    /** One server for each package. */
    readonly providers: readonly Serving[];
    /** Starts the stand-in for a package again after it was stopped; the next command finds it. */
    revive(name: string): Promise<void>;
    /** By the name of the declared cluster. */
    readonly clusters: ReadonlyMap<string, RunningCluster>;
    /** Folder of the simulated cloud. */
    readonly cloud: string;
    /** The real Vault server, where the network has one and the program is there. */
    readonly vault?: RunningVault;
    /** Every server that listens, for people. */
    readonly list: readonly Listed[];
    stop(): Promise<void>;
}

/** Starts a control plane for each declared cluster, and a stand-in for each provider. */
export async function startServers({ bare, directory, plan, intercept, say }: ServersOptions): Promise<Servers> {
    const cloud = join(directory, "cloud");
    mkdirSync(cloud, { recursive: true });
    prepare(cloud, plan);
    const served = bare ? { ...plan, resources: [] } : plan;
    const started = await Promise.allSettled(
        declaredClusters(served).map((declared) => startDeclared(declared, join(directory, declared.name), say)),
    );
    const running = started.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    const stopClusters = () => Promise.all(running.map(({ stop }) => stop()));
    const failed = started.find((one) => one.status === "rejected");
    if (failed) {
        await stopClusters();
        throw failed.reason;
    }
    const clusters = new Map(running.map(({ cluster }) => [cluster.name, cluster]));
    const vault = await startVaultFor({ directory: join(directory, "vault"), plan: served, say }).catch(
        async (error) => {
            await stopClusters();
            throw error;
        },
    );
    const descriptions = descriptionsAtHand();
    const serving: StandIn[] = [
        new GoogleStandIn({ folder: cloud, ...(descriptions && { discovery: descriptions }) }),
        new KubernetesStandIn({ version: kubernetes, endpoints: writeEndpoints(directory, clusters) }),
        vault.standIn,
    ];
    const log = join(directory, "log", "providers.jsonl");
    const providers = await Promise.all(serving.map((standIn) => serve(standIn, { log, intercept })));
    return {
        providers,
        async revive(name) {
            const at = serving.findIndex((standIn) => standIn.name === name);
            const standIn = serving[at];
            if (!standIn) throw new Error(`there is no stand-in for ${name}`);
            providers[at] = await serve(standIn, { log, intercept });
        },
        clusters,
        cloud,
        ...(vault.server && { vault: vault.server }),
        list: [
            ...providers.map(({ name, port }) => ({ name: `stand-in for ${name}`, address: `127.0.0.1:${port}`, log })),
            ...[...clusters.values()].map(({ name, server, directory: own }) => ({
                name: `API server of ${name}`,
                address: server,
                log: join(own, "log", "kube-apiserver.log"),
            })),
            ...(vault.server
                ? [{ name: "Vault", address: vault.server.address, log: join(directory, "vault", "vault.log") }]
                : []),
        ],
        async stop() {
            await Promise.all(providers.map((provider) => provider.stop()));
            await stopClusters();
            await vault.server?.stop();
        },
    };
}

/** A cluster with its first nodes, and more of them as pods need them. */
async function startDeclared({ name, pools }: DeclaredCluster, directory: string, say: (line: string) => void) {
    const cluster = await startCluster({ name, directory, nodes: firstNodes(pools), say });
    const scaling = new AbortController();
    const scaled = autoscale(cluster.client, pools, scaling.signal).catch((error: Error) => {
        if (!scaling.signal.aborted) say(`${name}: no more nodes are added: ${error.message}`);
    });
    return {
        cluster,
        async stop() {
            scaling.abort();
            await scaled;
            await cluster.stop();
        },
    };
}

/** Where the control plane of each declared cluster is on this machine. */
function writeEndpoints(directory: string, clusters: ReadonlyMap<string, RunningCluster>): string {
    const map = [...clusters].map(([name, { server, token, certificateAuthority }]) => [
        clusterEndpoint(name),
        { server, token, ca: certificateAuthority },
    ]);
    const file = join(directory, "endpoints.json");
    writeFileSync(file, JSON.stringify(Object.fromEntries(map), undefined, 2), { mode: 0o600 });
    return file;
}
