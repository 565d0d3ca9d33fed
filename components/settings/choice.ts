import { z } from "zod";
import { allowed, list } from "./allowed";
import { found } from "./found";
import { nearest } from "./nearest";
import { broken } from "./partial";
import { type Place, step } from "./place";
import { Report, type Walk } from "./report";
import { isMap, parse, type Schema, type Shape, shapeOf } from "./shape";
import { visitValue } from "./value";

/** A map or list that may have one of several shapes: problems are told of the shape that it comes nearest to. */
export function visitChoice(
    schema: Schema,
    shape: Shape & { kind: "choice" },
    value: object,
    place: Place,
    walk: Walk,
): unknown {
    const tagged = shape.tag === undefined ? shape.options : byTag(shape.options, shape.tag, value, place, walk);
    if (tagged === broken) return broken;
    const trials = tagged
        .filter((option) => suits(option, value))
        .map((option) => {
            const report = new Report();
            return { report, checked: walk.visit(option, value, place, { ...walk, report }) };
        });
    const [best] = trials.sort((one, other) => one.report.problems.length - other.report.problems.length);
    if (!best) return visitValue(schema, value, place, walk);
    walk.report.absorb(best.report);
    return best.checked;
}

function suits(option: Schema, value: object): boolean {
    const { kind } = shapeOf(option).shape;
    if (kind === "choice" || kind === "anything") return true;
    return Array.isArray(value) ? kind === "list" : kind === "map" || kind === "names";
}

/** The options whose tag is the given one; without a right tag nothing else of the map can be judged. */
function byTag(options: readonly Schema[], tag: string, value: object, place: Place, walk: Walk) {
    const tags = options.map((option) => {
        const { shape } = shapeOf(option);
        return shape.kind === "map" ? shape.fields[tag] : undefined;
    });
    const fields = tags.filter((field) => field !== undefined);
    if (!isMap(value) || fields.length < options.length) return options;
    const chosen = options.filter((_, i) => parse(fields[i] ?? z.never(), value[tag]).success);
    if (chosen.length > 0) return chosen;
    const misspelt = Object.keys(value).find((key) => nearest(key, [tag]) !== undefined && value[tag] === undefined);
    if (misspelt !== undefined)
        return walk.report.refuse(step(place, misspelt), "is not a setting", `did you mean ${tag}?`);
    const at = step(place, tag);
    const verb = value[tag] === undefined || value[tag] === null ? "give" : "use";
    return walk.report.refuse(at, found(value[tag], at.shown), `${verb} ${list(fields.map(allowed), "or")}`);
}
