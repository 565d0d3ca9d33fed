import { celEnv, isCelError, parse, plan } from "@bufbuild/cel";
import { type AdmissionPolicy, admissionPolicies } from "../../policies/admission";
import type { Json } from "../../policies/rule";

/** An object as the API server has it, and what is done to it. */
export interface Request {
    object: { [key: string]: Json };
    resource: string;
    oldObject?: { [key: string]: Json };
}

type Evaluate = (bindings: Record<string, unknown>) => unknown;

const evaluators = new Map<string, Evaluate>();

/** The value of an expression; an error of CEL is thrown, as `failurePolicy: Fail` makes one a refusal. */
function evaluate(expression: string, bindings: Record<string, unknown>): unknown {
    const known = evaluators.get(expression) ?? (plan(celEnv(), parse(expression)) as Evaluate);
    evaluators.set(expression, known);
    const value = known(bindings);
    if (isCelError(value)) throw new Error(`${expression}: ${value.message}`);
    return value;
}

/** Numbers without a fraction are integers, and nothing is null: so the API server reads an object. */
export function received(value: Json): unknown {
    if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
    if (Array.isArray(value)) return value.map(received);
    if (typeof value !== "object" || value === null) return value;
    const kept = Object.entries(value).filter(([, item]) => item !== null);
    return new Map(kept.map(([key, item]) => [key, received(item)]));
}

/** What a policy says of a request: the messages of the rules that it breaks; undefined if it is not asked. */
export function validate({ spec }: AdmissionPolicy, { object, resource, oldObject }: Request): string[] | undefined {
    const operation = oldObject ? "UPDATE" : "CREATE";
    const [group = ""] = /^[^/]+(?=\/)/.exec(String(object.apiVersion)) ?? [];
    const asked = spec.matchConstraints.resourceRules.some(
        (rule) =>
            rule.apiGroups.includes(group) &&
            rule.resources.includes(resource) &&
            rule.operations.includes(operation) &&
            rule.apiVersions.includes(String(object.apiVersion).split("/").at(-1) ?? ""),
    );
    if (!asked) return undefined;
    const variables = new Map<string, unknown>();
    const bindings = {
        object: received(object),
        oldObject: received(oldObject ?? null),
        request: new Map([["operation", operation]]),
        variables,
    };
    if (!spec.matchConditions.every(({ expression }) => evaluate(expression, bindings))) return undefined;
    for (const { name, expression } of spec.variables ?? []) variables.set(name, evaluate(expression, bindings));
    return spec.validations.filter(({ expression }) => !evaluate(expression, bindings)).map(({ message }) => message);
}

const policies = admissionPolicies();

/** The ids of the rules that the API server refuses a request by. */
export const refused = (request: Request, asked = policies): string[] =>
    asked.flatMap((policy) => validate(policy, request) ?? []).map((message) => message.slice(0, message.indexOf(":")));

/** Resource names of the API server by kind, of the objects that policies ask about. */
const NAMES: Readonly<Record<string, string>> = {
    ...{ Ingress: "ingresses", NetworkPolicy: "networkpolicies" },
    ...Object.fromEntries(
        [
            ...[
                "Pod",
                "ReplicationController",
                "DaemonSet",
                "Deployment",
                "ReplicaSet",
                "StatefulSet",
                "CronJob",
                "Job",
            ],
            ...["HTTPRoute", "Namespace", "Role", "RoleBinding", "ServiceAccount", "Service"],
        ].map((kind) => [kind, `${kind.toLowerCase()}s`]),
    ),
};

/** A declared resource as somebody who applies it sends it; undefined for what is no object that policies ask about. */
export function requestOf(type: string, props: { [key: string]: Json }): Request | undefined {
    const [, version = "", kind = ""] = /^kubernetes:(.*):(\w+)$/.exec(type) ?? [];
    const resource = Object.hasOwn(NAMES, kind) ? NAMES[kind] : undefined;
    if (resource === undefined) return undefined;
    const metadata = { name: "it", ...(props.metadata as object) };
    return { resource, object: { ...props, apiVersion: version.replace(/^core\//, ""), kind, metadata } };
}
