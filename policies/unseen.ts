import { isOpen, reader } from "./constraint";
import { podOf } from "./kubernetes";
import { mayHavePods } from "./pods/pod";
import type { Subject } from "./subject";

const ANY = "*";

/** Charts and manifests, with objects that the stack does not show. */
const CARRIER = /^kubernetes:(helm\.sh|kustomize|yaml)/;

/** Groups whose custom resources bring no pods. Any other may be an operator's order for some, with labels of its own. */
const WITHOUT_PODS =
    /^kubernetes:((\w+\.)?(external-secrets|cert-manager|kyverno|cilium|gke|snapshot\.storage\.k8s)\.io|(\w+\.)?keda\.sh|cloud\.google\.com|gateway\.networking\.k8s\.io)\b/;

/** What operators of monitoring only read, unlike `Prometheus` and `Alertmanager`. */
const WATCHING = /^kubernetes:monitoring\.(coreos|googleapis)\.com\/\w+:(\w+Monitor(ing)?|\w*Rules?|Probe|\w+Config)\b/;

/** Namespaces in which a cluster keeps pods that come with it. */
const SYSTEM = /^(kube|gke|gmp|config-management)-/;

const isPodless = (type: string): boolean => WITHOUT_PODS.test(type) || WATCHING.test(type);

const chartNamespace = reader("namespace");
const namespaceOf = reader("metadata.namespace");

/** Where charts, manifests and operators may have pods that the stack does not show. */
export class Unseen {
    /** Cluster and namespace, `*` for any. */
    readonly #places = new Set<string>();

    constructor(subjects: readonly Subject[]) {
        for (const { type, resource } of subjects) {
            const carrier = CARRIER.test(type);
            if (!carrier && (podOf(type) || !mayHavePods(type) || isPodless(type))) continue;
            const found = (carrier ? chartNamespace : namespaceOf)(resource.props);
            const namespace = isOpen(found) || typeof found !== "string" || found === "" ? ANY : found;
            this.#places.add(`${resource.provider ?? ANY} ${namespace}`);
        }
    }

    /** Whether pods may be in a namespace of a cluster; of one that nobody knows, whether they may be anywhere. */
    has(home: string | undefined): boolean {
        if (home === undefined) return this.#places.size > 0;
        const space = home.lastIndexOf(" ");
        const [cluster, namespace] = [home.slice(0, space) || ANY, home.slice(space + 1)];
        if (SYSTEM.test(namespace)) return true;
        return [cluster, ANY].some((one) => [namespace, ANY].some((other) => this.#places.has(`${one} ${other}`)));
    }
}
