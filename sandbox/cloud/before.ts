import type { Plan } from "../../preview/plan";
import type { Cloud } from "./cloud";
import { idOf, references, texts } from "./ids";
import type { CloudResource } from "./store";

/**
 * Puts into a cloud what a plan takes for granted: resources of its project that it names in full and does not declare,
 * such as a notification channel that an operator has made in the console. Returns them.
 */
export function placeBefore(cloud: Cloud, plan: Plan, project: string): CloudResource[] {
    const scope = cloud.scope(project);
    const google = plan.resources.filter(({ type, custom }) => custom && type.startsWith("gcp:"));
    const declared = new Set(google.map(({ type, inputs }) => `${type} ${idOf(type, inputs, scope)}`));
    const named = new Map(
        google
            .flatMap(({ type, inputs }) => references(type, inputs, scope))
            .map(({ type, id }) => [`${type} ${id}`, { type, id, given: {}, made: { name: id } }]),
    );
    const before = [...named].filter(([key]) => !declared.has(key)).map(([, resource]) => resource);
    for (const resource of before) cloud.store.put(resource);
    return before;
}

/** The number of a plan's project, as the names of Google's service agents in it say. */
export function projectNumber(plan: Plan): string | undefined {
    for (const { inputs } of plan.resources)
        for (const { text } of texts(inputs, "")) {
            const [, number] = /^serviceAccount:service-(\d+)@/.exec(text) ?? [];
            if (number !== undefined) return number;
        }
    return undefined;
}
