import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Drain } from "./drain";
import { lifecycle } from "./drain";
import type { Ports, Probes } from "./probes";
import { probes } from "./probes";
import type { Resources } from "./resources";
import { resources } from "./resources";

/** A container without what makes it safe, which is not its own to say. */
export type Bare = Omit<types.input.core.v1.Container, "securityContext" | "resources"> & { resources: Resources };

export interface ContainerArgs {
    /** With registry, tag and digest. */
    image: string;
    /** Runs instead of the image's entry point. */
    command?: readonly string[];
    args?: readonly string[];
    resources: Resources;
    /** Never a secret: those come as files. */
    env?: Readonly<Record<string, pulumi.Input<string>>>;
}

/** A container that runs before the main one, or beside it. */
export interface ExtraContainer extends ContainerArgs {
    name: string;
    /** Directories that it sees, by the name of their volume: `tmp`, `config`, `secrets`, `data`, a scratch directory. */
    sees?: readonly string[];
    /** Ports and probes of one that runs beside. */
    ports?: Ports;
    probes?: Probes;
}

/** The part that all containers have. */
export const container = (
    name: string,
    args: ContainerArgs & { ports?: Ports; probes?: Probes; drain?: Drain },
): Bare => ({
    name,
    image: args.image,
    ...(args.command && { command: [...args.command] }),
    ...(args.args && { args: [...args.args] }),
    env: Object.entries(args.env ?? {}).map(([variable, value]) => ({ name: variable, value })),
    ports: Object.entries(args.ports ?? {}).map(([port, containerPort]) => ({ name: port, containerPort })),
    resources: args.resources,
    ...(args.probes && probes(name, args.probes, args.ports ?? {})),
    ...(args.drain && { lifecycle: lifecycle(name, args.drain, args.ports ?? {}) }),
});

/** What any container of ours may do, whatever its place: run as somebody without rights on files it cannot write. */
export const hardened = (bare: Bare, pinned: boolean): types.input.core.v1.Container => ({
    ...bare,
    resources: resources(bare.resources, pinned),
    terminationMessagePolicy: "FallbackToLogsOnError",
    securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        capabilities: { drop: ["ALL"] },
        seccompProfile: { type: "RuntimeDefault" },
    },
});
