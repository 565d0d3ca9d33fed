import { once, type Subject } from "../subject";
import { documentary } from "../text";
import type { Text } from "../walk";
import type { Assignment } from "./assignments";
import { decoded, type Said, saidBy } from "./said";

/** A text as somebody reads it who looks for secrets. */
export type Readable = Text & {
    readonly said: Said;
    /** Whether it had to be decoded. */
    readonly decoded: boolean;
};

/** What was found, and that it stands in base64: a position is one in the decoded text. */
export const told = ({ decoded }: Readable, found: string): string =>
    decoded ? `${found} of what is in base64 there` : found;

/** In the data of a Secret everything is in base64. */
const SHORTEST_IN_SECRET = 2;

/** The texts of a resource, and those that stand in them in base64. */
export const readable = once((subject: Subject): readonly Readable[] => {
    const inSecret = subject.type === "kubernetes:core/v1:Secret";
    const texts = subject.texts.map((text) => read(text, text.value, false));
    const hidden = texts.flatMap((text): Readable[] => {
        const inData = inSecret && text.parent?.key === "data";
        const found = inData ? decoded(text.value, SHORTEST_IN_SECRET) : text.said.decoded;
        return found.map((value) => read(text, value, true));
    });
    return hidden.length === 0 ? texts : [...texts, ...hidden];
});

const read = ({ key, parent, depth }: Text, value: string, decoded: boolean): Readable => ({
    value,
    key,
    parent,
    depth,
    said: saidBy(value),
    decoded,
});

/** The assignments in the texts of a resource. */
export const assigned = once((subject: Subject): readonly (Assignment & { text: Readable })[] =>
    readable(subject).flatMap((text) =>
        documentary(text) ? [] : text.said.assignments.map((assignment) => ({ ...assignment, text })),
    ),
);
