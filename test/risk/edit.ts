import { steps } from "../../preview/path";
import type { Json, Plan, PlanResource } from "../../preview/plan";
import { kindOf } from "../../preview/report/kinds";
import { undeclared } from "../undeclared";

type Where = (resource: PlanResource) => boolean;

/** A plan of one's own to change, with the words in which the corpus speaks. */
export class Edit {
    readonly plan: Plan;

    constructor(plan: Plan) {
        this.plan = { ...plan, resources: [...plan.resources] };
    }

    /** The first resource of a kind, as a copy that may be changed. */
    one(kind: string, where: Where = () => true): PlanResource {
        const index = this.plan.resources.findIndex(
            (resource) => kindOf(resource.type).endsWith(kind) && where(resource),
        );
        const found = this.plan.resources[index];
        if (!found) throw new Error(`the plan has no ${kind} for this case`);
        const copy = structuredClone(found);
        this.plan.resources[index] = copy;
        return copy;
    }

    all(kind: string, where: Where = () => true): PlanResource[] {
        return this.plan.resources.filter((resource) => kindOf(resource.type).endsWith(kind) && where(resource));
    }

    /** Sets an input, or takes it away; the way to it must be there. */
    set(resource: PlanResource, path: string, value: Json | undefined): PlanResource {
        const keys = [...steps(path)];
        const last = keys.pop() ?? "";
        const at = keys.reduce<Json | undefined>(
            (inner, key) => (inner as { [key: string]: Json } | undefined)?.[key],
            resource.inputs,
        );
        if (typeof at !== "object" || at === null) throw new Error(`${resource.name} has nothing at ${path}`);
        if (value === undefined) delete (at as { [key: string]: Json })[last];
        else (at as { [key: string]: Json })[last] = value;
        return resource;
    }

    remove(resource: PlanResource): void {
        this.plan.resources.splice(this.indexOf(resource.urn), 1);
    }

    /** The same resource under another name, beside the first. */
    copy(resource: PlanResource, name: string, options: Partial<PlanResource> = {}): PlanResource {
        const made = {
            ...structuredClone(resource),
            ...options,
            name,
            urn: resource.urn.replace(/::[^:]*$/, `::${name}`),
        };
        this.plan.resources.push(made);
        return made;
    }

    add(
        type: string,
        name: string,
        inputs: { [key: string]: Json },
        options: Partial<PlanResource> = {},
    ): PlanResource {
        const made: PlanResource = {
            ...undeclared(),
            ...{ type, name, inputs, custom: true },
            urn: `urn:pulumi:${this.plan.stack}::${this.plan.project}::${type}::${name}`,
            ...options,
        };
        this.plan.resources.push(made);
        return made;
    }

    /** As the capture writes a plan: by URN. */
    done(): Plan {
        this.plan.resources.sort((a, b) => (a.urn < b.urn ? -1 : 1));
        return this.plan;
    }

    private indexOf(urn: string): number {
        const index = this.plan.resources.findIndex((resource) => resource.urn === urn);
        if (index < 0) throw new Error(`${urn} is not in the plan`);
        return index;
    }
}
