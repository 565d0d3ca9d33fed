import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { type CustomResourceDefinition, module } from "./types-of";

/**
 * Writes the types of the custom resources that we declare, from the definitions that their operators publish:
 *
 *     node --import tsx components/boundary/custom/generate.ts <file.yaml>...
 *
 * The files: `config/crds/bases/external-secrets.io_{externalsecrets,secretstores}.yaml` of external-secrets 1.3.2,
 * `example/prometheus-operator-crd/monitoring.coreos.com_{servicemonitors,prometheusrules}.yaml` of prometheus-operator
 * 0.82.2, `config/crd/standard/gateway.networking.k8s.io_{gateways,httproutes}.yaml` of gateway-api 1.3.0, and of GKE's own
 * kinds `config/crds/networking.gke.io_fqdnnetworkpolicies.yaml` of GoogleCloudPlatform/gke-networking-api 0.2.11 and
 * `config/crd/networking.gke.io_{gcpbackendpolicies,gcpgatewaypolicies,healthcheckpolicies}.yaml` of
 * GoogleCloudPlatform/gke-gateway-api at fc40d606.
 */
const definitions = process.argv
    .slice(2)
    .flatMap((file) => parseAllDocuments(readFileSync(file, "utf8")))
    .map((document) => document.toJS() as CustomResourceDefinition | null)
    .filter((definition) => definition?.kind === "CustomResourceDefinition");

writeFileSync(join(__dirname, "types.ts"), module(definitions as CustomResourceDefinition[]));
