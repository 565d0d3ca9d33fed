import { describe, expect, test } from "vitest";
import { any, entries, given, isOpen, type Judge, never, only, reader, shown, when } from "../../policies/constraint";
import type { Json } from "../../policies/rule";
import { UNKNOWN } from "./sample";

const SECRET = { $secret: true };

/** What a constraint says of the properties: path and what it denies, or a question mark. */
const says = (judge: Judge, props: { [key: string]: Json }) =>
    [...judge(props)].map((one) => ("open" in one ? `${one.path}?` : `${one.path}: ${one.denied}`));

describe("a constraint", () => {
    const image = only("a.b", "x", undefined);
    const notX = never("a.b", "x", "y");
    const some = given("a.b");
    const whenOn = when("on", (value) => value === true, only("a.b", "x"));
    test.each<[string, Judge, { [key: string]: Json }, string[]]>([
        ["allows one of its values", image, { a: { b: "x" } }, []],
        ["allows that nothing stands there", image, { a: {} }, []],
        ["denies another value", image, { a: { b: "z" } }, ['a.b: "z"']],
        ["denies nothing in the place of a value", only("a.b", "x"), {}, ["a.b: nothing"]],
        ["is open where the value is unknown", image, { a: { b: UNKNOWN } }, ["a.b?"]],
        ["is open where the value is secret", image, { a: { b: SECRET } }, ["a.b?"]],
        ["is open behind what is unknown", image, { a: UNKNOWN }, ["a.b?"]],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of another language
        ["is open where a reference stands", image, { a: { b: "${google_kms_key.it.id}" } }, ["a.b?"]],
        ["forbids values", notX, { a: { b: "y" } }, ['a.b: "y"']],
        ["forbids no other", notX, { a: { b: "z" } }, []],
        ["forbids no absence", notX, {}, []],
        ["wants anything", some, { a: { b: 0 } }, []],
        ["wants anything, be it unknown", some, { a: UNKNOWN }, []],
        ["wants more than an empty text", some, { a: { b: "" } }, ["a.b: nothing"]],
        ["wants more than null", some, { a: { b: null } }, ["a.b: nothing"]],
        ["wants more than nothing", some, {}, ["a.b: nothing"]],
        ["denies all", any("a key"), {}, [": a key"]],
        ["is asked where it concerns", whenOn, { on: true }, ["a.b: nothing"]],
        ["is not asked where it does not", whenOn, { on: false }, []],
        ["is open where nobody knows whether it concerns", whenOn, { on: UNKNOWN }, ["a.b?"]],
        ["passes where nobody knows and it would", whenOn, { on: UNKNOWN, a: { b: "x" } }, []],
    ])("%s", (_, judge, props, said) => {
        expect(says(judge, props)).toEqual(said);
    });

    test.each<[Json | undefined, string]>([
        [undefined, "nothing"],
        [null, "nothing"],
        [true, "true"],
        [0, "0"],
        ["TLS_1.2-x", '"TLS_1.2-x"'],
        ["a".repeat(40), `"${"a".repeat(40)}"`],
        ["a".repeat(41), "what is declared"],
        ["two words", "what is declared"],
        ["-x", "what is declared"],
        ["x!", "what is declared"],
        [["x"], "what is declared"],
        [{ x: 1 }, "what is declared"],
    ])("shows %j as %s", (value, text) => {
        expect(shown(value)).toBe(text);
    });

    test("sees each entry of a list with its path, and one open place for a list from elsewhere", () => {
        const open = (list: Json | undefined) =>
            [...entries("a", reader("a")(list === undefined ? {} : { a: list }))].map(
                ({ path, entry }) => `${path}${isOpen(entry) ? "?" : ""}`,
            );
        expect([open([1, UNKNOWN]), open(UNKNOWN), open("x"), open(undefined)]).toEqual([
            ["a[0]", "a[1]?"],
            ["a?"],
            [],
            [],
        ]);
    });
});
