import { join } from "node:path";
import { readExceptionsFile } from "../policies/exceptions-file";
import { PreviewError } from "../preview/failure";
import type { Json } from "../preview/plan";
import type { Allowance } from "../preview/verdicts";

const FILE = "exceptions.yaml";

/** The exceptions of the project in this folder, read on the day that the machine says it is. */
export function allowance(directory: string): { allowance?: Allowance } {
    const path = join(directory, FILE);
    let exceptions: Json | undefined;
    try {
        exceptions = readExceptionsFile(path);
    } catch {
        throw new PreviewError(`${path} is not YAML`, "usage");
    }
    if (exceptions === undefined) return {};
    return { allowance: { exceptions, file: FILE, today: new Date().toISOString().slice(0, 10) } };
}
