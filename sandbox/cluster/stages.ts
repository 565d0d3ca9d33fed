import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { modules } from "../tools/modules";

/** Of kwok's own stages: nodes become ready and stay so, pods run as soon as they have a node, and those of jobs end. */
const STOCK = [
    "node/fast/node-initialize.yaml",
    "node/heartbeat-with-lease/node-heartbeat-with-lease.yaml",
    "pod/fast/pod-ready.yaml",
    "pod/fast/pod-complete.yaml",
];

const OURS = join(__dirname, "stages");

/** What kwok does with objects, as one YAML text. */
export function stages(): string {
    const { "sigs.k8s.io/kwok": kwok = "" } = modules("kwok", ["sigs.k8s.io/kwok"]);
    const files = [
        ...STOCK.map((file) => join(kwok, "kustomize/stage", file)),
        ...readdirSync(OURS)
            .sort()
            .map((file) => join(OURS, file)),
    ];
    return files.map((file) => readFileSync(file, "utf8")).join("\n---\n");
}
