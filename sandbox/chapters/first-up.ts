import { readProject, readStackFile, stacksOf } from "../../preview/stack-file";
import { designates, INSTANCE } from "../cloud/sql";
import { CLUSTER_TOOLS } from "../cluster/cluster";
import { changesIn } from "../engine/events";
import type { Network } from "../network";
import type { Chapter, Check } from "./chapter";

export const chapter: Chapter = {
    name: "first-up",
    title: "Each network comes up from nothing; a second up changes nothing; a refresh finds no drift",
    needs: ["pulumi", ...CLUSTER_TOOLS],
    daily: true,
    shares: true,
    async run(world, check) {
        for (const name of stacksOf(world.project)) {
            world.say(`${name}: servers`);
            const network = await world.network(name);
            const config = (folder: string) => readStackFile(folder, name, readProject(folder)).values;
            check(`${name}: the stack file says the same once the CLI has written into it`, {
                found: config(network.project),
                expected: config(world.project),
            });
            world.say(`${name}: first up`);
            await network.up();
            await comesUp(network, check);
            world.say(`${name}: second up`);
            const second = await network.run(["up", "--yes", "--skip-preview"], { once: true });
            check(`${name}: a second up ends well`, { found: second.code, expected: 0 });
            check(`${name}: a second up changes nothing`, { found: changesIn(second.events), expected: [] });
            world.say(`${name}: refresh`);
            const refresh = await network.run(["refresh", "--yes", "--skip-preview"], { once: true });
            check(`${name}: a refresh ends well`, { found: refresh.code, expected: 0 });
            check(`${name}: a refresh finds no drift, but for a standby that is designated once it is there`, {
                found: changesIn(refresh.events),
                expected: designating(network),
            });
        }
    },
};

/**
 * The provider does not send with a new primary whom it designates; a refresh shows that, and the next up sends it
 * (docs/runbooks/database-switchover.md, "Add a standby").
 */
function designating({ declared: { plan } }: Network): string[] {
    const primaries = plan.resources.filter(({ type, inputs }) => type === INSTANCE && designates(inputs));
    return primaries.map(({ urn }) => `update ${urn}`);
}

/** What the state has is what the plan declares, nothing less and nothing more. */
async function comesUp(network: Network, check: Check): Promise<void> {
    const { plan } = network.declared;
    const state = await network.state();
    const declared = plan.resources.map(({ urn }) => urn).sort();
    check(`${network.name}: the state has every resource of the plan (${declared.length}), and no other`, {
        found: state.resources.map(({ urn }) => urn).sort(),
        expected: declared,
    });
    check(`${network.name}: nothing is left pending`, { found: state.pending_operations ?? [], expected: [] });
}
