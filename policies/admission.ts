import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { KINDS, resourceOf } from "./admitted";
import { list, VARIABLES } from "./cel";
import { type Exception, exceptionsByStack } from "./exceptions";
import { readExceptionsFile } from "./exceptions-file";
import type { Admitted, Json, Rule } from "./rule";
import { rules as all } from "./rules";

/** A ValidatingAdmissionPolicy of admissionregistration.k8s.io/v1, without what is the same for all. */
export interface AdmissionPolicy {
    name: string;
    spec: {
        failurePolicy: "Fail";
        matchConstraints: { resourceRules: ResourceRule[] };
        matchConditions: Named[];
        variables?: Named[];
        validations: Validation[];
    };
}

interface Validation {
    expression: string;
    message: string;
}

interface Named {
    name: string;
    expression: string;
}

interface ResourceRule {
    apiGroups: string[];
    apiVersions: string[];
    operations: string[];
    resources: string[];
}

/** What of a kind can be changed by itself, and is what the rules are about. */
const SUBRESOURCES: Readonly<Record<string, readonly string[]>> = { Pod: ["pods/ephemeralcontainers"] };

/** An object that is going away must be let go, and a pod's labels may change whatever the pod is. */
const CONDITIONS: Readonly<Partial<Record<Admitted, Named>>> = {
    pods: { name: "changes", expression: "request.operation == 'CREATE' || object.spec != oldObject.spec" },
};
const STAYS: Named = { name: "stays", expression: "!has(object.metadata.deletionTimestamp)" };

/** Kinds whose objects are made from another, after which they are called. */
const MADE = ["Job", "Pod", "ReplicaSet"];

/**
 * The rules that CEL can say, as policies for the API server: one for each kind of object, a validation for each rule. A
 * rule from which some objects are excepted is a policy of its own, which is not asked about these.
 */
export function admissionPolicies(
    exceptions: readonly Pick<Exception, "rule" | "objects">[] = [],
    rules: readonly Rule[] = all,
): AdmissionPolicy[] {
    return (Object.keys(KINDS) as Admitted[]).flatMap((of) => {
        const together: Validation[] = [];
        const apart: AdmissionPolicy[] = [];
        for (const { id, title, cel = [] } of rules) {
            const validations = cel
                .filter((demand) => demand.of === of)
                .map(({ passes }) => ({ expression: passes, message: `${id}: ${title}` }));
            const objects = exceptions.filter(({ rule }) => rule === id).flatMap(({ objects = [] }) => objects);
            if (objects.length === 0) together.push(...validations);
            else if (validations.length > 0) apart.push(policy(of, validations, id, [besides(objects)]));
        }
        return [...(together.length > 0 ? [policy(of, together)] : []), ...apart];
    });
}

function policy(
    of: Admitted,
    validations: Validation[],
    id?: string,
    exceptions: readonly Named[] = [],
): AdmissionPolicy {
    const conditions = [STAYS, ...[CONDITIONS[of] ?? []].flat(), ...exceptions];
    return {
        name: ["slipway", of, ...(id === undefined ? [] : [id.toLowerCase()])].join("-"),
        spec: {
            failurePolicy: "Fail",
            matchConstraints: {
                resourceRules: KINDS[of].map(([group, ...kinds]) => ({
                    apiGroups: [group],
                    apiVersions: ["v1"],
                    operations: ["CREATE", "UPDATE"],
                    resources: kinds.flatMap((kind) => [resourceOf(kind), ...(SUBRESOURCES[kind] ?? [])]),
                })),
            },
            matchConditions: conditions,
            ...(of === "pods" && { variables: VARIABLES.map(({ name, expression }) => ({ name, expression })) }),
            validations,
        },
    };
}

/** The condition that an object is none of these, and is not made from one. */
const besides = (objects: readonly string[]): Named => ({
    name: "besides",
    expression: [...new Set(objects)].sort().map(isNot).join(" && "),
});

function isNot(object: string): string {
    const [name = "", namespace] = object.split("/").reverse();
    const called = "object.metadata.name";
    const fits = `${called} == '${name}' || (object.kind in ${list(MADE)} && ${called}.startsWith('${name}-'))`;
    return namespace === undefined ? `!(${fits})` : `(object.metadata.namespace != '${namespace}' || !(${fits}))`;
}

/** What stands in `components/boundary/admission-policies.json`. */
interface AdmissionFile {
    policies: AdmissionPolicy[];
    /** Those of a stack that has exceptions, instead. */
    stacks: Record<string, AdmissionPolicy[]>;
}

/** The file as the formatter of the project wants it. */
export function admissionFile(exceptions: Json): string {
    const stacks = [...exceptionsByStack(exceptions)].filter(([, some]) => some.some(({ objects }) => objects));
    const file: AdmissionFile = {
        policies: admissionPolicies(),
        stacks: Object.fromEntries(stacks.map(([stack, some]) => [stack, admissionPolicies(some)])),
    };
    return `${JSON.stringify(file, null, 4).replace(TEXTS, inOneLine)}\n`;
}

/** A list of texts alone, each on a line of its own. */
const TEXTS = /\[\s+"[^\n]*"(?:,\n\s+"[^\n]*")*\n\s+\]/g;
const inOneLine = (texts: string): string => texts.replace(/\s*\n\s*/g, " ").replace(/^\[ | \]$/g, (end) => end.trim());

if (require.main === module)
    writeFileSync(
        join(__dirname, "../components/boundary/admission-policies.json"),
        admissionFile(readExceptionsFile(join(__dirname, "../exceptions.yaml")) ?? {}),
    );
