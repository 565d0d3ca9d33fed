import { createHash } from "node:crypto";
import type { KubeObject } from "../../cluster/object";
import type { Inputs } from "../stand-in";

/**
 * What is left of a Helm release in the cluster: the Secret in which Helm itself keeps a release, of the same name and
 * labels, that says what was asked for. The chart is not rendered.
 */
export function releaseOf({ name, namespace = "default", chart, version, values }: Inputs): KubeObject {
    const asked = {
        chart,
        version,
        values: createHash("sha256")
            .update(JSON.stringify(values ?? {}))
            .digest("hex"),
    };
    return {
        apiVersion: "v1",
        kind: "Secret",
        metadata: {
            name: `sh.helm.release.v1.${name}.v1`,
            namespace: String(namespace),
            labels: { owner: "helm", name: String(name), status: "deployed", version: "1" },
        },
        type: "helm.sh/release.v1",
        stringData: { release: `stand-in, recorded and not rendered: ${JSON.stringify(asked)}` },
    };
}
