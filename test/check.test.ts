import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formats } from "../cli/formats";
import { ofManifests, ofState } from "../cli/inputs";
import type { Verdict } from "../policies/rule";
import { type Allowance, against } from "../preview/verdicts";
import { scratch } from "./command";

const folder = scratch();
const write = (name: string, content: unknown) => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
    return path;
};

const ids = (verdicts: readonly Verdict[], urn: RegExp) =>
    verdicts.flatMap((one) =>
        urn.test(one.urn) && /^(SEC|IMG-01|POD-09)/.test(one.rule) ? [`${one.verdict} ${one.rule}`] : [],
    );

describe("manifests", () => {
    const path = write(
        "rendered.yaml",
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: api\n  namespace: app\nspec:\n  hostNetwork: true\n  containers:\n" +
            "    - name: api\n      image: ghcr.io/acme/api:1\n",
    );
    const exception = {
        ...{
            rule: "POD-09",
            resource: "urn:pulumi:testnet::*::app/api",
            objects: ["app/api"],
            owner: "chain",
            ticket: "A-1",
        },
        ...{ reason: "it listens on the address of its node", expires: "2027-01-31" },
    };
    const unused = { ...exception, rule: "POD-10" };
    const allowance: Allowance = {
        exceptions: { exceptions: [exception, unused] },
        file: "exceptions.yaml",
        today: "2026-11-21",
    };

    test("are judged, with the line on which each finding stands", () => {
        const checked = ofManifests(path, undefined, allowance);
        expect(checked.verdicts.blocked).toBe(true);
        expect(ids(checked.verdicts.verdicts, /app\/api$/)).toEqual(["violation IMG-01", "violation POD-09"]);
        expect(formats.text([checked])).toMatch(/ {2}POD-09 kubernetes:core\/v1:Pod::app\/api at rendered\.yaml:7\n/);
        const { results } = JSON.parse(formats.sarif([checked])).runs[0];
        const image = results.find(({ ruleId }: { ruleId: string }) => ruleId === "IMG-01");
        expect(image.locations[0].physicalLocation).toEqual({
            artifactLocation: { uri: "rendered.yaml", index: 0 },
            region: { startLine: 10 },
        });
    });

    test("of a stack have its exceptions, of which they need not need all", () => {
        const { verdicts } = ofManifests(path, "testnet", allowance).verdicts;
        expect(verdicts.filter(({ rule }) => rule === "EXC-01")).toEqual([]);
        expect(verdicts.filter(({ excepted }) => excepted).map(({ rule }) => rule)).toEqual(["POD-09"]);
    });

    test("that are none are told by file and line", () => {
        const broken = write("broken.yaml", "apiVersion: v1\nkind: Pod\nspec: [\n");
        expect(() => ofManifests(broken)).toThrow(
            /^broken\.yaml, line \d: no YAML \(.*\); give objects of Kubernetes as YAML$/,
        );
        expect(() => ofManifests(join(folder, "nowhere.yaml"))).toThrow(/cannot be read; name a file, or - for/);
    });
});

describe("a state", () => {
    const SIGNATURE = "4dabf18193072939515e22adb298388d";
    const SECRET = { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270" };
    const urn = (type: string, name: string) => `urn:pulumi:testnet::app::${type}::${name}`;
    const provider = urn("pulumi:providers:kubernetes", "cluster");
    const PASSWORD = "random:index/randomPassword:RandomPassword";
    const USER = "gcp:sql/user:User";
    const state = (type: string, name: string, inputs: object, more: object = {}) => ({
        ...{ urn: urn(type, name), type, custom: true, id: name, inputs, outputs: { password: "hunter2" }, ...more },
    });
    const resources = [
        state("pulumi:pulumi:Stack", "app-testnet", {}),
        state("pulumi:providers:kubernetes", "cluster", {}),
        state(PASSWORD, "made", { length: 32 }),
        state(
            USER,
            "encrypted",
            { password: { ...SECRET, ciphertext: "v1:abc" } },
            {
                propertyDependencies: { password: [urn(PASSWORD, "made")] },
            },
        ),
        state(USER, "shown", { password: { ...SECRET, plaintext: '"hunter2"' } }),
        state(USER, "plain", { password: "hunter2" }),
        state("kubernetes:core/v1:Namespace", "ns", { metadata: { name: "app" } }, { provider: `${provider}::id-1` }),
        state(
            "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            "deny",
            {
                metadata: { name: "deny", namespace: "app" },
                spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
            },
            { provider: `${provider}::id-1` },
        ),
        state("kubernetes:core/v1:Pod", "read", { spec: { hostNetwork: true } }, { external: true }),
    ];

    test.each([
        ["of the service", { version: 3, deployment: { resources } }],
        ["of a bucket", { version: 3, checkpoint: { stack: "testnet", latest: { resources } } }],
    ])("is judged by what was declared: an export %s", (_, value) => {
        const { stack, verdicts } = ofState(write("state.json", value));
        expect(stack).toBe("testnet");
        const found = (name: string) => ids(verdicts.verdicts, new RegExp(`::${name}$`));
        expect(found("encrypted")).toEqual([]);
        expect(found("shown")).toEqual(["violation SEC-01"]);
        expect(found("plain")).toContain("violation SEC-01");
        expect(found("made")).toEqual([]);
        expect(found("read")).toEqual([]);
        // The policy and the namespace are of the same cluster, so its provider was read alike for both.
        expect(verdicts.verdicts.filter(({ rule, urn }) => rule === "NET-01" && urn.endsWith("::ns"))).toEqual([]);
        expect(JSON.stringify(verdicts)).not.toContain("hunter2");
    });

    test("that is none is told so", () => {
        expect(() => ofState(write("text.json", "x"))).toThrow(/is not JSON; give the output of pulumi stack export$/);
        expect(() => ofState(write("plan.json", { schema: "slipway.plan/v1" }))).toThrow(/is no stack export; give/);
        expect(ofState(write("empty.json", { version: 3, checkpoint: { latest: null } })).resources).toBe(0);
    });
});

describe("compared with what was there", () => {
    const pod = (name: string, images: string[]) =>
        `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name}, namespace: app, ownerReferences: [{}] }\nspec:\n  containers:\n` +
        images.map((image) => `    - { name: c, image: "${image}" }\n`).join("");
    const judged = (text: string) => ofManifests(write("pods.yaml", text));
    const images = (verdicts: readonly Verdict[]) =>
        verdicts
            .filter(({ rule }) => rule === "IMG-01")
            .map(({ urn, path, old }) => `${old ? "old" : "new"} ${urn.split("/").at(-1)} ${path}`);
    const compared = (now: string, before: string) => {
        const checked = judged(now);
        return { ...checked, verdicts: against(checked.verdicts, judged(before).verdicts.verdicts) };
    };

    test("only what is new fails; what moved within its list is not", () => {
        const same = compared(pod("a", ["x.io/a:1"]), pod("a", ["x.io/a:1"]));
        expect(same.verdicts).toMatchObject({ blocked: false, violations: 0, undetermined: 0 });
        expect(same.verdicts.old).toBe(same.verdicts.verdicts.length);
        const moved = compared(pod("a", ["x.io/b:1", "x.io/a:1"]), pod("a", ["x.io/a:1"]));
        expect(moved.verdicts.blocked).toBe(true);
        // Of two places one was wrong before.
        expect(
            images(moved.verdicts.verdicts)
                .map((one) => one.slice(0, 3))
                .sort(),
        ).toEqual(["new", "old"]);
        const other = compared(`${pod("a", ["x.io/a:1"])}---\n${pod("b", ["x.io/a:1"])}`, pod("a", ["x.io/a:1"]));
        expect(images(other.verdicts.verdicts)).toEqual([
            "old a spec.containers[0].image",
            "new b spec.containers[0].image",
        ]);
        const mended = compared(pod("a", ["x.io/a:1"]), pod("a", ["x.io/a:1", "x.io/b:1"]));
        expect(mended.verdicts.blocked).toBe(false);
    });

    test("what was excepted then and no longer is, is new", () => {
        const now = judged(pod("a", ["x.io/a:1"])).verdicts;
        const answered = { reason: "r", owner: "o", ticket: "t", expires: "2027-01-31" };
        const before = now.verdicts.map((one): Verdict => ({ ...one, excepted: answered }));
        expect(against(now, before)).toMatchObject({ blocked: true, old: 0 });
        expect(against({ ...now, verdicts: before }, before).old).toBe(before.length);
    });

    test("what an exceptions file has wrong is never old", () => {
        const checked = judged(pod("a", []));
        const fault = { ...(checked.verdicts.verdicts[0] as Verdict), rule: "EXC-01" };
        const verdicts = { ...checked.verdicts, verdicts: [fault] };
        expect(against(verdicts, [fault]).blocked).toBe(true);
    });

    test("every format tells old from new", () => {
        const checked = [compared(`${pod("a", ["x.io/a:1"])}---\n${pod("b", ["x.io/b:1"])}`, pod("a", ["x.io/a:1"]))];
        const text = formats.text(checked);
        expect(text).toMatch(/^yaml: .*, \d+ old\n/);
        const [fresh = "", before = ""] = text.split("  Found before as well:\n");
        expect([fresh.includes("::app/a "), fresh.includes("::app/b ")]).toEqual([false, true]);
        expect([before.includes("::app/a "), before.includes("::app/b ")]).toEqual([true, false]);

        const [{ verdicts }] = JSON.parse(formats.json(checked));
        expect(images(verdicts)).toEqual(["old a spec.containers[0].image", "new b spec.containers[0].image"]);

        const { results } = JSON.parse(formats.sarif(checked)).runs[0];
        const states = results.flatMap(({ ruleId, baselineState }: Record<string, string>) =>
            ruleId === "IMG-01" ? [baselineState] : [],
        );
        expect(states).toEqual(["unchanged", "new"]);

        const failures = (some: typeof checked) => formats.junit(some).match(/<failure/g)?.length ?? 0;
        expect(failures(checked)).toBeGreaterThan(0);
        const same = pod("a", ["x.io/a:1"]);
        expect(failures([compared(same, same)])).toBe(0);
        expect(formats.junit([compared(same, same)])).toContain("(found before as well)");
    });
});
