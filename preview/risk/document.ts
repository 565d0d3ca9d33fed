import { canonical } from "../canonical";
import type { Compared } from "../changes/document";
import type { Json, Plan } from "../plan";
import { classes } from "./classes";
import type { Risk } from "./model";

/** `risk.json`, in the canonical form of RFC 8785: every line, and who has to agree by the classes that they are in. */
export function riskDocument(
    { project, stack }: Plan,
    { lines, approvals }: Risk,
    { against, digest }: Compared,
): string {
    const found = new Set(lines.map((line) => line.class));
    const asked = Object.entries(classes).filter(([id]) => found.has(id as keyof typeof classes));
    const document = {
        schema: "slipway.risk/v1",
        project,
        stack,
        plan: digest,
        against,
        approvals,
        classes: Object.fromEntries(asked.map(([id, { title, approvals: own }]) => [id, { title, approvals: own }])),
        lines,
    };
    return canonical(JSON.parse(JSON.stringify(document)) as Json);
}
