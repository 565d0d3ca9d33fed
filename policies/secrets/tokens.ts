import { RE2JS } from "re2js";
import { positions } from "../text";
import { type Shape, shapes } from "./shapes";
import { entropy } from "./values";

/** A token in a text, by the way its issuer writes it. */
export interface Token {
    kind: string;
    position: string;
}

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** Most texts hold none of the words, and one look tells. */
const ANY = new RegExp(shapes.flatMap(({ words }) => words.map(escaped)).join("|"));

const compiled = new Map<Shape, RE2JS>();
const SHORTEST = 16;
const MOST = 20;

/** Every token in a text. No part of it is in what is returned. */
export function tokens(text: string): readonly Token[] {
    if (text.length < SHORTEST || !ANY.test(text)) return NONE;
    const found: { kind: string; index: number }[] = [];
    for (const shape of shapes) {
        if (!shape.words.some((word) => text.includes(word))) continue;
        const matcher = patternOf(shape).matcher(text);
        for (let count = 0; count < MOST && matcher.find(); count++) {
            const match = matcher.group() ?? "";
            if (!isSample(match) && (shape.check?.(match) ?? true))
                found.push({ kind: shape.kind, index: matcher.start() });
        }
    }
    const position = positions(text);
    return found.sort((a, b) => a.index - b.index).map(({ kind, index }) => ({ kind, position: position(index) }));
}

const NONE: readonly Token[] = [];

/** What documentation writes in place of a token. */
const isSample = (match: string): boolean =>
    entropy(match) < 2.5 || /(.)\1{7}|example|placeholder|your[-_]/i.test(match);

/** Compiled when first needed: a pack that starts should not wait for patterns that never occur. */
function patternOf(shape: Shape): RE2JS {
    let pattern = compiled.get(shape);
    if (!pattern) {
        pattern = RE2JS.compile(shape.pattern);
        compiled.set(shape, pattern);
    }
    return pattern;
}
