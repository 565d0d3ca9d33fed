/** A part of a text that is nothing but digits of base 64, such as a key, a hash or a file. */
export interface Run {
    text: string;
    index: number;
}

const isDigit = (code: number): boolean =>
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 47 && code <= 57) || code === 43;

/** The runs of at least so many digits. Only one character in as many is looked at where there is none. */
export function* runs(text: string, least: number): Iterable<Run> {
    let free = 0;
    for (let at = least - 1; at < text.length; at += least) {
        if (!isDigit(text.charCodeAt(at))) continue;
        let start = at;
        while (start > free && isDigit(text.charCodeAt(start - 1))) start--;
        let end = at + 1;
        while (end < text.length && isDigit(text.charCodeAt(end))) end++;
        if (end - start >= least) yield { text: text.slice(start, end), index: start };
        free = end;
        at = end;
    }
}
