import { readFileSync } from "node:fs";
import { driftInTheWay, lookForDrift } from "../drift";
import type { Manifest } from "../manifest";
import { type Agreed, goals, held, type SavedGoal } from "./held";
import { operationsOf } from "./operations";
import { exportState, faultsOf, type State } from "./state";
import { told } from "./told";
import type { Update } from "./update";

/** Looks at everything that an update of the stack would start from. Changes nothing. */
export async function look(
    { project, stack, state: expected }: Manifest,
    agreed: Agreed,
    { pulumi, saved, policies, say }: Update,
): Promise<{ state: State; faults: string[] }> {
    say("reading the state");
    const state = await exportState(pulumi, { project, stack });
    const faults = faultsOf(state, stack, expected);
    if (faults.length > 0) return { state, faults };

    say("asking the providers for drift");
    const drift = driftInTheWay(await lookForDrift(pulumi, state, agreed.plan), agreed.plan);
    const undo = `undo it there, or declare it; \`slipway drift ${stack}\` says more`;
    if (drift.length > 0) return { state, faults: drift.map((fault) => `${fault}, and nobody applied that; ${undo}`) };

    say("holding Pulumi's plan against the approved one");
    const preview = await pulumi.run(["preview", "--save-plan", saved, ...policies]);
    if (preview.code !== 0) return { state, faults: [`Pulumi's preview fails: ${told(preview)}`] };
    const { resourcePlans } = JSON.parse(readFileSync(saved, "utf8")) as {
        resourcePlans: Record<string, SavedGoal>;
    };
    return { state, faults: [...held(agreed, operationsOf(preview.events)), ...goals(agreed.plan, resourcePlans)] };
}
