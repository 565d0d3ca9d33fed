import type { Json, Plan, PlanResource } from "../../preview/plan";
import { undeclared } from "../undeclared";

export const unknown = { $unknown: true };
export const secret = { $secret: true };
export const digest = "9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab";

type Inputs = { [key: string]: Json };
type Options = Partial<Omit<PlanResource, "urn" | "type" | "name" | "inputs" | "custom">>;

/** Builds plans by hand, in the shape in which a capture writes them. */
export class Planner {
    private readonly resources: PlanResource[] = [];

    /** A component. */
    group(type: string, name: string, options: Options = {}): PlanResource {
        return this.declare(type, name, {}, options, false);
    }

    add(type: string, name: string, inputs: Inputs = {}, options: Options = {}): PlanResource {
        return this.declare(type, name, inputs, options, true);
    }

    plan(): Plan {
        const resources = [...this.resources].sort((a, b) => (a.urn < b.urn ? -1 : 1));
        return { schema: "slipway.plan/v1", project: "slipway", stack: "sample", resources, outputs: {} };
    }

    private declare(type: string, name: string, inputs: Inputs, options: Options, custom: boolean): PlanResource {
        const parent = options.parent?.split("::")[2];
        const resource: PlanResource = {
            urn: `urn:pulumi:sample::slipway::${parent ? `${parent}$` : ""}${type}::${name}`,
            type,
            name,
            custom,
            inputs,
            ...undeclared(),
            ...options,
        };
        this.resources.push(resource);
        return resource;
    }
}

/** A plan of one resource. */
export function planOf(type: string, inputs: Inputs = {}, options: Options = {}): Plan {
    const planner = new Planner();
    planner.add(type, "it", inputs, options);
    return planner.plan();
}
