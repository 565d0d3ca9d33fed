import fc from "fast-check";
import { expect, test } from "vitest";
import { judge } from "../../policies/judge";
import type { Json } from "../../policies/rule";
import { CONFIG_MAP, POD, sample } from "./sample";

test("judges whatever JSON stands where a rule expects something else", () => {
    const keys = fc.constantFrom(
        ...["spec", "template", "containers", "initContainers", "image", "repository", "tag", "env", "name", "value"],
        ...["password", "data", "stringData", "values", "$unknown", "$secret", "__proto__", "constructor", "length"],
    );
    const { json } = fc.letrec<{ json: Json }>((tie) => ({
        json: fc.oneof(
            { maxDepth: 6, withCrossShrink: true },
            fc.constantFrom<Json>(null, true, 0, -1, "", "nginx:latest", "hunter2", "a=b", "image: x:y", "://:@"),
            fc.string({ unit: "binary", maxLength: 20 }),
            fc.array(tie("json"), { maxLength: 4 }),
            fc.dictionary(keys, tie("json"), { maxKeys: 5 }),
        ),
    }));
    const types = fc.constantFrom(
        ...[
            POD,
            CONFIG_MAP,
            "kubernetes:core/v1:Secret",
            "kubernetes:apps/v1:DeploymentList",
            "kubernetes:batch/v1:CronJob",
        ],
        ...["kubernetes:helm.sh/v3:Release", "gcp:sql/user:User", "pulumi:providers:gcp", "", "constructor"],
    );
    fc.assert(
        fc.property(types, fc.dictionary(keys, json, { maxKeys: 5 }), (type, props) => {
            expect(judge([sample(type, props)]).filter(({ found }) => found.includes("failed"))).toEqual([]);
        }),
        { numRuns: 200 },
    );
});

test("takes no longer for texts that are made to be slow", () => {
    const texts = ["a-".repeat(1e5), "key=".repeat(1e5), "://a:".repeat(1e5), "$".repeat(2e5), "eyJ".repeat(1e5)];
    const more = [
        "{{".repeat(1e5),
        "password: ".repeat(5e4),
        "image: a".repeat(5e4),
        `ghp_${"a".repeat(1e6)}`,
        "<".repeat(1e6),
    ];
    const data = Object.fromEntries([...texts, ...more].map((text, index) => [`text${index}`, text]));
    expect(judge([sample(CONFIG_MAP, { data })]).every(({ found }) => !found.includes("failed"))).toBe(true);
});

test("takes no longer for names and routes that can be read in many ways", () => {
    const token = `a${"-1".repeat(50_000)}!`;
    const matchers = [`severity=${" ".repeat(50_000)}"x`];
    const values = {
        token,
        image: "<".repeat(100_000),
        config: "\n".repeat(100_000),
        nodes: "rpc_urls=[\n".repeat(10_000),
    };
    const types = [CONFIG_MAP, "kubernetes:monitoring.coreos.com/v1alpha1:AlertmanagerConfig"];
    const props = { data: values, spec: { route: { receiver: "x", matchers, routes: [{ matchers }] } } };
    expect(judge(types.map((type) => sample(type, props))).some(({ found }) => found.includes("failed"))).toBe(false);
});
