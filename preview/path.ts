/** Property paths as Pulumi writes them: `spec.containers[0].env[1].value`, `metadata.labels["app.kubernetes.io/name"]`. */

/** The path one step further down. */
export function join(path: string, key: string | number): string {
    if (typeof key === "number") return `${path}[${key}]`;
    if (!/^\w+$/.test(key)) return `${path}["${key.replaceAll('"', '\\"')}"]`;
    return path === "" ? key : `${path}.${key}`;
}

export const propertyPath = (keys: readonly (string | number)[]): string => keys.reduce<string>(join, "");

/** The steps of `spec.ports[*].name` or `metadata.annotations["a/b"]`: keys, places in lists, `*` for every place. */
export function steps(path: string): readonly string[] {
    const found = known.get(path) ?? read(path);
    if (known.size < MOST) known.set(path, found);
    return found;
}

/** The same few paths are asked for all the time. */
const known = new Map<string, readonly string[]>();
const MOST = 10_000;

function read(path: string): string[] {
    const parts = path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\*|\d+)\]|([^.[\]]+)/g);
    return Array.from(parts, ([, quoted, place, key]) => quoted?.replaceAll('\\"', '"') ?? place ?? key ?? "");
}

/** The steps without places in lists: how a schema names an input, wherever it stands. */
export const named = (path: string): string[] => steps(path).filter((step) => !/^(\*|\d+)$/.test(step));

/** Whether a path is `outer` or lies below it; `*` in `outer` stands for any step. */
export function isWithin(path: string, outer: string): boolean {
    const [inner, wanted] = [steps(path), steps(outer)];
    return wanted.length <= inner.length && wanted.every((step, i) => step === "*" || step === inner[i]);
}
