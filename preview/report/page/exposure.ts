import type { Door } from "../facts/exposure";
import type { Report } from "../model";
import { count } from "../text";
import { html, type Markup } from "./markup";
import { breakable, empty, link, more, most, section, typeOf } from "./parts";

/** What the internet can reach, and what leads out to it. */
export function exposure(report: Report): Markup {
    const inward = report.doors.filter(({ way }) => way === "in");
    const outward = report.doors.filter(({ way }) => way === "out");
    const size = `${inward.length} in, ${outward.length} out`;
    const intro =
        "Each line names the fact that put it here. Defaults of Google and Kubernetes count as declared. The kinds asked are those of preview/report/doors.ts.";
    const none = `Nothing faces the internet: none of the ${count(report.resources.length, "resource")} has an external address, accepts traffic from outside or grants access to anyone.`;
    return section("exposure", "Facing the internet", size, intro, [
        inward.length === 0 ? empty(none) : table(report, "Ways in", inward),
        outward.length === 0
            ? empty("Nothing leads out: no NAT, and no rule that lets traffic leave for public addresses.")
            : table(report, "Ways out", outward),
    ]);
}

const table = (report: Report, title: string, doors: readonly Door[]): Markup =>
    html`<h3>${title}</h3><table class="doors"><thead><tr><th>resource</th><th>why it is here</th><th>as declared</th></tr></thead>${doors
        .slice(0, most)
        .map(
            ({ resource, why, open, fact, details }) =>
                html`<tr><td>${link(report, resource)}${typeOf(report, resource)}</td><td>${open === "unknown" && html`<span class="k undetermined">not known yet</span> whether it `}${why}</td><td><code>${breakable(fact)}</code>${details.map(({ name, value }) => html`<br><span class="soft">${name}</span> <code>${value}</code>`)}</td></tr>`,
        )}</table>${more(doors.length, most, "each is marked in the list of resources")}`;
