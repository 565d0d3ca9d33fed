import { type Holder, sentence } from "../facts/custody";
import type { Door } from "../facts/exposure";
import type { Branch } from "../facts/tree";
import type { Report } from "../model";
import { count, digits, groupBy, shortType } from "../text";
import { code, type Lines, list, prose, quote, section } from "./markdown";

const nameOf = (report: Report, id: number) => code(report.resources[id]?.name ?? "");

const typed = (report: Report, id: number) =>
    `${nameOf(report, id)} ${code(shortType(report.resources[id]?.type ?? ""))}`;

export const custody =
    (report: Report): Lines =>
    (most) => {
        const bare = report.holders.filter(({ standing }) => standing === 0);
        const guarded = groupBy(
            report.holders.filter(({ standing }) => standing > 0),
            (holder) => `${report.resources[holder.resource]?.type} ${guardsOf(holder)}`,
        );
        if (report.holders.length === 0)
            return section("Data and keys", "No resource is of a kind that holds data or keys.");
        return section(
            "Data and keys",
            `What stands between ${count(report.holders.length, "holder")} and loss:`,
            "",
            ...list(bare, most, ({ resource, why }) => `- **nothing**: ${typed(report, resource)} ${prose(why)}`),
            ...list([...guarded.values()], most, (alike) => guardedLine(report, alike)),
        );
    };

const guardsOf = ({ guards }: Holder) =>
    guards
        .flatMap(({ stands, fact }) =>
            stands === "no" ? [] : [`${code(fact)}${stands === "unknown" ? " (not known yet)" : ""}`],
        )
        .join(", ");

function guardedLine(report: Report, alike: readonly Holder[]): string {
    const [first] = alike;
    if (!first) return "";
    const names = alike.slice(0, 3).map(({ resource }) => nameOf(report, resource));
    const rest = alike.length > 3 ? ` and ${digits(alike.length - 3)} more` : "";
    return `- ${code(shortType(report.resources[first.resource]?.type ?? ""))} ${names.join(", ")}${rest}: ${prose(sentence(first.guards))} ${guardsOf(first)}`;
}

export const exposure =
    (report: Report): Lines =>
    (most) => {
        const inward = report.doors.filter(({ way }) => way === "in");
        const outward = report.doors.filter(({ way }) => way === "out");
        const none = `Nothing faces the internet: none of the ${count(report.resources.length, "resource")} has an external address, accepts traffic from outside or grants access to anyone.`;
        return section(
            "Facing the internet",
            ...(inward.length === 0 ? [none, ""] : list(inward, most, (door) => doorLine(report, door))),
            ...(outward.length === 0 ? ["Nothing leads out."] : list(outward, most, (door) => doorLine(report, door))),
        );
    };

function doorLine(report: Report, { resource, way, why, open, fact, details }: Door): string {
    const shown = details.map(({ name, value }) => `, ${prose(name)} ${quote(value, 80)}`).join("");
    const unsure = open === "unknown" ? " **not known yet** whether it" : "";
    return `- ${way}: ${typed(report, resource)}${unsure} ${prose(why)}, ${quote(fact)}${shown}`;
}

export const reach =
    (report: Report): Lines =>
    (most) => {
        const { ties, steps, never, open } = report.reaching;
        const names = (all: readonly string[]) => {
            const rest = all.length > most ? ` and ${digits(all.length - most)} more` : "";
            return `${all
                .slice(0, most)
                .map((name) => code(name, 80))
                .join(", ")}${rest}`;
        };
        if (ties.length + never.length + steps.length === 0)
            return section("Who can reach whom", "Nothing in the plan runs in a cluster.");
        return section(
            "Who can reach whom",
            ...(steps.length === 0 ? ["- the internet reaches no workload"] : []),
            ...steps.map((reached, i) => `- ${count(i + 1, "step")} from the internet: ${names(reached)}`),
            ...(never.length > 0 ? [`- no chain leads from the internet to ${names(never)}`] : []),
            ...(open.length > 0 ? [`- **open**: no policy guards ${names(open)}`] : []),
        );
    };

export const images =
    (report: Report): Lines =>
    (most) => {
        if (report.images.length + report.charts.length === 0)
            return section("Images", "Nothing in the plan runs a container.");
        const line = ({ name, digest, state, usedBy }: Report["images"][number]) => {
            const users = new Set(usedBy.map(({ resource }) => resource)).size;
            const pin = digest === null ? `**${state === "unknown" ? "not known yet" : "no digest"}**` : code(digest);
            return `- ${name === "" ? "an image" : code(name)} ${pin}, used by ${count(users, "resource")}`;
        };
        const charts = list(
            report.charts,
            most,
            ({ name, version, usedBy }) =>
                `- chart ${code(name)} ${code(version)}, used by ${count(usedBy.length, "resource")}, may bring images that the plan does not name`,
        );
        return section("Images", ...list(report.images, most, line), ...charts);
    };

export const unknowns =
    (report: Report): Lines =>
    (most) => {
        if (report.unknowns.length === 0)
            return section("Not known before the update", "Every value of the plan is known.");
        return section(
            "Not known before the update",
            ...list(report.unknowns, most, ({ causes, values, resources }) => {
                const shown = causes.slice(0, 3).map(({ name, type }) => `${code(name)} ${code(shortType(type))}`);
                const rest = causes.length > 3 ? ` and ${digits(causes.length - 3)} more` : "";
                const from =
                    shown.length === 0 ? "with no recorded dependency" : `computed from ${shown.join(", ")}${rest}`;
                return `- ${count(values, "value")} in ${count(resources.length, "resource")} ${from}`;
            }),
        );
    };

export const secrets =
    (report: Report): Lines =>
    (most) => {
        if (report.secrets.length === 0) return section("Secrets", "No input of the plan is secret.");
        const lines = list(report.secrets, most, ({ resource, paths }) => {
            const rest = paths.length > 6 ? ` and ${digits(paths.length - 6)} more` : "";
            return `- ${nameOf(report, resource)}: ${paths
                .slice(0, 6)
                .map((path) => code(path))
                .join(", ")}${rest}`;
        });
        return section("Secrets", "Paths only.", "", ...lines);
    };

export const systems =
    (report: Report): Lines =>
    (most) => {
        const line = ({ resource, size, types }: Branch) => {
            const shown = types
                .slice(0, 5)
                .map(({ type, count: n }) => `${digits(n)} ${code(type.split(":").at(-1) ?? type)}`);
            const rest = types.length > 5 ? `, ${count(types.length - 5, "more type")}` : "";
            return `- ${typed(report, resource)}: ${size === 0 ? "itself" : `${count(size, "resource")}: ${shown.join(", ")}${rest}`}`;
        };
        return section("Systems and components", ...list(report.tree, most, line));
    };
