import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, test } from "vitest";
import { readProject, readStackFile } from "../../preview/stack-file";
import { chance } from "../../sandbox/chance";
import type { Chapter } from "../../sandbox/chapters/chapter";
import { CHAPTERS } from "../../sandbox/chapters/chapters";
import { asPlanned } from "../../sandbox/engine/as-planned";
import { changesIn, violationsIn } from "../../sandbox/engine/events";
import { requiredPackages } from "../../sandbox/engine/packages";
import { linkProject, pare } from "../../sandbox/engine/project";
import { renderRun } from "../../sandbox/report";
import { obstacle, passed, tell, tellAll } from "../../sandbox/run";
import { Witness } from "../../sandbox/witness";
import { World } from "../../sandbox/world";
import { ROOT } from "../stack";

const folder = mkdtempSync(join(tmpdir(), "slipway-engine-"));
afterAll(() => rmSync(folder, { recursive: true }));

const URN = "urn:pulumi:dev::lab::kubernetes:core/v1:Secret::one";

describe("a registration in the engine's log", () => {
    const request = {
        type: "kubernetes:core/v1:Secret",
        name: "one",
        custom: true,
        provider: "urn:p::04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        dependencies: ["b", "a", "b"],
        object: {
            data: { "a.b": { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "x" } },
            later: ["04da6b54-80e4-46f7-96ec-b56ff0331ba9"],
        },
    };

    test("is read as a plan has it, without the value of a secret", () => {
        expect(asPlanned({ urn: URN, request }, undefined)).toEqual({
            urn: URN,
            type: "kubernetes:core/v1:Secret",
            name: "one",
            custom: true,
            parent: null,
            provider: "urn:p",
            inputs: { data: { "a.b": { $secret: true } }, later: [{ $unknown: true }] },
            secretPaths: ['data["a.b"]'],
            unknownPaths: ["later[0]"],
            protect: false,
            retainOnDelete: false,
            deleteBeforeReplace: false,
            ignoreChanges: [],
            aliases: [],
            dependencies: ["a", "b"],
            propertyDependencies: {},
        });
    });

    test("keeps what it has no name for, so that it is missed in the plan", () => {
        expect(asPlanned({ urn: URN, request: { ...request, newField: 1 } }, undefined).options).toEqual({
            newField: 1,
        });
    });

    test("has what its parent hands down, unless it says otherwise", () => {
        const parent = { ...asPlanned({ urn: "urn:parent", request }, undefined), retainOnDelete: true };
        expect(asPlanned({ urn: URN, request }, parent).retainOnDelete).toBe(true);
        expect(asPlanned({ urn: URN, request: { ...request, retainOnDelete: false } }, parent).retainOnDelete).toBe(
            false,
        );
    });
});

test("the events of a command tell what changed and what rules found", () => {
    const at = { sequence: 1, timestamp: 0 };
    const step = (op: string) => ({ ...at, resOutputsEvent: { metadata: { op, urn: URN, type: "t" } } });
    expect(changesIn([step("same"), step("refresh"), step("update"), { ...at, preludeEvent: {} }])).toEqual([
        `update ${URN}`,
    ]);
    const event = { resourceUrn: URN, message: "privileged", policyName: "POD-01", enforcementLevel: "mandatory" };
    const events = [
        { ...at, policyEvent: event },
        { ...at, policyEvent: { ...event, enforcementLevel: "advisory" } },
    ];
    expect(violationsIn(events)).toEqual([{ urn: URN, words: "POD-01: privileged" }]);
});

test("the language host finds the providers that the project needs", () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const expected = ["gcp", "kubernetes", "vault"].map((name) => [name, `v${dependencies[`@pulumi/${name}`]}`]);
    expect(
        requiredPackages(ROOT)
            .map(({ name, version }) => [name, version])
            .sort(),
    ).toEqual(expected);
});

test("the CLI sees the files of the project as they are, and a stack file of its own", () => {
    const linked = join(folder, "project");
    linkProject(ROOT, "testnet", linked);
    for (const file of ["Pulumi.yaml", "index.ts", "policies/index.ts", "Pulumi.testnet.yaml"]) {
        expect(readFileSync(join(linked, file), "utf8"), file).toBe(readFileSync(join(ROOT, file), "utf8"));
    }
    expect(() => readFileSync(join(linked, "Pulumi.mainnet.yaml"))).toThrow(/ENOENT/);
});

test("a smaller stack has one system of the stack file and all that it stands on", () => {
    const linked = join(folder, "pared");
    linkProject(ROOT, "testnet", linked);
    pare(linked, "testnet", "executor");
    const config = (directory: string) => readStackFile(directory, "testnet", readProject(directory)).values;
    const [whole, pared] = [config(ROOT), config(linked)];
    const { "slipway:systems": systems, "slipway:edge": _, ...rest } = whole;
    const { executor } = JSON.parse(systems ?? "{}");
    expect(pared).toEqual({ ...rest, "slipway:systems": JSON.stringify({ executor }) });
    expect(() => pare(linked, "testnet", "paw")).toThrow(/Pulumi.testnet.yaml has no system "paw"$/);
});

test("chance is the same for the same seed", () => {
    const numbers = (seed: number) => Array.from({ length: 100 }, chance(seed));
    expect(numbers(1)).toEqual(numbers(1));
    expect(numbers(1)).not.toEqual(numbers(2));
    expect(numbers(3).every((number) => number >= 0 && number < 1)).toBe(true);
});

test("a witness knows what was made twice and what is gone", async () => {
    const witness = new Witness();
    const see = (method: "create" | "delete", id: string) =>
        witness.intercept({ package: "lab", method, urn: URN, id, preview: false }, async () => undefined);
    await see("create", "1");
    await see("create", "2");
    expect(witness.existing()).toEqual(new Map([[URN, ["1", "2"]]]));
    await see("delete", "1");
    await see("delete", "2");
    expect(witness.existing().size).toBe(0);
});

describe("a chapter", () => {
    const world = new World({ project: ROOT, directory: join(folder, "world"), seed: 1 });
    const told = (run: Chapter["run"], needs: readonly string[] = []) =>
        tell({ name: "one", title: "It holds", needs, daily: true, run }, world);

    test("goes on after a check that fails, and says what it found", async () => {
        const one = await told(async (_, check) => {
            check("same", { found: [1, { a: 2 }], expected: [1, { a: 2 }] });
            check("not the same", { found: "b", expected: "a" });
            check("so", true);
        });
        expect(passed(one)).toBe(false);
        expect(one.lines.map((line) => line.passed)).toEqual([true, false, true]);
        expect(one.lines[1]).toMatchObject({ found: "b", expected: "a" });
        const page = renderRun({ seed: 7, seconds: 61, chapters: [one], standIns: ["All of it is <made up>."] });
        expect(page).toContain("1 of 1 chapters fail");
        expect(page).toContain("All of it is &lt;made up&gt;.");
    });

    test("that throws, or checks nothing, does not hold", async () => {
        expect((await told(async () => Promise.reject(new Error("no luck")))).error).toMatch(/^Error: no luck/);
        expect((await told(async () => undefined)).error).toBe("the chapter checked nothing");
    });

    describe("is told beside others", () => {
        /** Chapters that note when they begin and end, named by a letter; a capital shares networks. */
        const notes: string[] = [];
        const chapters = (names: string): Chapter[] =>
            [...names].map((name) => ({
                ...{ name, title: name, needs: [], daily: true, shares: name < "a" },
                run: async (_, check) => {
                    notes.push(`${name} begins`);
                    await sleep(name < "a" ? 30 : 5);
                    check("so", name !== "x");
                    notes.push(`${name} ends`);
                },
            }));

        test("but for those that share networks, one after the other", async () => {
            notes.length = 0;
            const told = await tellAll(chapters("aBCxyzD"), world, { stopped: () => false, ended: () => {} });
            expect(told.map(({ name }) => name).join("")).toBe("aBCxyzD");
            expect(told.filter((one) => !passed(one)).map(({ name }) => name)).toEqual(["x"]);
            expect(notes.filter((note) => note < "a")).toEqual(
                ["B", "C", "D"].flatMap((name) => [`${name} begins`, `${name} ends`]),
            );
            expect(notes.indexOf("x begins")).toBeLessThan(notes.indexOf("C ends"));
            let most = 0;
            notes.reduce((open, note) => {
                const now = open + (note.endsWith("begins") ? 1 : -1);
                most = Math.max(most, now);
                return now;
            }, 0);
            expect(most).toBe(2);
        });

        test("until somebody stops it", async () => {
            notes.length = 0;
            const ended: string[] = [];
            const told = await tellAll(chapters("abcd"), world, {
                stopped: () => ended.length > 0,
                ended: ({ name }) => ended.push(name),
            });
            expect(told.map(({ name }) => name)).toEqual(["a", "b"]);
            expect(ended.sort()).toEqual(["a", "b"]);
        });
    });

    test("is left out with the programs that are missing, and told so", () => {
        const chapter: Chapter = { name: "one", title: "", needs: ["etcd"], daily: true, run: async () => undefined };
        const there = (name: string) => name !== "etcd";
        expect(obstacle(chapter, there)).toMatch(/^there is no etcd yet: /);
        expect(obstacle(chapter, () => true)).toBeUndefined();
        const leftOut = [{ name: "one", reason: "there is no etcd yet" }];
        expect(renderRun({ seed: 7, seconds: 61, chapters: [], leftOut, standIns: [] })).toContain(
            "Left out: one, there is no etcd yet",
        );
    });

    test("has a name of its own", () => {
        const names = CHAPTERS.map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
    });
});
