import { clip } from "../../preview/report/text";
import type { PulumiRun } from "../pulumi";

interface Diagnostic {
    severity?: string;
    message?: string;
    urn?: string;
}

/** A rule of the pack that what the update would make breaks. Our rules show no value of a secret. */
interface Finding {
    resourceUrn: string;
    policyName: string;
    message: string;
    enforcementLevel: string;
}

/** How much of one message is shown. */
const LIMIT = 400;

/**
 * What the Pulumi CLI says went wrong, without values: a violated plan is told with the values of properties, secret ones
 * among them (pkg/resource/deploy/plan.go of pulumi/pulumi).
 */
export function told({ events, stderr, code }: PulumiRun): string {
    const errors = events
        .map(({ diagnosticEvent }) => diagnosticEvent as Diagnostic | undefined)
        .filter((one) => one?.severity === "error")
        .map((one) => withoutValues(one?.message ?? ""));
    const broken = events
        .map(({ policyEvent }) => policyEvent as Finding | undefined)
        .filter((one): one is Finding => one?.enforcementLevel === "mandatory")
        .map(({ policyName, resourceUrn, message }) => `${policyName} is broken at ${resourceUrn}: ${message}`);
    const found = [...broken, ...errors];
    const lines = found.length > 0 ? found : stderr.split("\n").filter((line) => line.startsWith("error:"));
    const [first, ...rest] = [...new Set(lines.map((line) => withoutValues(line).trim()).filter(Boolean))];
    if (first === undefined) return `the Pulumi CLI ended with exit code ${code} and gave no reason`;
    return `${clip(first, LIMIT)}${rest.length > 0 ? ` (and ${rest.length} more)` : ""}`;
}

/** A sentence about a violated plan, with the first property that is not as planned and not what it is. */
export function withoutValues(message: string): string {
    const [head, changed] = message.split(/violates plan: /, 2) as [string, string | undefined];
    if (changed === undefined) return message;
    const [what = "", list] = changed.split(": ", 2) as [string, string | undefined];
    if (list === undefined) return `${head}violates the plan: ${what.trim()}`;
    // The values are not escaped, so that nothing but the first name can be told from them for certain.
    const [, first] = /^(?:\+\+|--|~~)([A-Za-z_]\w*)\[/.exec(list) ?? [];
    return `${head}violates the plan: ${what}${first === undefined ? "" : `, ${first} first`}`;
}
