import type { Door } from "../facts/exposure";
import { valuesAt } from "../facts/path";
import type { Place, Site } from "../facts/where";
import type { Report } from "../model";
import { count, digits, plain, shortType } from "../text";
import { html, type Markup } from "./markup";
import { link, section } from "./parts";

/** Boxes hold at most so many names; a map that lists everything shows nothing. */
const room = 14;

/** Where everything stands: the internet above, then each region with its networks, clusters, data and keys. */
export function map(report: Report): Markup {
    const { doors, moved } = report;
    const left = unique(moved.gone.map(({ place }) => place)).filter(
        (name) => !report.places.some((one) => one.name === name),
    );
    // A region that everything has left is still drawn.
    const places = [
        ...report.places,
        ...left.map((name) => ({ name, networks: [], clusters: [], data: [], keys: [] })),
    ];
    if (places.length === 0) return html``;
    const regions = places.filter(({ name }) => name !== "");
    const intro = "Drawn from the plan: the internet, the regions, and what stands in each.";
    const sky = html`<div class="sky"><div><h3>Internet, in</h3>${ways(report, doors, "in")}</div><div><h3>Internet, out</h3>${ways(report, doors, "out")}</div></div>`;
    // What runs something is large and comes first; small boxes fill what is left.
    const ordered = [...places].sort((a, b) => Number(b.clusters.length > 0) - Number(a.clusters.length > 0));
    const boxes = html`<div class="regions">${ordered.map((place) => box(report, place))}</div>`;
    return section("map", "Where everything stands", count(regions.length, "location"), intro, [
        ...(report.news.against === null ? [] : [legend(moved)]),
        html`<div class="map">${sky}${boxes}</div>`,
    ]);
}

/** What the marks mean, each with how often it is there. */
function legend({ marks, gone }: Report["moved"]): Markup {
    const all = [...marks.values()];
    return html`<p class="legend">${(["new", "replaced", "changed"] as const).map((mark) => html`<span class="k was ${mark}">${mark}</span> ${digits(all.filter((one) => one === mark).length)} `)}<del>gone</del> ${digits(gone.length)}</p>`;
}

const unique = (names: readonly string[]) => [...new Set(names)];

function ways(report: Report, doors: readonly Door[], way: Door["way"]): Markup {
    const ids = [...new Set(doors.filter((door) => door.way === way).map(({ resource }) => resource))];
    return ids.length === 0 ? html`<p class="soft">nothing</p>` : items(report, ids);
}

const box = (report: Report, place: Place): Markup =>
    html`<div class="place"><h3>${place.name === "" ? "Not bound to a region" : plain(place.name)}</h3>${layer("Subnets", place.networks.length > 0 && items(report, place.networks, subnet(report)))}${place.clusters.map((site) => cluster(report, site))}${layer("Data", place.data.length > 0 && items(report, place.data, kind(report)))}${layer("Keys and secrets", place.keys.length > 0 && items(report, place.keys, kind(report)))}${layer("No longer", gone(report, place))}</div>`;

function gone({ moved }: Report, { name }: Place): Markup | false {
    const here = moved.gone.filter(({ place }) => place === name);
    return (
        here.length > 0 &&
        html`<ul class="items">${here.slice(0, room).map((one) => html`<li><del class="n">${plain(one.name)}</del> <em>${plain(kindName(one.type))}</em></li>`)}${here.length > room && html`<li class="soft">and ${digits(here.length - room)} more</li>`}</ul>`
    );
}

const layer = (title: string, content: Markup | false): Markup | false =>
    content && html`<div class="layer"><h4>${title}</h4>${content}</div>`;

function cluster(report: Report, { resource, pools, namespaces }: Site): Markup {
    const name =
        resource === null
            ? html`<span class="soft">in a cluster that is not in the plan</span>`
            : html`${link(report, resource)}${mark(report, resource)}`;
    const inside = namespaces.map(
        ({ name: space, workloads }) =>
            html`<div class="space"><h5>${plain(space)}</h5>${items(
                report,
                workloads.map((one) => one.resource),
                (id) => workloads.find((one) => one.resource === id)?.text ?? "",
            )}</div>`,
    );
    return html`<div class="layer"><h4>Cluster</h4><div class="site">${name}${pools.length > 0 && html` <span class="soft">with ${count(pools.length, "node pool")}</span>`}${inside}</div></div>`;
}

const subnet = (report: Report) => (id: number) =>
    valuesAt(report.resources[id]?.inputs ?? {}, "ipCidrRange")
        .filter((range) => typeof range === "string")
        .join(", ");

const kind = (report: Report) => (id: number) => plain(kindName(report.resources[id]?.type ?? ""));

const kindName = (type: string) => shortType(type).replace(/^[^:]*:/, "");

const items = (report: Report, ids: readonly number[], note: (id: number) => string = () => ""): Markup =>
    html`<ul class="items">${ids.slice(0, room).map((id) => html`<li>${link(report, id)}${mark(report, id)} <em>${note(id)}</em></li>`)}${ids.length > room && html`<li class="soft">and ${digits(ids.length - room)} more</li>`}</ul>`;

const mark = ({ moved }: Report, id: number): Markup | false => {
    const kind = moved.marks.get(id);
    return kind !== undefined && html` <span class="k was ${kind}">${kind}</span>`;
};
