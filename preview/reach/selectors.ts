import type { Place } from "./place";
import { all, any, type Hidden, isHidden, type Known, not, same, type Truth } from "./truth";

export interface Labels {
    readonly values: ReadonlyMap<string, Known<string>>;
    /** Why there may be more labels than these, where there may be. */
    readonly more?: Hidden;
}

const OPERATORS = ["In", "NotIn", "Exists", "DoesNotExist"] as const;

interface Requirement {
    readonly key: string;
    readonly operator: (typeof OPERATORS)[number];
    readonly values: readonly Known<string>[];
}

/** Which objects are meant, by their labels. Without any requirement: all. */
export interface Selector {
    readonly requirements: readonly Requirement[];
    /** Parts that cannot be read. */
    readonly hidden: readonly Hidden[];
    /** The same for selectors that pick the same. */
    readonly key: string;
}

export function readSelector(place: Place): Selector {
    const requirements: Requirement[] = [];
    const hidden: Hidden[] = [];
    const labels = place.at("matchLabels");
    for (const part of [place, labels]) if (part.wrong && !hidden.length) hidden.push(part.wrong);
    for (const [key, value] of labels.entries) requirements.push({ key, operator: "In", values: [value.text] });
    for (const item of place.hidden ? [] : place.at("matchExpressions").items) {
        const [key, name] = [item.at("key").text, item.at("operator").text];
        const operator = OPERATORS.find((one) => one === name);
        if (isHidden(key)) hidden.push(key);
        else if (isHidden(name)) hidden.push(name);
        else if (!operator) hidden.push(item.at("operator").fault(`is not one of ${OPERATORS.join(", ")}`));
        else requirements.push({ key, operator, values: item.at("values").items.map(({ text }) => text) });
    }
    // A reason names its place, so selectors with hidden parts are never taken for each other.
    return { requirements, hidden, key: JSON.stringify([requirements, hidden]) };
}

export function matches(selector: Selector, labels: Labels): Truth {
    const truths: Truth[] = [];
    for (const requirement of selector.requirements) {
        const truth = meets(requirement, labels);
        if (truth === false) return false;
        truths.push(truth);
    }
    return all(...truths, ...selector.hidden.map(({ reason }) => [reason]));
}

function meets({ key, operator, values }: Requirement, labels: Labels): Truth {
    const value = labels.values.get(key) ?? labels.more;
    if (isHidden(value)) return [value.reason];
    // A missing label is in no list, and so it meets NotIn.
    const there = value !== undefined;
    if (operator === "Exists") return there;
    if (operator === "DoesNotExist") return !there;
    const within = there && any(...values.map((one) => same(one, value)));
    return operator === "In" ? within : not(within);
}

/** A label and value that every object of the selection has, if the selector names one. */
export function certain({ requirements }: Selector): { key: string; value: string } | undefined {
    for (const { key, operator, values } of requirements) {
        const [value] = values;
        if (operator === "In" && values.length === 1 && typeof value === "string") return { key, value };
    }
    return undefined;
}
