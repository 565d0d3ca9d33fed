import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseAllDocuments } from "yaml";
import { modules } from "../tools/modules";
import type { KubeClient } from "./client";
import type { KubeObject } from "./object";

/**
 * Files of definitions by Go module: of the versions that `components/boundary/custom/types.ts` is generated from, and
 * Google's own, which GKE installs.
 */
const FILES: Record<string, readonly string[]> = {
    "github.com/prometheus-operator/prometheus-operator": ["servicemonitors", "prometheusrules"].map(
        (kind) => `example/prometheus-operator-crd/monitoring.coreos.com_${kind}.yaml`,
    ),
    "github.com/external-secrets/external-secrets": ["externalsecrets", "secretstores"].map(
        (kind) => `config/crds/bases/external-secrets.io_${kind}.yaml`,
    ),
    "sigs.k8s.io/gateway-api": ["gateways", "httproutes"].map(
        (kind) => `config/crd/standard/gateway.networking.k8s.io_${kind}.yaml`,
    ),
    "github.com/GoogleCloudPlatform/gke-gateway-api": [
        "gcpbackendpolicies",
        "gcpgatewaypolicies",
        "healthcheckpolicies",
    ].map((kind) => `config/crd/networking.gke.io_${kind}.yaml`),
    "github.com/GoogleCloudPlatform/gke-networking-api": ["config/crds/networking.gke.io_fqdnnetworkpolicies.yaml"],
};

/** The definitions of every custom resource that we declare, as their authors publish them. */
export function definitions(): KubeObject[] {
    return Object.entries(modules("crds", Object.keys(FILES))).flatMap(([module, directory]) =>
        (FILES[module] ?? []).flatMap((file) =>
            parseAllDocuments(readFileSync(join(directory, file), "utf8"))
                .map((document) => document.toJS() as KubeObject | null)
                .filter((object): object is KubeObject => object?.kind === "CustomResourceDefinition"),
        ),
    );
}

interface Definition {
    spec: { group: string; names: { kind: string }; versions: { name: string; served: boolean }[] };
}

/** Installs definitions and waits until every kind of theirs can be used. */
export async function install(client: KubeClient, objects: readonly KubeObject[], patience = 120_000): Promise<void> {
    await Promise.all(objects.map((object) => client.apply(object, { force: true })));
    const deadline = Date.now() + patience;
    for (const { spec } of objects as unknown as Definition[]) {
        for (const version of spec.versions.filter(({ served }) => served)) {
            const set = { apiVersion: `${spec.group}/${version.name}`, kind: spec.names.kind };
            while (!(await client.list(set).catch(() => undefined))) {
                if (Date.now() > deadline) throw new Error(`${set.kind} of ${set.apiVersion} is still not served`);
                await sleep(200);
            }
        }
    }
}
