import { describe, expect, test } from "vitest";
import { isCarrier, takeApart } from "../../policies/embedded";
import type { Json, Resource } from "../../policies/rule";
import { found, sample, UNKNOWN } from "./sample";

const GROUP = "kubernetes:yaml/v2:ConfigGroup";
const LIST = "kubernetes:core/v1:List";
const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "a" } };

/** What is taken out of a carrier: type, name and where it stood; and what is left of it. */
const taken = (type: string, props: { [key: string]: Json }, more: Partial<Resource> = {}) => {
    const [carrier, ...objects] = takeApart(sample(type, props, more));
    return { left: carrier?.props, objects: objects.map(({ type, name, within }) => `${type} ${name} ${within}`) };
};

test.each([
    ["kubernetes:core/v1:List", true],
    ["kubernetes:apps/v1:DeploymentList", true],
    ["kubernetes:yaml:ConfigFile", true],
    ["kubernetes:yaml/v2:ConfigGroup", true],
    ["kubernetes:apps/v1:Deployment", false],
    ["kubernetes:helm.sh/v3:Release", false],
])("%s carries objects: %j", (type, carries) => {
    expect(isCarrier(type)).toBe(carries);
});

describe("objects are taken out of", () => {
    test.each<[string, string, { [key: string]: Json }, string[], { [key: string]: Json }]>([
        [
            "a list",
            LIST,
            { items: [pod, { apiVersion: "apps/v1", kind: "Deployment" }] },
            ["kubernetes:core/v1:Pod a items[0]", "kubernetes:apps/v1:Deployment sample items[1]"],
            { items: [null, null] },
        ],
        [
            "a list of a kind, which need not say it again",
            "kubernetes:apps/v1:DeploymentList",
            { items: [{ metadata: { name: "b" } }], kind: "x" },
            ["kubernetes:apps/v1:Deployment b items[0]"],
            { items: [null], kind: "x" },
        ],
        [
            "no list of no kind",
            LIST,
            { items: [{ metadata: { name: "b" } }] },
            [],
            { items: [{ metadata: { name: "b" } }] },
        ],
        [
            "a list in a list",
            LIST,
            { items: [{ apiVersion: "v1", kind: "PodList", items: [pod, pod] }] },
            ["kubernetes:core/v1:Pod a items[0].items[0]", "kubernetes:core/v1:Pod a items[0].items[1]"],
            { items: [null] },
        ],
        [
            "no list that is called otherwise",
            LIST,
            { items: [{ ...pod, kind: "Lists", items: [pod] }] },
            ["kubernetes:core/v1:Lists a items[0]"],
            { items: [null] },
        ],
        [
            "objects beside a text",
            GROUP,
            { objs: [pod], yaml: null },
            ["kubernetes:core/v1:Pod a objs[0]"],
            { objs: [null], yaml: null },
        ],
        [
            "a text",
            GROUP,
            { yaml: "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\n---\napiVersion: v1\nkind: Service\n" },
            ["kubernetes:core/v1:Pod a yaml[0]", "kubernetes:core/v1:Service sample yaml[2]"],
            { yaml: null },
        ],
        [
            "a text that says a thing twice",
            GROUP,
            { yaml: "apiVersion: v1\nkind: Pod\nkind: Service\n" },
            ["kubernetes:core/v1:Service sample yaml[0]"],
            { yaml: null },
        ],
        [
            "several texts",
            GROUP,
            { yaml: ["apiVersion: v1\nkind: Pod\n", UNKNOWN, "hunter2"] },
            ["kubernetes:core/v1:Pod sample yaml[0][0]"],
            { yaml: [null, UNKNOWN, "hunter2"] },
        ],
        ["no text that is no YAML", GROUP, { yaml: "a: [1\n" }, [], { yaml: "a: [1\n" }],
        [
            "no text of which a part is no YAML",
            GROUP,
            { yaml: "apiVersion: v1\nkind: Pod\n---\na: [1\n" },
            [],
            { yaml: "apiVersion: v1\nkind: Pod\n---\na: [1\n" },
        ],
        ["no text with an alias that leads nowhere", GROUP, { yaml: "a: *b\n" }, [], { yaml: "a: *b\n" }],
        [
            "no text of more than anybody writes",
            GROUP,
            { yaml: `apiVersion: v1\nkind: Pod\n${"#".repeat(1_000_000)}` },
            [],
            { yaml: `apiVersion: v1\nkind: Pod\n${"#".repeat(1_000_000)}` },
        ],
        ["what comes from elsewhere", LIST, { items: UNKNOWN }, [], { items: UNKNOWN }],
        [
            "what has a kind with a space",
            LIST,
            {
                items: [
                    { ...pod, kind: "a Pod" },
                    { ...pod, kind: "Pod a" },
                ],
            },
            [],
            {
                items: [
                    { ...pod, kind: "a Pod" },
                    { ...pod, kind: "Pod a" },
                ],
            },
        ],
        [
            "what has a version with a space",
            LIST,
            {
                items: [
                    { ...pod, apiVersion: "a v1" },
                    { ...pod, apiVersion: "v1 a" },
                    { ...pod, apiVersion: 1 },
                ],
            },
            [],
            {
                items: [
                    { ...pod, apiVersion: "a v1" },
                    { ...pod, apiVersion: "v1 a" },
                    { ...pod, apiVersion: 1 },
                ],
            },
        ],
        ["what is no object", "kubernetes:core/v1:PodList", { items: ["x", null] }, [], { items: ["x", null] }],
        [
            "what has no name that is a text",
            LIST,
            { items: [{ ...pod, metadata: { name: UNKNOWN } }] },
            ["kubernetes:core/v1:Pod sample items[0]"],
            { items: [null] },
        ],
    ])("%s", (_, type, props, objects, left) => {
        expect(taken(type, props)).toEqual({ objects, left });
    });

    test("a carrier with what Pulumi says of it", () => {
        const told = { provider: "p", parent: "q", protect: true };
        expect(takeApart(sample(LIST, { items: [pod] }, told))[1]).toMatchObject({
            ...told,
            urn: `urn:pulumi:demo::app::${LIST}::sample`,
        });
        const [, silent] = takeApart(sample(LIST, { items: [pod] }));
        expect(Object.keys(silent ?? {}).sort()).toEqual(["name", "props", "type", "urn", "within"]);
    });
});

test("a finding says where in its carrier the object stands", () => {
    const items = [
        { ...pod, spec: { hostNetwork: true } },
        { ...pod, spec: UNKNOWN },
    ];
    expect(found("POD-09", sample(LIST, { items }))).toEqual(["items[0].spec.hostNetwork: true", "items[1].spec?"]);
    expect(found("REL-08", sample(LIST, { items: [pod] }))).toEqual(["items[0]: a pod that nobody replaces"]);
    expect(found("SEC-01", sample(LIST, { items: [{ ...pod, "a-password": "hunter2" }] }))).toEqual([
        'items[0]["a-password"]: a password in plain text',
    ]);
});
