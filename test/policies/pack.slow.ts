import { describe, expect, test } from "vitest";
import { judge } from "../../policies/judge";
import type { Example } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { sentence, type Told, together } from "../../policies/together";
import { type Diagnostic, makers, run, wired } from "./engine";
import { sample } from "./sample";

const asVerdict = ({ rule, urn, message }: Diagnostic) => `${rule} ${urn} ${message}`;
const asDiagnostic = (told: Told) => `${told.first.rule} ${told.first.urn} ${sentence(told)}`;

/** A hidden value of which no list tells cannot come from the engine, which always knows what is secret. */
const fromEngine = ({ props, secretPaths, unknownPaths }: Example) =>
    (secretPaths !== undefined || !JSON.stringify(props).includes("$secret")) &&
    (unknownPaths !== undefined || !JSON.stringify(props).includes("$unknown"));

describe("the pack, through the SDK's own server", () => {
    const examples = rules.flatMap(({ id, good, bad, open = [] }) =>
        [...good, ...bad, ...open].filter(fromEngine).map(({ at: _, ...example }, index) => ({
            name: `${id} ${index} ${example.type}`,
            resource: { ...sample(example.type, example.props), ...example },
        })),
    );

    test.each(examples)("says of $name what the judge says in-process", async ({ resource }) => {
        const told = await run([...makers(resource), resource].map(wired));
        expect(told.map(asVerdict).sort()).toEqual(
            together(judge([resource]))
                .map(asDiagnostic)
                .sort(),
        );
    });

    test("says of all of them together what the judge says in-process", async () => {
        const all = examples.map(({ resource }, index) => ({ ...resource, urn: `${resource.urn}-${index}` }));
        const told = await run([...all.flatMap(makers), ...all].map(wired));
        const expected = together(judge(all)).map(asDiagnostic);
        expect(told.map(asVerdict).sort()).toEqual(expected.sort());
        expect(expected.length).toBeLessThan(judge(all).length);
    });
});
