import { createHash } from "node:crypto";
import type { Report } from "./model";
import { alerts } from "./page/alerts";
import { cost } from "./page/cost";
import { custody } from "./page/custody";
import { exposure } from "./page/exposure";
import { findings } from "./page/findings";
import { map } from "./page/map";
import { html, type Markup, verbatim } from "./page/markup";
import { news } from "./page/news";
import { reach } from "./page/reach";
import { resources } from "./page/resources";
import { risk } from "./page/risk";
import { script } from "./page/script";
import { style } from "./page/style";
import { images, secrets, unknowns } from "./page/tables";
import { verdict } from "./page/verdict";
import { digits, plain } from "./text";

const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Nothing may load, run or be sent but the style sheet and the script of this file. */
const policy = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`;

/** What a browser still opens at once, and a reviewer can still be sent. */
const most = 14_500_000;

/** The report as one page that needs nothing else: no network, no font, no image. Under 15 MB for 10,000 resources. */
export function renderHtml(report: Report): string {
    const text = page(report, 0);
    const excess = Buffer.byteLength(text) - most;
    return excess > 0 ? page(report, excess) : text;
}

const parts = [risk, cost, findings, news, custody, exposure, reach, alerts, map, images, unknowns, secrets, resources];

function page(report: Report, saved: number): string {
    const title = `${plain(report.stack)}: ${report.verdict.headline}`;
    return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer"><title>${title}</title><style>${verbatim(style)}</style></head>
<body><a class="skip" href="#main">Skip to the verdict</a>
${nav(report)}
<main id="main">
${verdict(report)}${parts.map((part) => part(report, saved))}<footer><p>${plain(report.project)}, ${plain(report.stack)}, plan <code>${plain(report.digest)}</code></p><p>Computed from the plan and its verdicts alone: the same plan gives the same page, to the byte.</p></footer>
</main><script>${verbatim(script)}</script></body></html>
`.text;
}

function nav(report: Report): Markup {
    const found = report.findings.reduce((sum, group) => sum + group.findings.length, 0);
    const links: [string, string, number | null][] = [
        ["risk", "Risk", new Set(report.risk.lines.map(({ urn }) => urn)).size],
        ["cost", "Cost", null],
        ["findings", "Findings", found],
        ["news", "What is new", null],
        ["custody", "Data and keys", report.holders.length],
        ["exposure", "Internet", report.doors.length],
        ["reach", "Reach", report.reaching.ties.length],
        ["alerts", "Alerts", report.alerts.length],
        ["map", "Map", null],
        ["images", "Images", report.images.length],
        ["unknowns", "Unknown", report.unknowns.reduce((sum, { values }) => sum + values, 0)],
        ["secrets", "Secrets", report.secrets.reduce((sum, { paths }) => sum + paths.length, 0)],
        ["resources", "Resources", report.resources.length],
    ];
    return html`<nav aria-label="Report" class="${report.verdict.tone}"><p class="who"><span class="dot"></span>${plain(report.stack)}</p>
<div class="find" role="search" hidden><label class="hear" for="search">Filter resources</label><input id="search" type="search" placeholder="Filter resources" autocomplete="off" spellcheck="false" data-total="${digits(report.resources.length)}"><output id="matches" aria-live="polite"></output></div>
<ul>${links.map(([id, name, size]) => html`<li><a href="#${id}">${name} ${size !== null && html`<span>${digits(size)}</span>`}</a></li>`)}</ul></nav>`;
}
