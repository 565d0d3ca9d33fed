import type { Json, PlanResource } from "../plan";
import { kindOf } from "../report/kinds";
import { canonicalText, isText, nameOf, shown } from "./values";

/** Somebody in a role of something. */
export interface Grant {
    /** The same for the same grant, whatever its resource is called. */
    key: string;
    resource: PlanResource;
    /** As a reader wants it: role, member, and on what. */
    text: string;
}

const MEMBER = /^gcp:.*I[Aa][Mm](Member|Binding|Policy)$/;
const BINDING = /^kubernetes:rbac\.authorization\.k8s\.io:(Cluster)?RoleBinding$/;

/** Every grant that resources declare. */
export function grants(resources: readonly PlanResource[]): Grant[] {
    return resources.flatMap((resource) => {
        const kind = kindOf(resource.type);
        if (MEMBER.test(kind)) return google(resource);
        return BINDING.test(kind) ? kubernetes(resource) : [];
    });
}

function google(resource: PlanResource): Grant[] {
    const { inputs, type, propertyDependencies } = resource;
    const { role, member, members, condition, policyData, ...target } = inputs;
    const origin = (property: string) => (propertyDependencies[property] ?? []).map(nameOf).join(", ");
    /** What nobody knows yet is told apart by what it is made from. */
    const told = (property: string, value: Json | undefined) =>
        isText(value) ? value : value === undefined ? "" : origin(property) || shown(value);
    const on = Object.entries(target)
        .map(([property, value]) => told(property, value))
        .join(" ");
    const made = (property: string) => propertyDependencies[property] ?? [];
    const place = [type.replace(/(Member|Binding|Policy)$/, ""), target, Object.keys(target).map(made)];
    const each = Array.isArray(members) ? members : [member ?? policyData ?? null];
    return each.map((one): Grant => {
        const who = told(members === undefined ? "member" : "members", one);
        const limited = condition === undefined ? "" : ` if ${shown(condition)}`;
        const key = canonicalText([...place, role, one, made("member"), made("members"), condition ?? null]);
        return {
            key,
            resource,
            text: `${told("role", role) || "a policy"} for ${who || "members"}${on ? ` on ${on}` : ""}${limited}`,
        };
    });
}

function kubernetes(resource: PlanResource): Grant[] {
    const { roleRef, subjects, metadata } = resource.inputs;
    const each = Array.isArray(subjects) ? subjects : [subjects ?? null];
    const space =
        typeof metadata === "object" && metadata !== null && !Array.isArray(metadata) ? metadata.namespace : undefined;
    return each.map((subject): Grant => {
        const key = canonicalText([resource.type, resource.provider, space ?? null, roleRef ?? null, subject]);
        return { key, resource, text: `${shown(roleRef)} for ${shown(subject)}` };
    });
}
