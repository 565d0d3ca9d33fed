import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseAllDocuments } from "yaml";
import type { KubeClient } from "./client";
import type { KubeObject } from "./object";

/** Pins the modules that publish definitions of custom resources; `go.sum` holds their checksums. */
const FOLDER = join(__dirname, "../tools/crds");

/**
 * Files of definitions by Go module: of the versions that `components/boundary/custom/types.ts` is generated from, and
 * Google's own, which GKE installs.
 */
const FILES: Record<string, readonly string[]> = {
    "github.com/prometheus-operator/prometheus-operator": ["servicemonitors", "podmonitors", "prometheusrules"].map(
        (kind) => `example/prometheus-operator-crd/monitoring.coreos.com_${kind}.yaml`,
    ),
    "github.com/external-secrets/external-secrets": ["externalsecrets", "secretstores", "clustersecretstores"].map(
        (kind) => `config/crds/bases/external-secrets.io_${kind}.yaml`,
    ),
    "sigs.k8s.io/gateway-api": ["gatewayclasses", "gateways", "httproutes", "referencegrants"].map(
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
    return Object.entries(modules()).flatMap(([module, directory]) =>
        (FILES[module] ?? []).flatMap((file) =>
            parseAllDocuments(readFileSync(join(directory, file), "utf8"))
                .map((document) => document.toJS() as KubeObject | null)
                .filter((object): object is KubeObject => object?.kind === "CustomResourceDefinition"),
        ),
    );
}

/** Where each module is in Go's cache, downloaded if it is missing. */
function modules(): Record<string, string> {
    const wanted = Object.keys(FILES).map((module) => `${module}@${versionOf(module)}`);
    const { stdout, stderr, status, error } = spawnSync("go", ["mod", "download", "-json", ...wanted], {
        cwd: FOLDER,
        encoding: "utf8",
        env: { ...process.env, GOTOOLCHAIN: "local", GOFLAGS: "-mod=readonly" },
    });
    if (error) throw new Error("there is no go on the PATH: Go 1.26 or later, https://go.dev/dl");
    if (status !== 0) throw new Error(`the definitions of custom resources cannot be had:\n${stderr}${stdout}`);
    const answers = stdout.split(/^(?=\{)/m).map((text) => JSON.parse(text) as { Path: string; Dir: string });
    return Object.fromEntries(answers.map(({ Path, Dir }) => [Path, Dir]));
}

function versionOf(module: string): string {
    const found = readFileSync(join(FOLDER, "go.mod"), "utf8")
        .split("\n")
        .map((line) => line.trim().split(" "))
        .find(([path]) => path === module);
    if (!found?.[1]) throw new Error(`${FOLDER}/go.mod does not require ${module}`);
    return found[1];
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
