import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Namespace } from "../boundary/namespace";
import type { Database } from "../ground/database";
import type { Identity } from "../ground/identity";
import type { ContainerArgs, ExtraContainer } from "./container";
import { container } from "./container";
import { databaseProxy } from "./database-proxy";
import type { Drain } from "./drain";
import { graceSeconds, outlastsScaleDown } from "./drain";
import type { BinaryFiles, SecretFileArgs, TextFiles } from "./files";
import { checkSize, checksum, versioned } from "./files";
import type { Placement } from "./placement";
import type { Extra } from "./pod";
import { podSpec } from "./pod";
import type { Ports, Probes } from "./probes";
import { unprobed } from "./probes";
import { SecretFiles } from "./secret-files";
import type { Site } from "./site";
import type { Scratch } from "./volumes";

/** What everything that runs is told, however often and however long it runs. */
export interface RuntimeArgs extends ContainerArgs {
    site: Site;
    namespace: Namespace;
    /** Its name inside the namespace, and of the service account that it runs as. */
    app: string;
    /** Google identity that it acts as. */
    identity: Identity;
    /** Node pool, default any that is not dedicated. */
    pool?: string;
    /** Zone of the site's region, default any. */
    zone?: string | undefined;
    /** All its cores to itself: limits are requests, and its cores a whole number. */
    pinned?: true;
    /** Files that the container finds under `/etc/slipway/config`; a change of them restarts it. */
    config?: TextFiles;
    /** More of those, in base64. */
    binaryConfig?: BinaryFiles;
    /** Files that the container finds under `/var/run/secrets/slipway`; another version of them restarts it. */
    secrets?: SecretFileArgs;
    /** Postgres, reached on 127.0.0.1:5432 through a proxy that logs in with the identity. */
    database?: Database;
    /** Directories for its own use, by name. `/tmp` is always there. */
    scratch?: Readonly<Record<string, Scratch>>;
    /** Containers that run before the main one, one after the other. */
    init?: readonly ExtraContainer[];
    /** Containers that run beside it. */
    sidecars?: readonly ExtraContainer[];
    labels?: Readonly<Record<string, string>>;
    annotations?: Readonly<Record<string, string>>;
    /** What has to be there, or to have ended, before its pods change, such as the migration of its database. */
    after?: readonly pulumi.Resource[];
}

/** What the kinds of workloads tell of their pods. */
export interface PodNeeds extends Drain, Placement {
    ports?: Ports;
    probes?: Probes;
    /** Where the disk of a stateful set is found. */
    data?: string | undefined;
}

/** What a controller needs to make pods. */
export interface Runtime {
    metadata: { name: string; namespace: string; labels: Record<string, string> };
    selector: { "app.kubernetes.io/name": string };
    template: {
        metadata: { labels: Record<string, string>; annotations: Record<string, pulumi.Input<string>> };
        spec: ReturnType<typeof podSpec>;
    };
    graceSeconds: number;
    /** For the objects of the workload. */
    child: pulumi.CustomResourceOptions;
    /** For the controller itself: its pods need the account and the files. */
    after: pulumi.CustomResourceOptions & { dependsOn: pulumi.Resource[] };
}

/** Declares the account and the files of a workload, and makes the template of its pods. */
export function declareRuntime(name: string, args: RuntimeArgs, needs: PodNeeds, parent: pulumi.Resource): Runtime {
    const { app, namespace, site, config = {}, binaryConfig = {}, secrets } = args;
    const selector = { "app.kubernetes.io/name": app };
    const labels = { ...args.labels, ...selector, "app.kubernetes.io/part-of": namespace.namespace };
    const metadata = { name: app, namespace: namespace.namespace, labels };
    const child = { ...namespace.child, parent };
    const before = needs.first ? site.turn(`${namespace.namespace}/${app}`, parent) : [];

    const account = new kubernetes.core.v1.ServiceAccount(
        name,
        {
            metadata: { ...metadata, annotations: { "iam.gke.io/gcp-service-account": args.identity.email } },
            automountServiceAccountToken: false,
        },
        child,
    );
    if (args.pinned && !/^[1-9][0-9]*$/.test(args.resources.cpu))
        throw new pulumi.RunError(`${name} is pinned to ${args.resources.cpu} cores; use a whole number`);
    checkSize(name, config, binaryConfig);
    const configMap =
        Object.keys({ ...config, ...binaryConfig }).length > 0
            ? new kubernetes.core.v1.ConfigMap(name, { metadata, data: config, binaryData: binaryConfig }, child)
            : undefined;
    const secretName = secrets && versioned(app, secrets.files);
    const files =
        secrets &&
        secretName &&
        new SecretFiles(
            `${name}-secrets`,
            { site, namespace, secretName, serviceAccount: app, ...secrets },
            { parent },
        );

    const grace = graceSeconds(name, needs);
    const { ports = {}, probes } = needs;
    const why = probes && unprobed(probes);
    const extras = (containers: readonly ExtraContainer[] = []): Extra[] =>
        containers.map((one) => ({ container: container(one.name, one), sees: one.sees ?? [] }));
    return {
        metadata,
        selector,
        template: {
            metadata: {
                labels,
                annotations: {
                    ...args.annotations,
                    "slipway.dev/config": checksum(config, binaryConfig, secrets?.composed ?? {}),
                    ...(why !== undefined && { "slipway.dev/no-readiness": why }),
                    // The autoscaler would move it where nothing else works meanwhile, or cut its drain short.
                    ...((needs.first || outlastsScaleDown(grace)) && {
                        "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
                    }),
                },
            },
            spec: podSpec({
                app,
                main: container(app, { ...args, ports, ...(probes && { probes, drain: needs }) }),
                init: extras(args.init),
                sidecars: [
                    ...(args.database ? [{ container: databaseProxy(args.database), sees: [] }] : []),
                    ...extras(args.sidecars),
                ],
                pinned: args.pinned ?? false,
                graceSeconds: grace,
                configMap: configMap && app,
                secretName,
                scratch: args.scratch,
                pool: args.pool,
                zone: args.zone,
                onePerNode: needs.onePerNode,
                first: needs.first,
                data: needs.data,
            }),
        },
        graceSeconds: grace,
        child,
        after: {
            ...child,
            dependsOn: [
                account,
                ...(configMap ? [configMap] : []),
                ...(files ? [files] : []),
                ...before,
                ...(args.after ?? []),
            ],
        },
    };
}
