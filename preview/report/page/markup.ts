import { visible } from "../text";

/** Text that is safe to stand in the page. Only `html` makes it, so nothing reaches the page unescaped by accident. */
export class Markup {
    readonly text: string;

    constructor(text: string) {
        this.text = text;
    }
}

type Part = Markup | string | number | null | false | readonly Part[];

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Escaped for text and for quoted attributes alike; invisible characters become visible. */
export const escaped = (text: string): string => visible(text).replace(/[&<>"']/g, (sign) => entities[sign] ?? "");

/** A template in which every value is escaped unless it is markup already. Null and false leave nothing. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Markup {
    let out = texts[0] ?? "";
    for (let i = 0; i < parts.length; i++) out += render(parts[i] ?? null) + (texts[i + 1] ?? "");
    return new Markup(out);
}

function render(part: Part): string {
    if (part === null || part === false) return "";
    if (part instanceof Markup) return part.text;
    if (typeof part === "string") return escaped(part);
    if (typeof part === "number") return String(part);
    return part.map(render).join("");
}

/** Text of this package that must stand as it is: the style sheet and the script. */
export const verbatim = (text: string): Markup => new Markup(text);
