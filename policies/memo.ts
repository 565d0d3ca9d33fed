/** Longer texts are rare, and as keys they would fill the memory. */
const LONGEST = 4096;

/** Names and texts repeat from resource to resource; those that do not must not fill the memory. */
const MOST = 10_000;

/** A function of a text that remembers its answers. */
export function memo<T>(answer: (text: string) => T): (text: string) => T {
    const known = new Map<string, { answer: T }>();
    return (text) => {
        if (text.length > LONGEST) return answer(text);
        let found = known.get(text);
        if (!found) {
            if (known.size === MOST) known.clear();
            found = { answer: answer(text) };
            known.set(text, found);
        }
        return found.answer;
    };
}
