import { judge } from "./judge";
import { type Json, message, type Resource, type Verdict } from "./rule";
import { isMap } from "./value";
import { read } from "./wire";

/** What is wrong with a line, in words that hold nothing of it. */
class Refusal extends Error {}

/** One line of `slipway judge`: `{"id","items":[{"type","name","props"}]}` in, verdicts or an error out. */
export function judgeLine(line: string): string {
    let id: Json = null;
    try {
        const request = parse(line);
        id = typeof request.id === "string" || typeof request.id === "number" ? request.id : null;
        if (!Array.isArray(request.items)) throw new Refusal("items is not a list");
        const verdicts = judge(request.items.map(resource));
        return JSON.stringify({
            id,
            violations: verdicts.filter(({ verdict }) => verdict === "violation").map(finding),
            undetermined: verdicts.filter(({ verdict }) => verdict === "undetermined").map(finding),
        });
    } catch (error) {
        // Other messages, such as the JSON parser's, quote the text.
        return JSON.stringify({ id, error: error instanceof Refusal ? error.message : "the line cannot be judged" });
    }
}

function parse(line: string): { [key: string]: Json } {
    let value: Json;
    try {
        value = JSON.parse(line) as Json;
    } catch {
        throw new Refusal("the line is not JSON");
    }
    if (!isMap(value)) throw new Refusal("the line is not an object");
    return value;
}

function resource(item: Json, index: number): Resource {
    const at = `items[${index}]`;
    if (!isMap(item)) throw new Refusal(`${at} is not an object`);
    const { type, name, props, opts } = item;
    if (typeof type !== "string") throw new Refusal(`${at}.type is not a text`);
    if (typeof name !== "string") throw new Refusal(`${at}.name is not a text`);
    if (!isMap(props ?? {})) throw new Refusal(`${at}.props is not an object`);
    const properties = read((props ?? {}) as object);
    const { secretPaths, unknownPaths } = properties;
    return {
        urn: name,
        type,
        name,
        props: properties.props,
        // Only Pulumi's own marks say that a secret was known; a mark of ours alone leaves it open.
        ...(secretPaths.length > 0 && { secretPaths }),
        ...(unknownPaths.length > 0 && { unknownPaths }),
        ...(isMap(opts) && typeof opts.protect === "boolean" && { protect: opts.protect }),
        ...(isMap(opts) && typeof opts.parent === "string" && { parent: opts.parent }),
    };
}

const finding = (verdict: Verdict) => ({
    rule: verdict.rule,
    resource: verdict.urn,
    path: verdict.path,
    message: message(verdict),
});
