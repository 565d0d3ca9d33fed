import type { Difference } from "../../changes/model";
import type { Changed } from "../facts/news";
import type { Report } from "../model";
import { count, digits, groupBy, plain } from "../text";
import { html, type Markup } from "./markup";
import { link, more, most, path, section, type, value } from "./parts";

/** What differs from the baseline: losses first, additions last. */
export function news(report: Report): Markup {
    const { against, says, deleted, updated, created, outputs, notes } = report.news;
    const size =
        against === null ? digits(report.resources.length) : digits(deleted.length + updated.length + created.length);
    if (against === null) return section("news", "What is new", size, `${says}.`, html``);
    const body = [
        list("Deleted", deleted, (gone) => html`<li>${held(report, gone)}</li>`),
        list("Changed", updated, (changed) => change(report, changed)),
        outputs.length > 0 ? html`<h3>Outputs</h3><div class="card">${table(outputs)}</div>` : html``,
        created.length > 0
            ? html`<h3>Created <span class="soft">${digits(created.length)}</span></h3>${byType(report)}`
            : html``,
    ];
    return section(
        "news",
        "What is new",
        size,
        html`Compared with <code>${against}</code>: ${says}.${notes.map((note) => html` <b>${note}.</b>`)} A secret shows only as secret: that its value changed cannot be seen here.`,
        body,
    );
}

const list = (title: string, items: readonly Changed[], item: (changed: Changed) => Markup): Markup =>
    items.length === 0
        ? html``
        : html`<h3>${title} <span class="soft">${digits(items.length)}</span></h3><ul class="places">${items.slice(0, most).map(item)}</ul>${more(items.length, most, "compare the plans themselves")}`;

const held = (report: Report, { resource, name, type: token, holds, op }: Changed): Markup =>
    html`${link(report, resource, name)} ${type(token)} ${op === "forget" && html`<span class="k">left behind, unmanaged</span> `}${holds !== null && html`<span class="k violation">holds ${holds}</span>`}`;

const change = (report: Report, changed: Changed): Markup =>
    html`<li>${held(report, { ...changed, holds: null })} ${replaced(changed)}${changed.guardsLost.map((guard) => html`<span class="k violation">guard lost: ${guard}</span> `)}${changed.from !== null && html`<span class="k">moved from ${plain(changed.from)}</span> `}${table([...changed.options, ...changed.inputs])}</li>`;

function replaced({ op, replaces }: Changed): Markup | null {
    const [first] = replaces;
    if (!first) return null;
    const says = op === "replace" ? "made anew because of" : "may be made anew because of";
    return html`<span class="k ${op === "replace" ? "violation" : "undetermined"}">${says} ${first.path}${replaces.length > 1 && html` and ${digits(replaces.length - 1)} more`}</span> `;
}

const table = (differences: readonly Difference[]): Markup | null =>
    differences.length === 0
        ? null
        : html`<table class="diff"><thead><tr><th>path</th><th>before</th><th>after</th></tr></thead>${differences
              .slice(0, most)
              .map(
                  ({ path: at, before, after }) =>
                      html`<tr><td>${path(at)}</td><td data-l="before">${value(before)}</td><td data-l="after">${value(after)}</td></tr>`,
              )}</table>${more(differences.length, most, "compare the plans themselves")}`;

function byType(report: Report): Markup {
    const entries = report.news.created.flatMap(({ resource }) => report.resources[resource] ?? []);
    return html`<ul class="places">${[...groupBy(entries, (entry) => entry.type)].map(
        ([token, members]) =>
            html`<li>${type(token)} <span class="soft">${count(members.length, "resource")}</span><br>${members
                .slice(0, most)
                .map(
                    ({ id }) => html`${link(report, id)} `,
                )}${more(members.length, most, "each is marked new below")}</li>`,
    )}</ul>`;
}
