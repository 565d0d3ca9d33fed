import * as pulumi from "@pulumi/pulumi";
import type { Namespace } from "../boundary/namespace";
import type { Identity } from "../ground/identity";
import type { Secret } from "../ground/secret";
import type { Ports } from "../workload/probes";
import { declareService } from "../workload/service";
import type { Site } from "../workload/site";
import type { DiskClass, Storage } from "../workload/storage";
import type { Scale } from "../workload/workload";
import { Workload } from "../workload/workload";
import type { AppConfig } from "./app-config";
import { appConfig } from "./app-config";
import type { CometConfig, StateSync } from "./comet-config";
import { cometConfig } from "./comet-config";
import { COMETBFT_METRICS, GRPC_PORT, P2P_PORT, PRIVVAL_PORT, REST_PORT, RPC_PORT } from "./ports";
import type { Genesis } from "./prepare";
import { HOME, nodeHome } from "./prepare";

/** What all nodes of a chain have in common. */
export interface Chain {
    chainId: string;
    genesis: Genesis;
    /** With registry, tag and digest; `binary` is the program's place in it. */
    image: string;
    binary: string;
    minGasPrices: string;
    pruning: NonNullable<AppConfig["pruning"]>;
    stateSync?: StateSync | undefined;
    haltHeight?: number | undefined;
}

export interface NodeArgs {
    chain: Chain;
    site: Site;
    /** Where it runs: what signs or stands before what signs is never in a namespace that is backed up. */
    namespace: Namespace;
    app: string;
    identity: Identity;
    pool: string;
    /** Default any of the region's. */
    zone?: string;
    disk: DiskClass;
    cpu: number;
    memoryGb: number;
    diskGb: number;
}

export interface Part {
    /** How many there are of it. */
    scale: (storage: Storage) => Scale;
    /** What it is among the chain's nodes. */
    role: "validator" | "sentry" | "full-node" | "archive-node";
    comet: Omit<CometConfig, "moniker" | "knownByKey" | "stateSync">;
    sdk: Omit<AppConfig, "minGasPrices" | "haltHeight">;
    /** `node_key.json`, if others know it by its node id. */
    nodeKey?: Secret;
    /** The address that it tells its peers. */
    address?: pulumi.Input<string>;
}

/** Time to replay or fetch what is missing before it counts as hung, seconds. */
const STARTUP_SECONDS = 3600;

/** The label by which a role's pods are told from others. */
export const ROLE = "app.kubernetes.io/component";

/** A node of the chain, of whatever role: its files are rendered here and nowhere else. @meets S1-06, S1-07 */
export class Node extends pulumi.ComponentResource {
    readonly workload: Workload;

    constructor(name: string, args: NodeArgs & Part, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:chain:Node", name, {}, opts);
        const { app, chain, comet, disk, namespace, nodeKey, role, site } = args;
        const ports: Ports = {
            p2p: P2P_PORT,
            rpc: RPC_PORT,
            rest: REST_PORT,
            ...(args.sdk.grpc && { grpc: GRPC_PORT }),
            ...(comet.signed && { privval: PRIVVAL_PORT }),
        };
        const scale = args.scale({ class: disk, gigabytes: args.diskGb, at: HOME });
        const config = cometConfig({
            ...comet,
            moniker: app,
            knownByKey: nodeKey !== undefined,
            stateSync: chain.stateSync,
        });
        this.workload = new Workload(
            name,
            {
                site,
                namespace,
                app,
                image: chain.image,
                command: [chain.binary, "start", "--home", HOME],
                scale,
                ports,
                metrics: COMETBFT_METRICS,
                pinned: true,
                resources: { cpu: String(args.cpu), memory: `${args.memoryGb}Gi` },
                probes: {
                    startup: health,
                    readiness: comet.signed ? { none: "its signer must find it before it can answer" } : health,
                    liveness: health,
                    startupSeconds: STARTUP_SECONDS,
                },
                drainSeconds: 60,
                identity: args.identity,
                pool: args.pool,
                zone: args.zone,
                config: {
                    "config.toml": config,
                    "app.toml": appConfig({
                        ...args.sdk,
                        minGasPrices: chain.minGasPrices,
                        haltHeight: chain.haltHeight,
                    }),
                },
                ...(nodeKey && { secrets: { files: { "node_key.json": nodeKey } } }),
                init: [nodeHome(chain.genesis, args.address)],
                labels: { [ROLE]: role },
            },
            { parent: this },
        );
        if (comet.signed)
            declareService(
                `${name}-privval`,
                {
                    metadata: {
                        name: privvalService(app),
                        namespace: namespace.namespace,
                        labels: { "app.kubernetes.io/part-of": namespace.namespace },
                    },
                    selector: { "app.kubernetes.io/name": app },
                    ports: { privval: PRIVVAL_PORT },
                    early: true,
                    empty: "writer" in scale && !site.active,
                },
                { ...namespace.child, parent: this },
            );
        this.registerOutputs();
    }
}

const health = { http: "/health", port: "rpc" };

/** Name of the Service at which a node waits for its signer. */
export const privvalService = (app: string) => `${app}-privval`;
