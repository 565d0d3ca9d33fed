import { type Guard, type Holder, sentence } from "../facts/custody";
import type { Report } from "../model";
import { count, groupBy } from "../text";
import { icon } from "./icons";
import { html, type Markup } from "./markup";
import { breakable, empty, link, more, most, section, typeOf } from "./parts";

const layers: { layer: Guard["layer"]; title: string; alone: string }[] = [
    { layer: "pulumi", title: "Pulumi", alone: "refused by Pulumi" },
    { layer: "provider", title: "the provider", alone: "refused by the provider" },
    { layer: "api", title: "the API", alone: "refused by the API" },
    { layer: "kept", title: "kept anyway", alone: "kept anyway" },
];

/** What holds data or keys, and what stands between each and its loss. */
export function custody(report: Report): Markup {
    const { holders, resources } = report;
    const size = count(holders.length, "holder");
    const intro =
        "What would be lost if it were deleted, and what refuses that. Pulumi and the provider bind only changes made through them; the API binds everyone. What is kept anyway survives the deletion.";
    if (holders.length === 0) {
        const none = "No resource of the plan is of a kind that holds data or keys.";
        return section("custody", "Data and keys", size, intro, empty(none));
    }
    const heads = layers.map(({ title }) => html`<th>${title}</th>`);
    const types = groupBy(holders, (holder) => `${holder.standing === 0} ${resources[holder.resource]?.type}`);
    const bodies = [...types.values()].map((group) => typeRows(report, group));
    return section(
        "custody",
        "Data and keys",
        size,
        intro,
        html`<table class="guards"><thead><tr><th>holder</th>${heads}</tr></thead>${bodies}</table>`,
    );
}

/** Holders of one type; those with the same guards share a row, so that one that differs stands out. */
function typeRows(report: Report, holders: readonly Holder[]): Markup {
    const [first] = holders;
    if (!first) return html``;
    const bare = first.standing === 0;
    const title = html`<tr><th colspan="5" scope="rowgroup">${typeOf(report, first.resource)} ${bare ? html`<b class="fail">nothing stands between ${holders.length === 1 ? "it" : "these"} and loss</b>` : first.why}</th></tr>`;
    const rows = groupBy(holders, ({ guards }) =>
        guards
            .filter(({ stands }) => stands !== "no")
            .map(key)
            .join("\n"),
    );
    return html`<tbody${bare && html` class="bare"`}>${title}${[...rows.values()].map((alike) => row(report, alike))}</tbody>`;
}

const key = ({ layer, stands, fact }: Guard) => `${layer} ${stands} ${fact}`;

function row(report: Report, alike: readonly Holder[]): Markup {
    const names = alike.slice(0, most).map(({ resource }) => html`<li>${link(report, resource)}</li>`);
    const cells = layers.map(({ layer, alone }) => {
        // A guard that does not stand is left out: an empty cell says so, and the inputs hold the rest.
        const own = (alike[0]?.guards ?? []).filter((guard) => guard.layer === layer && guard.stands !== "no");
        return html`<td data-l="${alone}">${own.length > 0 && html`<ul>${own.map(guard)}</ul>`}</td>`;
    });
    const says = sentence(alike[0]?.guards ?? []);
    return html`<tr><td><ul>${names}</ul>${more(alike.length, most, "each is marked in the list of resources")}<p>${says}</p></td>${cells}</tr>`;
}

const guard = ({ stands, fact }: Guard): Markup =>
    html`<li class="guard">${icon(stands === "yes" ? "pass" : "open")}<code>${breakable(fact)}</code></li>`;
