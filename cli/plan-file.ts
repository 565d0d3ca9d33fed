import { readFileSync } from "node:fs";
import { PreviewError } from "../preview/failure";
import type { Plan } from "../preview/plan";

/** Reads a plan that an earlier preview has written. */
export function readPlan(path: string): Plan {
    const refuse = (why: string) =>
        new PreviewError(`${path} ${why}; give a plan.json that a preview has written`, "usage");
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
    if (typeof value !== "object" || value === null || !("schema" in value) || value.schema !== "slipway.plan/v1")
        throw refuse("is not a plan of the schema slipway.plan/v1");
    return value as Plan;
}
