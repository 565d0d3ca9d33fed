import { namesPools } from "./capacity";
import { zonesOf } from "./locations";
import type { Paw } from "./paw";
import { regionOf } from "./paw";
import { publicName, publicNames } from "./paw-public";
import type { Finding, Rule } from "./problems";
import { duplicates } from "./problems";
import type { Settings } from "./settings";

/** Why a signer is not offered, in short (docs/decisions/2026-11-21-horcrux-signs.md); what runs honestly on GKE has no line. */
const REFUSED: Readonly<Partial<Record<Paw["signer"]["type"], string>>> = {
    tmkms: "horcrux: of the HSMs of tmkms a YubiHSM is on USB, which no GKE node has, and Fortanix DSM wants a key that may be exported; and two of it sign twice",
    "cosmos-kms": "horcrux: cosmos-kms 0.1 has no backend for Google Cloud, and Cloud HSM holds no Ed25519 key",
};

/** Where coins are worth nothing, so that they can be given away. */
const FREE_COINS: Readonly<Record<Settings["network"], boolean>> = { testnet: true, mainnet: false };

const AT = "systems.paw";

/** Zones that a region has nodes in; all that it can have, while it names one that does not exist and is told so. */
const zonesIn = ({ name, zones }: Settings["ground"]["regions"][number]): readonly string[] =>
    zones.every((zone) => zonesOf(name).includes(zone)) ? zones : zonesOf(name);

/** A rule for a stack that has the block. */
const rule = (check: (paw: Paw, settings: Settings) => Iterable<Finding>): Rule<Settings> =>
    function* (settings) {
        const { paw } = settings.systems;
        if (paw) yield* check(paw, settings);
    };

export const pawRules: readonly Rule<Settings>[] = [
    namesPools(({ paw }) => [
        [
            `${AT}.pools.nodes`,
            paw?.pools.nodes,
            {
                [`${AT}.sentries`]: paw?.sentries,
                [`${AT}.fullNodes`]: paw?.fullNodes,
                [`${AT}.archive`]: paw?.archive,
            },
        ],
        [`${AT}.pools.signers`, paw?.pools.signers, { [`${AT}.validator`]: paw?.validator }],
    ]),
    rule(function* ({ signer }) {
        const use = REFUSED[signer.type];
        if (use) yield { at: `${AT}.signer.type`, found: signer.type, use };
    }),
    rule(function* ({ signer: { zones } }, { ground: { regions, active } }) {
        const own = regions.filter(({ name }) => name === active).flatMap(zonesIn);
        for (const [i, found] of zones.entries()) {
            const at = `${AT}.signer.zones[${i}]`;
            // A cosigner in a second region would be a second place that signs.
            if (!own.includes(found))
                yield { at, found, use: `a zone of ${active}, the one region that signs: ${own.join(", ")}` };
            else if (zones.indexOf(found) < i)
                yield { at, found, use: "a zone for each shard: with two, one zone signs alone" };
        }
    }),
    rule(function* ({ sentries: { nodes }, validator }, { ground: { regions } }) {
        yield* duplicates(nodes, `${AT}.sentries.nodes`, "name");
        yield* duplicates(nodes, `${AT}.sentries.nodes`, "nodeId");
        const zones = regions.flatMap(zonesIn);
        for (const [i, { zone, nodeId }] of nodes.entries()) {
            const at = `${AT}.sentries.nodes[${i}]`;
            if (!zones.includes(zone))
                yield { at: `${at}.zone`, found: zone, use: `a zone of one of the regions: ${zones.join(", ")}` };
            if (nodeId === validator.nodeId)
                yield { at: `${at}.nodeId`, found: nodeId, use: "a node id other than the validator's" };
        }
    }),
    rule(function* ({ sentries: { nodes } }, { ground: { regions, active } }) {
        const at = `${AT}.sentries.nodes`;
        const places = (region: string) =>
            new Set(nodes.map(({ zone }) => zone).filter((zone) => regionOf(zone) === region));
        const bare = regions.filter(({ name }) => places(name).size === 0).map(({ name }) => name);
        if (bare.length > 0)
            yield {
                at,
                found: `none in ${bare.join(", ")}`,
                use: "a sentry in each region, which the other nodes there follow the chain through",
            };
        if (places(active).size === 1)
            yield {
                at,
                found: `all those of ${active} in ${[...places(active)].join()}`,
                use: `two zones of ${active}, so that the validator keeps a peer when a zone is lost`,
            };
    }),
    rule(function* ({ blockSeconds, slowBlockSeconds }) {
        if (slowBlockSeconds <= blockSeconds)
            yield {
                at: `${AT}.slowBlockSeconds`,
                found: slowBlockSeconds,
                use: `more than blockSeconds, which is ${blockSeconds}: every block would be an alert`,
            };
    }),
    rule(function* ({ haltHeight, upgrade, images }) {
        if (!upgrade) return;
        if (haltHeight !== undefined && haltHeight <= upgrade.height)
            yield {
                at: `${AT}.haltHeight`,
                found: haltHeight,
                use: `a height above ${upgrade.height}, or none: nodes that halt there never reach the upgrade`,
            };
        if (upgrade.image === images.node)
            yield { at: `${AT}.upgrade.image`, found: upgrade.image, use: "an image other than images.node" };
    }),
    rule(function* (paw, { edge }) {
        const names = publicNames(paw);
        for (const [i, { system, hosts }] of (edge?.exposed ?? []).entries())
            for (const [j, host] of hosts.entries()) {
                const name = publicName(host);
                if (system === "paw" && !(name && names.includes(name)))
                    yield {
                        at: `edge.exposed[${i}].hosts[${j}]`,
                        found: host,
                        use: `a name that begins with ${names.map((one) => `${one}.`).join(" or ")}, which says what answers`,
                    };
            }
    }),
    rule(function* (paw) {
        for (const name of ["explorer", "faucet", "status"] as const) {
            const replicas = paw[name]?.replicas;
            if (replicas && replicas.max < replicas.min)
                yield {
                    at: `${AT}.${name}.replicas.max`,
                    found: replicas.max,
                    use: `${replicas.min} or more, its min`,
                };
        }
    }),
    rule(function* ({ faucet, prefix }, { network }) {
        if (!faucet) return;
        if (!FREE_COINS[network])
            yield {
                at: `${AT}.faucet`,
                found: `coins of ${network} to give away`,
                use: "no faucet where coins are worth something",
            };
        if (!faucet.address.startsWith(`${prefix}1`))
            yield { at: `${AT}.faucet.address`, found: faucet.address, use: `an address that starts with ${prefix}1` };
    }),
    rule(function* ({ relayers, chainId }) {
        yield* duplicates(relayers, `${AT}.relayers`, "name");
        const seen = new Map<string, string>();
        for (const [i, { counterparties }] of relayers.entries()) {
            const of = `${AT}.relayers[${i}].counterparties`;
            yield* duplicates(counterparties, of, "id");
            for (const [j, { id, channels }] of counterparties.entries()) {
                if (id === chainId) yield { at: `${of}[${j}].id`, found: id, use: "a chain other than our own" };
                for (const [k, { ours }] of channels.entries()) {
                    const at = `${of}[${j}].channels[${k}].ours`;
                    const first = seen.get(ours);
                    if (first)
                        yield {
                            at,
                            found: ours,
                            use: `each channel once; ${first} relays it, and two pay for each packet`,
                        };
                    else seen.set(ours, at);
                }
            }
        }
    }),
];
