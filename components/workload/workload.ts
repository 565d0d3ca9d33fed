import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { guarded } from "../ground/guard";
import type { Drain } from "./drain";
import { declareBudget, declareElasticity } from "./elasticity";
import type { Metrics } from "./metrics";
import type { Ports, Probes } from "./probes";
import type { Runtime, RuntimeArgs } from "./runtime";
import { declareRuntime } from "./runtime";
import { declareService } from "./service";
import type { Storage } from "./storage";
import { claims } from "./storage";

/** A single writer runs once in the active site and nowhere else; anything else has replicas. There is no third way. */
export type Scale =
    | { writer: "one"; storage?: Storage; replicas?: never; members?: never; onePerNode?: never }
    /** Without a disk, in every site; their number follows the load. */
    | { replicas: { min: number; max: number }; writer?: never; members?: never; storage?: never; onePerNode?: never }
    /** So many with a disk each, in every site. */
    | { members: number; storage: Storage; onePerNode?: true; writer?: never; replicas?: never };

export interface WorkloadArgs extends RuntimeArgs, Drain {
    scale: Scale;
    /** Named ports, on its Service too; `http` is the one that probes ask if they name none. */
    ports?: Ports;
    /** Where it gives its metrics; its port is one more. */
    metrics?: Metrics;
    probes: Probes;
}

/** The one hardened way to run a container that never ends. */
export class Workload extends pulumi.ComponentResource {
    constructor(name: string, args: WorkloadArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:workload:Workload", name, {}, opts);
        const { scale } = args;
        const ports = allPorts(name, args);
        const storage = "replicas" in scale ? undefined : scale.storage;
        const runtime = declareRuntime(
            name,
            args,
            {
                ports,
                probes: args.probes,
                ...(args.drainSeconds !== undefined && { drainSeconds: args.drainSeconds }),
                ...(args.drainCall !== undefined && { drainCall: args.drainCall }),
                onePerNode: scale.onePerNode,
                first: "writer" in scale,
                data: storage?.at,
            },
            this,
        );
        const { metadata, selector, child } = runtime;

        if ("replicas" in scale) declareDeployment(name, runtime);
        else
            declareSet(name, runtime, {
                replicas: "members" in scale ? scale.members : args.site.active ? 1 : 0,
                serviceName: "members" in scale ? `${args.app}-members` : args.app,
                storage,
            });

        if (Object.keys(ports).length > 0)
            declareService(name, { metadata, selector, ports, empty: "writer" in scale && !args.site.active }, child);
        if ("members" in scale)
            declareService(
                `${name}-members`,
                {
                    // Without the workload's own label, by which its metrics are found: they would be read twice.
                    metadata: { name: `${args.app}-members`, namespace: metadata.namespace, labels: {} },
                    selector,
                    ports,
                    headless: true,
                },
                child,
            );
        // With one pod, any budget either blocks every drain or says nothing.
        if (!("writer" in scale) && scale.members !== 1) declareBudget(name, { metadata, selector }, child);
        if ("replicas" in scale) declareElasticity(name, metadata, scale.replicas, child);
        this.registerOutputs();
    }
}

function allPorts(name: string, { ports = {}, metrics }: WorkloadArgs): Ports {
    if (!metrics) return ports;
    const known = ports[metrics.port];
    if (known !== undefined && known !== metrics.number)
        throw new pulumi.RunError(
            `${name} has its metrics on ${metrics.port} ${metrics.number}, but its port ${metrics.port} is ${known}`,
        );
    return { ...ports, [metrics.port]: metrics.number };
}

/** Seconds on top of a drain in which a pod is scheduled, pulls its image and starts. */
const START_SECONDS = 600;

function declareDeployment(name: string, { metadata, selector, template, after }: Runtime) {
    return new kubernetes.apps.v1.Deployment(
        name,
        {
            metadata,
            spec: {
                strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
                selector: { matchLabels: selector },
                template,
            },
        },
        after,
    );
}

/**
 * A stateful set, for a single writer even without a disk: a pod of the same name is made only once the old one is gone,
 * whoever ended it. A Deployment that recreates promises that for its own rollouts alone; when a node is drained it
 * starts the next pod while the last one still works.
 */
function declareSet(
    name: string,
    { metadata, selector, template, graceSeconds, after }: Runtime,
    { replicas, serviceName, storage }: { replicas: number; serviceName: string; storage: Storage | undefined },
) {
    const patience = `${graceSeconds * Math.max(replicas, 1) + START_SECONDS}s`;
    return new kubernetes.apps.v1.StatefulSet(
        name,
        {
            metadata,
            spec: {
                replicas,
                serviceName,
                // Updates still go one by one and in order. The other way, a pod that never gets ready blocks its own repair.
                podManagementPolicy: "Parallel",
                updateStrategy: { type: "RollingUpdate" },
                selector: { matchLabels: selector },
                template,
                ...(storage && claims(storage)),
            },
        },
        // Whoever applies this waits for the drain.
        {
            ...after,
            ...(storage && guarded.opts),
            customTimeouts: { create: patience, update: patience, delete: patience },
        },
    );
}
