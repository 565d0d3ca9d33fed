import { describe, expect, test } from "vitest";
import type { Checked } from "../cli/formats";
import { formats } from "../cli/formats";
import { judgePlan } from "../preview/verdicts";
import { planOf } from "./report/planner";

/** A stack with one image that is not pinned, and nothing else that is wrong. */
const IMAGE = "ghcr.io/acme/web:1.4.2";
const plan = planOf("gcp:cloudrunv2/service:Service", { template: { containers: [{ name: "web", image: IMAGE }] } });
const urn = plan.resources[0]?.urn ?? "";
const checked: Checked[] = [
    { stack: "lab", resources: 1, verdicts: judgePlan(plan, "sha256:00"), place: () => ({ file: "Pulumi.lab.yaml" }) },
];
const PATH = "template.containers[0].image";

describe("check tells its findings", () => {
    test("to a person, with place, finding and remedy", () => {
        const text = formats.text(checked);
        expect(text).toMatch(/^lab: 1 resources, \d+ rules, 1 violations, 0 undetermined, 0 advisory\n/);
        expect(text).toContain(`  IMG-01 gcp:cloudrunv2/service:Service::it\n    ${PATH}: "${IMAGE}"; use `);
    });

    test("to a script", () => {
        expect(JSON.parse(formats.json(checked))).toMatchObject([
            { stack: "sample", blocked: true, violations: 1, verdicts: [{ rule: "IMG-01", urn: urn, path: PATH }] },
        ]);
    });

    test("to a code-scanning service, with a fingerprint that stays", () => {
        const [first, second] = [formats.sarif(checked), formats.sarif(checked)].map((text) => JSON.parse(text));
        const run = first.runs[0];
        expect(first.version).toBe("2.1.0");
        expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toContain("IMG-01");
        expect(run.results).toMatchObject([
            {
                ruleId: "IMG-01",
                locations: [{ logicalLocations: [{ fullyQualifiedName: `${urn}#${PATH}` }] }],
            },
        ]);
        expect(run.results[0].partialFingerprints).toEqual(second.runs[0].results[0].partialFingerprints);
    });

    test("to a test report, in which each rule is a test", () => {
        const xml = formats.junit(checked);
        expect(xml.match(/<testcase /g)?.length).toBe(checked[0]?.verdicts.rules.length);
        expect(xml.match(/<failure/g)?.length).toBe(1);
    });
});
