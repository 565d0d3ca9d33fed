import { common, type Finding, type FindingGroup } from "../facts/judgement";
import type { Report } from "../model";
import { count, digits } from "../text";
import { html, type Markup } from "./markup";
import { empty, link, more, most, path, section } from "./parts";

/** What the policies say, violations first. */
export function findings(report: Report): Markup {
    const total = report.findings.reduce((sum, group) => sum + group.findings.length, 0);
    const intro =
        "A violation says where it is, what was found and what would pass. What is undetermined cannot be judged before the update, and is not a pass.";
    const body =
        total === 0 ? empty("The policies reported no finding.") : report.findings.map((group) => card(report, group));
    return section("findings", "Violations and undetermined", digits(total), intro, body);
}

function card(report: Report, group: FindingGroup): Markup {
    const { rule, title, why, verdict, severity, level, findings: found } = group;
    const shown = found.slice(0, most);
    const mark = verdict === "violation" ? severity : verdict;
    const note = verdict === "violation" ? level : `${level}, ${severity}`;
    const told = common(group);
    const places = told
        ? html`<li>${shown.map(({ resource, name }, i) => html`${i > 0 && ", "}${link(report, resource, name)}`)} ${said(told)}</li>`
        : shown.map((finding) => place(report, finding));
    const list = html`<ul class="places">${places}</ul>${more(found.length, shown.length, "each is marked in the list of resources")}`;
    const body =
        found.length > 8 && !told
            ? html`<details class="fold"><summary>${count(found.length, "place")}</summary>${list}</details>`
            : list;
    return html`<div class="card finding"><h3><span class="k ${mark}">${mark}</span><code>${rule}</code> ${title}<span class="k">${note}</span></h3>${why !== "" && html`<p class="why">Otherwise ${why}.</p>`}${body}</div>`;
}

const place = (report: Report, finding: Finding): Markup =>
    html`<li>${link(report, finding.resource, finding.name)} ${said(finding)}</li>`;

const said = ({ path: at, found, wanted }: Finding): Markup =>
    html`<span class="at">${at === "" ? "the resource" : path(at)}</span><dl class="said"><dt>${wanted === "" ? "because" : "found"}</dt><dd><code class="value">${found}</code></dd>${wanted !== "" && html`<dt>would pass</dt><dd><code class="value">${wanted}</code></dd>`}</dl>`;
