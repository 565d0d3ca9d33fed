import { excepted, exceptionsRule } from "../policies/exceptions";
import { judge } from "../policies/judge";
import type { Resource, Verdict } from "../policies/rule";
import { rules } from "../policies/rules";
import type { Json, Plan } from "./plan";

/** What the policies say of a plan: written as `verdicts.json`. */
export interface Verdicts {
    schema: "slipway.verdicts/v1";
    project: string;
    stack: string;
    /** Digest of the plan, or of the text, that was judged. */
    plan: string;
    /** The rules that were asked. */
    rules: { id: string; title: string; severity: string; level: string }[];
    /** Whether a mandatory rule was broken, or could not be judged: unknown is not pass. */
    blocked: boolean;
    /** Violations of mandatory rules. */
    violations: number;
    /** Violations of advisory rules, which never block. */
    advisory: number;
    undetermined: number;
    /** Findings that an exception answers for; they are among the advisory and the undetermined ones. */
    excepted: number;
    /** Only where they were compared: findings that were there before. The other numbers are without them. */
    old?: number;
    verdicts: Verdict[];
}

/** The exceptions of a project, and the day on which they are read. A plan knows no day. */
export interface Allowance {
    /** What the file says. */
    exceptions: Json;
    file: string;
    /** `2026-11-21`. */
    today: string;
}

/** What was judged: a plan, or resources from elsewhere. */
export interface Judgeable {
    project: string;
    stack: string;
    resources: Iterable<Resource>;
    /** They are not all that the stack has. */
    partly?: boolean;
}

/** Asks every rule about every resource of a plan. */
export const judgePlan = ({ project, stack, resources }: Plan, digest: string, allowance?: Allowance): Verdicts =>
    judgeAll({ project, stack, resources: resources.map((one) => ({ ...one, props: one.inputs })) }, digest, allowance);

/** Asks every rule about every resource. */
export const judgeAll = (judged: Judgeable, digest: string, allowance?: Allowance): Verdicts =>
    verdictsOf(judged, judge(judged.resources), digest, allowance);

/** What the rules have found, under the exceptions of the project. */
export function verdictsOf(
    { project, stack, partly = false }: Omit<Judgeable, "resources">,
    found: Verdict[],
    digest: string,
    allowance?: Allowance,
): Verdicts {
    const verdicts = allowance ? excepted(found, allowance.exceptions, { ...allowance, stack, partly }) : found;
    return {
        schema: "slipway.verdicts/v1",
        project,
        stack,
        plan: digest,
        rules: [...rules, ...(allowance ? [exceptionsRule] : [])].map(({ id, title, severity, level }) => ({
            ...{ id, title, severity, level },
        })),
        ...counted(verdicts),
    };
}

/** What was found before as well is old, and stops nothing. */
export function against(verdicts: Verdicts, before: readonly Verdict[]): Verdicts {
    const old = known(verdicts.verdicts, before);
    const marked = verdicts.verdicts.map(
        (verdict): Verdict => (old.has(verdict) ? { ...verdict, old: true } : verdict),
    );
    return { ...verdicts, ...counted(marked), old: old.size };
}

/** Two findings are the same where they stand at the same path, or say the same of a resource whose list has shifted. */
const SAME: readonly ((verdict: Verdict) => string)[] = [
    ({ rule, urn, path }) => JSON.stringify([rule, urn, path]),
    ({ rule, urn, verdict, found }) => JSON.stringify([rule, urn, verdict, found]),
];

/** The findings that another judgement has as well; each of its own answers for one. Of exceptions, none is ever old. */
function known(verdicts: readonly Verdict[], before: readonly Verdict[]): ReadonlySet<Verdict> {
    const found = new Set<Verdict>();
    const used = new Set<Verdict>();
    for (const key of SAME) {
        const pool = new Map<string, Verdict[]>();
        for (const one of before) if (!used.has(one)) pool.set(key(one), [...(pool.get(key(one)) ?? []), one]);
        for (const verdict of verdicts) {
            if (found.has(verdict) || verdict.rule === exceptionsRule.id) continue;
            const alike = pool.get(key(verdict)) ?? [];
            // What somebody answered for then, nobody answers for now.
            const at = alike.findIndex((one) => one.excepted === undefined || verdict.excepted !== undefined);
            const [one] = at < 0 ? [] : alike.splice(at, 1);
            if (!one) continue;
            used.add(one);
            found.add(verdict);
        }
    }
    return found;
}

function counted(verdicts: Verdict[]) {
    const fresh = verdicts.filter(({ old }) => !old);
    const violations = fresh.filter(({ verdict }) => verdict === "violation");
    const mandatory = violations.filter(({ level }) => level === "mandatory").length;
    return {
        blocked: fresh.some(({ level }) => level === "mandatory"),
        violations: mandatory,
        advisory: violations.length - mandatory,
        undetermined: fresh.length - violations.length,
        excepted: fresh.filter(({ excepted }) => excepted !== undefined).length,
        verdicts,
    };
}
