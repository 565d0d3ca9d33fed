import type { Image } from "../facts/images";
import type { UnknownGroup } from "../facts/unknowns";
import type { Report } from "../model";
import { count, digits, plain } from "../text";
import { html, type Markup } from "./markup";
import { breakable, empty, link, more, most, path, section, type, typeOf } from "./parts";

/** Every image once, with its digest and who runs it. */
export function images(report: Report): Markup {
    const { images: found } = report;
    const pinned = found.filter(({ state }) => state === "digest").length;
    const intro = "What would run. A digest names exactly one image; a tag can be moved to another one after approval.";
    const body =
        found.length + report.charts.length === 0
            ? empty("Nothing in the plan runs a container.")
            : html`<table class="wide"><thead><tr><th>image</th><th>used by</th></tr></thead>${found.map((image) => imageRow(report, image))}</table>${chartTable(report)}`;
    return section("images", "Images", `${pinned} of ${found.length} with digest`, intro, body);
}

function chartTable(report: Report): Markup | false {
    const rows = report.charts.map(
        ({ name, version, repository, usedBy }) =>
            html`<tr><td>${path(name)} <code>${version === "" ? "any version" : plain(version)}</code><br><span class="t">${plain(repository)}</span></td><td data-l="used by">${names(report, usedBy)}</td></tr>`,
    );
    return (
        rows.length > 0 &&
        html`<h3>Charts</h3><p class="soft">A chart renders objects that are not in the plan, and may bring images that are not above.</p><table class="wide"><thead><tr><th>chart</th><th>used by</th></tr></thead>${rows}</table>`
    );
}

function imageRow(report: Report, { name, digest, state, usedBy }: Image): Markup {
    const users = [...new Set(usedBy.map(({ resource }) => resource))];
    const shown =
        name === ""
            ? html`<span class="soft">not known before the update</span>`
            : html`<code class="n">${breakable(name)}</code>`;
    const mark =
        state === "unknown"
            ? html`<span class="k undetermined">not known yet</span>`
            : html`<span class="k violation">no digest</span>`;
    return html`<tr><td>${shown}<br>${digest === null ? mark : html`<code class="t digest">${plain(digest)}</code>`}</td><td data-l="used by">${names(report, users)}</td></tr>`;
}

const names = (report: Report, ids: readonly number[]): Markup =>
    html`${ids.slice(0, 12).map((id) => html`${link(report, id)} `)}${ids.length > 12 && html`<span class="soft">and ${digits(ids.length - 12)} more</span>`}`;

/** What will be known only when other resources exist. */
export function unknowns(report: Report): Markup {
    const { unknowns: groups } = report;
    const values = groups.reduce((sum, group) => sum + group.values, 0);
    const intro =
        "Values that are decided during the update. The plan records, for each property, the resources it is computed from.";
    const body =
        groups.length === 0
            ? empty("Every value of the plan is known.")
            : html`<table class="wide"><thead><tr><th>computed from</th><th>where it stands</th></tr></thead>${groups.slice(0, most).map((group) => source(report, group))}</table>${more(groups.length, most, "each resource lists its own")}`;
    return section("unknowns", "Not known before the update", count(values, "value"), intro, body);
}

function source(report: Report, { causes, values, resources }: UnknownGroup): Markup {
    const by = causes
        .slice(0, 6)
        .map(({ name, type: token, resource }) => html`<li>${link(report, resource, name)}${type(token)}</li>`);
    const rest = causes.length > 6 && html`<li class="soft">and ${digits(causes.length - 6)} more</li>`;
    const list = pathList(report, resources);
    const where =
        resources.length <= 3
            ? list
            : html`<details class="fold"><summary>${count(values, "value")} in ${count(resources.length, "resource")}</summary>${list}</details>`;
    return html`<tr><td>${causes.length === 0 ? html`<span class="soft">no dependency is recorded</span>` : html`<ul>${by}${rest}</ul>`}</td><td>${where}</td></tr>`;
}

const pathList = (report: Report, rows: readonly { resource: number; paths: string[] }[]): Markup =>
    html`<ul>${rows.slice(0, most).map(({ resource, paths }) => html`<li>${link(report, resource)} ${pathsOf(paths)}</li>`)}</ul>${more(rows.length, most, "each resource lists its own")}`;

const pathsOf = (paths: readonly string[]): Markup =>
    html`${paths.slice(0, 60).map((at, i) => html`${i > 0 && ", "}${path(at)}`)}${more(paths.length, 60, "the resource lists them")}`;

/** Where secrets are declared; what they are is not in the plan. */
export function secrets(report: Report): Markup {
    const { secrets: found } = report;
    const values = found.reduce((sum, { paths }) => sum + paths.length, 0);
    const intro = "Paths only. The plan holds no secret, no length and no hash of one.";
    const rows = found
        .slice(0, most)
        .map(
            ({ resource, paths }) =>
                html`<tr><td>${link(report, resource)}${typeOf(report, resource)}</td><td>${pathsOf(paths)}</td></tr>`,
        );
    const body =
        found.length === 0
            ? empty("No input of the plan is secret.")
            : html`<table class="wide"><thead><tr><th>resource</th><th>path</th></tr></thead>${rows}</table>${more(found.length, most, "each resource lists its own")}`;
    return section("secrets", "Secrets", count(values, "input"), intro, body);
}
