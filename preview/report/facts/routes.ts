import { RE2JS } from "re2js";
import type { Json } from "../../plan";

type Labels = ReadonlyMap<string, string>;
type Map = { [key: string]: Json };

const MATCHER = /^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*"?((?:[^"\\]|\\.)*)"?\s*$/;

/**
 * Who is told of an alert: as Alertmanager walks its tree, the first route that matches ends the search among its
 * siblings unless it says `continue`, and a route that no child matches tells its own receiver.
 */
export function receiversOf(route: Map, labels: Labels): string[] {
    return [...new Set(walk(route, labels, ""))];
}

function walk(route: Map, labels: Labels, inherited: string): string[] {
    const receiver = typeof route.receiver === "string" ? route.receiver : inherited;
    const told: string[] = [];
    for (const child of Array.isArray(route.routes) ? (route.routes as Map[]) : []) {
        if (!matches(child, labels)) continue;
        told.push(...walk(child, labels, receiver));
        if (child.continue !== true) break;
    }
    return told.length > 0 ? told : [receiver];
}

const matches = ({ matchers }: Map, labels: Labels): boolean =>
    (Array.isArray(matchers) ? matchers : []).every((matcher) => holds(String(matcher), labels));

function holds(matcher: string, labels: Labels): boolean {
    const [, name = "", sign, wanted = ""] = MATCHER.exec(matcher) ?? [];
    const value = labels.get(name) ?? "";
    if (sign === "=") return value === wanted;
    if (sign === "!=") return value !== wanted;
    const fits = sign !== undefined && RE2JS.matches(wanted, value);
    return sign === "!~" ? !fits : fits;
}
