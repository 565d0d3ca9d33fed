import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { judge } from "../../policies/judge";
import type { Resource, Verdict } from "../../policies/rule";
import { together } from "../../policies/together";
import { scratch, slipway } from "../command";
import { answered, asItem, asManifest, asState, cases, facts, said } from "./conformance";
import { BEHIND, type Calls, makers, through, wired } from "./engine";
import { type Pack, startPack } from "./process";

type Told = Pick<Verdict, "rule" | "urn" | "verdict">;

const folder = scratch();
let pack: Pack;
beforeAll(async () => {
    pack = await startPack();
}, 120_000);
afterAll(() => pack?.stop());

/** An engine knows what is secret and what is unknown, and says so in both of its lists. */
const fromEngine = (one: Resource) =>
    !facts.unlisted(one) && (!JSON.stringify(one.props).includes("$unknown") || one.unknownPaths !== undefined);

test("the pack in a process of its own says of every example what the rules say in-process", async () => {
    const calls = ["remediate", "analyze", "analyzeStack"].map(
        (name) => (request: unknown) => pack.call(name, request),
    ) as Calls;
    const able = cases.filter(({ resources }) => resources.every(fromEngine));
    for (const { name, resources } of able) {
        const told = await through(calls, [...resources.flatMap(makers), ...resources].map(wired));
        const verdicts = told.map(
            ({ message, ...one }): Told => ({
                ...{ ...one, verdict: message.includes(": not known yet, ") ? "undetermined" : "violation" },
            }),
        );
        // What several resources share is told of the first.
        expect(said(verdicts), name).toEqual(said(together(judge(resources)).map(({ first }) => first)));
        expect(JSON.stringify(told)).not.toContain(BEHIND);
    }
    expect(able.length).toBeGreaterThan(cases.length / 2);
});

test("slipway judge says of every example what the rules say in-process", async () => {
    const able = cases.filter(({ resources }) => !resources.some(facts.origin));
    const input = able.map(({ resources }, id) => JSON.stringify({ id, items: resources.map(asItem) })).join("\n");
    const { code, stdout } = await slipway(["judge"], { input: `${input}\n` });
    expect(code).toBe(0);
    const answers = stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
    expect(answers.length).toBe(able.length);
    for (const [index, { name, expected }] of able.entries()) expect(answered(answers[index]), name).toEqual(expected);
});

test("slipway check says of manifests and of a state what the rules say in-process", async () => {
    const [one] = cases.filter(({ name }) => name.startsWith("POD-01, bad 1"));
    if (!one) throw new Error("the first example of POD-01 is gone");
    const state = join(folder, "state.json");
    writeFileSync(state, asState(one.resources));
    const found = async (args: string[], input?: string) => {
        const { code, stdout } = await slipway(["check", "--format", "json", ...args], {
            cwd: folder,
            ...(input && { input }),
        });
        expect(code).toBe(1);
        return [
            ...new Set(
                JSON.parse(stdout)[0].verdicts.map(({ rule, verdict }: Record<string, string>) => `${rule} ${verdict}`),
            ),
        ].sort();
    };
    const expected = one.expected.map((line) => line.replace(/ \S+ /, " ")).sort();
    expect(await found(["--state", state])).toEqual(expected);
    expect(await found(["--yaml", "-"], one.resources.map(asManifest).join("---\n"))).toEqual(expected);
});

test("slipway check refuses what is no YAML, with its line", async () => {
    const { code, stdout, stderr } = await slipway(["check", "--yaml", "-"], { input: "a: 1\n---\nb: [\n" });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^stdin, line \d: .*; give objects of Kubernetes as YAML\n$/);
    const both = await slipway(["check", "--yaml", "-", "--state", "x"]);
    expect(both.code).toBe(2);
});
