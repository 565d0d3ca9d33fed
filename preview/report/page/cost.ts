import type { Cost, CostPart } from "../../cost/model";
import { dollars } from "../../cost/text";
import type { Report } from "../model";
import { clip, count, plain } from "../text";
import { html, type Markup } from "./markup";
import { section } from "./parts";

/** What the plan costs a month by being there, by system and region, and against the baseline. */
export function cost(report: Report): Markup {
    const { asOf, total, parts, delta, priced, unpriced, borrowed, excludes } = report.cost;
    const intro = `An estimate of ${count(priced, "resource")} by list prices of ${asOf}: at least, with every pool and set at its smallest, and at most.`;
    const body = [
        parts.length === 0
            ? html`<p class="empty">Nothing in the plan is in the price table.</p>`
            : html`${bars(report.cost)}${table("a month", parts)}`,
        delta === null || delta.parts.length === 0
            ? html``
            : html`<h3>Against the baseline</h3>${table("more or less", delta.parts, true)}`,
        html`<p class="more">Excludes ${excludes.join(", ")}.${unpriced.length > 0 && html` Not in the table: ${unpriced.map(({ what, resources }, i) => html`${i > 0 && ", "}<code>${plain(what)}</code> (${count(resources.length, "resource")})`)}.`}${borrowed.length > 0 && html` Priced as in us-central1, because the table has no other: ${[...new Set(borrowed.map(({ what }) => what))].map((what, i) => html`${i > 0 && ", "}<code>${plain(what)}</code>`)}.`}</p>`,
    ];
    return section("cost", "Cost", `${dollars(total)} a month`, intro, body);
}

const WIDTH = 720;
const NAMES = 230;
const ROW = 24;
/** Characters of 11.5 px that the names' column holds. */
const LETTERS = 31;

/** Parts below this share of the dearest are a smear; the table has them. */
const VISIBLE = 0.005;

/** A bar for each system in each region, from its least to its most; a line where its most was and is no longer. */
function bars({ parts, delta }: Cost): Markup {
    const key = ({ system, region }: CostPart) => `${system}\n${region}`;
    const more = new Map(delta?.parts.map((part) => [key(part), part]));
    const ended = (delta?.parts ?? []).filter((part) => !parts.some((one) => key(one) === key(part)));
    const all = [...parts, ...ended.map((part) => ({ ...part, low: 0, high: 0 }))].map((part) => {
        const { low = 0, high = 0 } = more.get(key(part)) ?? {};
        return { ...part, was: { low: part.low - low, high: part.high - high } };
    });
    const dearest = Math.max(...all.flatMap(({ high, was }) => [high, was.high]));
    const rows = all.filter(({ high, was }) => Math.max(high, was.high) >= dearest * VISIBLE);
    const long = (price: number) => Math.max(1, Math.round((price / dearest) * (WIDTH - NAMES)));
    const drawn = rows.map(({ system, region, low, high, was }, row) => {
        const y = row * ROW;
        const name = `${plain(system)} ${plain(region)}`;
        const moved = was.low !== low || was.high !== high;
        const bar = (price: number, look: string) =>
            html`<rect class="${look}" x="${NAMES}" y="${y + 3}" width="${long(price)}" height="${ROW - 10}" rx="2"/>`;
        return html`<g><title>${name}: ${dollars({ low, high })} a month${moved && `, before ${dollars(was)}`}</title><text x="0" y="${y + 14}">${clip(name, LETTERS)}</text>${bar(high, "")}${bar(low, "low")}${moved && html`<path class="was" d="M${NAMES + long(was.high)} ${y}v${ROW - 4}"/>`}</g>`;
    });
    const height = rows.length * ROW;
    const label = `Cost of ${count(rows.length, "part")} a month, at least and at most`;
    const line = html` <span class="mark line"></span>at most before`;
    return html`<div class="drawing" tabindex="0" role="region" aria-label="${label}"><svg class="bars" role="img" aria-label="${label}" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">${drawn}</svg></div><p class="legend"><span class="mark low"></span>at least <span class="mark high"></span>at most${more.size > 0 && line}</p>`;
}

const table = (title: string, parts: readonly CostPart[], signed = false): Markup =>
    html`<table class="cost"><thead><tr><th>system</th><th>region</th><th>${title}</th></tr></thead>${parts.map(
        ({ system, region, ...range }) =>
            html`<tr><td>${plain(system)}</td><td data-l="region">${region === "" ? "no region" : plain(region)}</td><td data-l="${title}">${dollars(range, signed)}</td></tr>`,
    )}</table>`;
