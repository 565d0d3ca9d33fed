/** A path as Pulumi writes it: `spec.containers[0].env[1].value`, `metadata.labels["app.kubernetes.io/name"]`. */
export function propertyPath(keys: readonly (string | number)[]): string {
    let path = "";
    for (const key of keys) {
        if (typeof key === "number") path += `[${key}]`;
        else if (!/^\w+$/.test(key)) path += `["${key.replaceAll('"', '\\"')}"]`;
        else path += path === "" ? key : `.${key}`;
    }
    return path;
}
