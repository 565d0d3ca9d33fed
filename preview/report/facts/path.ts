import { steps } from "../../path";
import type { Json, Plan, PlanResource } from "../../plan";

export { steps };

export const isMarker = (value: Json | undefined, marker: "$unknown" | "$secret"): boolean =>
    typeof value === "object" && value !== null && !Array.isArray(value) && value[marker] === true;

/** Neither known nor to be shown. */
export const isHidden = (value: Json | undefined): boolean => isMarker(value, "$unknown") || isMarker(value, "$secret");

/** Every value at a path; an unknown on the way stands for all that it hides, and a list at the end is opened. */
export function valuesAt(inputs: { [key: string]: Json }, path: string): Json[] {
    let values: Json[] = [inputs];
    for (const step of steps(path)) {
        values = values.flatMap((value) => {
            if (value === null || typeof value !== "object") return [];
            if (isHidden(value)) return [value];
            if (Array.isArray(value)) return step === "*" ? value : value.slice(Number(step), Number(step) + 1);
            const next = Object.hasOwn(value, step) ? value[step] : undefined;
            return next === undefined ? [] : [next];
        });
    }
    return values.flat();
}

/** The same plan with every secret path masked, should it hold a value there: nothing after this sees one. */
export const masked = (plan: Plan): Plan => ({ ...plan, resources: plan.resources.map(maskedResource) });

function maskedResource(resource: PlanResource): PlanResource {
    if (resource.secretPaths.length === 0) return resource;
    const hidden = new Set(resource.secretPaths.map((path) => JSON.stringify(steps(path))));
    const mask = (value: Json, at: string[]): Json => {
        if (hidden.has(JSON.stringify(at)) && !isHidden(value)) return { $secret: true };
        if (Array.isArray(value)) return value.map((item, i) => mask(item, [...at, String(i)]));
        return value === null || typeof value !== "object" || isHidden(value) ? value : members(value, at);
    };
    const members = (record: { [key: string]: Json }, at: string[]) =>
        Object.fromEntries(Object.entries(record).map(([key, inner]) => [key, mask(inner, [...at, key])]));
    return { ...resource, inputs: members(resource.inputs, []) };
}

/** Type and name as a URN holds them. */
export function fromUrn(urn: string): { type: string; name: string } {
    const [, , types = "", ...name] = urn.split("::");
    return { type: types.split("$").at(-1) ?? "", name: name.join("::") || urn };
}
