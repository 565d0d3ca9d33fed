import type { Report } from "../model";
import { plain, some } from "../text";
import { icon, verdictIcon } from "./icons";
import { html, type Markup } from "./markup";

/** The top of the page: the verdict, what it was computed from, and what exactly it is about. */
export function verdict(report: Report): Markup {
    const { project, stack, verdict: decided, digest } = report;
    const parts = digest.replace(/^sha256:/, "").match(/.{1,8}/gu) ?? [];
    return html`<div class="verdict ${decided.tone}"><p class="over">What <b>${plain(project)}</b> would declare on <b>${plain(stack)}</b></p>
<h1>${verdictIcon(report)}<span>${decided.headline}</span></h1>
<ul class="why">${decided.facts.map((fact) => html`<li>${fact}</li>`)}</ul>
<dl><dt>Digest of the plan (SHA-256)</dt><dd><code>${parts.map((part) => html`<span>${plain(part)}</span>`)}</code></dd>
<dt>Derive it again</dt><dd><code>npx slipway preview ${plain(stack)}</code></dd></dl></div>
<div class="numbers">${report.numbers.map(
        ({ label, value, section }) => html`<a href="#${section}"><b>${value}</b><span>${label}</span></a>`,
    )}</div>
<ul class="sheet" aria-label="Facts">${report.checks.map(
        ({ tone, says, fact, names, section }) =>
            html`<li>${icon(tone)}<a href="#${section}"><span><b>${says}</b>${namesOf(names)}</span><span class="fact">${fact}</span></a></li>`,
    )}</ul>
`;
}

function namesOf(names: readonly string[]): Markup | null {
    if (names.length === 0) return null;
    const { shown, rest } = some(names);
    return html`: ${shown.map((name, i) => html`${i > 0 && ", "}<code>${plain(name)}</code>`)}${rest}`;
}
