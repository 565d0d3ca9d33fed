import { join } from "node:path";
import { readExceptionsFile } from "../policies/exceptions-file";
import { PreviewError } from "./failure";
import type { Json } from "./plan";
import type { Allowance } from "./verdicts";

/** Where the exceptions of a project are. */
export const EXCEPTIONS = "exceptions.yaml";

/** The exceptions of the project in this folder; undefined if it has no such file. */
export function readExceptions(directory: string): Json | undefined {
    const path = join(directory, EXCEPTIONS);
    try {
        return readExceptionsFile(path);
    } catch {
        throw new PreviewError(`${path} is not YAML`, "usage");
    }
}

/** The same with the day on which they are read, such as `2026-11-21`. */
export function allowanceOn(today: string, directory: string): { allowance?: Allowance } {
    const exceptions = readExceptions(directory);
    return exceptions === undefined ? {} : { allowance: { exceptions, file: EXCEPTIONS, today } };
}
