import { icon } from "../preview/report/page/icons";
import { html, type Markup, verbatim } from "../preview/report/page/markup";
import { plainStyle } from "../preview/report/page/style";
import type { Line } from "./chapters/chapter";
import { type LeftOut, passed, type Told } from "./run";

/** A run of chapters, for people. */
export interface Run {
    seed: number;
    /** How long all of it took. */
    seconds: number;
    chapters: readonly Told[];
    leftOut?: readonly LeftOut[];
    /** What stood in for what, so that nobody takes a rehearsal for the real thing. */
    standIns: readonly string[];
}

const own = `
main{max-width:66rem;margin:0 auto;padding:2rem 1.25rem 4rem}
.chapters{margin-top:2rem;border-top:1px solid var(--line)}
details{border-bottom:1px solid var(--line)}
summary{display:grid;grid-template-columns:1.4rem minmax(0,1fr) 5.5rem 9.5rem;gap:.2rem .9rem;align-items:baseline;
padding:.62rem 0;cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
summary:hover b{text-decoration:underline}
summary .soft{font-size:.9rem;white-space:nowrap;text-align:right}
summary code{color:var(--soft)}
.time{display:flex;gap:.5rem;align-items:center;justify-content:flex-end}
.time i{flex:none;height:.5rem;border-radius:3px;background:var(--line);min-width:2px}
.lines{padding:0 0 .9rem 2.3rem}
.lines li{display:grid;grid-template-columns:1.2rem minmax(0,1fr);gap:.5rem;padding:.1rem 0}
pre{overflow-x:auto;background:var(--sunk);padding:.6rem .8rem;border-radius:6px;margin:.4rem 0}
@media (max-width:44rem){summary{grid-template-columns:1.4rem minmax(0,1fr)}summary .soft{grid-column:2;text-align:left;justify-content:flex-start}}`;

/** The report of a run as one page that needs nothing else. */
export function renderRun({ seed, seconds, chapters, leftOut = [], standIns }: Run): string {
    const failed = chapters.filter((chapter) => !passed(chapter)).length;
    const well = failed === 0;
    const headline = well ? `All ${chapters.length} chapters hold` : `${failed} of ${chapters.length} chapters fail`;
    const checks = chapters.reduce((sum, { lines }) => sum + lines.length, 0);
    const longest = Math.max(...chapters.map((one) => one.seconds), 1);
    return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>Sandbox: ${headline}</title><style>${verbatim(plainStyle + own.replace(/\n/g, ""))}</style></head>
<body><main><div class="verdict ${well ? "clean" : "blocked"}"><p class="over">The real Pulumi engine and real servers, on one machine</p>
<h1>${icon(well ? "pass" : "fail")}<span>${headline}</span></h1>
<ul class="why">${standIns.map((words) => html`<li>${words}</li>`)}</ul>
<dl><dt>Checks</dt><dd>${checks.toLocaleString("en")} in ${spoken(seconds)}</dd>
<dt>Tell it again</dt><dd><code>npx slipway sandbox run ${chapters.map(({ name }) => `${name} `)}--seed ${seed}</code></dd></dl></div>
<div class="chapters">${chapters.map((told) => section(told, told.seconds / longest))}</div>
${leftOut.map(({ name, reason }) => html`<p>Left out: ${name}, ${reason}</p>`)}</main></body></html>
`.text;
}

/** `share` is how long it took, of the longest. */
function section(told: Told, share: number): Markup {
    const good = passed(told);
    const { title, name, lines, error, seconds } = told;
    const bar = verbatim(`style="width:${(share * 3.5).toFixed(2)}rem"`);
    return html`<details${verbatim(good ? "" : " open")}><summary>${icon(good ? "pass" : "fail")}<span><b>${title}</b> <code>${name}</code></span><span class="soft">${lines.length} checks</span><span class="soft time"><i ${bar}></i>${spoken(seconds)}</span></summary>
${error === undefined ? null : html`<pre>${error}</pre>`}
<ul class="lines">${lines.map(item)}</ul></details>
`;
}

const item = ({ words, passed: holds, found, expected }: Line): Markup =>
    html`<li>${icon(holds ? "pass" : "fail")}<span>${words}${
        found === undefined ? null : html`<pre>found ${found}\nexpected ${expected ?? ""}</pre>`
    }</span></li>`;

/** As in `2 min 5 s`. */
export function spoken(seconds: number): string {
    const whole = Math.round(seconds);
    return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
