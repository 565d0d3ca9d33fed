import { join } from "../path";
import type { Json } from "../rule";
import { onceForStack, type Stack } from "../stack";
import { asText, isMap, isUnknown, listOf, own } from "../value";
import { pathOf } from "../walk";

interface Route {
    path: string;
    route: { [key: string]: Json };
}

/** The configurations of Alertmanager in a stack: in chart values, in a ConfigMap's values, wherever a route has a receiver. */
export const alertmanagers = onceForStack((stack: Stack) =>
    stack.subjects.flatMap((subject) => {
        if (!/^kubernetes:(helm\.sh|monitoring\.coreos\.com)/.test(subject.type)) return [];
        return subject.maps.flatMap((place) => {
            const [route, receivers] = [own(place.value, "route"), own(place.value, "receivers")];
            if (route === undefined || receivers === undefined) return [];
            return [{ subject, path: pathOf(place), route, receivers }];
        });
    }),
);

/** A setting by its name in Alertmanager's own file: an AlertmanagerConfig writes `pagerdutyConfigs`. */
export const ownName = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The receivers that an alert of this severity reaches: by the routes that may take it, the parent's where none does. */
export function receiversOf({ path, route }: Route, severity: string): { names: Set<string>; open: boolean } {
    const found = { names: new Set<string>(), open: false };
    const visit = ({ path, route }: Route, inherited: Json | undefined): boolean => {
        const receiver = own(route, "receiver") ?? inherited;
        const routes = own(route, "routes");
        if (isUnknown(routes) || isUnknown(receiver)) found.open = true;
        let taken = false;
        for (const [index, child] of (Array.isArray(routes) ? routes : []).entries()) {
            if (isUnknown(child)) found.open = true;
            if (!isMap(child) || !takes(child, severity)) continue;
            taken = true;
            visit({ path: join(`${path}.routes`, index), route: child }, receiver);
            if (own(child, "continue") !== true) break;
        }
        if (!taken && typeof receiver === "string") found.names.add(receiver);
        return taken;
    };
    visit({ path, route }, undefined);
    return found;
}

/** Whether a route takes alerts of a severity, going by its matchers of the severity alone. */
function takes(route: { [key: string]: Json }, severity: string): boolean {
    const matchers = [
        ...listOf(own(route, "matchers")),
        ...listOf(own(route, "match_re")),
        ...listOf(own(route, "match")),
    ];
    const plain = own(own(route, "match"), "severity");
    if (typeof plain === "string") return plain === severity;
    const pattern = own(own(route, "match_re"), "severity");
    if (typeof pattern === "string") return anyOf(pattern, severity);
    return matchers.every((matcher) => {
        const [, sign, quoted = ""] = /^"?severity"?\s*(=~|!~|!=|=)(.*)$/s.exec(written(matcher).trim()) ?? [];
        if (sign === undefined) return true;
        const value = quoted.trim().replace(/^"/, "").replace(/"$/, "");
        const equal = sign.endsWith("~") ? anyOf(value, severity) : value === severity;
        return sign.startsWith("!") ? !equal : equal;
    });
}

/** A matcher as text: an AlertmanagerConfig has its parts. */
function written(matcher: Json): string {
    if (!isMap(matcher)) return asText(matcher);
    const { name, value, regex, matchType = regex === true ? "=~" : "=" } = matcher;
    return `${asText(name)}${asText(matchType)}${asText(value)}`;
}

/** Alternatives of words, which is all that severities need: `critical|warning`. */
const anyOf = (pattern: string, word: string): boolean =>
    pattern.split("|").some((one) => one.trim() === word || one.trim() === ".*" || one.trim() === ".+");
