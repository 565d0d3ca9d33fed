import type { Plan, PlanResource } from "../../preview/plan";
import { groupBy } from "../../preview/report/text";
import { stack } from "../stack";

let known: Promise<Plan> | undefined;

/**
 * Mainnet with one system: everything that systems share, and of those that sign with a key of the cloud the smallest.
 * The corpus asks about hundreds of plans, and a second system would only be more of the same.
 */
export function mainnetWithOneSystem(): Promise<Plan> {
    known ??= stack("mainnet").then(({ plan }) => part(plan));
    return known;
}

function part(plan: Plan): Plan {
    const byUrn = new Map(plan.resources.map((resource) => [resource.urn, resource]));
    const systemOf = (resource: PlanResource): string | undefined => {
        for (
            let at: PlanResource | undefined = resource;
            at;
            at = at.parent === null ? undefined : byUrn.get(at.parent)
        )
            if (at.type.includes(":systems:")) return at.urn;
        return undefined;
    };
    const systems = groupBy(plan.resources, systemOf);
    const signs = ({ inputs }: PlanResource) => String(inputs.role).startsWith("roles/cloudkms.signer");
    const [smallest] = [...systems]
        .filter(([urn, resources]) => urn !== undefined && resources.some(signs) && resources.some(runs))
        .sort(([, a], [, b]) => a.length - b.length);
    if (!smallest) throw new Error("no system of mainnet signs with a key of the cloud");
    return { ...plan, resources: plan.resources.filter((one) => [undefined, smallest[0]].includes(systemOf(one))) };
}

const runs = ({ type, inputs }: PlanResource) => type === "kubernetes:apps/v1:Deployment" && inputs.spec !== undefined;
