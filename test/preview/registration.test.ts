import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { declareProgram } from "../../preview/capture";
import type { PlanResource } from "../../preview/plan";
import { Group, Provider, Thing } from "./programs/thing";

const STACK = "urn:pulumi:stack::project::pulumi:pulumi:Stack::project-stack";
const urn = (type: string, name: string) => `urn:pulumi:stack::project::${type}::${name}`;
const thing = (name: string) => urn("acme:index:Thing", name);

/** What a program asks for, by name. */
async function declared(program: () => unknown): Promise<Record<string, PlanResource>> {
    const { resources } = await declareProgram(program);
    return Object.fromEntries(resources.map((resource) => [resource.name, resource]));
}

describe("a registration in a plan", () => {
    test("says nothing that was not said", async () => {
        const { plain, "project-stack": stack } = await declared(() => new Thing("plain", { size: 3 }));
        const silent = {
            provider: null,
            protect: false,
            retainOnDelete: false,
            deleteBeforeReplace: false,
            ignoreChanges: [],
            aliases: [],
            dependencies: [],
            propertyDependencies: {},
            secretPaths: [],
            unknownPaths: [],
        };
        expect(plain).toEqual({
            ...silent,
            urn: thing("plain"),
            type: "acme:index:Thing",
            name: "plain",
            custom: true,
            parent: STACK,
            inputs: { value: { size: 3 } },
        });
        expect(stack).toEqual({
            ...silent,
            urn: STACK,
            type: "pulumi:pulumi:Stack",
            name: "project-stack",
            custom: false,
            parent: null,
            inputs: {},
        });
    });

    test("holds every option that is set, sets in order and once", async () => {
        const { all } = await declared(() => {
            const b = new Thing("b", 1);
            const a = new Thing("a", 1);
            const noop = new pulumi.ResourceHook("noop", () => undefined);
            new Thing("all", 1, {
                protect: true,
                retainOnDelete: true,
                deleteBeforeReplace: true,
                ignoreChanges: ["z", "a", "z"],
                replaceOnChanges: ["y", "b"],
                hideDiffs: ["x", "c"],
                additionalSecretOutputs: ["w", "d"],
                customTimeouts: { create: "5m", delete: "1h" },
                dependsOn: [b, a, b],
                deletedWith: a,
                replaceWith: [b],
                replacementTrigger: "v2",
                import: "thing-7",
                version: "1.2.3",
                pluginDownloadURL: "https://example.com",
                envVarMappings: { FROM: "TO" },
                hooks: { beforeCreate: [noop], afterDelete: [noop] },
            });
        });
        expect(all).toMatchObject({
            protect: true,
            retainOnDelete: true,
            deleteBeforeReplace: true,
            ignoreChanges: ["a", "z"],
            dependencies: [thing("a"), thing("b")],
            options: {
                replaceOnChanges: ["b", "y"],
                hideDiffs: ["c", "x"],
                additionalSecretOutputs: ["d", "w"],
                customTimeouts: { create: "5m", delete: "1h" },
                deletedWith: thing("a"),
                replaceWith: [thing("b")],
                replacementTrigger: "v2",
                import: "thing-7",
                version: "1.2.3",
                pluginDownloadURL: "https://example.com",
                envVarMappings: { FROM: "TO" },
                hooks: { beforeCreate: ["noop"], afterDelete: ["noop"] },
            },
        });
    });

    test("tells deleting first forbidden from left open", async () => {
        const { open, forbidden } = await declared(() => {
            new Thing("open", 1);
            new Thing("forbidden", 1, { deleteBeforeReplace: false });
        });
        expect(open?.options).toBeUndefined();
        expect(forbidden?.options).toEqual({ deleteBeforeReplace: false });
    });

    test("has the types of all parents but the stack in its URN", async () => {
        const { resources } = await declareProgram(() => {
            const outer = new Group("outer", 1);
            const inner = new Group("inner", 1, { parent: outer });
            new Thing("leaf", 1, { parent: inner.child });
        });
        const group = "acme:index:Group";
        expect(resources.map((resource) => resource.urn)).toEqual([
            urn(`${group}$${group}$acme:index:Thing$acme:index:Thing`, "leaf"),
            urn(`${group}$${group}$acme:index:Thing`, "inner-child"),
            urn(`${group}$${group}`, "inner"),
            urn(`${group}$acme:index:Thing`, "outer-child"),
            urn(group, "outer"),
            STACK,
        ]);
        expect(resources.map(({ parent }) => parent?.split("::").pop())).toEqual([
            "inner-child",
            "inner",
            "outer",
            "outer",
            "project-stack",
            undefined,
        ]);
    });

    test("names its provider without an id, given or inherited", async () => {
        const {
            own,
            inherits,
            "group-child": child,
        } = await declared(() => {
            const provider = new Provider("cloud");
            new Thing("own", 1, { provider });
            new Thing("inherits", 1, { parent: new Group("group", 1, { providers: [provider] }) });
        });
        const cloud = urn("pulumi:providers:acme", "cloud");
        expect([own?.provider, inherits?.provider, child?.provider]).toEqual([cloud, cloud, cloud]);
        expect(own?.dependencies).toEqual([]);
    });

    test("inherits protection from its parents, unless it declines", async () => {
        const { "group-child": child, spare } = await declared(() => {
            const group = new Group("group", 1, {
                protect: true,
                retainOnDelete: true,
                deletedWith: new Thing("all", 1),
            });
            new Thing("spare", 1, { parent: group, protect: false, retainOnDelete: false });
        });
        expect(child).toMatchObject({ protect: true, retainOnDelete: true, options: { deletedWith: thing("all") } });
        expect(spare).toMatchObject({ protect: false, retainOnDelete: false });
    });

    test("says which property was made from which resources", async () => {
        const { made } = await declared(() => {
            const [a, b] = [new Thing("a", 1), new Thing("b", 2)];
            new Thing(
                "made",
                pulumi.all([b.value, a.value]).apply(([x, y]) => `${x}${y}`),
                { dependsOn: [b] },
            );
        });
        expect(made).toMatchObject({
            inputs: { value: "21" },
            dependencies: [thing("a"), thing("b")],
            propertyDependencies: { value: [thing("a"), thing("b")] },
        });
    });

    test("depends on the children of a component that it depends on", async () => {
        const { after } = await declared(() => new Thing("after", 1, { dependsOn: [new Group("group", 1)] }));
        expect(after?.dependencies).toEqual([urn("acme:index:Group$acme:index:Thing", "group-child")]);
    });

    test("holds its former names in any form", async () => {
        const { renamed } = await declared(() => {
            const aliases = [
                { name: "old" },
                "urn:pulumi:stack::project::acme:index:Thing::older",
                { type: "acme:x:Y" },
            ];
            new Thing("renamed", 1, { aliases: [...aliases, { parent: pulumi.rootStackResource }] });
        });
        expect(renamed?.aliases).toEqual([
            "urn:pulumi:stack::project::acme:index:Thing::older",
            { name: "old", parent: STACK },
            { noParent: true },
            { parent: STACK, type: "acme:x:Y" },
        ]);
    });
});
