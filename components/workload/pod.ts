import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { POOL_LABEL } from "../ground/node-pool";

type PodSpec = types.input.core.v1.PodSpec;
type Container = types.input.core.v1.Container;

export interface Resources {
    /** Cores asked for, such as `500m`; there is no limit, since throttling only adds latency. */
    cpu: string;
    /** Memory asked for and allowed, such as `512Mi`. */
    memory: string;
}

/** What any container of ours may do: nothing but run as somebody without rights on a file system it cannot write. */
export const hardened = {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
};

/** The same for requests and limits: memory is never overcommitted. */
export const resources = ({ cpu, memory }: Resources) => ({
    requests: { cpu, memory },
    limits: { memory },
});

/** Where mounted files are found; the names of directories say what is in them. */
export const CONFIG_DIR = "/etc/slipway/config";
export const SECRETS_DIR = "/var/run/secrets/slipway";

export interface PodArgs {
    name: string;
    container: Omit<Container, "name" | "securityContext" | "volumeMounts">;
    /** Containers that run beside it, started before and stopped after. */
    sidecars: Container[];
    /** Name of the ConfigMap with its files. */
    configMap: pulumi.Input<string> | undefined;
    /** Name of the Kubernetes secret with its files. */
    secretName: pulumi.Input<string> | undefined;
    /** Dedicated node pool that it runs on. */
    pool: string | undefined;
    /** Time between the request to stop and the end, seconds. */
    graceSeconds: number;
}

/** The one shape of pod that is deployed. */
export function podSpec(args: PodArgs): PodSpec {
    const volumes: types.input.core.v1.Volume[] = [{ name: "tmp", emptyDir: { sizeLimit: "256Mi" } }];
    const mounts: types.input.core.v1.VolumeMount[] = [{ name: "tmp", mountPath: "/tmp" }];
    if (args.configMap) {
        volumes.push({ name: "config", configMap: { name: args.configMap } });
        mounts.push({ name: "config", mountPath: CONFIG_DIR, readOnly: true });
    }
    if (args.secretName) {
        volumes.push({ name: "secrets", secret: { secretName: args.secretName, defaultMode: 0o400 } });
        mounts.push({ name: "secrets", mountPath: SECRETS_DIR, readOnly: true });
    }
    return {
        serviceAccountName: args.name,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        terminationGracePeriodSeconds: args.graceSeconds,
        securityContext: {
            runAsNonRoot: true,
            runAsUser: 10001,
            runAsGroup: 10001,
            fsGroup: 10001,
            fsGroupChangePolicy: "OnRootMismatch",
            seccompProfile: { type: "RuntimeDefault" },
        },
        topologySpreadConstraints: ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
            topologyKey,
            maxSkew: 1,
            // A hard constraint would make a drain wait for room that is only there after the drain.
            whenUnsatisfiable: "ScheduleAnyway",
            labelSelector: { matchLabels: { "app.kubernetes.io/name": args.name } },
        })),
        ...(args.pool && {
            nodeSelector: { [POOL_LABEL]: args.pool },
            tolerations: [{ key: POOL_LABEL, operator: "Equal", value: args.pool, effect: "NoSchedule" }],
        }),
        initContainers: args.sidecars.map((sidecar) => ({
            ...sidecar,
            restartPolicy: "Always",
            securityContext: hardened,
        })),
        containers: [{ ...args.container, name: args.name, securityContext: hardened, volumeMounts: mounts }],
        volumes,
    };
}
