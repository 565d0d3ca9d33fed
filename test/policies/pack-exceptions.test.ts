import { describe, expect, test } from "vitest";
import { Allowed, excepted } from "../../policies/exceptions";
import { judge } from "../../policies/judge";
import type { Json, Resource } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { sentence, together } from "../../policies/together";
import { ADVISORY, MANDATORY, run } from "./engine";
import { POD, sample } from "./sample";

const CIRCUMSTANCES = { stack: "demo", today: "2026-11-21", file: "exceptions.yaml" };

const exception = (more: { [key: string]: Json } = {}): Json => ({
    rule: "POD-09",
    resource: `urn:pulumi:demo::app::${POD}::sample`,
    reason: "it listens on the address of its node",
    owner: "chain",
    ticket: "CHAIN-1",
    expires: "2027-01-31",
    objects: ["app/api"],
    ...more,
});

const resource: Resource = sample(POD, { metadata: { namespace: "app" }, spec: { hostNetwork: true, hostPID: true } });

/** What the pack tells under these exceptions, and what `check` does. */
async function both(file: Json) {
    const told = await run(
        [{ resource, wire: resource.props }],
        rules,
        (_, some) => new Allowed(file, CIRCUMSTANCES, some),
    );
    const verdicts = excepted(judge([resource]), file, CIRCUMSTANCES);
    return { told, verdicts };
}

describe("the pack under exceptions", () => {
    test("tells what is excepted, and it stops nothing; what is not stops as before", async () => {
        const { told } = await both({ exceptions: [exception()] });
        const level = (id: string) => told.filter(({ rule }) => rule === id).map(({ level }) => level);
        expect([level("POD-09"), level("POD-08"), level("EXC-01")]).toEqual([[ADVISORY], [MANDATORY], []]);
        expect(told.find(({ rule }) => rule === "POD-09")?.message).toContain("excepted until 2027-01-31 by chain");
    });

    test.each<[string, Json]>([
        ["one that is used", { exceptions: [exception()] }],
        ["one that nothing needs", { exceptions: [exception({ rule: "POD-10" })] }],
        ["one that has expired", { exceptions: [exception({ expires: "2026-11-20" })] }],
        ["one without the names of its objects", { exceptions: [exception({ objects: [] })] }],
        ["a rule that is never excepted", { exceptions: [exception()], never: { demo: ["POD-09"] } }],
        ["one of another stack", { exceptions: [exception({ resource: "urn:pulumi:other::*" })] }],
    ])("says the same as check: %s", async (_, file) => {
        const { told, verdicts } = await both(file);
        const root = "urn:pulumi:demo::app::pulumi:pulumi:Stack::app-demo";
        const expected = together(verdicts).map((one) => {
            const { rule, urn, level } = one.first;
            const ofFile = urn === "exceptions.yaml";
            return [rule, ofFile ? root : urn, level, `${ofFile ? "exceptions.yaml " : ""}${sentence(one)}`];
        });
        const said = told.map(({ rule, urn, level, message }) => [
            rule,
            urn,
            level === MANDATORY ? "mandatory" : "advisory",
            message,
        ]);
        expect(said.sort()).toEqual(expected.sort());
    });
});
