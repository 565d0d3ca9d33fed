import type * as pulumi from "@pulumi/pulumi";
import { Relayer } from "../components/chain/relayer";
import { Signer } from "../components/chain/signer";
import { Validator } from "../components/chain/validator";
import { regionOf } from "../components/settings/paw";
import type { Workload } from "../components/workload/workload";
import { declareFaucet } from "./paw-faucet";
import { declareIndexer } from "./paw-indexer";
import type { Place } from "./paw-nodes";
import {
    COSIGNERS,
    chainOf,
    FAUCET,
    INDEXER,
    peersIn,
    relayedChains,
    relayerPods,
    rolesIn,
    VALIDATOR,
} from "./paw-shape";

/** What runs in one site only, as each site has it. */
export interface Writers {
    validator: Validator;
    signer: Signer;
    relayers: readonly Relayer[];
    indexers: readonly Workload[];
    faucets: readonly Workload[];
}

/** What runs in the active site and nowhere else; `others` are the same in the sites where they do not run. */
export function declareWriters(
    place: Place,
    others: readonly Writers[],
    child: pulumi.ComponentResourceOptions,
): Writers {
    const { settings, site, signing, serving, disk, keys } = place;
    const { chainId, images, signer, validator } = settings;
    const { nodeId: _, ...size } = validator;
    const own = signer.zones.every((zone) => regionOf(zone) === site.region);
    return {
        validator: new Validator(
            `${VALIDATOR.pods}-${site.region}`,
            {
                chain: chainOf(settings),
                site,
                namespace: signing,
                app: VALIDATOR.pods,
                identity: keys.of(VALIDATOR).identity,
                nodeKey: keys.secret(VALIDATOR, "node-key"),
                pool: settings.pools.signers,
                disk,
                ...size,
                sentries: peersIn(settings, site.region),
                takesOverFrom: others.map((other) => other.validator),
            },
            child,
        ),
        signer: new Signer(
            `signer-${site.region}`,
            {
                chainId,
                site,
                namespace: signing,
                image: images.signer,
                key: keys.consensus,
                identities: Object.fromEntries(COSIGNERS.map((one) => [one.pods, keys.secret(one, "ecies")])),
                zones: own ? Object.fromEntries(COSIGNERS.map((one, i) => [one.pods, signer.zones[i]])) : {},
                nodes: rolesIn(settings, site).signed.map(({ pods }) => pods),
                signAbove: signer.signAbove,
                pool: settings.pools.signers,
                disk,
                takesOverFrom: others.map((other) => other.signer),
            },
            child,
        ),
        relayers: settings.relayers.map((relayer, i) => {
            const pods = relayerPods(relayer);
            return new Relayer(
                `${pods.pods}-${site.region}`,
                {
                    site,
                    namespace: signing,
                    app: pods.pods,
                    image: images.relayer,
                    identity: keys.of(pods).identity,
                    chains: relayedChains(settings, relayer),
                    keys: keys.of(pods).secrets,
                    takesOverFrom: others.flatMap((other) => other.relayers[i] ?? []),
                },
                child,
            );
        }),
        indexers: settings.explorer
            ? [
                  declareIndexer(
                      `${INDEXER.pods}-${site.region}`,
                      {
                          site,
                          namespace: serving,
                          identity: keys.of(INDEXER).identity,
                          database: site.ground.database,
                          image: settings.explorer.images.indexer,
                          chainId,
                          takesOverFrom: others.flatMap((other) => other.indexers),
                      },
                      child,
                  ),
              ]
            : [],
        faucets: settings.faucet
            ? [
                  declareFaucet(
                      `${FAUCET.pods}-${site.region}`,
                      {
                          settings,
                          faucet: settings.faucet,
                          site,
                          namespace: signing,
                          identity: keys.of(FAUCET).identity,
                          key: keys.secret(FAUCET, "key"),
                          redisPassword: keys.redisPassword(FAUCET, site),
                          takesOverFrom: others.flatMap((other) => other.faucets),
                      },
                      child,
                  ),
              ]
            : [],
    };
}
