import { list, matches } from "../cel";
import { join } from "../path";
import type { Json, Rule } from "../rule";
import { asText, isMap, isUnknown, own } from "../value";
import type { PathFault } from "./demand";
import { podRule } from "./demand";

/** Sysctls that the Pod Security Standards call safe: each holds for its pod alone. */
const SAFE = new Set([
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.ping_group_range",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_rmem",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.tcp_wmem",
]);

/** SELinux types that the Pod Security Standards allow. */
const SELINUX = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

const ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";
const APPARMOR = /^(runtime\/default|localhost\/.+)$/;

const PROFILES = ["RuntimeDefault", "Localhost"];
const isProfile = (value: string): string => `${value} in ${list(PROFILES)}`;

/** Options of SELinux that change nothing, in CEL. */
const unchanged = (value: string): string =>
    ["user", "role"].map((key) => `(!has(${value}.${key}) || ${value}.${key} == '') && `).join("") +
    `(!has(${value}.type) || ${value}.type in ${list(SELINUX)})`;

const quoted = (value: Json | undefined): string =>
    typeof value === "string" ? JSON.stringify(value) : "what is no text";

/** What stands between a process and the kernel of its node. */
export const kernel: readonly Rule[] = [
    podRule(
        {
            id: "POD-07",
            title: "a seccomp profile filters system calls",
            why: "most ways out of a container go through system calls that no service needs",
            severity: "medium",
            level: "mandatory",
            sameAs: ["CKV_K8S_31", "CIS-K 4.6.2", "C-0210", "KSV-0104", "KSV-0030"],
        },
        [
            {
                of: "either",
                at: "securityContext.seccompProfile.type",
                fault: (value) => {
                    if (PROFILES.includes(value as string)) return undefined;
                    return value === undefined ? "nothing, which filters none" : quoted(value);
                },
                wanted: "RuntimeDefault",
                cel: { passes: isProfile },
            },
        ],
        [
            { change: { "containers[0].securityContext.seccompProfile.type": "Unconfined" } },
            {
                change: { "securityContext.seccompProfile": undefined },
                at: ["containers[0].securityContext.seccompProfile.type"],
            },
        ],
    ),
    podRule(
        {
            id: "POD-12",
            title: "the kernel's settings stay as they are",
            why: "an unmasked /proc and an unsafe sysctl change the kernel for everybody on the node",
            severity: "high",
            level: "mandatory",
            sameAs: ["KSV-0027", "KSV-0026", "kube-linter:unsafe-proc-mount", "kube-linter:unsafe-sysctls"],
        },
        [
            {
                of: "container",
                at: "securityContext.procMount",
                fault: (value) => (value === undefined || value === "Default" ? undefined : quoted(value)),
                wanted: "Default",
                cel: { passes: (value) => `${value} == 'Default'`, absent: true },
            },
            {
                of: "pod",
                at: "securityContext.sysctls",
                fault: (value) =>
                    (Array.isArray(value) ? value : []).flatMap((entry, index): PathFault[] => {
                        const name = own(entry, "name");
                        const below = `[${index}].name`;
                        if (isUnknown(entry) || isUnknown(name)) return [{ below, found: undefined }];
                        return SAFE.has(asText(name)) ? [] : [{ below, found: quoted(name) }];
                    }),
                wanted: "a sysctl that Kubernetes calls safe",
                cel: { passes: (value) => `${value}.all(e, e.name in ${list(SAFE)})`, absent: true },
            },
        ],
        [
            { change: { "containers[0].securityContext.procMount": "Unmasked" } },
            {
                change: { "securityContext.sysctls": [{ name: "kernel.msgmax", value: "65536" }] },
                at: ["securityContext.sysctls[0].name"],
            },
        ],
    ),
    podRule(
        {
            id: "POD-17",
            title: "the walls of AppArmor, SELinux and Windows stay up",
            why: "the last wall around a container is taken down by one line",
            severity: "high",
            level: "mandatory",
            sameAs: ["KSV-0002", "KSV-0025", "KSV-0103", "C-0202"],
        },
        [
            ...(["container", "pod"] as const).flatMap((of) => [
                {
                    of,
                    at: "securityContext.seLinuxOptions",
                    fault: (value: Json | undefined): PathFault[] =>
                        isMap(value)
                            ? Object.entries(value).flatMap(([key, part]): PathFault[] => {
                                  const below = `.${key}`;
                                  if (isUnknown(part)) return [{ below, found: undefined }];
                                  const allowed = key === "type" ? SELINUX : key === "level" ? [part] : ["", null];
                                  return allowed.includes(part as string) ? [] : [{ below, found: quoted(part) }];
                              })
                            : [],
                    wanted: "no options of SELinux",
                    cel: { passes: unchanged, absent: true },
                },
                {
                    of,
                    at: "securityContext.appArmorProfile.type",
                    fault: (value: Json | undefined) =>
                        value === undefined || PROFILES.includes(value as string) ? undefined : quoted(value),
                    wanted: "RuntimeDefault",
                    cel: { passes: isProfile, absent: true },
                },
                {
                    of,
                    at: "securityContext.windowsOptions.hostProcess",
                    fault: (value: Json | undefined) => (value === true ? "true" : undefined),
                    wanted: "false",
                    cel: { passes: (value: string) => `!${value}`, absent: true },
                },
            ]),
            {
                of: "metadata",
                at: "annotations",
                fault: (value) =>
                    Object.entries(isMap(value) ? value : {}).flatMap(([key, profile]): PathFault[] => {
                        if (!key.startsWith(ANNOTATION)) return [];
                        const below = join("", key);
                        if (isUnknown(profile)) return [{ below, found: undefined }];
                        return APPARMOR.test(asText(profile)) ? [] : [{ below, found: quoted(profile) }];
                    }),
                wanted: "runtime/default",
                cel: {
                    passes: (value) =>
                        `${value}.all(k, !k.startsWith('${ANNOTATION}') || ${matches(`${value}[k]`, APPARMOR)})`,
                    absent: true,
                },
            },
        ],
        [
            { change: { "containers[0].securityContext.seLinuxOptions.type": "spc_t" } },
            { change: { "securityContext.appArmorProfile.type": "Unconfined" } },
            { change: { "securityContext.windowsOptions.hostProcess": true } },
            {
                change: { 'metadata.annotations["container.apparmor.security.beta.kubernetes.io/api"]': "unconfined" },
            },
        ],
    ),
];
