import { basename, isAbsolute, join } from "node:path";
import type { PolicyPackArgs, ReportViolation, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { Allowed } from "./exceptions";
import { readExceptionsFile } from "./exceptions-file";
import { judgeEach, judgeTogether, subjectsOf } from "./judge";
import { readRaw, resourceOf } from "./received";
import type { Resource, Rule, Verdict } from "./rule";
import { rules as all } from "./rules";
import type { Subject } from "./subject";
import { sentence, shared, type Told, together } from "./together";
import type { Properties } from "./wire";

/**
 * The rules as CrossGuard policies. One policy asks every rule, because the SDK reads a resource anew for each policy.
 * It needs two more: only a remediation is told which values are secret, and only the stack is told what a value was
 * made from, and can tell of several resources in one sentence. What is judged stays the inputs of the resource pass; those of the stack pass may be empty.
 * What is excepted is told and stops nothing, as everywhere.
 */
export function policies(rules: readonly Rule[] = all, exceptions = exceptionsOf): PolicyPackArgs["policies"] {
    const marked = new Map<string, Properties>();
    const judged = new Map<string, Judged>();
    const kept: Verdict[] = [];
    /** Null before the first resource, which says of what stack they are. */
    let allowed: Allowed | undefined | null = null;
    const mark = (verdict: Verdict) => allowed?.mark(verdict) ?? verdict;

    const marks: ResourceValidationPolicy = {
        name: "slipway-marks",
        description: "Notes which values are secret, for the rules. Changes nothing.",
        enforcementLevel: "remediate",
        remediateResource: async ({ urn, props }) => {
            marked.set(urn, await readRaw(props));
        },
    };

    const rulesOfResources: ResourceValidationPolicy = {
        name: "slipway",
        description: `Judges every resource by ${rules.length} rules.`,
        enforcementLevel: "mandatory",
        configSchema: SCHEMA,
        validateResource: async (args, report) => {
            const config = args.getConfig<Config>();
            if (allowed === null) allowed = exceptions(stackOf(args.urn), rules, config.exceptions);
            let asked = false;
            const resource: Resource = {
                ...(await resourceOf(args, marked.get(args.urn))),
                get originsPending() {
                    asked = true;
                    return true;
                },
            };
            marked.delete(args.urn);
            const subjects = subjectsOf(resource);
            const verdicts = judgeEach(subjects, rules);
            judged.set(args.urn, { resource, subjects, told: new Set(verdicts.map(key)), asked });
            for (const verdict of verdicts)
                if (shared(verdict) === undefined) tell({ first: mark(verdict), others: [] }, report, config);
                else kept.push(verdict);
        },
    };

    const rulesOfOrigin: StackValidationPolicy = {
        name: "slipway-origins",
        description:
            "Judges the secrets again, now that it is known what they were made from, and the resources together.",
        enforcementLevel: "mandatory",
        configSchema: SCHEMA,
        validateStack: ({ resources, getConfig }, report) => {
            const config = getConfig<Config>();
            const found: Verdict[] = [];
            const declared: Subject[] = [];
            for (const { urn, propertyDependencies } of resources) {
                const before = judged.get(urn);
                if (!before) continue;
                const origins = Object.entries(propertyDependencies).map(([property, made]) => [
                    property,
                    made.map((by) => by.urn),
                ]);
                const { resource, told, asked } = before;
                delete resource.originsPending;
                resource.propertyDependencies = Object.fromEntries(origins);
                const subjects = asked ? subjectsOf(resource) : before.subjects;
                declared.push(...subjects);
                if (asked) found.push(...judgeEach(subjects, rules).filter((verdict) => !told.has(key(verdict))));
            }
            found.push(...judgeTogether(declared, rules));
            const root = rootOf([...judged.keys()][0] ?? "");
            judged.clear();
            for (const verdict of found) tell({ first: mark(verdict), others: [] }, report, config);
            for (const told of together(kept.splice(0).map(mark))) tell(told, report, config);
            // Nothing in the stack is at fault, but the file.
            for (const { urn: file, ...fault } of allowed?.close() ?? [])
                tell({ first: { ...fault, urn: root, path: `${file} ${fault.path}` }, others: [] }, report, config);
            allowed = null;
        },
    };

    return [marks, rulesOfResources, rulesOfOrigin];
}

/** What is kept of a resource until the stack is told of. */
interface Judged {
    resource: Resource;
    subjects: readonly Subject[];
    told: ReadonlySet<string>;
    /** Whether a rule asked for the origins; otherwise the second judgement would be the same. */
    asked: boolean;
}

interface Config {
    undetermined?: "report" | "block";
    exceptions?: string;
}

/** The project's own, where the pack is a folder of it. */
const DEFAULT = "../exceptions.yaml";

/** The exceptions of a stack, from the file that the configuration names; none where there is no such file. */
function exceptionsOf(stack: string, rules: readonly Rule[], file = DEFAULT): Allowed | undefined {
    const value = readExceptionsFile(isAbsolute(file) ? file : join(__dirname, file));
    if (value === undefined) {
        if (file === DEFAULT) return undefined;
        throw new Error(`${file} is not there; "exceptions" names a file from the folder of the pack on`);
    }
    const today = new Date().toISOString().slice(0, 10);
    return new Allowed(value, { stack, today, file: basename(file) }, rules);
}

/** The stack that a URN is of. */
const stackOf = (urn: string): string => /^urn:pulumi:(.*?)::/.exec(urn)?.[1] ?? "";

/** The resource that stands for the whole stack. */
function rootOf(urn: string): string {
    const [, , project = ""] = /^urn:pulumi:(.*?)::(.*?)::/.exec(urn) ?? [];
    return `urn:pulumi:${stackOf(urn)}::${project}::pulumi:pulumi:Stack::${project}-${stackOf(urn)}`;
}

const SCHEMA = {
    properties: {
        undetermined: {
            type: "string" as const,
            enum: ["report", "block"],
            default: "report",
            description: "Whether a value that nobody can know yet is only reported, or stops the preview.",
        },
        exceptions: {
            type: "string" as const,
            default: DEFAULT,
            description: "File of exceptions, from the folder of the pack on. Read by the policy named slipway.",
        },
    },
};

const key = ({ rule, verdict, path, found }: Verdict): string => JSON.stringify([rule, verdict, path, found]);

/** What the SDK lets a policy say of one finding; its types know the sentence only. */
interface Report {
    name: string;
    urn: string;
    message: string;
    description: string;
    severity: Verdict["severity"];
    enforcementLevel?: "advisory";
}

function tell(told: Told, report: ReportViolation, { undetermined = "report" }: Config): void {
    const { first: verdict } = told;
    // Without a level of its own, a finding has that of the policy, which the user may have lowered.
    const lenient = verdict.level === "advisory" || (verdict.verdict === "undetermined" && undetermined === "report");
    const text = sentence(told);
    const said: Report = {
        name: verdict.rule,
        urn: verdict.urn,
        message: text,
        description: text,
        severity: verdict.severity,
        ...(lenient && { enforcementLevel: "advisory" }),
    };
    (report as unknown as (said: Report) => void)(said);
}
