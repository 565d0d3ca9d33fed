import type { Plan } from "../../preview/plan";
import { Cloud } from "./cloud";
import { idOf, references, texts } from "./ids";

/**
 * Puts into a cloud what a plan takes for granted: resources of its project that it names in full and does not declare,
 * such as a notification channel that an operator has made in the console.
 */
function placeBefore(cloud: Cloud, plan: Plan, project: string): void {
    const scope = cloud.scope(project);
    const google = plan.resources.filter(({ type, custom }) => custom && type.startsWith("gcp:"));
    const declared = new Set(google.map(({ type, inputs }) => `${type} ${idOf(type, inputs, scope)}`));
    const named = new Map(
        google
            .flatMap(({ type, inputs }) => references(type, inputs, scope))
            .map(({ type, id }) => [`${type} ${id}`, { type, id, given: {}, made: { name: id } }]),
    );
    for (const [key, resource] of named) if (!declared.has(key)) cloud.store.put(resource);
}

/** Makes a folder the cloud that a plan is for: its project's number, and what is there before the stack is. */
export function prepare(folder: string, plan: Plan): Cloud {
    const cloud = new Cloud(folder);
    const [provider] = plan.resources.filter(({ type }) => type === "pulumi:providers:gcp");
    if (typeof provider?.inputs.project !== "string") throw new Error("the plan says no project of Google Cloud");
    const number = projectNumber(plan);
    if (number !== undefined) cloud.setNumber(number);
    placeBefore(cloud, plan, provider.inputs.project);
    return cloud;
}

/** The number of a plan's project, as the names of Google's service agents in it say. */
function projectNumber(plan: Plan): string | undefined {
    for (const { inputs } of plan.resources)
        for (const { text } of texts(inputs, "")) {
            const [, number] = /^serviceAccount:service-(\d+)@/.exec(text) ?? [];
            if (number !== undefined) return number;
        }
    return undefined;
}
