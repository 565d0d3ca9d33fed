import type { Entry } from "../facts/entries";
import type { Branch } from "../facts/tree";
import type { Report } from "../model";
import { count, digits, plain } from "../text";
import { json } from "./json";
import { html, type Markup } from "./markup";
import { section, type } from "./parts";
import { about, facts, marksOf, type Page, pageOf } from "./row";

/** Pages with more resources start folded, and let the browser skip rows that are out of sight. */
const large = 600;

/** Everything, by system and component; `saved` bytes are cut from the longest inputs. */
export function resources(report: Report, saved: number): Markup {
    const page = pageOf(report, saved);
    const components = report.tree.filter(({ resource }) => report.resources[resource]?.custom === false);
    const single = report.tree.filter(({ resource }) => report.resources[resource]?.custom !== false);
    const intro = "By system and component, as declared. Open a row to read its inputs and options.";
    const marks = html`<p class="key"><span>In inputs: <i class="u">unknown</i> is known after the update, <i class="s">secret</i> is in no file.</span></p>`;
    const outside =
        single.length === 0
            ? html``
            : html`<details class="g top" open><summary><span class="n">Outside every component</span><span class="sum">${count(single.length, "resource")}</span></summary><div class="kids">${single.map((branch) => branchOf(page, branch, 1))}</div></details>`;
    return section("resources", "All resources", digits(report.resources.length), intro, [
        marks,
        ...components.map((branch) => branchOf(page, branch, 0)),
        outside,
        html`<details class="g top"><summary><span class="n">Outputs of the stack</span><span class="sum">${count(Object.keys(report.outputs).length, "output")}</span></summary><div class="b"><pre>${json(report.outputs)}</pre></div></details>`,
    ]);
}

function branchOf(page: Page, branch: Branch, depth: number): Markup {
    const { report } = page;
    const entry = report.resources[branch.resource];
    if (!entry) return html``;
    if (branch.children.length === 0 && depth > 0) return row(page, entry);
    const open = report.resources.length <= large || depth === 0;
    const sum = branch.types
        .slice(0, 6)
        .map(({ type: token, count: number }) => `${digits(number)} ${plain(token.split(":").at(-1) ?? token)}`);
    if (branch.types.length > 6) sum.push(count(branch.types.length - 6, "more type"));
    return html`<details class="g${depth === 0 && " top"}" id="r${entry.id}"${open && html` open`}><summary><span class="n">${plain(entry.name)}</span>${type(entry.type)}<span class="sum">${sum.join(", ")}</span>${marksOf(entry)}</summary><div class="kids">${about(page, entry)}${branch.children.map((child) => branchOf(page, child, depth + 1))}</div></details>\n`;
}

const row = (page: Page, entry: Entry): Markup =>
    html`<details class="r${page.report.resources.length > large && " big"}" id="r${entry.id}"><summary><span class="n">${plain(entry.name)}</span>${type(entry.type)}${marksOf(entry)}</summary>${facts(page, entry)}</details>\n`;
