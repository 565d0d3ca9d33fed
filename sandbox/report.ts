import { html, type Markup, verbatim } from "../preview/report/page/markup";
import { style } from "../preview/report/page/style";
import type { Line } from "./chapters/chapter";
import { type LeftOut, passed, type Told } from "./run";

/** A run of chapters, for people. */
export interface Run {
    seed: number;
    chapters: readonly Told[];
    leftOut?: readonly LeftOut[];
    /** What stood in for what, so that nobody takes a rehearsal for the real thing. */
    standIns: readonly string[];
}

const own = `
main{max-width:70rem;margin:0 auto;padding:1.5rem}
details{background:var(--card);border:1px solid var(--line);border-radius:6px;margin:.5rem 0;padding:.5rem 1rem}
summary{cursor:pointer}
.mark{display:inline-block;min-width:4.5rem;font-weight:600}
.good .mark{color:var(--pass)}.bad .mark{color:var(--fail)}
pre{overflow-x:auto;background:var(--sunk);padding:.5rem;border-radius:4px}`;

/** The report of a run as one page that needs nothing else. */
export function renderRun({ seed, chapters, leftOut = [], standIns }: Run): string {
    const failed = chapters.filter((chapter) => !passed(chapter)).length;
    const headline =
        failed === 0 ? `All ${chapters.length} chapters hold` : `${failed} of ${chapters.length} chapters fail`;
    return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>Sandbox: ${headline}</title><style>${verbatim(style + own)}</style></head>
<body><main><h1>${headline}</h1>
<p>The real Pulumi engine and real servers, on one machine. ${standIns.join(" ")} Seed ${seed}.</p>
${chapters.map(section)}${leftOut.map(({ name, reason }) => html`<p>Left out: ${name}, ${reason}</p>`)}</main></body></html>
`.text;
}

function section(told: Told): Markup {
    const good = passed(told);
    const { title, name, lines, error, seconds } = told;
    return html`<details class="${good ? "good" : "bad"}"${verbatim(good ? "" : " open")}><summary>${mark(good)} ${title} <small>${name}, ${lines.length} checks, ${seconds.toFixed(0)} s</small></summary>
${error === undefined ? null : html`<pre>${error}</pre>`}
<ul>${lines.map(item)}</ul></details>
`;
}

const item = ({ words, passed: holds, found, expected }: Line): Markup =>
    html`<li class="${holds ? "good" : "bad"}">${mark(holds)} ${words}${
        found === undefined ? null : html`<pre>found ${found}\nexpected ${expected ?? ""}</pre>`
    }</li>`;

const mark = (good: boolean): Markup => html`<span class="mark">${good ? "holds" : "fails"}</span>`;
