import * as pulumi from "@pulumi/pulumi";
import type { Namespace } from "../boundary/namespace";
import type { Identity } from "../ground/identity";
import type { Secret } from "../ground/secret";
import { IMAGES } from "../workload/images";
import type { Site } from "../workload/site";
import { CONFIG_DIR, SECRETS_DIR } from "../workload/volumes";
import { Workload } from "../workload/workload";
import type { RelayedChain } from "./hermes-config";
import { hermesConfig, KEY_NAME, KEYS_DIR } from "./hermes-config";
import { ROLE } from "./node";
import { HERMES_METRICS } from "./ports";

export interface RelayerArgs {
    site: Site;
    namespace: Namespace;
    app: string;
    /** Hermes, with registry, tag and digest. */
    image: string;
    identity: Identity;
    chains: readonly RelayedChain[];
    /** By chain id: the key file that `hermes keys add` writes. */
    keys: Readonly<Record<string, Secret>>;
}

/** Hermes' place for each key, as a link: the key itself stays where it is mounted. */
export const linkKeys = (chains: readonly string[]) =>
    chains
        .map(
            (id) =>
                `mkdir -p ${KEYS_DIR}/${id}/keyring-test && ln -sf ${SECRETS_DIR}/${id}.json ${KEYS_DIR}/${id}/keyring-test/${KEY_NAME}.json`,
        )
        .join(" && ");

/** One Hermes for a set of paths. Two on one path pay twice for each packet, so it runs once, in the active site. */
export class Relayer extends pulumi.ComponentResource {
    constructor(name: string, args: RelayerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:chain:Relayer", name, {}, opts);
        const { chains, keys } = args;
        const ids = chains.map(({ id }) => id);
        const without = ids.find((id) => !keys[id]);
        if (without) throw new pulumi.RunError(`${name} has no key for ${without}; give it one for each chain`);
        const answers = { http: HERMES_METRICS.path, port: HERMES_METRICS.port };
        new Workload(
            name,
            {
                site: args.site,
                namespace: args.namespace,
                app: args.app,
                image: args.image,
                command: ["/usr/bin/hermes", "--config", `${CONFIG_DIR}/config.toml`, "start"],
                scale: { writer: "one" },
                metrics: HERMES_METRICS,
                resources: { cpu: "500m", memory: "1Gi" },
                probes: { startup: answers, readiness: answers, liveness: answers },
                identity: args.identity,
                config: { "config.toml": hermesConfig(chains) },
                secrets: { files: Object.fromEntries(Object.entries(keys).map(([id, key]) => [`${id}.json`, key])) },
                scratch: { keys: { at: KEYS_DIR, size: "1Mi" } },
                init: [
                    {
                        name: "keys",
                        image: IMAGES.busybox,
                        command: ["sh", "-c", linkKeys(ids)],
                        resources: { cpu: "50m", memory: "32Mi" },
                        sees: ["keys"],
                    },
                ],
                labels: { [ROLE]: "relayer" },
            },
            { parent: this },
        );
        this.registerOutputs();
    }
}
