/** Property paths as Pulumi writes them: `spec.containers[0].env[1].value`, `metadata.labels["app.kubernetes.io/name"]`. */

/** The path one step further down. */
export function join(path: string, key: string | number): string {
    if (typeof key === "number") return `${path}[${key}]`;
    if (!/^\w+$/.test(key)) return `${path}["${key.replaceAll('"', '\\"')}"]`;
    return path === "" ? key : `${path}.${key}`;
}

/** An index, a quoted key, or a plain key, which may hold more than Pulumi would leave unquoted. */
const STEP = /\[(\d+)\]|\["((?:\\"|[^"])*)"\]|\.?([^.[\]]+)/gy;

/** The keys and indexes of a path, whichever of the usual spellings it was written in. */
export const steps = (path: string): (string | number)[] =>
    [...path.matchAll(STEP)].map(([, index, quoted, plain = ""]) =>
        index !== undefined ? Number(index) : (quoted?.replaceAll('\\"', '"') ?? plain),
    );

/** The same path as `join` would have written it. */
export const canonical = (path: string): string => steps(path).reduce<string>(join, "");
