import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { declareProgram } from "../../preview/capture";
import { Group, Thing } from "./programs/thing";

/** Adds a word to the value of everything it sees. */
const say =
    (word: string): pulumi.ResourceTransform =>
    ({ props, opts }) => ({ props: { ...props, value: [...(props.value ?? []), word] }, opts });

async function inputsOf(program: () => unknown): Promise<Record<string, unknown>> {
    const { resources } = await declareProgram(program);
    return Object.fromEntries(resources.map(({ name, inputs }) => [name, inputs.value]));
}

describe("a transform", () => {
    test("is called for a resource itself, then its parents', then the stack's", async () => {
        const inputs = await inputsOf(() => {
            pulumi.runtime.registerResourceTransform(say("stack"));
            const outer = new Group("outer", ["outer"], { transforms: [say("of outer")] });
            const inner = new Group("inner", ["inner"], { parent: outer, transforms: [say("of inner")] });
            new Thing("leaf", ["leaf"], { parent: inner, transforms: [say("first"), say("second")] });
        });
        expect(inputs).toMatchObject({
            "outer-child": ["outer", "of outer", "stack"],
            "inner-child": ["inner", "of inner", "of outer", "stack"],
            leaf: ["leaf", "first", "second", "of inner", "of outer", "stack"],
        });
    });

    test("changes what comes back from the resource", async () => {
        const inputs = await inputsOf(() => {
            const first = new Thing("first", ["first"], { transforms: [say("changed")] });
            new Thing("second", first.value);
        });
        expect(inputs.second).toEqual(["first", "changed"]);
    });

    test("may set options, and leaves those it hands on", async () => {
        const guard: pulumi.ResourceTransform = ({ props, opts }) => ({ props, opts: { ...opts, protect: true } });
        const { resources } = await declareProgram(() => {
            pulumi.runtime.registerResourceTransform(guard);
            const first = new Thing("first", 1);
            new Thing("second", 1, { dependsOn: first, ignoreChanges: ["value"], aliases: [{ name: "old" }] });
        });
        const [first, second] = resources;
        expect(second).toMatchObject({ protect: true, dependencies: [first?.urn], ignoreChanges: ["value"] });
        expect(second?.aliases).toMatchObject([{ name: "old" }]);
    });

    test("sees outputs where a value is secret or unknown, and keeps them so", async () => {
        const seen: Record<string, boolean> = {};
        const look: pulumi.ResourceTransform = ({ name, props, opts }) => {
            seen[name] = pulumi.Output.isInstance(props.value);
            return { props, opts };
        };
        const { resources } = await declareProgram(() => {
            const plain = new Thing("plain", "text", { transforms: [look] });
            new Thing("secret", pulumi.secret("hunter2"), { transforms: [look] });
            new Thing("unknown", plain.computed, { transforms: [look, () => undefined] });
        });
        expect(seen).toEqual({ plain: false, secret: true, unknown: true });
        expect(resources.map(({ inputs }) => inputs.value).slice(0, 3)).toEqual([
            "text",
            { $secret: true },
            { $unknown: true },
        ]);
    });

    test("of the older kind is honoured too", async () => {
        const inputs = await inputsOf(() => {
            pulumi.runtime.registerStackTransformation(({ props, opts }) => ({
                props: { ...props, value: "all" },
                opts,
            }));
            new Thing("one", "one");
        });
        expect(inputs.one).toBe("all");
    });

    test("lasts no longer than its run", async () => {
        await declareProgram(() => pulumi.runtime.registerResourceTransform(say("before")));
        expect(await inputsOf(() => new Thing("one", ["one"]))).toMatchObject({ one: ["one"] });
    });
});
