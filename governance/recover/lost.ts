import { isShown } from "../../preview/changes/values";
import type { PlanResource } from "../../preview/plan";
import { operationsOf } from "../apply/operations";
import type { PendingOperation, State, StateResource } from "../apply/state";
import { told } from "../apply/told";
import type { Pulumi } from "../pulumi";
import { Refusal } from "../refusal";

/**
 * What the engine would create once more of that whose creation failed while nobody knows what came of it: the provider
 * died, or its answer was lost. The engine forgets such an operation, so the program has to say again what it asked for.
 */
export async function lostCreations(
    pulumi: Pulumi,
    { resources, pending }: State,
    urns: readonly string[],
): Promise<PendingOperation[]> {
    if (urns.length === 0) return [];
    const run = await pulumi.run(["preview"]);
    if (run.code !== 0) throw new Refusal(`nobody knows what would be created: ${told(run)}`);
    const created = operationsOf(run.events).flatMap(({ verb, after }) => (verb === "create" && after ? [after] : []));
    const declared = new Map(created.map((resource) => [resource.urn, resource]));
    const strangers = urns.filter((urn) => !declared.has(urn));
    if (strangers.length > 0)
        throw new Refusal(`nothing of ${strangers.join(", ")} can be lost: the next update would not create it`);
    const ids = new Map(resources.map(({ urn, id }) => [urn, id]));
    const known = new Set(pending.map(({ resource }) => resource.urn));
    return urns
        .filter((urn) => !known.has(urn))
        .map((urn) => ({ type: "creating", resource: asked(declared.get(urn) as PlanResource, ids) }));
}

/** As a state has what is being created. Inputs that are secret or not known are left for the provider to tell. */
function asked(
    { urn, type, parent, provider, protect, inputs }: PlanResource,
    ids: ReadonlyMap<string, string | undefined>,
): StateResource {
    return {
        ...{ urn, type, custom: true, protect },
        ...(parent !== null && { parent }),
        ...(provider !== null && { provider: `${provider}::${ids.get(provider)}` }),
        inputs: Object.fromEntries(Object.entries(inputs).filter(([, value]) => isShown(value))),
    };
}
