import { join } from "node:path";
import { declare } from "../preview/capture";
import type { Plan, PlanResource } from "../preview/plan";

export const ROOT = join(__dirname, "..");

/** A declared stack, with what tests ask of it. */
export interface Declared {
    plan: Plan;
    /** Every resource of a type. */
    all(type: string): PlanResource[];
    /** The one resource of a type with that name. */
    one(type: string, name: string): PlanResource;
    /** Exact numbers of resources by type, without components. */
    counts(): Record<string, number>;
}

const declared = new Map<string, Promise<Declared>>();

/** Declares a stack as `slipway preview` does; once in a test run for each stack. */
export function stack(name: string): Promise<Declared> {
    const known = declared.get(name) ?? declare({ directory: ROOT, stack: name }).then(ask);
    declared.set(name, known);
    return known;
}

/** What tests ask of a plan. */
export function ask(plan: Plan): Declared {
    const all = (type: string) => plan.resources.filter((resource) => resource.type === type);
    return {
        plan,
        all,
        one: (type, name) => {
            const found = all(type).find((resource) => resource.name === name);
            if (!found) throw new Error(`no ${type} is called ${name}: ${all(type).map((one) => one.name)}`);
            return found;
        },
        counts: () => {
            const counts: Record<string, number> = {};
            for (const { custom, type } of plan.resources) if (custom) counts[type] = (counts[type] ?? 0) + 1;
            return counts;
        },
    };
}
