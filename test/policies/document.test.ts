import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { policiesDocument } from "../../policies/document";
import { rules } from "../../policies/rules";

test("docs/policies.md is what the table says; `node --import tsx policies/document.ts` writes it", () => {
    expect(readFileSync(join(__dirname, "../../docs/policies.md"), "utf8")).toBe(policiesDocument());
});

/** The ids of the reference table; the last row of its production bar names two, and four of the cloud are split. */
const IDS = [
    ...numbered("SEC", 12),
    ...numbered("IMG", 7),
    ...numbered("POD", 20),
    ...numbered("REL", 9),
    ...numbered("NET", 6),
    ...numbered("RBAC", 6),
    ...numbered("SQL", 8),
    ...numbered("GKE", 7),
    ...numbered("KMS", 2),
    ...numbered("IAM", 3),
    ...numbered("VPC", 3),
    ...["STO-01", "RED-01", "CHAIN-01", "OPS-01"],
];

function numbered(kind: string, count: number): string[] {
    return Array.from({ length: count }, (_, index) => `${kind}-${String(index + 1).padStart(2, "0")}`);
}

test("no rule of the table is missing", () => {
    const present = new Set(rules.map(({ id }) => id));
    expect(IDS.filter((id) => !present.has(id))).toEqual([]);
    expect(IDS.length).toBeGreaterThanOrEqual(83);
});
