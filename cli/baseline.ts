import { readFileSync, statSync } from "node:fs";
import type { DeclareOptions } from "../preview/capture";
import type { Baseline } from "../preview/changes/changes";
import { commitOf, declareRevision } from "../preview/changes/revision";
import { isStackExport, readStackExport } from "../preview/changes/stack-export";
import { PreviewError } from "../preview/failure";
import type { Plan } from "../preview/plan";
import { readProject } from "../preview/stack-file";

const FORMS = "give a plan.json that a preview has written, the output of pulumi stack export, or a git revision";

/** What to compare with: a file where there is one of that name, otherwise a revision of the program. */
export async function readBaseline(name: string, options: DeclareOptions): Promise<Baseline> {
    if (statSync(name, { throwIfNoEntry: false })) return readFile(name, options);
    if (commitOf(name, options.directory) === undefined)
        throw new PreviewError(`${name} is neither a file nor a git revision; ${FORMS}`, "usage");
    return declareRevision(name, options);
}

function readFile(path: string, { directory, stack }: DeclareOptions): Baseline {
    const refuse = (why: string) => new PreviewError(`${path} ${why}; ${FORMS}`, "usage");
    let text: string;
    try {
        text = readFileSync(path, "utf8");
    } catch {
        throw refuse("cannot be read");
    }
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        throw refuse("is not JSON");
    }
    if (isStackExport(value)) return readStackExport(path, value, { project: readProject(directory).name, stack });
    if (typeof value !== "object" || value === null || !("schema" in value) || value.schema !== "slipway.plan/v1")
        throw refuse("is neither a plan of the schema slipway.plan/v1 nor a stack export");
    return { name: path, plan: value as Plan, kind: "plan" };
}
