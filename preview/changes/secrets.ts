import { steps } from "../path";
import type { Json, PlanResource } from "../plan";
import type { SecretChange } from "./model";
import { isRecord, same } from "./values";

/**
 * Whether the secrets of a resource change. No plan holds one, nor a hash of one, so it is told by what stands beside
 * it: a write-only argument is written again only when its version moves (`passwordWo` and `passwordWoVersion`).
 * Without such a version nobody can tell.
 */
export function secretChanges(before: PlanResource, after: PlanResource): SecretChange[] {
    const paths = [...new Set([...before.secretPaths, ...after.secretPaths])].sort();
    return paths.flatMap((path): SecretChange[] => {
        // One that comes or goes is a difference of the inputs.
        if (!before.secretPaths.includes(path) || !after.secretPaths.includes(path)) return [];
        const [was, becomes] = [version(before, path), version(after, path)];
        if (was === undefined && becomes === undefined) return [{ path, state: "unknown" }];
        if (!isKnown(was) || !isKnown(becomes)) return [{ path, state: "unknown" }];
        const name = `${path}Version`;
        if (same(was, becomes)) return [{ path, state: "unchanged", by: `${name} stays ${becomes}` }];
        return [{ path, state: "changed", by: `${name} ${was ?? "not set"} becomes ${becomes ?? "not set"}` }];
    });
}

const isKnown = (value: Json | undefined) => typeof value !== "object";

function version({ inputs }: PlanResource, path: string): Json | undefined {
    if (!path.endsWith("Wo")) return undefined;
    return steps(`${path}Version`).reduce<Json | undefined>(
        (value, step) => (Array.isArray(value) ? value[Number(step)] : isRecord(value) ? value[step] : undefined),
        inputs,
    );
}
