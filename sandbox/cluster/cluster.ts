import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { tool } from "../tools/find";
import { type Endpoint, KubeClient } from "./client";
import { definitions, install } from "./crds";
import { makeCredentials, readAuthority, writeKubeconfig } from "./credentials";
import type { KubeObject } from "./object";
import { freePorts, type Server, start } from "./server";
import { stages as stagesOf } from "./stages";

export interface ClusterOptions {
    name: string;
    /** An empty folder, or none yet: data, logs, credentials. */
    directory: string;
    /** Nodes that there are at first, such as `firstNodes(pools)`. @default none */
    nodes?: readonly KubeObject[];
    /** Gets a line for each step. */
    say?: (line: string) => void;
}

/** A real control plane on this machine; its nodes, volumes, addresses and secret values are stand-ins. */
export interface RunningCluster extends Endpoint {
    readonly name: string;
    readonly directory: string;
    /** Path of a kubeconfig of the administrator. */
    readonly kubeconfig: string;
    readonly client: KubeClient;
    /** Its programs, in the order in which they were started. */
    readonly servers: readonly Server[];
    /** Kills the API server, or asks it to end, and starts it again at the same address. */
    restart(how?: "kill" | "stop"): Promise<void>;
    /** Ends everything; the data stays. */
    stop(): Promise<void>;
}

/** Programs that a cluster is made of. */
export const CLUSTER_TOOLS = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok"] as const;

const SERVICE_RANGE = "10.96.0.0/16";

/** Starts etcd, API server, controller manager, scheduler and kwok on the loopback interface, at ports that are free. */
export async function startCluster(options: ClusterOptions): Promise<RunningCluster> {
    const plane = new ControlPlane(options);
    try {
        return await plane.start();
    } catch (error) {
        await plane.stop();
        throw error;
    }
}

class ControlPlane {
    readonly #options: ClusterOptions;
    readonly #directory: string;
    readonly #servers = new Map<string, Server>();
    #client: KubeClient | undefined;

    constructor(options: ClusterOptions) {
        this.#options = options;
        this.#directory = resolve(options.directory);
    }

    async start(): Promise<RunningCluster> {
        const { name, nodes = [], say = () => {} } = this.#options;
        const directory = this.#directory;
        mkdirSync(join(directory, "log"), { recursive: true, mode: 0o700 });
        const [client = 0, peer = 0, secure = 0] = await freePorts(3);
        const { serviceAccountKey, tokens, token } = makeCredentials(directory);

        const etcd = `http://127.0.0.1:${client}`;
        await this.#launch("etcd", etcdFlags(directory, etcd, `http://127.0.0.1:${peer}`)).until(() => answers(etcd));

        const server = `https://127.0.0.1:${secure}`;
        const apiserver = apiserverFlags({ directory, etcd, port: secure, serviceAccountKey, tokens });
        const api = await this.#serve(apiserver, server, token);
        const kubeconfig = writeKubeconfig(directory, { name, ...api.endpoint });
        say(`${name}: API server at ${server}`);

        const identity = `--kubeconfig=${kubeconfig}`;
        this.#launch("kube-controller-manager", [
            identity,
            `--service-account-private-key-file=${serviceAccountKey}`,
            `--root-ca-file=${join(directory, "apiserver.crt")}`,
            // One identity instead of one for each controller: four seconds less.
            "--use-service-account-credentials=false",
            "--pvclaimbinder-sync-period=2s",
            // With its own 20 requests a second, a destroy takes twice as long: most of it is controllers that wait.
            "--kube-api-qps=200",
            "--kube-api-burst=400",
            ...ALONE,
        ]);
        this.#launch("kube-scheduler", [identity, ...ALONE]);
        await install(api.client, definitions());
        say(`${name}: custom resources are defined`);

        // It ends if a stage is about a kind that is not served.
        const stages = join(directory, "stages.yaml");
        writeFileSync(stages, stagesOf());
        this.#launch("kwok", [
            identity,
            `--config=${stages}`,
            "--manage-all-nodes=true",
            "--cidr=10.64.0.0/16",
            "--node-ip=127.0.0.1",
            "--node-lease-duration-seconds=40",
        ]);
        await Promise.all(nodes.map((node) => api.client.create(node)));
        await this.#settled(api.client, nodes.length);
        say(`${name}: ${nodes.length} nodes are ready`);

        const servers = this.#servers;
        return {
            name,
            directory,
            ...api.endpoint,
            kubeconfig,
            client: api.client,
            get servers() {
                return [...servers.values()];
            },
            restart: async (how = "kill") => {
                await this.#servers.get("kube-apiserver")?.[how]();
                await this.#serve(apiserver, server, token);
            },
            stop: () => this.stop(),
        };
    }

    /** Clients and API server together, since they wait for each other; what they write to last. */
    async stop(): Promise<void> {
        this.#client?.close();
        const { etcd, ...others } = Object.fromEntries(this.#servers);
        await Promise.all(Object.values(others).map((server) => server.stop()));
        await etcd?.stop();
    }

    #launch(name: (typeof CLUSTER_TOOLS)[number], flags: readonly string[]): Server {
        const server = start(name, [tool(name), ...flags], join(this.#directory, "log", `${name}.log`));
        this.#servers.set(name, server);
        return server;
    }

    /** Starts the API server and waits until it is ready. It keeps the certificate that it made the first time. */
    async #serve(flags: readonly string[], server: string, token: string) {
        const process = this.#launch("kube-apiserver", flags);
        await process.until(async () => existsSync(join(this.#directory, "apiserver.crt")));
        const endpoint = { server, token, certificateAuthority: readAuthority(this.#directory) };
        const client = this.#client ?? new KubeClient(endpoint);
        this.#client = client;
        await process.until(() =>
            client.request("GET", "/readyz").then(
                () => true,
                () => false,
            ),
        );
        return { endpoint, client };
    }

    /** Every node is ready, and pods can be made in the default namespace. */
    async #settled(client: KubeClient, nodes: number): Promise<void> {
        const ready = async () => {
            for (const server of this.#servers.values()) if (!server.running) await server.until(async () => false);
            const { items } = await client.list({ apiVersion: "v1", kind: "Node" });
            if (items.filter(isReady).length < nodes) return false;
            const account = { apiVersion: "v1", kind: "ServiceAccount", name: "default", namespace: "default" };
            return (await client.get(account)) !== undefined;
        };
        const deadline = Date.now() + 120_000;
        while (!(await ready())) {
            if (Date.now() > deadline) throw new Error(`the nodes are not ready; see ${join(this.#directory, "log")}`);
            await sleep(100);
        }
    }
}

/** Serves nothing itself, and is the only one of its kind. */
const ALONE = ["--secure-port=0", "--leader-elect=false", "--profiling=false"];

const etcdFlags = (directory: string, client: string, peer: string): string[] => [
    "--name=sandbox",
    `--data-dir=${join(directory, "etcd")}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=sandbox=${peer}`,
    // A power cut may lose data here.
    "--unsafe-no-fsync",
    "--log-level=warn",
];

function apiserverFlags(at: Record<"directory" | "etcd" | "serviceAccountKey" | "tokens", string> & { port: number }) {
    return [
        `--etcd-servers=${at.etcd}`,
        "--bind-address=127.0.0.1",
        `--secure-port=${at.port}`,
        "--advertise-address=127.0.0.1",
        // Endpoints may not be on the loopback interface.
        "--endpoint-reconciler-type=none",
        // It makes an authority and a certificate for itself there.
        `--cert-dir=${at.directory}`,
        `--service-cluster-ip-range=${SERVICE_RANGE}`,
        "--service-account-issuer=https://kubernetes.default.svc",
        `--service-account-key-file=${at.serviceAccountKey}`,
        `--service-account-signing-key-file=${at.serviceAccountKey}`,
        `--token-auth-file=${at.tokens}`,
        "--anonymous-auth=false",
        // Without it the API server refuses privileged pods itself, which GKE leaves to policies.
        "--allow-privileged=true",
        "--authorization-mode=Node,RBAC",
        "--enable-admission-plugins=NodeRestriction",
        "--event-ttl=10m",
        "--profiling=false",
    ];
}

const isReady = ({ status }: KubeObject): boolean =>
    ((status as { conditions?: { type: string; status: string }[] })?.conditions ?? []).some(
        (condition) => condition.type === "Ready" && condition.status === "True",
    );

const answers = (url: string): Promise<boolean> =>
    new Promise((resolve) => {
        request(`${url}/health`, (response) => {
            response.resume();
            resolve(response.statusCode === 200);
        })
            .once("error", () => resolve(false))
            .end();
    });
