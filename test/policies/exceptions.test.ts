import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formats } from "../../cli/formats";
import { excepted, exceptionsByStack } from "../../policies/exceptions";
import { readExceptionsFile } from "../../policies/exceptions-file";
import type { Json, Verdict } from "../../policies/rule";
import { judgePlan } from "../../preview/verdicts";
import { planOf } from "../report/planner";

const URN = "urn:pulumi:mainnet::app::kubernetes:apps/v1:StatefulSet::sentry-0";
const CIRCUMSTANCES = { stack: "mainnet", today: "2026-11-21", file: "exceptions.yaml" };

const verdict = (rule: string, more: Partial<Verdict> = {}): Verdict => ({
    ...{ rule, verdict: "violation", severity: "medium", level: "mandatory", urn: URN, path: "spec", found: "x" },
    ...{ wanted: "y", ...more },
});

/** What the cluster calls the resource of the URN. */
const OBJECTS = ["paw/sentry-0"];

const exception = (more: { [key: string]: Json } = {}) => ({
    rule: "POD-10",
    resource: URN,
    reason: "peers of other validators connect to this port",
    owner: "chain",
    ticket: "CHAIN-12",
    expires: "2027-01-31",
    objects: OBJECTS,
    ...more,
});

const apply = (exceptions: Json[], verdicts: Verdict[] = [verdict("POD-10")], never: Json = {}) =>
    excepted(verdicts, { exceptions, never }, CIRCUMSTANCES);

const faults = (exceptions: Json[], verdicts?: Verdict[], never?: Json) =>
    apply(exceptions, verdicts, never)
        .filter(({ rule }) => rule === "EXC-01")
        .map(({ path, found }) => `${path}: ${found}`);

describe("an exception", () => {
    test("keeps the finding in the report and stops it from stopping anything", () => {
        const [first, ...rest] = apply([exception()]);
        expect(rest).toEqual([]);
        expect(first).toMatchObject({ rule: "POD-10", verdict: "violation", level: "advisory" });
        expect(first?.excepted).toEqual({
            ...{ reason: exception().reason, owner: "chain", ticket: "CHAIN-12", expires: "2027-01-31" },
        });
        expect(first?.found).toBe(
            "x (excepted until 2027-01-31 by chain, CHAIN-12: peers of other validators connect to this port)",
        );
    });

    test.each([
        ["urn:pulumi:mainnet::app::kubernetes:apps/v1:StatefulSet::sentry-*", true],
        ["urn:pulumi:mainnet::*::sentry-0", true],
        ["urn:pulumi:mainnet::*", true],
        ["urn:pulumi:mainnet::app::*::sentry-1", false],
        ["urn:pulumi:mainnet::app::kubernetes:apps/v1:StatefulSet::sentry", false],
        ["urn:pulumi:mainnet::*sentry-0*sentry-0", false],
    ])("for %s holds there: %s", (resource, holds) => {
        expect(apply([exception({ resource })])[0]?.level === "advisory").toBe(holds);
    });

    test.each<[string, { [key: string]: Json }, string]>([
        ["rule", { rule: "POD-99" }, "an id such as POD-09"],
        ["resource", { resource: "see urn:pulumi:mainnet::a" }, "a URN from urn:pulumi:STACK:: on"],
        [
            "resource",
            { rule: "POD-01", resource: "urn:pulumi:mainnet::*", expires: "2026-12-01" },
            "the URN of one resource",
        ],
        ["reason", { reason: `because${" ".repeat(30)}` }, "a reason of at least 20 characters"],
        ["expires", { expires: "soon" }, "the last day, as 2027-01-31"],
        ["expires", { expires: "2026-11-20" }, "the resource mended, or a new decision"],
        ["expires", { rule: "POD-01", expires: "2027-03-01" }, "90 days or fewer for a rule of severity critical"],
        ["owner", { owner: " " }, "a text"],
        ["objects", { objects: "paw/sentry-0" }, "a list of namespace/name"],
    ])("with a fault in %s is told what would be right: %j", (field, more, wanted) => {
        const told = apply([exception(more)], []);
        expect(told.map(({ path, wanted, verdict }) => [path, wanted, verdict])).toEqual([
            [`exceptions[0].${field}`, wanted, "violation"],
        ]);
    });

    test("may have a reason of 20 characters, and ones that differ in what they are for", () => {
        expect(faults([exception({ reason: "x".repeat(20) })])).toEqual([]);
        const others = [exception({ resource: `${URN}-x` }), exception({ resource: "urn:pulumi:mainnet::*x*" })];
        expect(apply([...others, exception()])[0]?.level).toBe("advisory");
        expect(faults([...others, exception()])).toEqual([
            "exceptions[0]: an exception that nothing needs",
            "exceptions[1]: an exception that nothing needs",
        ]);
        expect(apply([exception({ owner: 7 }), exception()])[0]?.level).toBe("advisory");
    });

    test.each([
        ["urn:pulumi:mainnet::app::*StatefulSet*::sentry-0", true],
        ["urn:pulumi:mainnet::app::*Deployment*::sentry-0", false],
        ["urn:pulumi:mainnet::web::*::sentry-0", false],
        ["urn:pulumi:mainnet::app::kubernetes:apps/v1:StatefulSet::sentry-0*", true],
        [`${URN}*${URN.slice(-1)}`, false],
    ])("for %s is needed: %s", (resource, needed) => {
        expect(faults([exception({ resource })]).length === 0).toBe(needed);
    });

    test("that nobody needs or that means nothing is told what would be right", () => {
        expect(apply([exception()], []).map(({ wanted }) => wanted)).toEqual(["no exception"]);
        const form = excepted([], { exceptions: {} }, CIRCUMSTANCES).map(({ wanted }) => wanted);
        expect(form).toEqual(["exceptions: [] and never: {}"]);
        expect(apply([exception({ until: "x" })], [verdict("POD-10")]).at(-1)?.wanted).toBe(
            "rule, resource, reason, owner, ticket, expires",
        );
    });

    test("from a rule that no list names, in a file with lists for other stacks, holds", () => {
        expect(faults([exception()], undefined, { mainnet: "POD-10", testnet: ["POD-10"] })).toEqual([]);
        expect(faults([exception()], undefined, {}).length).toBe(0);
    });

    test("of another stack is none of this one's business", () => {
        const other = exception({ resource: URN.replace("mainnet", "testnet") });
        expect(apply([other])).toEqual([verdict("POD-10")]);
    });

    test.each<[string, { [key: string]: Json }, string]>([
        ["that has expired", { expires: "2026-11-20" }, "exceptions[0].expires: expired on 2026-11-20"],
        ["without a date", { expires: "soon" }, "exceptions[0].expires: no date"],
        ["without a reason", { reason: "because" }, "exceptions[0].reason: a word"],
        ["for no rule", { rule: "POD-99" }, "exceptions[0].rule: a rule that is not there"],
        ["for every stack", { resource: "urn:*" }, "exceptions[0].resource: no stack"],
    ])("%s excepts nothing and is found", (_, more, fault) => {
        expect(faults([exception(more)])).toEqual([fault]);
        expect(apply([exception(more)])[0]?.level).toBe("mandatory");
    });

    test("is short for what is high or critical, and names one resource for what is critical", () => {
        const high = { rule: "POD-09", expires: "2027-02-20" };
        expect(faults([exception(high)], [verdict("POD-09")])).toEqual(["exceptions[0].expires: 91 days"]);
        expect(faults([exception({ ...high, expires: "2027-02-19" })], [verdict("POD-09")])).toEqual([]);
        const wide = { rule: "POD-01", resource: "urn:pulumi:mainnet::*", expires: "2026-12-01" };
        expect(faults([exception(wide)], [verdict("POD-01")])).toEqual([
            "exceptions[0].resource: a wildcard for a critical rule",
        ]);
        // A rule of lower severity may be excepted for longer.
        expect(faults([exception({ expires: "2027-11-21" })])).toEqual([]);
    });

    test("that nothing needs is found", () => {
        expect(faults([exception()], [])).toEqual(["exceptions[0]: an exception that nothing needs"]);
    });

    test("from a rule that the stack may never be excepted from is found", () => {
        expect(faults([exception()], undefined, { mainnet: ["POD-10"] })).toEqual([
            "exceptions[0].rule: a rule from which mainnet is never excepted",
        ]);
        expect(faults([exception()], undefined, { testnet: ["POD-10"] })).toEqual([]);
    });

    test.each<[Json, string[]]>([
        [null, [": no list of exceptions"]],
        [{ exceptions: {} }, [": no list of exceptions"]],
        [{ exceptions: [1] }, ["exceptions[0].rule: nothing"]],
        [{ exceptions: [{ ...exception(), until: "x" }] }, ["exceptions[0]: a key that means nothing here"]],
    ])("of another form is found: %j", (value, expected) => {
        const found = excepted([], value, CIRCUMSTANCES).map(({ path, found }) => `${path}: ${found}`);
        expect(found).toEqual(expect.arrayContaining(expected));
    });
});

describe("a report", () => {
    const plan = planOf("gcp:cloudrunv2/service:Service", {
        template: { containers: [{ image: "ghcr.io/acme/web:1" }] },
    });
    const [resource] = plan.resources;
    const allowance = {
        exceptions: {
            exceptions: [exception({ rule: "IMG-01", resource: resource?.urn ?? "", expires: "2027-01-31" })],
        },
        ...{ file: "exceptions.yaml", today: "2026-11-21" },
    };
    const verdicts = judgePlan(plan, "sha256:00", allowance);
    const checked = [{ stack: "sample", resources: 1, verdicts, place: () => ({ file: "Pulumi.sample.yaml" }) }];

    test("tells of what is excepted, and lets it pass", () => {
        expect(verdicts).toMatchObject({ blocked: false, violations: 0, advisory: 1, excepted: 1 });
        expect(formats.text(checked)).toContain("1 of these excepted");
        expect(formats.text(checked)).toContain("excepted until 2027-01-31 by chain");
        expect(formats.junit(checked)).not.toContain("<failure");
    });

    test("gives it to a code-scanning service as a suppression", () => {
        const [result] = JSON.parse(formats.sarif(checked)).runs[0].results;
        expect(result.suppressions).toEqual([
            expect.objectContaining({ kind: "external", justification: expect.stringContaining("CHAIN-12") }),
        ]);
    });
});

describe("an exception from a rule that the API server holds", () => {
    const wanted = "the namespace/name of each object, since the API server refuses them as well";

    test("names the objects, or it excepts nothing and is found once", () => {
        const { objects: _, ...nameless } = exception();
        const [first, second, ...rest] = apply([nameless], [verdict("POD-10"), verdict("POD-10", { path: "a" })]);
        expect([first?.level, second?.level]).toEqual(["mandatory", "mandatory"]);
        expect(rest).toMatchObject([{ rule: "EXC-01", path: "exceptions[0].objects", found: "nothing", wanted }]);
    });

    test("names them whatever else it is for", () => {
        const { objects: _, ...nameless } = exception();
        const wide = { ...nameless, rule: "IMG-01", resource: "urn:pulumi:mainnet::*", expires: "2026-12-31" };
        const elsewhere = "urn:pulumi:mainnet::app::gcp:cloudrunv2/service:Service::api";
        expect(faults([wide], [verdict("IMG-01", { urn: elsewhere }), verdict("IMG-01")])).toEqual([
            "exceptions[0].objects: nothing",
        ]);
    });

    test("need not where the resource is none of the cluster's, or the rule is not held there", () => {
        const { objects: _, ...nameless } = exception();
        const elsewhere = "urn:pulumi:mainnet::app::gcp:cloudrunv2/service:Service::api";
        const [image] = apply(
            [{ ...nameless, rule: "IMG-01", resource: elsewhere }],
            [verdict("IMG-01", { urn: elsewhere })],
        );
        expect(image?.level).toBe("advisory");
        expect(faults([{ ...nameless, rule: "REL-03" }], [verdict("REL-03")])).toEqual([]);
    });

    test.each([["sentry-*"], ["a/b/c"], [7], ["x') || true || ('"]])("refuses the name %j", (name) => {
        expect(faults([exception({ objects: [name as Json] })])).toEqual(["exceptions[0].objects: no names"]);
    });
});

describe("exceptions of which only some resources of the stack are judged", () => {
    test("may be needed by another", () => {
        const all = { exceptions: [exception()], never: {} };
        expect(excepted([], all, CIRCUMSTANCES)).toHaveLength(1);
        expect(excepted([], all, { ...CIRCUMSTANCES, partly: true })).toEqual([]);
    });
});

test("exceptions are those of each stack that hold whatever the day", () => {
    const file = {
        exceptions: [exception(), exception({ resource: "urn:*" }), exception({ reason: "x" }), exception()],
    };
    expect([...exceptionsByStack(file)]).toEqual([["mainnet", [exception(), exception()]]]);
    expect([...exceptionsByStack({})]).toEqual([]);
});

test("a file of exceptions may be missing or empty", () => {
    const file = join(mkdtempSync(join(tmpdir(), "slipway-")), "exceptions.yaml");
    expect(readExceptionsFile(file)).toBeUndefined();
    writeFileSync(file, "# none\n");
    expect(readExceptionsFile(file)).toEqual({});
    writeFileSync(file, "exceptions: []\n");
    expect(readExceptionsFile(file)).toEqual({ exceptions: [] });
});
