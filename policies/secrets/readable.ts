import { once, type Subject } from "../subject";
import type { Text } from "../walk";
import { runs } from "./runs";

/** A text as somebody reads it who looks for secrets. */
export type Readable = Text & {
    /** Follows the position in what is told of it: nothing, or that it had to be decoded. */
    readonly from: string;
};

const SHORTEST = 24;
/** In the data of a Secret everything is in base64. */
const SHORTEST_IN_SECRET = 2;
const LONGEST = 200_000;

/** The texts of a resource, each followed by those that stand in it in base64. */
export const readable = once((subject: Subject): readonly Readable[] =>
    subject.texts.flatMap((text) => {
        const encoded = subject.type === "kubernetes:core/v1:Secret" && text.parent?.key === "data";
        return [{ ...text, from: "" }, ...decoded(text, encoded ? SHORTEST_IN_SECRET : SHORTEST)];
    }),
);

/** What is text after decoding was text before: a key or a hash is not, but for one in millions. */
function decoded(text: Text, shortest: number): Readable[] {
    const found: Readable[] = [];
    if (text.value.length > LONGEST) return found;
    for (const run of runs(text.value, shortest)) {
        const value = Buffer.from(run.text, "base64").toString("latin1");
        if (/^[\t\n\r\x20-\x7e]+$/.test(value)) found.push({ ...text, value, from: " of what is in base64 there" });
    }
    return found;
}
