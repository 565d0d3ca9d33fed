import type { Entry } from "../facts/entries";
import type { Report } from "../model";
import { digits, plain, shortType } from "../text";
import { inputsOf, json } from "./json";
import { html, type Markup } from "./markup";
import { link } from "./parts";

/** What every row needs of the others, made once per page. */
export interface Page {
    report: Report;
    ids: ReadonlyMap<string, number>;
    inputs: readonly Markup[];
}

export const pageOf = (report: Report, saved: number): Page => ({
    report,
    ids: new Map(report.resources.map(({ urn, id }) => [urn, id])),
    inputs: inputsOf(
        report.resources.map(({ inputs }) => inputs),
        saved,
    ),
});

/** Entries of one line; more would make a row as long as a plan. */
const most = 40;

export const marksOf = ({ marks }: Entry): Markup | null =>
    marks.length === 0
        ? null
        : html`<span class="k0">${marks.map(({ kind, text }) => html`<span class="k ${kind}">${text}</span>`)}</span>`;

/** Most components say nothing of themselves: then their name and type, and the address of what they hold, say all. */
export const about = (page: Page, entry: Entry): Markup | null =>
    Object.keys(entry.inputs).length + entry.options.length + entry.dependencies.length > 0 ? facts(page, entry) : null;

/** What a row folds open to show. */
export function facts(page: Page, entry: Entry): Markup {
    const { id, urn, type, provider, dependencies, options, unknownPaths, secretPaths, inputs } = entry;
    const lines = [
        line("URN", [html`<code>${plain(urn)}</code>`]),
        line("type", shortType(type) === type ? [] : [html`<code>${plain(type)}</code>`]),
        line("provider", provider === null ? [] : [to(page, provider)]),
        line(
            "depends on",
            dependencies.map((other) => to(page, other)),
        ),
        ...options.map(({ name, value }) => line(name, [html`<code>${json(value)}</code>`])),
        line("unknown", unknownPaths.map(code)),
        line("secret", secretPaths.map(code)),
    ];
    const body = Object.keys(inputs).length > 0 && html`<pre>${page.inputs[id] ?? ""}</pre>`;
    return html`<div class="b"><dl>${lines}</dl>${body}</div>`;
}

const code = (text: string) => html`<code>${plain(text)}</code>`;

function line(name: string, entries: readonly Markup[]): Markup | null {
    if (entries.length === 0) return null;
    const rest = entries.length > most && html` and ${digits(entries.length - most)} more in plan.json`;
    return html`<dt>${name}</dt><dd>${entries.slice(0, most).map((entry, i) => html`${i > 0 && ", "}${entry}`)}${rest}</dd>`;
}

/** A resource by URN; a provider reference carries its id after the URN. */
function to({ report, ids }: Page, reference: string): Markup {
    const id = ids.get(reference) ?? ids.get(reference.split("::").slice(0, 4).join("::"));
    return id === undefined ? code(reference) : link(report, id);
}
