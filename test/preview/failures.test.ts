import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, describe, expect, test } from "vitest";
import { declare, declareProgram } from "../../preview/capture";
import { PreviewError } from "../../preview/failure";
import { Thing } from "./programs/thing";

const directory = join(__dirname, "programs");

/** What somebody reads when the given program is declared. */
function message(program: string): Promise<string> {
    return declare({ directory, stack: "dev", program: `failing/${program}.ts`, patience: 200 }).then(
        () => expect.unreachable("it was declared"),
        (error: Error) => error.message,
    );
}

describe("a program that cannot be previewed", () => {
    const listeners = () => [
        process.listeners("unhandledRejection"),
        process.listeners("uncaughtException"),
        process.exit,
    ];
    const before = { listeners: listeners(), limit: Error.stackTraceLimit, cwd: process.cwd() };

    afterEach(() => {
        expect({ listeners: listeners(), limit: Error.stackTraceLimit, cwd: process.cwd() }).toEqual(before);
    });

    test("fails where it throws", async () => {
        expect(await message("throws")).toBe("The program failed at failing/throws.ts:4: no such luck");
    });

    test("fails with the kind of error that Node throws", async () => {
        expect(await message("type-error")).toBe(
            "The program failed at failing/type-error.ts:3: " +
                "TypeError: Cannot read properties of undefined (reading 'name')",
        );
    });

    test("fails with what a RunError says, and nothing else", async () => {
        const run = declare({ directory, stack: "dev", program: "failing/run-error.ts" });
        await expect(run).rejects.toSatisfy(pulumi.RunError.isInstance);
        await expect(run).rejects.toThrow(/^Pulumi\.dev\.yaml has 1 problem:\n {2}lab:size is 5; use 1 to 3$/);
    });

    test("fails when an apply throws, with the resource and the property that wait for it", async () => {
        expect(await message("apply")).toBe(
            'Declaring acme:index:Thing "second" failed in property "value" at failing/apply.ts:6: not today',
        );
    });

    test("fails when an apply throws that nobody waits for", async () => {
        expect(await message("apply-unused")).toBe("The program failed at failing/apply-unused.ts:4: nobody listens");
    });

    test("fails once when much goes wrong, and later too", async () => {
        expect(await message("many")).toMatch(/^Declaring acme:index:Thing "other-\d+" failed in property "value" at/);
        await new Promise((resolve) => setTimeout(resolve, 20));
    });

    test("fails when it waits for ever, with what waits", async () => {
        expect(await message("never")).toBe(
            "The program never finishes: it waits for a promise that nobody keeps. What waits:\n" +
                '  acme:index:Thing "follows"\n' +
                '  acme:index:Thing "waits" (value)\n' +
                '  the stack output "address"',
        );
    });

    test("fails when the program itself waits for ever", async () => {
        expect(await message("never-ends")).toBe(
            "The program never finishes: it waits for a promise that nobody keeps.",
        );
    });

    test("fails when two resources have one name", async () => {
        expect(await message("duplicate")).toBe(
            "urn:pulumi:dev::lab::acme:index:Thing::twin is declared at failing/duplicate.ts:3 " +
                "and again at failing/duplicate.ts:5; give one of them another name",
        );
    });

    test("fails when it calls a data source", async () => {
        const text =
            "The function acme:index:getZones is called at failing/invoke.ts:3. " +
            "A preview has no credentials to ask anybody with: put the value into the stack file.";
        expect(await message("invoke")).toBe(text);
        expect(await message("invoke-caught")).toBe(text.replace("invoke.ts:3", "invoke-caught.ts:4"));
    });

    test("fails when it reads what exists already", async () => {
        expect(await message("read")).toBe(
            'acme:index:Thing "existing" is read from the cloud at failing/read.ts:3. ' +
                "A preview has no credentials to ask anybody with: put the value into the stack file.",
        );
    });

    test("fails when an output is used as text", async () => {
        expect(await message("text")).toBe(
            "urn:pulumi:dev::lab::acme:index:Thing::second: value.urls[0] is made of an output used as text; " +
                "use pulumi.interpolate or apply at failing/text.ts:5",
        );
    });

    test("fails when the file of an asset is not there", async () => {
        expect(await message("asset")).toMatch(
            /Thing::file: value needs a file that cannot be read \(ENOENT.*asset.ts:4$/,
        );
    });

    test("fails when a number is none", async () => {
        const run = declareProgram(() => void new Thing("odd", { size: Number.NaN }));
        await expect(run).rejects.toThrow(/Thing::odd: value\.size is NaN, which JSON cannot hold/);
    });

    test("fails when a value would pass for unknown or secret", async () => {
        const run = declareProgram(() => void new Thing("odd", [{ $secret: true }]));
        await expect(run).rejects.toThrow(/Thing::odd: value\[0\] has a key that means something else in a plan/);
    });

    test("fails when it ends the process", async () => {
        expect(await message("exit")).toBe("The program ends its process (process.exit 3) at failing/exit.ts:3");
    });

    test("fails when a transform does", async () => {
        const transforms = [() => Promise.reject(new Error("will not be transformed"))];
        const run = declareProgram(() => void new Thing("first", 1, { transforms }));
        await expect(run).rejects.toThrow(/will not be transformed/);
    });

    test("fails with a PreviewError, and does no harm to the next", async () => {
        const failing = declare({ directory, stack: "dev", program: "failing/throws.ts" });
        const good = declare({ directory, stack: "dev" });
        await expect(failing).rejects.toSatisfy(PreviewError.isInstance);
        expect((await good).resources.map(({ name }) => name)).toContain("after");
    });
});
