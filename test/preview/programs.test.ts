import { symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { canonical } from "../../preview/canonical";
import { declare, declareProgram, declareWithPlaces } from "../../preview/capture";
import { folder } from "./folder";
import { Thing } from "./programs/thing";

const directory = join(__dirname, "programs");

describe("a program", () => {
    test("is declared as it is, with the values of its stack file", async () => {
        const plan = await declare({ directory, stack: "dev" });
        expect(plan).toMatchObject({ schema: "slipway.plan/v1", project: "lab", stack: "dev" });
        expect(plan.resources.map(({ name }) => name)).toEqual(["group-child", "group", "after", "lab-dev"]);
        expect(plan.resources[0]?.inputs).toEqual({ value: { zone: "b", size: 5 } });
        expect(plan.outputs).toEqual({ times: 1, password: { $secret: true }, address: { $unknown: true } });
    });

    test("can be given other values", async () => {
        const plan = await declare({ directory, stack: "any", config: { "lab:zone": "c", "lab:size": "1" } });
        expect(plan.resources[0]?.inputs).toEqual({ value: { zone: "c", size: 1 } });
    });

    test("starts anew each time, and leaves nothing behind", async () => {
        const texts: string[] = [];
        for (const stack of ["dev", "any", "dev"]) {
            const config = stack === "any" ? { config: { "lab:zone": "c", "lab:size": "1" } } : {};
            texts.push(canonical(await declare({ directory, stack, ...config })));
        }
        expect(texts[2]).toBe(texts[0]);
        expect(texts[1]).toContain('"times":1');
        const loaded = Object.keys(createRequire(__filename).cache).filter((file) => file.startsWith(directory));
        expect(loaded).toEqual([]);
    });

    test("is declared in turn when many are asked for at once", async () => {
        const plans = await Promise.all(
            ["a", "b", "c"].map((name) => declareProgram(() => void new Thing(name, name))),
        );
        expect(plans.map(({ resources }) => resources[0]?.name)).toEqual(["a", "b", "c"]);
    });

    test("is one file among others, an exported function, or async", async () => {
        const outputs = async (program: string) =>
            (await declare({ directory, stack: "dev", program: `others/${program}.ts` })).outputs;
        expect(await outputs("function")).toEqual({ made: "by a function" });
        expect(await outputs("later")).toEqual({ made: "after a while" });
    });

    test("runs in the project's folder, under any name that leads there", async () => {
        const link = join(folder(), "link");
        symlinkSync(directory, link);
        const before = process.cwd();
        const plan = await declare({ directory: link, stack: "dev", program: "others/folder.ts" });
        expect(plan.outputs).toEqual({ readme: "read from the folder", root: true });
        expect(process.cwd()).toBe(before);
    });

    test("tells where each resource is declared, apart from the plan", async () => {
        const { plan, places } = await declareWithPlaces({ directory, stack: "dev" });
        expect(plan.resources.map(({ urn }) => places.get(urn))).toEqual([
            "thing.ts:25",
            "settled.ts:6",
            "settled.ts:7",
            undefined,
        ]);
        expect(canonical(plan)).not.toContain(".ts:");
    });

    test("fails when its first file does not exist", async () => {
        await expect(declare({ directory, stack: "dev", program: "nowhere.ts" })).rejects.toThrow(
            "The program nowhere.ts does not exist",
        );
    });
});
