import type * as pulumi from "@pulumi/pulumi";
import { Relayer } from "../components/chain/relayer";
import { Signer } from "../components/chain/signer";
import { Validator } from "../components/chain/validator";
import { regionOf } from "../components/settings/paw";
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

/** What runs in the active site and nowhere else. */
export function declareWriters(place: Place, child: pulumi.ComponentResourceOptions): void {
    const { settings, site, signing, serving, disk, keys } = place;
    const { chainId, images, signer, validator, explorer, faucet } = settings;
    const { nodeId: _, ...size } = validator;
    const own = signer.zones.every((zone) => regionOf(zone) === site.region);
    new Validator(
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
        },
        child,
    );
    new Signer(
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
        },
        child,
    );
    for (const relayer of settings.relayers) {
        const { pods } = relayerPods(relayer);
        new Relayer(
            `${pods}-${site.region}`,
            {
                site,
                namespace: signing,
                app: pods,
                image: images.relayer,
                identity: keys.of({ pods }).identity,
                chains: relayedChains(settings, relayer),
                keys: keys.of({ pods }).secrets,
            },
            child,
        );
    }
    if (explorer)
        declareIndexer(
            `${INDEXER.pods}-${site.region}`,
            {
                site,
                namespace: serving,
                identity: keys.of(INDEXER).identity,
                database: site.ground.database,
                image: explorer.images.indexer,
                chainId,
            },
            child,
        );
    if (faucet)
        declareFaucet(
            `${FAUCET.pods}-${site.region}`,
            {
                settings,
                faucet,
                site,
                namespace: signing,
                identity: keys.of(FAUCET).identity,
                key: keys.secret(FAUCET, "key"),
                redisPassword: keys.redisPassword(FAUCET, site),
            },
            child,
        );
}
