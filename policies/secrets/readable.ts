import { once, type Subject } from "../subject";
import { documentary } from "../text";
import type { Text } from "../walk";
import type { Assignment } from "./assignments";
import { decoded, type Said, saidBy } from "./said";

/** A text as somebody reads it who looks for secrets. */
export interface Readable {
    readonly place: Text;
    /** What stands there, or what stands in that in base64. */
    readonly value: string;
    readonly said: Said;
    /** Whether it had to be decoded. */
    readonly decoded: boolean;
}

/** What was found, and that it stands in base64: a position is one in the decoded text. */
export const told = ({ decoded }: Readable, found: string): string =>
    decoded ? `${found} of what is in base64 there` : found;

/** In the data of a Secret everything is in base64. */
const SHORTEST_IN_SECRET = 2;

/** The texts of a resource, and those that stand in them in base64. */
export const readable = once((subject: Subject): readonly Readable[] => {
    const inSecret = subject.type === "kubernetes:core/v1:Secret";
    const texts = subject.texts.map((place) => read(place, place.value, false));
    const hidden: Readable[] = [];
    for (const { place, value, said } of texts) {
        const inData = inSecret && place.parent?.key === "data";
        for (const inner of inData ? decoded(value, SHORTEST_IN_SECRET) : said.decoded)
            hidden.push(read(place, inner, true));
    }
    return hidden.length === 0 ? texts : [...texts, ...hidden];
});

const read = (place: Text, value: string, decoded: boolean): Readable => ({
    place,
    value,
    said: saidBy(value),
    decoded,
});

/** The assignments in the texts of a resource. */
export const assigned = once((subject: Subject): readonly (Assignment & { text: Readable })[] => {
    const found: (Assignment & { text: Readable })[] = [];
    for (const text of readable(subject)) {
        const { assignments } = text.said;
        if (assignments.length === 0 || documentary(text.place)) continue;
        for (const assignment of assignments) found.push({ ...assignment, text });
    }
    return found;
});
