import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { exceptionsRule } from "./exceptions";
import type { Example, Json, Rule } from "./rule";
import { rules as all } from "./rules";
import { isMap } from "./value";

const HEADINGS: Readonly<Record<string, string>> = {
    SEC: "Secrets",
    IMG: "Images",
    POD: "Pods",
    REL: "Reliability",
    NET: "Network",
    RBAC: "Rights in the cluster",
    SQL: "Databases",
    GKE: "Clusters",
    KMS: "Keys",
    IAM: "Rights in the project",
    VPC: "Network of the project",
    STO: "Buckets",
    RED: "Caches",
    CHAIN: "Chains",
    OPS: "Operations",
    ORG: "Organisation policies",
};

const kindOf = ({ id }: Pick<Rule, "id">): string => id.slice(0, id.indexOf("-"));

/** `docs/policies.md`: what each rule wants, why, and one resource that breaks it. */
export function policiesDocument(rules: readonly Rule[] = all): string {
    const kinds = [...new Set(rules.map(kindOf))];
    const sections = kinds.map((kind) =>
        [`## ${HEADINGS[kind] ?? kind}`, ...rules.filter((rule) => kindOf(rule) === kind).map(section)].join("\n\n"),
    );
    return `${[HEAD(rules), ...sections, closing()].join("\n\n")}\n`;
}

const HEAD = (rules: readonly Rule[]): string => `# Policies

${rules.length} rules, written by \`node --import tsx policies/document.ts\` from the table in \`policies/rules.ts\`. Each gives pass, violation or
undetermined: a rule never reads past a value that nobody knows yet, says which one it needed, and is asked again during
the update. A mandatory rule stops a change that breaks it, an advisory one is told. The names in brackets are those of
the same demand elsewhere: CKV checkov, KSV and GCP Trivy, C Kubescape, CIS-K and CIS-G the benchmarks for GKE and GCP.

${rules.filter(({ cel }) => cel).length} of the rules are held in the cluster as well, by ValidatingAdmissionPolicies that \`node --import tsx policies/admission.ts\`
writes from the same table: the API server refuses what breaks them, whoever asks, in every namespace that Slipway makes
but those of charts, whose objects no plan shows. It sees one object at a time and the values that it has; where a rule
asks for more, the plan alone is asked.`;

function section(rule: Rule): string {
    const { id, title, why, severity, level, sameAs } = rule;
    const [bad] = rule.bad;
    const admitted = (rule.cel ?? []).map(({ of }) => (of === "pods" ? "pods and what makes them" : of));
    const held = admitted.length > 0 ? `, held in the cluster for ${[...new Set(admitted)].join(", ")}` : "";
    const lines = [
        `### ${id}: ${title}`,
        `**${severity}**, ${level}${held}. ${sentence(why)} (${sameAs.map(escaped).join(", ")})`,
        ...(bad
            ? [`For example \`${bad.type}\` at ${(bad.at ?? []).map(placed).join(", ")}, in short:`, snippet(bad)]
            : []),
    ];
    return lines.join("\n\n");
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
const escaped = (text: string): string => text.replaceAll("*", "\\*").replaceAll("_", "\\_");
const placed = (path: string): string => (path === "" ? "the resource itself" : `\`${path}\``);

/** The parts of an example that lead to what is wrong; long texts are cut. */
function snippet({ props, at = [] }: Example): string {
    const text = JSON.stringify(along(props, at.map(steps)), null, 2);
    return `\`\`\`json\n${text}\n\`\`\``;
}

const steps = (path: string): string[] =>
    [...path.matchAll(/\["((?:\\"|[^"])*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
        ([, quoted, index, plain]) => quoted ?? index ?? plain ?? "",
    );

/** A copy with nothing but the ways; where a way ends, what stands there, or nothing if it is missing. */
function along(value: Json, ways: readonly string[][]): Json {
    if (ways.some(({ length }) => length === 0)) return shortened(value);
    if (Array.isArray(value)) {
        const kept = value.flatMap((item, index) => {
            const on = ways.filter(([step]) => step === String(index)).map(([, ...rest]) => rest);
            return on.length > 0 ? [along(item, on)] : [];
        });
        return kept;
    }
    if (!isMap(value)) return shortened(value);
    return Object.fromEntries(
        Object.entries(value).flatMap(([key, item]) => {
            const on = ways.filter(([step]) => step === key).map(([, ...rest]) => rest);
            // The name beside a value says what the value is.
            return on.length > 0
                ? [[key, along(item, on)]]
                : key === "name" && typeof item === "string"
                  ? [[key, item]]
                  : [];
        }),
    );
}

function shortened(value: Json): Json {
    if (typeof value === "string") return value.length > 60 ? `${value.slice(0, 57)}...` : value;
    if (Array.isArray(value)) return value.slice(0, 3).map(shortened);
    if (!isMap(value)) return value;
    return Object.fromEntries(
        Object.entries(value)
            .slice(0, 4)
            .map(([key, item]) => [key, shortened(item)]),
    );
}

const closing = (): string => `## Exceptions

\`exceptions.yaml\` lists the findings that somebody answers for: one rule, the URN of the resource, a reason, an owner, a
ticket and the last day on which it holds. A finding that is excepted stays in every report, and in SARIF it is a
suppression. ${exceptionsRule.id} finds fault with what is expired, unused, unjustified, too long, or never allowed for the stack.

For a rule that the cluster holds as well, \`objects\` lists the objects as \`namespace/name\`, and the policies are written
again: of them, and of the pods and jobs made from them, that rule is not asked. The pack under \`pulumi preview\`
reads the same file, by default that of the folder around it; its configuration may name another as \`exceptions\`.`;

if (require.main === module) writeFileSync(join(__dirname, "../docs/policies.md"), policiesDocument());
