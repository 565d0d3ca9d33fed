import { declare } from "../../preview/capture";
import { type DeclaredCluster, declaredClusters } from "../cluster/declared";
import { isObject, manifest } from "../cluster/manifest";
import type { KubeObject } from "../cluster/object";

/** A cluster of a network, with the objects that are declared in it. */
export interface Planned extends DeclaredCluster {
    objects: KubeObject[];
}

/** The clusters of a network as `slipway preview` declares them. */
export async function planned(project: string, network: string): Promise<Planned[]> {
    const clusters = declaredClusters(await declare({ directory: project, stack: network }));
    return clusters.map((cluster) => ({ ...cluster, objects: cluster.resources.filter(isObject).map(manifest) }));
}
