import { z } from "zod";
import { count, gigabytes, httpsHost, httpsUrl, image } from "./fields";
import { Explorer, Faucet, Status } from "./paw-public";
import { Relayer } from "./paw-relayers";

const chainId = z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,46}$/)
    .meta({ form: "a chain id such as paw-mainnet-1" });

const nodeId = z
    .string()
    .regex(/^[0-9a-f]{40}$/)
    .meta({ form: "a node id of 40 hex digits, as `pawd comet show-node-id` prints it" });

const peer = z
    .string()
    .regex(/^[0-9a-f]{40}@[a-z0-9.-]+:26656$/)
    .meta({ form: "a peer such as <node id>@seed.example.com:26656; no other port is let out" });

/** With the name of the algorithm in front, as image digests have it: 64 digits alone could be a pasted key. */
const sha256 = z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .meta({ form: "sha256: and 64 hex digits in lower case" });

const name = z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,14}$/)
    .meta({ form: "up to 15 lower-case letters, digits and hyphens, starting with a letter" });

const zone = z
    .string()
    .regex(/^[a-z]+-[a-z]+[0-9]+-[a-z]$/)
    .meta({ form: "a zone such as europe-west1-b" });

const size = (cpu: number, memoryGb: number, diskGb: number) => ({
    cpu: count(1, 64).default(cpu).describe(`Cores, 1 to 64. Default ${cpu}.`),
    memoryGb: gigabytes(1, 512).default(memoryGb).describe(`Memory, GB, 1 to 512. Default ${memoryGb}.`),
    diskGb: gigabytes(20, 16_000).default(diskGb).describe(`Chain data, GB, 20 to 16000. Default ${diskGb}.`),
});

const Signer = z
    .strictObject({
        type: z
            .enum(["horcrux", "tmkms", "cosmos-kms"])
            .default("horcrux")
            .describe(
                "What signs blocks. Only horcrux is accepted; the others are refused with the reason. Default horcrux.",
            ),
        threshold: count(2, 3).default(2).describe("Cosigners that it takes to sign, 2 or 3 of 3. Default 2."),
        zones: z
            .array(zone)
            .length(3)
            .describe("A zone of the active region for each of the three cosigners, so that a zone holds one shard."),
        signAbove: count(0, 1_000_000_000).describe(
            "Height that nothing is signed at or below by a cosigner whose disk is new. 0 only for a key that never signed; when the cosigners move to new disks, a height above all that the key has signed.",
        ),
    })
    .describe("The threshold signer: three cosigners with one shard of the consensus key each.");

/** A Cosmos SDK chain of our own: a validator behind sentries, its signer, relayers and what serves the public. */
export const Paw = z
    .strictObject({
        chainId,
        prefix: z
            .string()
            .regex(/^[a-z]{1,20}$/)
            .default("paw")
            .meta({ form: "an address prefix such as paw" })
            .describe("Prefix of its addresses. Default paw."),
        genesis: z
            .strictObject({ url: httpsUrl, sha256 })
            .describe("Where the genesis file is found, and its SHA-256; a node with another one does not start."),
        minGasPrices: z
            .string()
            .regex(/^[0-9]+(\.[0-9]+)?[a-z]{3,}$/)
            .meta({ form: "a price with its denomination, such as 0.025upaw" })
            .describe("Least gas price that nodes accept."),
        trustingDays: count(1, 60)
            .default(14)
            .describe("Two thirds of its unbonding time or less, days, 1 to 60; for relayers' clients. Default 14."),
        images: z
            .strictObject({ node: image, signer: image, relayer: image })
            .describe("The chain's node, horcrux and Hermes, each with registry, tag and digest."),
        pools: z
            .strictObject({ nodes: z.string(), signers: z.string() })
            .describe("Node pools: of the nodes that follow the chain, and of the validator and its cosigners."),
        validator: z
            .strictObject({ nodeId, ...size(4, 16, 500) })
            .describe("The node that proposes blocks. It knows only the sentries and holds no key that signs."),
        sentries: z
            .strictObject({
                nodes: z
                    .array(z.strictObject({ name, zone, nodeId }))
                    .min(2)
                    .max(20)
                    .describe(
                        "Sentries, 2 to 20, each in a zone and with an address that peers know it by. A disk stays in its zone: never change it later.",
                    ),
                fewestPeers: count(1, 50)
                    .default(3)
                    .describe("Fewer peers of a sentry are an alert, 1 to 50. Default 3."),
                ...size(4, 16, 500),
            })
            .describe("The nodes that face the chain's network."),
        signer: Signer,
        fullNodes: z
            .strictObject({
                members: count(1, 10).default(2).describe("Full nodes in each region, 1 to 10. Default 2."),
                ...size(4, 16, 500),
            })
            .prefault({})
            .describe("Nodes that answer RPC, REST and gRPC, and whose disks are backed up."),
        archive: z
            .strictObject({ ...size(4, 16, 2000) })
            .optional()
            .describe("A node in each region that keeps every state since genesis. Default none."),
        blockSeconds: count(1, 60).default(6).describe("Mean time between blocks, seconds, 1 to 60. Default 6."),
        slowBlockSeconds: count(1, 600)
            .default(10)
            .describe("Mean time between blocks that is an alert, seconds, 1 to 600. Default 10."),
        slashing: z
            .strictObject({
                windowBlocks: count(10, 1_000_000)
                    .default(100)
                    .describe("`signed_blocks_window`, blocks. Default 100, the SDK's."),
                minSignedPercent: count(1, 100)
                    .default(50)
                    .describe("`min_signed_per_window`, percent. Default 50, the SDK's."),
            })
            .prefault({})
            .describe("What x/slashing of the chain takes as reason to jail; alerts warn before."),
        peers: z
            .strictObject({
                seeds: z.array(peer).max(20).default([]).describe("Seeds that sentries ask for peers. Default none."),
                persistent: z.array(peer).max(20).default([]).describe("Peers that sentries stay with. Default none."),
            })
            .prefault({})
            .describe("Other people's nodes."),
        pruning: z
            .strictObject({
                keepRecent: count(100, 1_000_000).default(5000).describe("States kept, 100 to 1000000. Default 5000."),
                interval: count(10, 100_000).default(17).describe("Blocks between prunings, 10 to 100000. Default 17."),
                minRetainBlocks: count(0, 10_000_000)
                    .default(10_000)
                    .describe("Blocks kept at least, 0 for all. Default 10000."),
            })
            .prefault({})
            .describe("What nodes other than the archive keep."),
        snapshots: z
            .strictObject({
                interval: count(0, 100_000)
                    .default(2000)
                    .describe("Blocks between snapshots, 0 for none. Default 2000."),
                keepRecent: count(1, 100).default(2).describe("Snapshots kept, 1 to 100. Default 2."),
            })
            .prefault({})
            .describe("State-sync snapshots that full nodes offer to new nodes."),
        stateSync: z
            .strictObject({
                rpc: z.array(httpsHost).min(2).max(5).describe("RPC endpoints that vouch for the state, 2 to 5."),
                trustHeight: count(1, 1_000_000_000).describe("A height that is known to be right."),
                trustHash: sha256.describe("Hash of the header at that height."),
                trustPeriodHours: count(1, 2000)
                    .default(168)
                    .describe("About two thirds of the unbonding time, hours. Default 168."),
            })
            .optional()
            .describe("Where a node with an empty disk gets its state. Default it replays from genesis."),
        upgrade: z
            .strictObject({
                name,
                height: count(1, 1_000_000_000).describe(
                    "Height at which the chain's upgrade plan stops the old binary.",
                ),
                image,
                reached: z
                    .boolean()
                    .default(false)
                    .describe("The chain has stopped there: nodes run the new image. Default false."),
            })
            .optional()
            .describe("The upgrade that governance has passed. Default none."),
        haltHeight: count(1, 1_000_000_000)
            .optional()
            .describe("Height after which every node stops on purpose. Default none."),
        relayers: z.array(Relayer).max(10).default([]).describe("IBC relayers; none shares a channel with another."),
        explorer: Explorer.optional(),
        faucet: Faucet.optional(),
        status: Status.optional(),
    })
    .describe("The PAW chain (seed document 001).");

export type Paw = z.infer<typeof Paw>;

/** The region that a zone is in. */
export const regionOf = (zone: string): string => zone.slice(0, zone.lastIndexOf("-"));
