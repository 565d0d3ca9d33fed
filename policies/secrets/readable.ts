import { once, type Subject } from "../subject";
import type { Text } from "../walk";
import { runs } from "./runs";

/** A text as somebody reads it who looks for secrets. */
export type Readable = Text & {
    /** Set for what had to be decoded. */
    readonly decoded?: true;
};

/** What was found, and that it stands in base64: a position is one in the decoded text. */
export const told = ({ decoded }: Readable, found: string): string =>
    decoded ? `${found} of what is in base64 there` : found;

const SHORTEST = 24;
/** In the data of a Secret everything is in base64. */
const SHORTEST_IN_SECRET = 2;
const LONGEST = 200_000;

/** The texts of a resource, and those that stand in them in base64. */
export const readable = once((subject: Subject): readonly Readable[] => {
    const inSecret = subject.type === "kubernetes:core/v1:Secret";
    const found: Readable[] = [];
    for (const text of subject.texts)
        decode(text, inSecret && text.parent?.key === "data" ? SHORTEST_IN_SECRET : SHORTEST, found);
    return found.length === 0 ? subject.texts : [...subject.texts, ...found];
});

/** What is text after decoding was text before: a key or a hash is not, but for one in millions. */
function decode(text: Text, shortest: number, found: Readable[]): void {
    if (text.value.length > LONGEST) return;
    for (const run of runs(text.value, shortest)) {
        const value = Buffer.from(run.text, "base64").toString("latin1");
        if (/^[\t\n\r\x20-\x7e]+$/.test(value)) found.push({ ...text, value, decoded: true });
    }
}
