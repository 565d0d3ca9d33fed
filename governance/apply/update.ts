import { same } from "../../preview/changes/values";
import type { Plan } from "../../preview/plan";
import type { Manifest } from "../manifest";
import type { Pulumi } from "../pulumi";
import { unlikeOptions } from "./held";
import { operationsOf } from "./operations";
import { exportState, type State } from "./state";
import { told } from "./told";

/** What an update is made with. */
export interface Update {
    pulumi: Pulumi;
    /** Where Pulumi's own plan is. */
    saved: string;
    /** The option that names the policies. */
    policies: readonly string[];
    /** Further options of `pulumi up`. */
    options: readonly string[];
    say: (what: string) => void;
    signal?: AbortSignal;
}

/** Runs the update, and sees that it came to its end. Gives the state as it is then, if it can be read. */
export async function update(
    { project, stack }: Manifest,
    plan: Plan,
    before: State,
    { pulumi, saved, policies, options, say, signal }: Update,
): Promise<{ state?: State; faults: string[] }> {
    const state = () => exportState(pulumi, { project, stack });
    try {
        if ((await state()).digest !== before.digest)
            return { state: await state(), faults: ["the state moved after Pulumi's plan was made; nothing was done"] };
        say("updating");
        const up = await pulumi.run(["up", "--yes", "--plan", saved, ...policies, ...options], {
            ...(signal && { signal }),
        });
        if (up.code !== 0) return { state: await state(), faults: [`the update ended early: ${told(up)}`] };
        say("looking whether anything is left to do");
        const again = await pulumi.run(["preview", "--expect-no-changes", ...policies]);
        const after = await state();
        if (again.code === 0) return { state: after, faults: unlike(plan, after) };
        const left = operationsOf(again.events).flatMap(({ verb, urn }) => (verb === "keep" ? [] : [urn]));
        return { state: after, faults: [`the update left something to do: ${left.join(", ") || told(again)}`] };
    } catch (error) {
        return { faults: [error instanceof Error ? error.message : String(error)] };
    }
}

/** Whether the state now guards what the plan declares guarded: Pulumi's own plan binds little of that. */
function unlike({ resources }: Plan, { declared }: State): string[] {
    const planned = new Map(resources.map((resource) => [resource.urn, resource]));
    const found = new Map(declared.resources.map((resource) => [resource.urn, resource]));
    return resources.flatMap((wanted) => {
        const there = found.get(wanted.urn);
        if (!there) return [`${wanted.urn} is not in the state`];
        const wrong: string[] = unlikeOptions(there, wanted, planned);
        if (!same(wanted.options?.deletedWith, there.options?.deletedWith)) wrong.push("deletedWith");
        return wrong.map((option) => `${option} of ${wanted.urn} is not in the state as it was approved`);
    });
}
