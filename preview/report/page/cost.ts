import type { CostPart } from "../../cost/model";
import { dollars } from "../../cost/text";
import type { Report } from "../model";
import { count, plain } from "../text";
import { html, type Markup } from "./markup";
import { section } from "./parts";

/** What the plan costs a month by being there, by system and region, and against the baseline. */
export function cost(report: Report): Markup {
    const { asOf, total, parts, delta, priced, unpriced, borrowed, excludes } = report.cost;
    const intro = `An estimate of ${count(priced, "resource")} by list prices of ${asOf}: at least, with every pool and set at its smallest, and at most.`;
    const body = [
        parts.length === 0
            ? html`<p class="empty">Nothing in the plan is in the price table.</p>`
            : table("a month", parts),
        delta === null || delta.parts.length === 0
            ? html``
            : html`<h3>Against the baseline</h3>${table("more or less", delta.parts, true)}`,
        html`<p class="more">Excludes ${excludes.join(", ")}.${unpriced.length > 0 && html` Not in the table: ${unpriced.map(({ what, resources }, i) => html`${i > 0 && ", "}<code>${plain(what)}</code> (${count(resources.length, "resource")})`)}.`}${borrowed.length > 0 && html` Priced as in us-central1, because the table has no other: ${[...new Set(borrowed.map(({ what }) => what))].map((what, i) => html`${i > 0 && ", "}<code>${plain(what)}</code>`)}.`}</p>`,
    ];
    return section("cost", "Cost", `${dollars(total)} a month`, intro, body);
}

const table = (title: string, parts: readonly CostPart[], signed = false): Markup =>
    html`<table class="cost"><thead><tr><th>system</th><th>region</th><th>${title}</th></tr></thead>${parts.map(
        ({ system, region, ...range }) =>
            html`<tr><td>${plain(system)}</td><td data-l="region">${region === "" ? "no region" : plain(region)}</td><td data-l="${title}">${dollars(range, signed)}</td></tr>`,
    )}</table>`;
