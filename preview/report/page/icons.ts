import type { Report, Tone } from "../model";
import { html, type Markup } from "./markup";

const paths: Record<Tone, string> = {
    pass: "M3 8.6 6.4 12 13 4.6",
    fail: "M4 4l8 8M12 4l-8 8",
    open: "M5.6 5.9a2.5 2.5 0 1 1 3.4 2.4c-.7.3-1 .7-1 1.5M8 12.5v.1",
    note: "M4.5 8h7",
};

const words: Record<Tone, string> = { pass: "passes", fail: "fails", open: "open", note: "note" };

const warning = "M8 3.2v6M8 12.4v.1";

/** A sign and, for who does not see it, a word: colour alone never carries the meaning. */
export const icon = (tone: Tone): Markup => sign(tone, words[tone], paths[tone]);

const sign = (name: string, word: string, path: string): Markup =>
    html`<svg class="i ${name}" viewBox="0 0 16 16" role="img" aria-label="${word}" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"><path d="${path}"/></svg>`;

/** The sign of the whole: a warning is no question, and no tick either. */
export function verdictIcon({ verdict }: Report): Markup {
    if (verdict.tone === "blocked") return sign("fail", "blocked", paths.fail);
    return verdict.tone === "clean" ? sign("pass", "clean", paths.pass) : sign("open", "attention", warning);
}
