import { stacksOf } from "../../preview/stack-file";
import { CLUSTER_TOOLS } from "../cluster/cluster";
import { alter } from "../engine/altered";
import type { StateResource } from "../engine/state";
import type { Network } from "../network";
import type { World } from "../world";
import type { Chapter, Check } from "./chapter";

/** Lifts every guard, as a change that says so would. */
const UNGUARDED = `
    const lift = (value) => {
        for (const [key, inner] of Object.entries(value ?? {})) {
            if (/^deletionProtection(Enabled)?$/.test(key)) value[key] = false;
            else if (key === "deletionPolicy" && inner === "PREVENT") value[key] = "DELETE";
            else if (inner && inner.constructor === Object) lift(inner);
        }
    };
    lift(props);
    opts = { ...opts, protect: false };`;

const REFUSED = "mainnet";

export const chapter: Chapter = {
    name: "destroy",
    title: "A destroy is refused by Pulumi's guard, then by the provider's; without both, nothing is left of any network",
    needs: ["pulumi", ...CLUSTER_TOOLS],
    daily: false,
    shares: true,
    async run(world, check) {
        for (const name of stacksOf(world.project)) {
            const network = await world.network(name);
            await network.up();
            // Both are guarded alike, and who is refused has to be brought up once more.
            if (name === REFUSED) await refused(network, world, check);
            await destroyed(network, world, check);
        }
    },
};

const guardedBy = (resources: readonly StateResource[], holds: (resource: StateResource) => boolean) =>
    resources.filter(holds).map(({ urn }) => urn);

async function refused(network: Network, { say }: World, check: Check): Promise<void> {
    const { name } = network;
    const before = await network.state();
    say(`${name}: destroy of what is protected`);
    // Its preview is what stops it: with --skip-preview, the engine deletes all that is not protected and then fails.
    const first = await network.run(["destroy", "--yes"], { once: true });
    check(`${name}: a destroy is refused while resources are protected`, {
        found: { failed: first.code !== 0, told: /protect/.test(first.stdout + first.stderr) },
        expected: { failed: true, told: true },
    });
    check(`${name}: and nothing is deleted`, {
        found: (await network.state()).resources.length,
        expected: before.resources.length,
    });
    say(`${name}: destroy without Pulumi's guard`);
    await network.must(["state", "unprotect", "--all", "--yes"]);
    const second = await network.run(["destroy", "--yes", "--skip-preview", "--continue-on-error"], { once: true });
    check(`${name}: a destroy is refused by the provider's guards`, second.code !== 0);
    const kept = ({ inputs = {} }: StateResource) =>
        inputs.deletionProtection === true || inputs.deletionPolicy === "PREVENT";
    check(`${name}: and all that has such a guard is still there`, {
        found: guardedBy((await network.state()).resources, kept).sort(),
        expected: guardedBy(before.resources, kept).sort(),
    });
}

async function destroyed(network: Network, { project, say }: World, check: Check): Promise<void> {
    const { name } = network;
    const back = alter(network.project, project, UNGUARDED);
    try {
        say(`${name}: the guards are lifted`);
        await network.must(["up", "--yes", "--skip-preview"], { once: true });
    } finally {
        back();
    }
    say(`${name}: destroy`);
    const last = await network.run(["destroy", "--yes", "--skip-preview", "--continue-on-error"], { once: true });
    check(`${name}: without guards, a destroy ends well`, { found: last.code, expected: 0 });
    check(`${name}: and nothing is left in the state`, {
        found: (await network.state()).resources?.map(({ urn }) => urn) ?? [],
        expected: [],
    });
}
