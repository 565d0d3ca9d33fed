import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { PreviewError } from "../preview/failure";
import type { Json } from "../preview/plan";
import type { Allowance } from "../preview/verdicts";

const FILE = "exceptions.yaml";

/** The exceptions of the project in this folder, read on the day that the machine says it is. */
export function allowance(directory: string): { allowance?: Allowance } {
    const path = join(directory, FILE);
    if (!existsSync(path)) return {};
    try {
        const exceptions = (parse(readFileSync(path, "utf8")) ?? {}) as Json;
        return { allowance: { exceptions, file: FILE, today: new Date().toISOString().slice(0, 10) } };
    } catch {
        throw new PreviewError(`${path} is not YAML`, "usage");
    }
}
