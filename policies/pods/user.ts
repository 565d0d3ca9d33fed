import type { Json, Rule } from "../rule";
import { asNumber, asText } from "../value";
import { podRule } from "./demand";

/** Below it are the users of the node and of most images (CKV_K8S_40). */
const LOWEST = 10_000;

const low = (value: Json | undefined): string | undefined => {
    if (value === undefined) return "nothing, which leaves it to the image";
    return asNumber(value) >= LOWEST ? undefined : asText(asNumber(value));
};

const lowIfGiven = (value: Json | undefined) => (value === undefined ? undefined : low(value));

const passes = (value: string): string => `${value} >= ${LOWEST}`;

const WANTED = `an id of at least ${LOWEST}`;

const group = { fault: lowIfGiven, wanted: WANTED, cel: { passes, absent: true } };

/** As whom containers run. */
export const user: readonly Rule[] = [
    podRule(
        {
            id: "POD-03",
            title: "containers do not run as root",
            why: "root in a container is root on the node as soon as one wall has a hole",
            severity: "high",
            level: "mandatory",
            sameAs: ["CKV_K8S_23", "kube-linter:run-as-non-root", "C-0013", "KSV-0012", "KSV-0029"],
        },
        [
            {
                of: "either",
                at: "securityContext.runAsNonRoot",
                fault: (value) => (value === true ? undefined : value === undefined ? "nothing" : "false"),
                wanted: "true",
                cel: { passes: (value) => value },
            },
            {
                of: "either",
                at: "securityContext.runAsUser",
                fault: (value) => (value === 0 || value === "0" ? "0, which is root" : undefined),
                wanted: "another user",
                cel: { passes: (value) => `${value} != 0`, absent: true },
            },
        ],
        [
            { change: { "containers[0].securityContext.runAsNonRoot": false } },
            {
                change: { "securityContext.runAsNonRoot": undefined },
                at: ["containers[0].securityContext.runAsNonRoot"],
            },
            { change: { "securityContext.runAsUser": 0 } },
        ],
        { fine: [{ "securityContext.runAsNonRoot": undefined, "containers[0].securityContext.runAsNonRoot": true }] },
    ),
    podRule(
        {
            id: "POD-04",
            title: "users and groups are none of the node's",
            why: "a process that leaves its container should meet no file of the same owner",
            severity: "low",
            level: "mandatory",
            sameAs: ["CKV_K8S_40", "KSV-0020", "KSV-0021"],
        },
        [
            { of: "either", at: "securityContext.runAsUser", fault: low, wanted: WANTED, cel: { passes } },
            { of: "either", at: "securityContext.runAsGroup", ...group },
            { of: "pod", at: "securityContext.fsGroup", ...group },
        ],
        [
            { change: { "securityContext.runAsUser": 1000 } },
            { change: { "containers[0].securityContext.runAsGroup": 999 } },
            { change: { "securityContext.fsGroup": 0 } },
        ],
    ),
];
