/**
 * Text that stands where a value is still to come. Words count only between characters that are no letters and no
 * digits, so that "exchange-metrics" and "mastodon" pass; a run of x counts inside a word from five on, since shorter
 * ones occur in addresses. Example domains are not meant: they are what a fresh clone previews with.
 */
const placeholders: readonly RegExp[] = [
    /^\s*(\.{2,}|\?+|tba|tbd)\s*$/i,
    /^\S*(\.{3}|…)\S*$|(\.{3}|…)\s*$/,
    between("todo|fixme|placeholder"),
    between("change[-_ ]?me[0-9]*"),
    between("replace[-_ ]?me|replace[-_](this|it|with)"),
    between("x{3,}"),
    /x{5,}/i,
    /(^|[\s/@:=."'(])your[-_][a-z]/i,
    /YOUR[-_][A-Z]/,
    /<[a-z_][^<>@]*>/i,
    /\$\{/,
];

function between(words: string): RegExp {
    return new RegExp(`(^|[^a-z0-9])(${words})($|[^a-z0-9])`, "i");
}

export function isPlaceholder(text: string): boolean {
    return placeholders.some((pattern) => pattern.test(text));
}
