import type { Json } from "./rule";
import { isMap, isUnknown, own } from "./value";

/** Yes, no, or nobody can know yet. */
export type Match = true | false | "open";

/** Whether a label selector of Kubernetes takes these labels: all of its demands must hold, and none is to take all. */
export function matches(selector: Json | undefined, labels: Json | undefined): Match {
    if (isUnknown(selector)) return "open";
    const demands = [...byLabel(own(selector, "matchLabels")), ...byExpression(own(selector, "matchExpressions"))];
    let found: Match = true;
    for (const demand of demands) {
        const held = demand(labels);
        if (held === false) return false;
        if (held === "open") found = "open";
    }
    return found;
}

/** The labels that a selector asks for by name and value, for looking them up. */
export function pairs(selector: Json | undefined): [key: string, value: string][] {
    const labels = own(selector, "matchLabels");
    return isMap(labels)
        ? Object.entries(labels).flatMap(([key, value]): [string, string][] =>
              typeof value === "string" ? [[key, value]] : [],
          )
        : [];
}

type Demand = (labels: Json | undefined) => Match;

function byLabel(labels: Json | undefined): Demand[] {
    if (isUnknown(labels)) return [() => "open"];
    return Object.entries(isMap(labels) ? labels : {}).map(([key, value]) => (of) => {
        const label = labelOf(of, key);
        if (label === OPEN || isUnknown(value)) return label === undefined ? false : "open";
        return label !== undefined && label === value;
    });
}

function byExpression(expressions: Json | undefined): Demand[] {
    if (isUnknown(expressions)) return [() => "open"];
    return (Array.isArray(expressions) ? expressions : []).map((expression) => (labels) => {
        const [key, operator, values] = ["key", "operator", "values"].map((name) => own(expression, name));
        if (typeof key !== "string" || isUnknown(operator) || isUnknown(values)) return "open";
        const label = labelOf(labels, key);
        if (label === OPEN) return "open";
        const list = Array.isArray(values) ? values : [];
        const among = label !== undefined && list.includes(label);
        if (list.some(isUnknown) && !among) return "open";
        if (operator === "In") return among;
        if (operator === "NotIn") return !among;
        return operator === "Exists" ? label !== undefined : label === undefined;
    });
}

/** No text: a label may have any. */
const OPEN = Symbol("open");

function labelOf(labels: Json | undefined, key: string): Json | undefined | typeof OPEN {
    if (isUnknown(labels)) return OPEN;
    const value = own(labels, key);
    return isUnknown(value) ? OPEN : value;
}
