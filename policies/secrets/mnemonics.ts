import { positions } from "../text";

/** Word lists of BIP-39 by their alphabet; those that share one are told apart by their words. */
const LISTS: readonly (readonly [script: RegExp, names: readonly string[]])[] = [
    [/\p{Script=Latin}/u, ["english", "spanish", "french", "italian", "portuguese", "czech"]],
    [/\p{Script=Han}/u, ["simplified-chinese", "traditional-chinese"]],
    [/\p{Script=Hiragana}/u, ["japanese"]],
    [/\p{Script=Hangul}/u, ["korean"]],
];

/** Words that a mnemonic may have. */
const COUNTS = [24, 21, 18, 15, 12];

/** Words that may stand before or after it without a mark between, such as the name of a command. */
const AROUND = 2;

/** Twelve words of one sign; and more than anybody writes. */
const SHORTEST = 20;
const LONGEST = 1_000_000;

/** What stands between the words of any way to write them: most texts have nothing of it. */
const BETWEEN = /[\s,]/;

/** Words of one to eight letters (twelve signs with their accents), with no more between two than a list has. */
const WORDS =
    /(?<![\p{L}\p{M}])[\p{L}\p{M}]{1,12}(?:[\s\d,.;"'()[\]\\-]{1,8}[\p{L}\p{M}]{1,12}(?![\p{L}\p{M}])){11,}/gu;

/** Where in a text mnemonics stand: words of a list of BIP-39 whose last bits are the checksum of the others. */
export function mnemonics(text: string): readonly string[] {
    if (text.length < SHORTEST || text.length > LONGEST || !BETWEEN.test(text)) return NONE;
    const found = new Set<number>();
    for (const { 0: run, index } of text.matchAll(WORDS)) {
        // A word on each line, or a mnemonic on each line.
        for (const { part, at } of [{ part: run, at: 0 }, ...linesOf(run)]) {
            const words = [...part.matchAll(/[\p{L}\p{M}]+/gu)];
            for (const start of startsOf(words.map((word) => normal(word[0]))))
                found.add(index + at + (words[start]?.index ?? 0));
        }
    }
    if (found.size === 0) return NONE;
    const position = positions(text);
    return [...found].sort((a, b) => a - b).map(position);
}

const NONE: readonly string[] = [];

/** Whether words one by one are a mnemonic, as a list of texts has them. */
export const isMnemonic = (words: readonly string[]): boolean =>
    COUNTS.includes(words.length) && startsOf(words.map(normal)).length > 0;

/** Whether a text has as many words as a mnemonic has. */
export const hasItsLength = (text: string): boolean => BETWEEN.test(text) && COUNTS.includes(wordsOf(text).length);

const wordsOf = (text: string): string[] =>
    text
        .slice(0, 400)
        .split(/[\s,]+/)
        .filter(Boolean);

/** Whether a text of that length could be one but for the checksum: only a name can say that it is meant as one. */
export function isNearMnemonic(text: string): boolean {
    const words = wordsOf(text).map(normal);
    return [...listsOf(words)].some(({ has }) => words.every(has));
}

const linesOf = (run: string): { part: string; at: number }[] =>
    run.includes("\n") ? [...run.matchAll(/[^\n]+/g)].map(({ 0: part, index: at }) => ({ part, at })) : [];

const normal = (word: string): string => word.normalize("NFKD").toLowerCase();

/** Where in these words mnemonics begin. */
function startsOf(words: readonly string[]): number[] {
    const starts: number[] = [];
    for (const list of listsOf(words)) {
        for (let start = 0; start < words.length; ) {
            let end = start;
            while (end < words.length && list.has(words[end] as string)) end++;
            const at = within(words.slice(start, end), list.words);
            if (at !== undefined) starts.push(start + at);
            start = end + 1;
        }
        if (starts.length > 0) break;
    }
    return starts;
}

/** Where a mnemonic begins among words that are all in the list. Prose and lists of words are longer than one. */
function within(words: readonly string[], list: string[]): number | undefined {
    const count = COUNTS.find((count) => count <= words.length);
    if (count === undefined || words.length - count > AROUND) return undefined;
    const { validateMnemonic }: typeof import("@scure/bip39") = require("@scure/bip39");
    for (let at = 0; at <= words.length - count; at++)
        if (validateMnemonic(words.slice(at, at + count).join(" "), list)) return at;
    return undefined;
}

interface List {
    words: string[];
    has(word: string): boolean;
}

const loaded = new Map<string, List>();

/** The lists that words may be from, loaded when the first candidate asks: most programs have none. */
function* listsOf(words: readonly string[]): Iterable<List> {
    for (const [script, names] of LISTS) {
        if (!script.test(words[AROUND] ?? "")) continue;
        for (const name of names) {
            let list = loaded.get(name);
            if (!list) {
                const { wordlist: words }: { wordlist: string[] } = require(`@scure/bip39/wordlists/${name}`);
                const known = new Set(words.map((one) => one.normalize("NFKD")));
                list = { words, has: (one) => known.has(one) };
                loaded.set(name, list);
            }
            yield list;
        }
    }
}
