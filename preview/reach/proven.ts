import type { Plan } from "../plan";
import { type Model, readModel } from "./model";
import { Sides } from "./sides";

/** A plan as the prover has read it. */
export interface Proven {
    readonly model: Model;
    readonly sides: Sides;
}

const read = new WeakMap<Plan, Proven>();

/** Read once for a plan, which never changes: a report asks who can reach whom, and again what has become reachable. */
export function proven(plan: Plan): Proven {
    const known = read.get(plan);
    if (known) return known;
    const model = readModel(plan);
    const made = { model, sides: new Sides(model) };
    read.set(plan, made);
    return made;
}
