import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { admissionFile, admissionPolicies } from "../../policies/admission";
import { readExceptionsFile } from "../../policies/exceptions-file";
import type { Json } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { EXCEPTION } from "./sample";

const held = rules.filter(({ cel }) => cel);

test("components/boundary/admission-policies.json is what the table says; `node --import tsx policies/admission.ts` writes it", () => {
    const exceptions = readExceptionsFile(join(__dirname, "../../exceptions.yaml")) ?? {};
    expect(readFileSync(join(__dirname, "../../components/boundary/admission-policies.json"), "utf8")).toBe(
        admissionFile(exceptions),
    );
});

test("only rules that stop a change are held: the API server knows no advice", () => {
    expect(held.length).toBeGreaterThan(30);
    expect(held.filter(({ level }) => level !== "mandatory").map(({ id }) => id)).toEqual([]);
});

describe("exceptions", () => {
    const excepted = admissionPolicies([EXCEPTION]);
    test("name an object of no namespace by its name alone, and the same one once", () => {
        const written = (objects: string[]) =>
            admissionPolicies([{ rule: "POD-19", objects }])
                .flatMap(({ spec }) => spec.matchConditions)
                .filter(({ name }) => name === "besides")
                .map(({ expression }) => expression);
        const is = (name: string) =>
            `object.metadata.name == '${name}' || (object.kind in ['Job', 'Pod', 'ReplicaSet'] && object.metadata.name.startsWith('${name}-'))`;
        expect(written(["paw", "paw"])).toEqual([`!(${is("paw")})`]);
        expect(written(["paw/b", "paw/a"])).toEqual([
            ["a", "b"].map((name) => `(object.metadata.namespace != 'paw' || !(${is(name)}))`).join(" && "),
        ]);
    });

    test("leave no policy of a kind of which no rule is held", () => {
        const [first] = held;
        const names = admissionPolicies([], first ? [first] : []).map(({ name }) => name);
        expect(names).toEqual([...new Set((first?.cel ?? []).map(({ of }) => `slipway-${of}`))]);
        expect(admissionPolicies([{ rule: "REL-03", objects: ["a/b"] }])).toEqual(admissionPolicies());
        expect(admissionPolicies([{ rule: "POD-09" }])).toEqual(admissionPolicies());
    });

    test("hold for the network that they name, and only as long as they hold elsewhere", () => {
        const written = (more: object, never: Json = {}) =>
            JSON.parse(admissionFile({ exceptions: [{ ...EXCEPTION, ...more }], never } as Json));
        const { policies, stacks } = written({});
        expect(policies).toEqual(admissionPolicies());
        expect(stacks).toEqual({ testnet: excepted });
        expect(written({ reason: "because" }).stacks).toEqual({});
        expect(written({}, { testnet: ["POD-09"] }).stacks).toEqual({});
        expect(written({ objects: undefined }).stacks).toEqual({});
    });
});
