import { readFileSync } from "node:fs";
import { basename, relative } from "node:path";
import { ManifestError, readManifests } from "../policies/manifests";
import type { Verdict } from "../policies/rule";
import { canonical, digest } from "../preview/canonical";
import { readState } from "../preview/changes/stack-export";
import { PreviewError } from "../preview/failure";
import { judgeStack } from "../preview/preview";
import { stacksOf } from "../preview/stack-file";
import { type Allowance, judgeAll, judgePlan } from "../preview/verdicts";
import type { Checked } from "./formats";
import { status } from "./status";

/** Stacks of the project, one after the other. */
export async function ofStacks(names: string[], directory: string, allowance?: Allowance): Promise<Checked[]> {
    const stacks = names.length > 0 ? names : stacksOf(directory);
    if (stacks.length === 0)
        throw new PreviewError(`${directory} has no Pulumi.<stack>.yaml; run this in a project's folder`, "usage");
    const checked: Checked[] = [];
    for (const stack of stacks) {
        const line = status(`checking ${stack}`);
        const { progress } = line;
        const options = { directory, stack, progress, ...(allowance && { allowance }) };
        const { plan, verdicts } = await judgeStack(options).finally(line.end);
        const place = () => ({ file: `Pulumi.${stack}.yaml` });
        checked.push({ stack, resources: plan.resources.length, verdicts, place });
    }
    return checked;
}

/** What `pulumi stack export` has written: the inputs of what is deployed. */
export function ofState(path: string, allowance?: Allowance): Checked {
    const { plan } = readState(path, textOf(path));
    const place = () => ({ file: fileOf(path) });
    const verdicts = judgePlan(plan, digest(canonical(plan)), allowance);
    return { stack: plan.stack, resources: plan.resources.length, verdicts, place };
}

/** The stack of manifests that belong to none. */
const NONE = "yaml";

/** Manifests as text. They are never all of a stack, so an exception that none of them needs is no fault. */
export function ofManifests(path: string, stack = NONE, allowance?: Allowance): Checked {
    const text = textOf(path);
    const file = fileOf(path);
    try {
        const manifests = readManifests(text, stack);
        const byUrn = new Map(manifests.map((manifest) => [manifest.resource.urn, manifest]));
        const resources = manifests.map(({ resource }) => resource);
        const judged = { project: "manifests", stack, resources, partly: true };
        const place = ({ urn, path }: Verdict) => {
            const manifest = byUrn.get(urn);
            return { file, ...(manifest && { line: manifest.lineOf(path) }) };
        };
        return { stack, resources: manifests.length, verdicts: judgeAll(judged, digest(text), allowance), place };
    } catch (error) {
        if (!(error instanceof ManifestError)) throw error;
        throw new PreviewError(
            `${file}, line ${error.line}: ${error.message}; give objects of Kubernetes as YAML`,
            "usage",
        );
    }
}

const STANDARD_INPUT = "-";

function textOf(path: string): string {
    try {
        return readFileSync(path === STANDARD_INPUT ? 0 : path, "utf8");
    } catch {
        throw new PreviewError(`${path} cannot be read; name a file, or - for standard input`, "usage");
    }
}

/** As a report names it: from here on, or by its name alone where it is elsewhere. */
function fileOf(path: string): string {
    if (path === STANDARD_INPUT) return "stdin";
    const here = relative(process.cwd(), path);
    return here.startsWith("..") ? basename(path) : here;
}
