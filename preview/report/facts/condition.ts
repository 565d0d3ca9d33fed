import type { Json } from "../../plan";
import { clip, some } from "../text";
import { isHidden, valuesAt } from "./path";
import { reachesPublic } from "./ranges";

type Inputs = { [key: string]: Json };

/** Unknown is an answer of its own: never taken for yes or for no. */
export type Holds = "yes" | "no" | "unknown";

export interface Answer {
    holds: Holds;
    /** What stands in the plan, as `path is value`: the fact from which `holds` was computed. */
    fact: string;
}

/** A question to the inputs of one resource. */
export type Test = (inputs: Inputs) => Answer;

/** Values in a sentence: a list as long as a plan would hide what it proves. */
function show(values: readonly Json[]): string {
    const { shown, rest } = some(
        values.map((value) => (typeof value === "string" ? value : JSON.stringify(value))),
        8,
    );
    return `${shown.map((text) => clip(text, 120)).join(", ")}${rest}`;
}

/** Yes when a value passes; unknown when none does and one is not known. */
function anyOf(path: string, passes: (value: Json) => boolean): Test {
    return (inputs) => {
        const values = valuesAt(inputs, path);
        const found = values.filter((value) => !isHidden(value) && passes(value));
        if (found.length > 0) return { holds: "yes", fact: `${path} is ${show(found)}` };
        if (values.some(isHidden)) return { holds: "unknown", fact: `${path} is not known before the update` };
        if (values.length === 0) return { holds: "no", fact: `${path} is not set` };
        return { holds: "no", fact: `${path} is ${show(values)}` };
    };
}

const turned = { yes: "no", no: "yes", unknown: "unknown" } as const;

/** The path holds one of these values. */
export const is = (path: string, ...wanted: Json[]): Test => anyOf(path, (value) => wanted.includes(value));

/** The path holds none of these values; not set counts as none. */
export const isNot = (path: string, ...unwanted: Json[]): Test => not(is(path, ...unwanted));

/** The path holds anything at all. */
export const has = (path: string): Test => anyOf(path, (value) => value !== null && value !== "");

/** A text at the path contains one of these words. */
export const mentions = (path: string, ...words: string[]): Test =>
    anyOf(path, (value) => typeof value === "string" && words.some((word) => value.toLowerCase().includes(word)));

/** A range of addresses at the path reaches beyond private networks. */
export const isPublic = (path: string): Test =>
    anyOf(path, (value) => typeof value === "string" && reachesPublic(value));

/** An unknown value counts as no: for what only a constant can say, such as the word `allUsers`. */
export const knownTo =
    (test: Test): Test =>
    (inputs) => {
        const answer = test(inputs);
        return answer.holds === "unknown" ? { ...answer, holds: "no" } : answer;
    };

/** Tells its fact only when it is what says no: for conditions that are as usual in nearly every case. */
export const quietly =
    (test: Test): Test =>
    (inputs) => {
        const answer = test(inputs);
        return answer.holds === "yes" ? { ...answer, fact: "" } : answer;
    };

export const not =
    (test: Test): Test =>
    (inputs) => {
        const answer = test(inputs);
        return { holds: turned[answer.holds], fact: answer.fact };
    };

/** All must hold; the facts that decide are told, and all of them do when the answer is yes. */
export const all =
    (...tests: Test[]): Test =>
    (inputs) => {
        const answers = tests.map((test) => test(inputs));
        for (const holds of ["no", "unknown"] as const) {
            const deciding = answers.filter((answer) => answer.holds === holds);
            if (deciding.length > 0) return { holds, fact: facts(deciding) };
        }
        return { holds: "yes", fact: facts(answers) };
    };

/** One is enough; only the facts that decide are told. */
export const either =
    (...tests: Test[]): Test =>
    (inputs) => {
        const answers = tests.map((test) => test(inputs));
        for (const holds of ["yes", "unknown"] as const) {
            const deciding = answers.filter((answer) => answer.holds === holds);
            if (deciding.length > 0) return { holds, fact: facts(deciding) };
        }
        return { holds: "no", fact: facts(answers) };
    };

const facts = (answers: readonly Answer[]) => [...new Set(answers.flatMap(({ fact }) => fact || []))].join("; ");
