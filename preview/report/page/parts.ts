import type { Json } from "../../plan";
import type { Report, SectionId } from "../model";
import { digits, plain, shortType } from "../text";
import { json } from "./json";
import { html, type Markup } from "./markup";

/** Rows of one list beyond which a page names their number only. Nothing gets lost: the resources carry the marks. */
export const most = 400;

export const section = (
    id: SectionId,
    title: string,
    size: string,
    intro: string | Markup,
    body: Markup | Markup[],
): Markup =>
    html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title} <span>${size}</span></h2><p>${intro}</p>${body}</section>\n`;

/** A resource by name, leading to its row. */
export function link(report: Report, id: number | null, name?: string): Markup {
    const shown = plain(name ?? report.resources[id ?? -1]?.name ?? "");
    return id === null ? html`<span class="n">${shown}</span>` : html`<a class="n" href="#r${id}">${shown}</a>`;
}

export const type = (token: string): Markup => html`<span class="t">${plain(shortType(token))}</span>`;

export const typeOf = (report: Report, id: number): Markup =>
    html`<span class="t">${breakable(shortType(report.resources[id]?.type ?? ""))}</span>`;

/** Long words may break after the signs and humps that structure them, rather than anywhere. */
export const breakable = (text: string): Markup =>
    html`${plain(text)
        .split(/(?<=[./:])(?=[A-Za-z])|(?<=[a-z])(?=[A-Z])/)
        .map((part, i) => html`${i > 0 && html`<wbr>`}${part}`)}`;

export const path = (text: string): Markup => html`<code>${breakable(text)}</code>`;

/** A value of an input or option; undefined when there is none. */
export const value = (content: Json | undefined): Markup =>
    content === undefined
        ? html`<span class="soft">not there</span>`
        : html`<code class="value">${json(content)}</code>`;

/** What a cut list leaves out. */
export const more = (total: number, shown: number, where: string): Markup | null =>
    total > shown ? html`<p class="more">and ${digits(total - shown)} more: ${where}.</p>` : null;

export const empty = (text: string): Markup => html`<p class="empty">${text}</p>`;
