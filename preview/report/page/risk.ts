import { agree, type RiskGroup, type RiskSection, sections } from "../../risk/groups";
import type { Report } from "../model";
import { count, digits } from "../text";
import { html, type Markup } from "./markup";
import { breakable, link, more, most, path, section, type } from "./parts";

/** What a change can do, the gravest first: what, where, why it matters, how to undo it. */
export function risk(report: Report): Markup {
    const { against, lines, approvals } = report.risk;
    if (against === null) {
        const intro = `Nothing to compare with, so every resource is new. ${agree(approvals)}.`;
        return section("risk", "Risk", "first plan", intro, html``);
    }
    const found = sections(lines);
    const intro = html`Against <code>${against}</code>. Facts decide the class, and the class decides who must agree: <b>${agree(approvals)}</b>.`;
    if (found.length === 0) return section("risk", "Risk", "none", intro, html`<p class="empty">Nothing changes.</p>`);
    const ids = new Map(report.resources.map(({ urn, id }) => [urn, id]));
    const overview = html`<table class="risk-sum"><thead><tr><th>class</th><th>resources</th><th>who must agree</th></tr></thead>${found.map(
        ({ id, title, resources, approvals: own }) =>
            html`<tr><td><a href="#risk${id}">${title}</a></td><td>${digits(resources)}</td><td>${agree(own)}</td></tr>`,
    )}</table>`;
    const total = new Set(lines.map(({ urn }) => urn)).size;
    return section("risk", "Risk", count(total, "resource"), intro, [
        overview,
        ...found.map((one) => classOf(report, ids, one)),
    ]);
}

const open = new Set(["irreversible", "protection", "custody", "exposure", "consensus", "images"]);

function classOf(
    report: Report,
    ids: ReadonlyMap<string, number>,
    { id, title, about, groups, resources }: RiskSection,
): Markup {
    const rows = groups.slice(0, most).map((group) => row(report, ids, group));
    return html`<details class="fold risk" id="risk${id}"${open.has(id) && html` open`}><summary><b>${title}</b> <span class="soft">${count(resources, "resource")}</span></summary><p class="soft">${about}</p><table class="wide"><thead><tr><th>what and where</th><th>why it matters</th><th>how to undo it</th></tr></thead>${rows}</table>${more(groups.length, most, "risk.json has all")}</details>`;
}

function row(
    report: Report,
    ids: ReadonlyMap<string, number>,
    { says, path: at, why, undo, members }: RiskGroup,
): Markup {
    const shown = members
        .slice(0, 40)
        .map(
            ({ urn, name, type: token, fact }) =>
                html`<li>${link(report, ids.get(urn) ?? null, name)} ${type(token)}${fact !== "" && html`<br><code>${breakable(fact)}</code>`}</li>`,
        );
    return html`<tr><td><b>${says}</b>${at !== "" && html` at ${path(at)}`}<ul>${shown}</ul>${more(members.length, 40, "risk.json has all")}</td><td data-l="why">${why}</td><td data-l="undo">${undo}</td></tr>`;
}
