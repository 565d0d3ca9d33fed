/** Words and orders that both reports and the terminal share. Nothing here depends on a locale. */

/** Code point order, which is also the byte order of UTF-8. `<` would order by UTF-16 unit and misplace surrogates. */
export function byCodePoint(a: string, b: string): number {
    const shared = Math.min(a.length, b.length);
    for (let i = 0; i < shared; i++) {
        const x = a.charCodeAt(i);
        const y = b.charCodeAt(i);
        if (x !== y) return rank(x) - rank(y);
    }
    return a.length - b.length;
}

/** Lifts surrogates above the rest of the basic plane, where their code points belong. */
const rank = (unit: number) => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x2800 : unit);

/** A sorted copy. */
export const sorted = <T>(items: Iterable<T>, key: (item: T) => string): T[] =>
    [...items].sort((a, b) => byCodePoint(key(a), key(b)));

const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;
const notPrintableAscii = /[^ -~]/gu;
const escaped = (character: string) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

const ordinary = /^[ -~]*$/;

/**
 * Shows what a reader could not see: control, direction and zero-width characters as `\u{202e}`. Such characters can
 * make a name read as another one, or send commands to a terminal.
 */
export const visible = (text: string): string => (ordinary.test(text) ? text : text.replace(invisible, escaped));

/** For names, paths and images: whatever is not printable ASCII is shown escaped, so that no look-alike passes. */
export const plain = (text: string): string => text.replace(notPrintableAscii, escaped);

/** At most `limit` characters; what was cut is marked. */
export const clip = (text: string, limit: number): string =>
    text.length <= limit ? text : `${Array.from(text.slice(0, limit)).slice(0, -1).join("")}…`;

/** 12345 as `12,345`. */
export const digits = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ",");

/** `1 resource`, `1,204 resources`. */
export const count = (value: number, noun: string, plural = `${noun}s`): string =>
    `${digits(value)} ${value === 1 ? noun : plural}`;

/** The first names of a list, and how many are left out. */
export function some(names: readonly string[], limit = 3): { shown: string[]; rest: string } {
    const left = names.length - limit;
    return { shown: names.slice(0, limit), rest: left > 0 ? ` and ${digits(left)} more` : "" };
}

/** `gcp:sql/databaseInstance:DatabaseInstance` as `gcp:sql:DatabaseInstance`; the part dropped only repeats the name. */
export function shortType(type: string): string {
    const [, module = "", repeated = "", name = ""] = /^([^/]*)\/([^/:]*):([^:]*)$/.exec(type) ?? [];
    return name !== "" && repeated.toLowerCase() === name.toLowerCase() ? `${module}:${name}` : type;
}

/** What a table says of a name that anyone may have chosen, be it `__proto__`. */
export const lookup = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
    Object.hasOwn(table, name) ? table[name] : undefined;

/** Groups in the order in which the keys first appear. */
export function groupBy<T, K>(items: Iterable<T>, key: (item: T) => K): Map<K, T[]> {
    const groups = new Map<K, T[]>();
    for (const item of items) {
        const group = groups.get(key(item));
        if (group) group.push(item);
        else groups.set(key(item), [item]);
    }
    return groups;
}
