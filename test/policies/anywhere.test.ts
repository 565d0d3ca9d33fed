import { expect, test } from "vitest";
import { judge } from "../../policies/judge";
import { join } from "../../policies/path";
import type { Json } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { CONFIG_MAP, PINNED, RELEASE, sample } from "./sample";

type Props = { [key: string]: Json };

const container = {
    name: "api",
    image: PINNED,
    env: [{ name: "A", value: "1" }],
    resources: { limits: { memory: "1Gi" } },
};
const pod = {
    metadata: { labels: { app: "a" }, annotations: { "a.b/c": "d" } },
    spec: { containers: [container], volumes: [{ name: "v" }] },
};

/** Resources of many kinds, to which one line is added in every place that can take one. */
const RESOURCES: readonly [string, Props][] = [
    ["kubernetes:core/v1:Pod", pod],
    ["kubernetes:apps/v1:Deployment", { spec: { selector: { matchLabels: { app: "a" } }, template: pod } }],
    ["kubernetes:batch/v1:CronJob", { spec: { jobTemplate: { spec: { template: pod } } } }],
    [CONFIG_MAP, { metadata: { name: "c" }, data: { "app.toml": "a = 1" } }],
    [
        "kubernetes:apiextensions.k8s.io:CustomResource",
        { spec: { provider: { vault: { auth: {} } }, list: [{ a: [{}] }] } },
    ],
    [
        RELEASE,
        {
            chart: "x",
            values: {
                api: { image: { registry: "r", repository: "x", sha: "a" } },
                extraEnv: [{ name: "A", value: "b" }],
            },
        },
    ],
    [
        "gcp:sql/databaseInstance:DatabaseInstance",
        { settings: { ipConfiguration: {}, databaseFlags: [{ name: "a", value: "b" }] } },
    ],
    [
        "gcp:compute/instance:Instance",
        { metadata: { a: "b" }, bootDisk: { initializeParams: { image: "debian-cloud/debian-12" } } },
    ],
    ["pulumi:providers:kubernetes", { helmReleaseSettings: {} }],
    ...new Map(rules.flatMap(({ good }) => good.map(({ type, props }) => [type, props] as const))),
];

/** Every copy of the properties that has the line in one more object, with its path. */
function* mutants(value: Json, [key, line]: readonly [string, string], path = ""): Iterable<[Json, string]> {
    if (Array.isArray(value)) {
        for (const [index, item] of value.entries()) {
            for (const [mutant, at] of mutants(item, [key, line], join(path, index)))
                yield [value.map((other, i) => (i === index ? mutant : other)), at];
        }
    } else if (typeof value === "object" && value !== null && !("$unknown" in value) && !("$secret" in value)) {
        yield [{ ...value, [key]: line }, join(path, key)];
        for (const [name, item] of Object.entries(value)) {
            for (const [mutant, at] of mutants(item, [key, line], join(path, name)))
                yield [{ ...value, [name]: mutant }, at];
        }
    }
}

test.each([
    ["image", "nginx:latest"],
    ["password", "hunter2"],
] as const)("%s: %j is found wherever in a program it is written", (...line) => {
    let tried = 0;
    const missed: string[] = [];
    for (const [type, props] of RESOURCES) {
        for (const [mutant, path] of mutants(props, line)) {
            tried++;
            const found = judge([sample(type, mutant as Props)]).filter(({ verdict }) => verdict === "violation");
            // An image that is written in parts is reported as one.
            if (!found.some((verdict) => [path, path.replace(/\.image$/, "")].includes(verdict.path)))
                missed.push(`${type} ${path}`);
        }
    }
    expect(missed).toEqual([]);
    expect(tried).toBeGreaterThan(100);
});
