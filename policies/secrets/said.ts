import { memo } from "../memo";
import { type Assignment, assignments } from "./assignments";
import { hexOf, keysIn } from "./key-shapes";
import { type Login, logins } from "./logins";
import { hasItsLength, mnemonics } from "./mnemonics";
import { runs } from "./runs";
import { type Token, tokens } from "./tokens";

/** What a text gives away by itself, whatever it is called and wherever it stands. */
export interface Said {
    tokens: readonly Token[];
    logins: readonly Login[];
    assignments: readonly Assignment[];
    /** Where mnemonics stand. */
    mnemonics: readonly string[];
    /** Whether it has as many words as a mnemonic. */
    words: boolean;
    /** The 32 bytes in hex that it is, which may be a key. */
    hex: string | undefined;
    /** The other keys of chains: their kinds, and where they stand. */
    keys: readonly string[];
    /** What stands in it in base64, as texts. */
    decoded: readonly string[];
}

/** The same texts stand in many resources, and several rules ask of each. */
export const saidBy = memo(
    (text): Said => ({
        tokens: tokens(text),
        logins: logins(text),
        assignments: assignments(text),
        mnemonics: mnemonics(text),
        words: hasItsLength(text),
        hex: hexOf(text),
        keys: keysIn(text),
        decoded: decoded(text, SHORTEST),
    }),
);

const SHORTEST = 24;
const LONGEST = 200_000;

/** What is text after decoding was text before: a key or a hash is not, but for one in millions. */
export function decoded(text: string, shortest: number): readonly string[] {
    if (text.length > LONGEST) return NONE;
    const found: string[] = [];
    for (const run of runs(text, shortest)) {
        const value = Buffer.from(run.text, "base64").toString("latin1");
        if (/^[\t\n\r\x20-\x7e]+$/.test(value)) found.push(value);
    }
    return found.length === 0 ? NONE : found;
}

const NONE: readonly string[] = [];
