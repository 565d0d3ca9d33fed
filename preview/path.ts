/** Property paths as Pulumi writes them: `spec.containers[0].env[1].value`, `metadata.labels["app.kubernetes.io/name"]`. */

/** The path one step further down. */
export function join(path: string, key: string | number): string {
    if (typeof key === "number") return `${path}[${key}]`;
    if (!/^\w+$/.test(key)) return `${path}["${key.replaceAll('"', '\\"')}"]`;
    return path === "" ? key : `${path}.${key}`;
}

export const propertyPath = (keys: readonly (string | number)[]): string => keys.reduce<string>(join, "");
