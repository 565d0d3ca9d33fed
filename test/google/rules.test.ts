import { describe, expect, test } from "vitest";
import { stack } from "../stack";
import { Inputs, rules } from "./rules";

describe.each(rules)("Google's APIs: $title", ({ types, judge, broken }) => {
    test("finds the inputs that break it", () => {
        expect(judge(new Inputs(broken), { protect: false })).toBeTypeOf("string");
    });

    test.each(["testnet", "mainnet"])("holds on %s", async (name) => {
        const concerned = (await stack(name)).plan.resources.filter(({ type }) => types.includes(type));
        const wrong = concerned.flatMap((one) => {
            const fault = judge(new Inputs(one.inputs), one);
            return fault === undefined ? [] : [`${one.type} ${one.name}: ${fault}`];
        });
        expect(wrong).toEqual([]);
        expect(concerned.length).toBeGreaterThan(0);
    });
});
