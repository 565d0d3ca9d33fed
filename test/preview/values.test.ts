import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical } from "../../preview/canonical";
import { declareProgram } from "../../preview/capture";
import type { PlanResource } from "../../preview/plan";
import { folder } from "./folder";
import { Thing } from "./programs/thing";

const SECRET = { $secret: true };
const UNKNOWN = { $unknown: true };
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** The resource that a program makes last. */
async function made(make: () => unknown, directory?: string): Promise<PlanResource> {
    let name = "";
    const plan = await declareProgram(
        () => {
            name = (make() as { __name: string }).__name;
        },
        { ...(directory !== undefined && { directory }) },
    );
    return plan.resources.find((resource) => resource.name === name) ?? expect.unreachable("it is not in the plan");
}

describe("a value in a plan", () => {
    test("is JSON as the program wrote it", async () => {
        const value = {
            text: "ä\n",
            number: -0,
            none: null,
            left: undefined,
            list: [1, [true], undefined],
            object: {},
        };
        const { inputs } = await made(() => new Thing("one", value));
        expect(inputs).toEqual({ value: { text: "ä\n", number: 0, none: null, list: [1, [true], null], object: {} } });
    });

    test("shows nothing of a secret but where it is", async () => {
        const { inputs, secretPaths, unknownPaths } = await made(() => {
            const password = pulumi.secret("hunter2");
            return new Thing("one", {
                env: [{ name: "USER" }, { name: "PASSWORD", value: password }],
                labels: { "app.kubernetes.io/key": password, "a b": [password] },
                url: pulumi.interpolate`https://root:${password}@db`,
                whole: pulumi.secret({ user: "root", deep: [password] }),
            });
        });
        expect(JSON.stringify(inputs)).not.toContain("hunter2");
        expect(inputs.value).toMatchObject({
            env: [{ name: "USER" }, { name: "PASSWORD", value: SECRET }],
            whole: SECRET,
        });
        expect(secretPaths).toEqual([
            "value.env[1].value",
            'value.labels["a b"][0]',
            'value.labels["app.kubernetes.io/key"]',
            "value.url",
            "value.whole",
        ]);
        expect(unknownPaths).toEqual([]);
    });

    test("is unknown where it depends on what the cloud answers", async () => {
        const { inputs, unknownPaths } = await made(() => {
            const first = new Thing("first", { zone: "a" });
            const value = {
                id: first.id,
                urn: first.urn,
                parts: [first.computed, first.value],
                none: first.computed.length,
            };
            return new Thing("one", value);
        });
        expect(inputs.value).toEqual({
            id: UNKNOWN,
            urn: "urn:pulumi:stack::project::acme:index:Thing::first",
            parts: [UNKNOWN, { zone: "a" }],
            none: UNKNOWN,
        });
        expect(unknownPaths).toEqual(["value.id", "value.none", "value.parts[0]"]);
    });

    test("is the same whenever the program asks for it, and for whom", async () => {
        const plan = await declareProgram(async () => {
            const first = new Thing("first", { size: pulumi.secret(7) });
            const early = first.value;
            await new Promise((done) => setTimeout(done, 20));
            expect(Object.keys(first)).toEqual(expect.arrayContaining(["value", "computed"]));
            expect(first.value).toBe(early);
            const second = new Thing("second", "given");
            await new Promise((done) => setTimeout(done, 20));
            new Thing("third", [early, second.value, second.computed]);
            Object.assign(second, { value: "set by hand" });
            return { set: second.value };
        });
        expect(plan.outputs).toEqual({ set: "set by hand" });
        const third = plan.resources.find(({ name }) => name === "third");
        expect(third?.inputs).toEqual({ value: [SECRET, "given", UNKNOWN] });
        expect(third?.propertyDependencies.value?.map((urn) => urn.split("::").at(-1))).toEqual(["first", "second"]);
    });

    test("is refused by the SDK where its name is taken", async () => {
        class Twice extends pulumi.CustomResource {
            constructor() {
                super("acme:index:Twice", "twice", { value: 1, __name: 2 });
            }
        }
        await expect(declareProgram(() => void new Twice())).rejects.toThrow(/already initialized/);
    });

    test("is unknown where the cloud may add to what was given", async () => {
        interface Service {
            name: string;
            ports: { port: number; nodePort: number }[];
            address?: { ip: string };
        }
        const { inputs } = await made(() => {
            const value = { name: "a", ports: [{ port: 80 }] };
            const first = new Thing("first", value).value as pulumi.Output<Service>;
            return new Thing("one", {
                lifted: [first.name, first.ports[0]?.port, first.ports[0]?.nodePort, first.ports[1]?.port],
                text: first.apply(({ address }) => `https://${address?.ip}`),
                later: first.apply(async (service) => (await Promise.resolve(service)).address?.ip),
                looped: first.apply(({ ports }) => ports.map(({ port }) => port)),
                json: first.apply((service) => JSON.stringify(service)),
                whole: first,
            });
        });
        expect(inputs.value).toEqual({
            lifted: ["a", 80, UNKNOWN, UNKNOWN],
            text: UNKNOWN,
            later: UNKNOWN,
            looped: [80],
            json: '{"name":"a","ports":[{"port":80}]}',
            whole: { name: "a", ports: [{ port: 80 }] },
        });
    });

    test("stands in both lists when it is secret and unknown", async () => {
        const { inputs, secretPaths, unknownPaths } = await made(() => {
            const first = new Thing("first", 1);
            const additionalSecretOutputs = ["value"];
            return new Thing("one", pulumi.interpolate`key-${first.computed}`, { additionalSecretOutputs });
        });
        expect(inputs).toEqual({ value: SECRET });
        expect([secretPaths, unknownPaths]).toEqual([["value"], ["value"]]);
    });

    test("stays secret on its way through another resource", async () => {
        const { secretPaths } = await made(() => {
            const declared = new Thing("declared", "hunter2", { additionalSecretOutputs: ["value"] });
            const given = new Thing("given", pulumi.secret("hunter2"));
            return new Thing("one", [declared.value, given.value]);
        });
        expect(secretPaths).toEqual(["value[0]", "value[1]"]);
    });

    test("names a resource by its URN", async () => {
        const { inputs, dependencies } = await made(() => new Thing("one", { ref: new Thing("first", 1) }));
        const urn = "urn:pulumi:stack::project::acme:index:Thing::first";
        expect(inputs).toEqual({ value: { ref: { $resource: urn } } });
        expect(dependencies).toEqual([urn]);
    });

    test("holds a text or a file as the digest of its bytes", async () => {
        const assets = folder();
        writeFileSync(join(assets, "b.txt"), "beta");
        writeFileSync(join(assets, "a.txt"), "alpha");
        const { asset } = pulumi;
        const { inputs } = await made(
            () =>
                new Thing("one", {
                    text: new asset.StringAsset("alpha"),
                    file: new asset.FileAsset("a.txt"),
                    remote: new asset.RemoteAsset("https://example.com/a"),
                    folder: new asset.FileArchive("."),
                    several: new asset.AssetArchive({ a: new asset.FileAsset("a.txt") }),
                    hidden: pulumi.secret(new asset.StringAsset("alpha")),
                }),
            assets,
        );
        expect(inputs.value).toEqual({
            text: { $asset: { kind: "text", sha256: sha256("alpha") } },
            file: { $asset: { kind: "file", sha256: sha256("alpha") } },
            remote: { $asset: { kind: "remote", uri: "https://example.com/a" } },
            folder: {
                $asset: {
                    kind: "archive file",
                    sha256: sha256(`${sha256("alpha")} a.txt\n${sha256("beta")} b.txt\n`),
                },
            },
            several: {
                $asset: { kind: "archive", assets: { a: { $asset: { kind: "file", sha256: sha256("alpha") } } } },
            },
            hidden: SECRET,
        });
    });

    test("is an output of the stack under the same rules", async () => {
        const plan = await declareProgram(() => {
            const first = new Thing("first", 1);
            return { name: "lab", password: pulumi.secret("hunter2"), address: first.computed, list: [first.value] };
        });
        expect(plan.outputs).toEqual({ name: "lab", password: SECRET, address: UNKNOWN, list: [1] });
    });

    test("never shows a secret, wherever in the inputs it is", async () => {
        const needle = "correct-horse-battery-staple";
        const hidden = fc.constantFrom<() => unknown>(
            () => pulumi.secret(needle),
            () => pulumi.output({ inner: pulumi.secret(needle) }),
            () => pulumi.secret(Promise.resolve([needle, { [needle]: needle }])),
            () => pulumi.all([pulumi.secret(needle), 1]).apply(([text, number]) => ({ text, number })),
            () => pulumi.secret(new pulumi.asset.StringAsset(needle)),
            () => Promise.resolve(pulumi.interpolate`postgres://root:${pulumi.secret(needle)}@db`),
        );
        const { tree } = fc.letrec<{ tree: () => unknown }>((tie) => ({
            tree: fc.oneof(
                { depthSize: "small" },
                hidden,
                fc.jsonValue().map((value) => () => value),
                fc.array(tie("tree"), { maxLength: 4 }).map((items) => () => items.map((item) => item())),
                fc
                    .dictionary(fc.string({ minLength: 1 }), tie("tree"), { maxKeys: 4 })
                    .map(
                        (fields) => () =>
                            Object.fromEntries(Object.entries(fields).map(([key, item]) => [key, item()])),
                    ),
            ),
        }));
        const property = fc.asyncProperty(tree, hidden, async (value, secret) => {
            const plan = await declareProgram(() => {
                const first = new Thing("first", [value(), secret()]);
                new Thing("second", { again: first.value }, { replacementTrigger: secret() });
                return { first: first.value, more: value() };
            });
            const text = canonical(plan);
            expect(text).not.toContain(needle);
            expect(text).not.toContain(sha256(needle));
            expect(plan.resources.find(({ name }) => name === "first")?.secretPaths).toContain("value[1]");
        });
        await fc.assert(property, { numRuns: 60, seed: 7 });
    });
});
