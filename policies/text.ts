import { nameOf, type Place } from "./walk";

/** Says for matches in rising order where they stand: by line in a document, by character in a single line. */
export function positions(text: string): (index: number) => string {
    if (!text.trimEnd().includes("\n")) return (index) => `at character ${index + 1}`;
    let line = 1;
    let counted = 0;
    return (index) => {
        for (let at = text.indexOf("\n", counted); at >= 0 && at < index; at = text.indexOf("\n", counted)) {
            line++;
            counted = at + 1;
        }
        return `on line ${line}`;
    };
}

const PROSE = /^(description|summary|title|help|docs?|documentation|comments?|message|notes?)$/i;

/** Text for people, in which words such as "password: the one you chose" mean nothing. */
export const documentary = (place: Place): boolean => PROSE.test(nameOf(place));
