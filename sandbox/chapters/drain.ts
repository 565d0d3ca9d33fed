import { join } from "node:path";
import { autoscale, nodesOf, unplaced } from "../cluster/autoscaler";
import { applyAll, settled } from "../cluster/bring-up";
import { CLUSTER_TOOLS, startCluster } from "../cluster/cluster";
import { firstNodes } from "../cluster/nodes";
import type { KubeObject } from "../cluster/object";
import { replaceNode } from "../cluster/upgrade";
import { twoDown, twoWriters, Witness } from "../cluster/witness";
import type { World } from "../world";
import type { Chapter, Check } from "./chapter";
import { type Planned, planned } from "./declared";

/** How long a node may take to be emptied, and everything to be ready after it, in milliseconds. */
const PATIENCE = 120_000;

/** An upgrade of every node of mainnet, one after the other, watched at every change of a pod. */
export const chapter: Chapter = {
    name: "drain",
    title: "Every node of mainnet is replaced in turn: no budget blocks, no key is in two live pods, signers keep their quorum",
    needs: CLUSTER_TOOLS,
    daily: false,
    async run(world, check) {
        for (const cluster of await planned(world.project, "mainnet")) await upgrade(world, check, cluster);
    },
};

async function upgrade({ directory, say }: World, check: Check, { name, pools, objects }: Planned): Promise<void> {
    const nodes = firstNodes(pools);
    const { client, stop } = await startCluster({ name, directory: join(directory, "drain", name), nodes, say });
    const done = new AbortController();
    const scaling = autoscale(client, pools, done.signal);
    const witness = new Witness(nevers(objects));
    try {
        await applyAll(client, objects);
        const left = await settled(client, objects, PATIENCE);
        check(`${name}: everything declared gets ready on the declared pools`, { found: left, expected: [] });
        await witness.begin(client);
        const before = await nodesOf(client);
        let evicted = 0;
        for (const [index, node] of before.entries()) {
            say(`${name}: node ${index + 1} of ${before.length}, ${node.metadata.name}`);
            const drained = await replaceNode(client, pools, node, PATIENCE);
            evicted += drained.evicted;
            check(`${name}: ${drained.node} is emptied`, { found: drained.stuck, expected: [] });
            // An upgrade goes on with the next node only then: GKE's surge upgrades wait for the pods' budgets.
            const late = await settled(client, objects, PATIENCE);
            check(`${name}: everything is ready after ${drained.node}`, { found: late, expected: [] });
        }
        for (const pool of pools.filter(({ taints }) => taints.length > 0)) {
            say(`${name}: all nodes of ${pool.name} at once`);
            const all = (await nodesOf(client)).filter(({ metadata }) => metadata.name.startsWith(`${pool.name}-`));
            const drained = await Promise.all(all.map((node) => replaceNode(client, pools, node, PATIENCE)));
            check(`${name}: all ${all.length} nodes of ${pool.name} are emptied at once`, {
                found: [...drained.flatMap(({ stuck }) => stuck), ...(await settled(client, objects, PATIENCE))],
                expected: [],
            });
        }
        const kept = (await nodesOf(client)).filter(({ metadata }) =>
            before.some((one) => one.metadata.uid === metadata.uid),
        );
        check(`${name}: no node is left of those before`, {
            found: kept.map(({ metadata }) => metadata.name),
            expected: [],
        });
        check(`${name}: pods did move (${evicted} were evicted)`, evicted > 0);
        check(`${name}: every pod has a place`, { found: await unplaced(client), expected: [] });
        await witness.end();
        check(`${name}: what must never be was not, at any of ${witness.seen.events} changes`, {
            found: witness.seen.violations,
            expected: [],
        });
    } finally {
        done.abort();
        await scaling.catch(() => {});
        await stop();
    }
}

/** A StatefulSet of one pod holds something that two may not hold; the signer's parts may lose one at a time. */
function nevers(objects: readonly KubeObject[]) {
    const single = objects.filter(
        ({ kind, spec }) => kind === "StatefulSet" && (spec as { replicas: number }).replicas <= 1,
    );
    const cosigners = single.filter(
        ({ metadata, spec }) =>
            metadata.labels?.["app.kubernetes.io/component"] === "cosigner" &&
            (spec as { replicas: number }).replicas === 1,
    );
    const named = ({ metadata }: KubeObject) => `${metadata.namespace}/${metadata.name}`;
    return [
        ...single.map((one) => twoWriters(named(one))),
        ...(cosigners.length > 0 ? [twoDown(cosigners.map(named))] : []),
    ];
}
