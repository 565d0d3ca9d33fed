import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

export interface Mount {
    name: string;
    mountPath: string;
    readOnly?: true;
}
type Volume = types.input.core.v1.Volume;

/** Where mounted files are found; the names of directories say what is in them. */
export const CONFIG_DIR = "/etc/slipway/config";
export const SECRETS_DIR = "/var/run/secrets/slipway";

/** A directory that lives and dies with the pod. */
export interface Scratch {
    /** Where the container finds it. */
    at: string;
    /** Most that it may hold, such as `2Gi`; part of the container's ephemeral storage. */
    size: string;
}

export interface VolumeArgs {
    /** Name of the ConfigMap with its files. */
    configMap?: string | undefined;
    /** Name of the Kubernetes secret with its files. */
    secretName?: pulumi.Input<string> | undefined;
    /** By name. `/tmp` is always there, with 256Mi. */
    scratch?: Readonly<Record<string, Scratch>> | undefined;
    /** Where the claim `data` of a stateful set is found. */
    data?: string | undefined;
}

/** The volumes of a pod, each with the one place where containers find it. */
export function volumes({ configMap, secretName, scratch = {}, data }: VolumeArgs): {
    volumes: Volume[];
    mounts: Mount[];
} {
    const pairs: [Volume | undefined, Mount][] = [];
    for (const [name, { at, size }] of Object.entries({ tmp: { at: "/tmp", size: "256Mi" }, ...scratch }))
        pairs.push([
            { name, emptyDir: { sizeLimit: size } },
            { name, mountPath: at },
        ]);
    if (configMap !== undefined)
        pairs.push([
            { name: "config", configMap: { name: configMap } },
            { name: "config", mountPath: CONFIG_DIR, readOnly: true },
        ]);
    if (secretName !== undefined)
        pairs.push([
            { name: "secrets", secret: { secretName, defaultMode: 0o400 } },
            { name: "secrets", mountPath: SECRETS_DIR, readOnly: true },
        ]);
    // Its volume is the claim that the stateful set makes for each pod.
    if (data !== undefined) pairs.push([undefined, { name: "data", mountPath: data }]);
    return { volumes: pairs.flatMap(([volume]) => volume ?? []), mounts: pairs.map(([, mount]) => mount) };
}
