import { readFileSync } from "node:fs";
import { type Endpoint, KubeClient } from "../../cluster/client";
import type { Inputs } from "../stand-in";

/** By the address of a declared cluster: where its control plane is on this machine, and how to get in. */
type EndpointMap = Record<string, { server: string; token: string; ca: string }>;

/** Variable that holds the path of the map, a JSON file. */
export const ENDPOINTS = "SLIPWAY_SANDBOX_ENDPOINTS";

/** Finds the control plane on this machine for the cluster that a provider's kubeconfig names. */
export class Endpoints {
    readonly #clients = new Map<string, KubeClient>();
    readonly #map: string | undefined;

    constructor(map: string | undefined = process.env[ENDPOINTS]) {
        this.#map = map;
    }

    client(config: Inputs): KubeClient {
        const address = addressIn(config.kubeconfig);
        const known = this.#clients.get(address);
        if (known) return known;
        const client = new KubeClient(find(address, this.#map));
        this.#clients.set(address, client);
        return client;
    }
}

/** The server of the current context; a kubeconfig is YAML or, as ours, JSON. */
function addressIn(kubeconfig: unknown): string {
    if (typeof kubeconfig !== "string")
        throw new Error("the provider has no kubeconfig: a stand-in reaches only clusters of the sandbox");
    const { clusters } = JSON.parse(kubeconfig) as { clusters: { cluster: { server: string } }[] };
    return clusters[0]?.cluster.server ?? "";
}

function find(address: string, path: string | undefined): Endpoint {
    if (!path) throw new Error(`${ENDPOINTS} is not set: it names the file that says where the clusters are`);
    const map = JSON.parse(readFileSync(path, "utf8")) as EndpointMap;
    const found = map[address] ?? map[address.replace(/^https:\/\//, "")];
    if (!found) throw new Error(`no cluster of the sandbox is at ${address}; there are ${Object.keys(map).join(", ")}`);
    return { server: found.server, token: found.token, certificateAuthority: found.ca };
}
