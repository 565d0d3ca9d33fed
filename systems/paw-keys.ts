import * as pulumi from "@pulumi/pulumi";
import type { Pods } from "../components/boundary/paths";
import { COSIGNER_PORT } from "../components/chain/ports";
import { P2pAddress } from "../components/edge/p2p-address";
import type { Ground } from "../components/ground/ground";
import { Identity } from "../components/ground/identity";
import { Secret } from "../components/ground/secret";
import type { ExternalCosigners } from "../components/ground/signing-key";
import { externalCosigners } from "../components/ground/signing-key";
import type { Paw } from "../components/settings/paw";
import { regionOf } from "../components/settings/paw";
import type { Site } from "../components/workload/site";
import {
    COSIGNERS,
    FAUCET,
    followersOf,
    host,
    INDEXER,
    pagesOf,
    relayerPods,
    sentryPods,
    VALIDATOR,
} from "./paw-shape";

/** What a workload is known by: its identity, and the secrets that it alone reads. */
export interface Held {
    identity: Identity;
    /** By what they are for: `node-key`, `shard`, `ecies`, or the id of a chain. */
    secrets: Readonly<Record<string, Secret>>;
}

/** Identities, node keys, shards, relayers' keys and addresses of the chain's workloads. */
export class PawKeys extends pulumi.ComponentResource {
    /** Who holds the consensus key among them. */
    readonly consensus: ExternalCosigners;
    /** By workload. */
    private readonly held = new Map<string, Held>();
    private readonly addresses: ReadonlyMap<string, pulumi.Output<string>>;

    constructor(name: string, args: { ground: Ground; settings: Paw }, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:systems:PawKeys", `${name}-keys`, {}, opts);
        const { google, secretManager: manager } = args.ground;
        const { chainId, explorer, faucet, relayers, sentries, signer } = args.settings;
        const child = { parent: this };
        const hold = (
            { pods, namespace }: Required<Pods>,
            secrets: readonly string[],
            roles: readonly string[] = [],
        ) => {
            const actsFor = { namespace, serviceAccount: pods };
            const identity = new Identity(
                `${name}-${pods}`,
                { google, description: `PAW chain: ${pods}`, actsFor, roles },
                child,
            );
            const own = secrets.map((id) => [
                id,
                new Secret(`${name}-${pods}-${id}`, { manager, reader: identity }, child),
            ]);
            this.held.set(pods, { identity, secrets: Object.fromEntries(own) });
        };

        for (const node of [VALIDATOR, ...sentries.nodes.map(sentryPods)]) hold(node, ["node-key"]);
        for (const cosigner of COSIGNERS) hold(cosigner, ["shard", "ecies"]);
        for (const relayer of relayers)
            hold(relayerPods(relayer), [chainId, ...relayer.counterparties.map(({ id }) => id)]);
        for (const follower of followersOf(args.settings)) hold(follower, []);
        const sql = ["roles/cloudsql.client", "roles/cloudsql.instanceUser"];
        if (explorer) hold(INDEXER, [], sql);
        if (faucet) hold(FAUCET, ["key"], sql);
        for (const page of pagesOf(args.settings)) hold(page, []);

        this.consensus = externalCosigners(`${name}-consensus`, {
            threshold: signer.threshold,
            cosigners: COSIGNERS.map((cosigner) => ({
                name: cosigner.pods,
                endpoint: host(cosigner, COSIGNER_PORT),
                shard: this.secret(cosigner, "shard"),
            })),
        });
        this.addresses = new Map(
            sentries.nodes.map((sentry) => {
                const { pods } = sentryPods(sentry);
                const { address } = new P2pAddress(`${name}-${pods}`, { google, region: regionOf(sentry.zone) }, child);
                return [pods, address];
            }),
        );
        this.registerOutputs();
    }

    of({ pods }: Pods): Held {
        return found(pods, this.held.get(pods));
    }

    secret(of: Pods, id: string): Secret {
        return found(`${id} of ${of.pods}`, this.of(of).secrets[id]);
    }

    /** The password of a region's Redis, for one workload. */
    redisPassword(of: Pods, { ground, region }: Site): Secret {
        return new Secret(
            `paw-${of.pods}-redis-${region}`,
            { manager: ground.secretManager, reader: this.of(of).identity, value: ground.cache(region).password },
            { parent: this },
        );
    }

    /** Where a sentry's peers find it. */
    address({ pods }: Pods): pulumi.Output<string> {
        return found(pods, this.addresses.get(pods));
    }
}

function found<T>(what: string, value: T | undefined): T {
    if (value === undefined) throw new pulumi.RunError(`nothing is held for ${what}; name it in the settings`);
    return value;
}
