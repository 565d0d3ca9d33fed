import { CLUSTER_TOOLS } from "../cluster/cluster";
import { alter } from "../engine/altered";
import { violationsIn } from "../engine/events";
import type { Network } from "../network";
import type { World } from "../world";
import type { Chapter, Check } from "./chapter";

/** A workload that every network has, and one region's cluster that it runs in. */
const NETWORK = "testnet";
const WEB = { apiVersion: "apps/v1", kind: "Deployment", name: "web", namespace: "intents" };

const ofWeb = (change: string) => `
    if (type === "kubernetes:apps/v1:Deployment" && props.metadata.name === "${WEB.name}") {
        const [container] = props.spec.template.spec.containers;
        ${change}
    }`;

const PRIVILEGED = ofWeb("container.securityContext = { ...container.securityContext, privileged: true };");

/**
 * What an image that comes from another resource is to a preview. No declared resource will do for it: the API server
 * tells even a dry run a uid, and so the preview has an image.
 */
const LATE = ofWeb(`
        const image = "docker.io/library/nginx:latest";
        container.image = pulumi.output(pulumi.runtime.isDryRun() ? (pulumi as any).unknown : image);`);

export const chapter: Chapter = {
    name: "policies",
    title: "A bad change is stopped at preview and at up; an unknown that becomes bad on up is stopped",
    needs: ["pulumi", ...CLUSTER_TOOLS],
    daily: false,
    shares: true,
    async run(world, check) {
        const network = await world.network(NETWORK);
        await network.up();
        await privileged(network, world, check);
        await late(network, world, check);
    },
};

async function privileged(network: Network, { project, say }: World, check: Check): Promise<void> {
    const before = await web(network);
    const back = alter(network.project, project, PRIVILEGED);
    try {
        say("a privileged container: preview");
        const preview = await network.run(["preview", "--policy-pack", "policies"]);
        check("a preview of a privileged container fails", preview.code !== 0);
        check("and names the rule and the workload", {
            found: violationsIn(preview.events).some(
                ({ urn, words }) => /::web-/.test(urn) && /privileged/.test(words),
            ),
            expected: true,
        });
        say("a privileged container: up");
        const up = await network.run(["up", "--yes", "--skip-preview", "--policy-pack", "policies"], { once: true });
        check("an up of a privileged container fails", up.code !== 0);
        check("and leaves the workload as it was", { found: await web(network), expected: before });
    } finally {
        back();
    }
}

async function late(network: Network, { project, say }: World, check: Check): Promise<void> {
    const before = await web(network);
    const back = alter(network.project, project, LATE);
    try {
        say("an image that is known late: preview");
        const preview = await network.run(["preview", "--policy-pack", "policies"]);
        check("a preview lets an image pass that nobody knows yet", { found: preview.code, expected: 0 });
        say("an image that is known late: up");
        const up = await network.run(["up", "--yes", "--skip-preview", "--policy-pack", "policies"], { once: true });
        check("the up that learns of the image fails", up.code !== 0);
        check("and names the image", {
            found: violationsIn(up.events).some(({ words }) => words.includes("nginx:latest")),
            expected: true,
        });
        check("and leaves the workload as it was", { found: await web(network), expected: before });
    } finally {
        back();
        say("the real program again");
        await network.must(["up", "--yes", "--skip-preview"], { once: true });
    }
}

/** What the API server has of the workload, in every cluster. */
const web = (network: Network) =>
    Promise.all(
        [...network.servers.clusters.values()].map(async ({ client }) => (await client.get(WEB))?.spec ?? "not there"),
    );
