import { INTERNET, type Tie } from "../facts/reach";
import type { Report } from "../model";
import { clip, count, digits, plain } from "../text";
import { html, type Markup, verbatim } from "./markup";
import { empty, more, most, section } from "./parts";

/** Who can reach whom, as network policies say: how far from the internet each workload is, then every pair. */
export function reach(report: Report): Markup {
    const { ties, gone, steps, never, open, notes } = report.reaching;
    if (ties.length + never.length === 0) return html``;
    const intro =
        "Computed from the declared network policies alone. A chain counts connections that could be opened one after the other, if each program on the way were taken over.";
    return section(
        "reach",
        "Who can reach whom",
        count(ties.length, "pair"),
        intro,
        [
            html`<h3>Steps from the internet</h3>`,
            steps.length === 0 ? empty("The internet reaches no workload.") : ladder(ties, steps),
            html`<p><b>No chain leads from the internet to</b> ${never.length === 0 ? "none of the others" : html`${never.slice(0, most).map((name) => html`<code>${plain(name)}</code> `)}`}</p>`,
            open.length > 0 &&
                html`<p><span class="open">No policy of this plan guards</span> ${open.map((name) => html`<code>${plain(name)}</code> `)}</p>`,
            notes.map((note) => html`<p class="soft">${note}</p>`),
            html`<h3>All pairs</h3>`,
            report.news.against !== null && legend(ties, gone),
            ties.length > cells ? null : grid([...ties, ...gone]),
            html`<details><summary>${count(ties.length, "pair")} as a list</summary>${list([...ties, ...gone])}</details>`,
        ].filter((part) => part !== null && part !== false) as Markup[],
    );
}

/** What the colours of the drawings mean where there is something to compare with. */
function legend(ties: readonly Tie[], gone: readonly Tie[]): Markup {
    const many = (change: Tie["change"]) => digits(ties.filter((tie) => tie.change === change).length);
    return html`<p class="legend"><span class="mark new"></span>${many("new")} new <span class="mark other"></span>${many("other ports")} by other ports <span class="mark gone"></span>${digits(gone.length)} no longer</p>`;
}

/** Pairs beyond which a grid is a smear; the list has them. */
const cells = 1500;

const WIDTH = 230;
const GAP = 70;
const ROW = 26;
const HEAD = 30;
/** Characters of 11.5 px that a box holds. */
const LETTERS = 30;

/** One column for each step; a line for each connection that leads on. */
function ladder(ties: readonly Tie[], steps: readonly string[][]): Markup {
    const columns = [[INTERNET], ...steps];
    const tall = Math.max(...columns.map(({ length }) => length));
    const place = new Map<string, { column: number; x: number; y: number }>();
    for (const [column, names] of columns.entries())
        for (const [row, name] of names.entries())
            place.set(name, {
                column,
                x: column * (WIDTH + GAP),
                y: HEAD + row * ROW + ((tall - names.length) * ROW) / 2,
            });
    const lines = ties.flatMap((tie) => {
        const [a, b] = [place.get(tie.from), place.get(tie.to)];
        if (!a || !b || b.column !== a.column + 1) return [];
        const [x, y, u, v] = [a.x + WIDTH, a.y + ROW / 2 - 2, b.x, b.y + ROW / 2 - 2];
        const bend = GAP / 2;
        return [
            html`<path class="${look(tie)}" d="M${x} ${y}C${x + bend} ${y} ${u - bend} ${v} ${u} ${v}"><title>${told(tie)}</title></path>`,
        ];
    });
    const boxes = [...place].map(
        ([name, { column, x, y }]) =>
            html`<g${verbatim(column === 0 ? ' class="sky"' : "")}><rect x="${x}" y="${y}" width="${WIDTH}" height="${ROW - 5}" rx="4"/><text x="${x + 8}" y="${y + 14.5}">${clip(plain(name), LETTERS)}</text><title>${plain(name)}</title></g>`,
    );
    const heads = columns.map(
        (_, column) =>
            html`<text class="head" x="${column * (WIDTH + GAP)}" y="14">${column === 0 ? "" : count(column, "step")}</text>`,
    );
    const [width, height] = [columns.length * (WIDTH + GAP) - GAP, HEAD + tall * ROW];
    const says = `${count(steps.flat().length, "workload")} can be reached from the internet, in ${count(steps.length, "step")} at most`;
    return drawing(width, height, says, [...heads, ...lines, ...boxes]);
}

const CELL = 15;
const LABELS = 280;
const TOPS = 185;

/** A row for who opens a connection, a column for who takes it. */
function grid(ties: readonly Tie[]): Markup {
    const rows = [...new Set(ties.map(({ from }) => from))];
    const columns = [...new Set(ties.map(({ to }) => to))].sort(
        (a, b) => Number(a === INTERNET) - Number(b === INTERNET),
    );
    const [width, height] = [LABELS + columns.length * CELL + TOPS * 0.7, TOPS + rows.length * CELL];
    const left = rows.map(
        (name, row) =>
            html`<text class="end" x="${LABELS - 6}" y="${TOPS + row * CELL + 11}">${clip(plain(name), 38)}</text><path class="rule" d="M${LABELS} ${TOPS + row * CELL + CELL - 1}h${columns.length * CELL}"/>`,
    );
    const top = columns.map(
        (name, column) =>
            html`<text transform="translate(${LABELS + column * CELL + 11} ${TOPS - 6}) rotate(-55)">${clip(plain(name), 30)}</text>`,
    );
    const dots = ties.map((tie) => {
        return html`<rect class="${look(tie) || ([tie.from, tie.to].includes(INTERNET) ? "internet" : "")}" x="${LABELS + columns.indexOf(tie.to) * CELL + 1}" y="${TOPS + rows.indexOf(tie.from) * CELL + 1}" width="${CELL - 3}" height="${CELL - 3}" rx="2"><title>${told(tie)}</title></rect>`;
    });
    return drawing(Math.ceil(width), height, "Every pair as a dot: rows open connections, columns take them", [
        ...left,
        ...top,
        ...dots,
    ]);
}

const drawing = (width: number, height: number, says: string, parts: readonly Markup[]): Markup =>
    html`<div class="drawing" tabindex="0" role="region" aria-label="${says}"><svg class="reach" role="img" aria-label="${says}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${parts}</svg></div>`;

/** What differs from the baseline is to be seen before what is not known yet. */
const look = ({ change, undetermined }: Tie): string =>
    change === "other ports" ? "other" : (change ?? (undetermined ? "open" : ""));

const verb = ({ change, undetermined }: Tie): string => {
    if (change === "gone") return "no longer reaches";
    return `${change === "new" ? "now " : ""}${undetermined ? "may reach" : "reaches"}`;
};

const told = (tie: Tie): string => {
    const { from, to, ports, only } = tie;
    return `${plain(from)} ${verb(tie)} ${plain(to)}: ${ports.map(plain).join("; ")}${only.length > 0 ? `, in ${only.map(plain).join(", ")} alone` : ""}${tie.change === "other ports" ? " (other ports than before)" : ""}`;
};

const list = (ties: readonly Tie[]): Markup =>
    html`<table class="doors"><thead><tr><th>from</th><th>to</th><th>ports</th><th>what for</th></tr></thead>${ties
        .slice(0, most)
        .map(
            (tie) =>
                html`<tr><td><code>${plain(tie.from)}</code></td><td><code>${plain(tie.to)}</code></td><td>${tie.change !== null && html`<span class="k ${tie.change === "gone" ? "" : "violation"}">${tie.change}</span> `}${tie.undetermined && html`<span class="k undetermined">not known yet</span> `}<code>${tie.ports.map(plain).join("; ")}</code>${tie.only.length > 0 && html`<br><span class="soft">in ${tie.only.map(plain).join(", ")} alone</span>`}</td><td class="soft">${tie.why.map(plain).join("; ")}</td></tr>`,
        )}</table>${more(ties.length, most, "slipway reach prints them all")}`;
