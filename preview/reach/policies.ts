import type { PlanResource } from "../plan";
import type { Cluster } from "./clusters";
import { kindOf, Place } from "./place";
import { type Rule, readRule } from "./rules";
import { readSelector, type Selector } from "./selectors";
import { any, isHidden, type Known, type Truth } from "./truth";

export type Direction = "ingress" | "egress";
export const DIRECTIONS = ["egress", "ingress"] as const;

/** What a policy says of one direction. */
export interface Side {
    /** Whether the pods it selects are closed in this direction but for its rules. */
    readonly applies: Truth;
    readonly rules: readonly Rule[];
}

export interface Policy extends Readonly<Record<Direction, Side>> {
    readonly urn: string;
    readonly cluster: Cluster;
    readonly namespace: Known<string>;
    readonly name: string;
    readonly selects: Selector;
    /** Its annotation `slipway.dev/why`. */
    readonly why: string | undefined;
}

const READ = ["kubernetes:networking.k8s.io/v1:NetworkPolicy", "kubernetes:extensions/v1beta1:NetworkPolicy"];

/** GKE's own: leads out to hosts by their names, on top of what network policies allow. */
const BY_NAME = "kubernetes:networking.gke.io/v1alpha1:FQDNNetworkPolicy";

/** Whether a resource has a say in who reaches whom. */
export const isPolicy = (resource: PlanResource): boolean => kindOf(resource).includes("NetworkPolicy");

export function readPolicy(
    resource: PlanResource,
    cluster: Cluster,
    { title, name, namespace }: { title: string; name: string; namespace: Known<string> },
): Policy {
    const why = new Place(title, resource.inputs).at("metadata", "annotations", "slipway.dev/why").value;
    const common = { urn: resource.urn, cluster, name, why: typeof why === "string" ? why : undefined };
    if (resource.type === BY_NAME) {
        const spec = new Place(title, resource.inputs).at("spec");
        const rules = spec.at("egress").items.map((rule, index) => readRule(rule, index, "matches"));
        const nothing: Side = { applies: false, rules: [] };
        const selects = readSelector(spec.at("podSelector"));
        return { ...common, namespace, selects, ingress: nothing, egress: { applies: true, rules } };
    }
    if (!READ.includes(resource.type)) {
        // Policies of other kinds can open and close what these do not say, so whatever they may concern stays open.
        const reason = `${title}: what a ${kindOf(resource)} allows is not computed here`;
        const whole = { reason };
        const selects = { requirements: [], hidden: [whole], key: reason };
        const side: Side = {
            applies: [reason],
            rules: [{ index: 0, peers: [{ kind: "hidden", reason }], ports: null }],
        };
        const everywhere = /Cluster|Global|Admin/.test(kindOf(resource));
        return { ...common, namespace: everywhere ? whole : namespace, selects, ingress: side, egress: side };
    }
    const spec = new Place(title, resource.inputs).at("spec");
    const types = spec.at("policyTypes");
    const sides = {
        ingress: readSide(spec.at("ingress"), "from", types, "Ingress", true),
        // What the API server fills in: without types, egress counts if there is a rule for it.
        egress: readSide(spec.at("egress"), "to", types, "Egress", spec.at("egress").items.length > 0),
    };
    return { ...common, namespace, selects: readSelector(spec.at("podSelector")), ...sides };
}

function readSide(rules: Place, peers: "from" | "to", types: Place, type: string, byDefault: boolean): Side {
    const named = types.items;
    const hidden = rules.hidden ? [rules.hidden.reason] : undefined;
    const fallback = byDefault && type === "Egress" && hidden ? hidden : byDefault;
    return {
        applies:
            named.length === 0
                ? fallback
                : any(...named.map(({ text }) => (isHidden(text) ? [text.reason] : text === type))),
        rules: rules.items.map((rule, index) => readRule(rule, index, peers)),
    };
}
