import * as pulumi from "@pulumi/pulumi";
import type { Namespace } from "../boundary/namespace";
import type { Secret } from "../ground/secret";
import type { ExternalCosigners } from "../ground/signing-key";
import { declareBudget } from "../workload/elasticity";
import { IMAGES } from "../workload/images";
import type { Site } from "../workload/site";
import type { DiskClass } from "../workload/storage";
import { CONFIG_DIR } from "../workload/volumes";
import { Workload } from "../workload/workload";
import { horcruxConfig } from "./horcrux-config";
import { privvalService, ROLE } from "./node";
import { COSIGNER_PORT, HORCRUX_METRICS, PRIVVAL_PORT } from "./ports";
import { HOME } from "./prepare";

export interface SignerArgs {
    chainId: string;
    site: Site;
    namespace: Namespace;
    /** Horcrux, with registry, tag and digest. */
    image: string;
    /** Who holds the shards; a cosigner's name is that of its workload. */
    key: ExternalCosigners;
    /** By the name of the cosigner: the key that it proves itself with to the others. */
    identities: Readonly<Record<string, Secret>>;
    /** By the name of the cosigner: its zone, if it is one of this site's region. */
    zones: Readonly<Record<string, string | undefined>>;
    /** Apps of the nodes that it signs for. It dials them; nobody dials it. */
    nodes: readonly string[];
    /** Height that nothing is signed at or below on a new disk. */
    signAbove: number;
    pool: string;
    disk: DiskClass;
}

const COSIGNER = "cosigner";

/**
 * Horcrux: a shard of the consensus key in each of several stateful sets of one, each with an identity, a zone and a disk
 * of its own. Together they run in the active site and nowhere else. What they have signed is on their disks, which no
 * backup holds; a disk that is new starts above a height that somebody has decided on, never at 0 by itself.
 * @meets S1-11, S1-30
 */
export class Signer extends pulumi.ComponentResource {
    constructor(name: string, args: SignerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:chain:Signer", name, {}, opts);
        const { chainId, key, namespace, signAbove, site } = args;
        const home = {
            "config.yaml": horcruxConfig(
                key,
                args.nodes.map((app) => `${privvalService(app)}:${PRIVVAL_PORT}`),
            ),
        };
        const resources = { cpu: "1", memory: "1Gi" };

        for (const { name: app, shard } of key.cosigners) {
            const identity = args.identities[app];
            if (!identity) throw new pulumi.RunError(`${name} has no identity key for ${app}; give each cosigner one`);
            new Workload(
                `${app}-${site.region}`,
                {
                    site,
                    namespace,
                    app,
                    image: args.image,
                    command: ["horcrux", "start", "--home", HOME],
                    scale: { writer: "one", storage: { class: args.disk, gigabytes: 10, at: HOME } },
                    ports: { cosigner: COSIGNER_PORT },
                    metrics: HORCRUX_METRICS,
                    pinned: true,
                    resources,
                    probes: {
                        startup: { tcp: "metrics" },
                        readiness: { none: "cosigners must find each other before any of them can sign" },
                        liveness: { tcp: "metrics" },
                    },
                    identity: shard.reader,
                    pool: args.pool,
                    zone: args.zones[app],
                    config: home,
                    secrets: { files: { [`${chainId}_shard.json`]: shard, "ecies_keys.json": identity } },
                    init: [
                        {
                            name: "prepare",
                            image: IMAGES.busybox,
                            // What a killed process left behind names process 1, which the next one is: it would refuse to start.
                            command: [
                                "sh",
                                "-c",
                                `mkdir -p ${HOME}/state && rm -f ${HOME}/horcrux.pid && cat ${CONFIG_DIR}/config.yaml > ${HOME}/config.yaml`,
                            ],
                            resources: { cpu: "100m", memory: "64Mi" },
                            sees: ["tmp", "config", "data"],
                        },
                        ...(signAbove > 0
                            ? [
                                  {
                                      name: "start-height",
                                      image: args.image,
                                      command: ["sh", "-c", startHeight(chainId, signAbove)],
                                      resources: { cpu: "100m", memory: "128Mi" },
                                      sees: ["tmp", "data"],
                                  },
                              ]
                            : []),
                    ],
                    labels: { [ROLE]: COSIGNER },
                    // No shard starts here while any of them is live elsewhere.
                    after: key.cosigners.flatMap((one) => site.elsewhere(`${namespace.namespace}/${one.name}`)),
                },
                { parent: this },
            );
        }
        // One for all: each is a set of one, and they sign as long as no more than one is away.
        declareBudget(
            `${name}-budget`,
            {
                metadata: { name: COSIGNER, namespace: namespace.namespace },
                selector: { [ROLE]: COSIGNER },
                setsOfOne: key.cosigners.length,
            },
            { ...namespace.child, parent: this },
        );
        this.registerOutputs();
    }
}

/**
 * Horcrux takes a disk without a state for a key that never signed. Its image has a shell and few programs; one that
 * cannot read what is there fails, and nothing starts.
 */
export const startHeight = (chainId: string, height: number) => {
    const state = (kind: string) => `${HOME}/state/${chainId}_${kind}_state.json`;
    return `cat ${state("priv_validator")} ${state("share_sign")} > /dev/null || horcrux state set ${chainId} ${height} --home ${HOME}`;
};
