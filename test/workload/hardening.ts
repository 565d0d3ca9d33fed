import type { Fields, Pod } from "./lab";
import { at } from "./lab";

/** Kinds of volumes that the restricted Pod Security Standard allows. */
const VOLUMES = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "persistentVolumeClaim",
    "projected",
    "secret",
];

/** Everything in a pod that the restricted Pod Security Standard refuses, or our own rules beyond it. */
export const faults = ({ spec, containers, template, resource }: Pod): string[] => [
    ...restricted(spec, containers),
    ...beyond(spec, containers),
    ...(resource.type.startsWith("kubernetes:batch/") ? [] : kept(spec, template)),
];

/** kubernetes.io/docs/concepts/security/pod-security-standards, in its order; what it does not name is left out. */
function restricted(spec: Fields, containers: readonly Fields[]): string[] {
    const found: string[] = [];
    const check = (holds: boolean, what: string) => void (holds || found.push(what));
    const user = (context: Fields, key: string) => at(context, "securityContext", key);

    for (const key of ["hostNetwork", "hostPID", "hostIPC"]) check(!spec[key], key);
    for (const volume of (spec.volumes ?? []) as Fields[])
        check(
            Object.keys(volume).every((key) => key === "name" || VOLUMES.includes(key)),
            `volume ${volume.name}`,
        );
    for (const context of [spec, ...containers]) {
        const allowed = ["windowsOptions", "seLinuxOptions", "appArmorProfile", "sysctls", "procMount"];
        for (const key of allowed) check(user(context, key) === undefined, key);
        check(user(context, "runAsUser") !== 0, "runAsUser 0");
    }
    for (const container of containers) {
        const capabilities = user(container, "capabilities");
        check(user(container, "privileged") !== true, "privileged");
        check(JSON.stringify(at(capabilities, "drop")) === '["ALL"]', "capabilities kept");
        check(at(capabilities, "add") === undefined, "capabilities added");
        check(user(container, "allowPrivilegeEscalation") === false, "allowPrivilegeEscalation");
        check((user(container, "runAsNonRoot") ?? user(spec, "runAsNonRoot")) === true, "runAsNonRoot");
        const seccomp = user(container, "seccompProfile") ?? user(spec, "seccompProfile");
        check(at(seccomp, "type") === "RuntimeDefault", "seccompProfile");
        for (const port of (container.ports ?? []) as Fields[]) check(port.hostPort === undefined, "hostPort");
        for (const probe of ["startupProbe", "readinessProbe", "livenessProbe"])
            check(at(container, probe, "httpGet", "host") === undefined, `${probe} host`);
        check(at(container, "lifecycle", "preStop", "httpGet", "host") === undefined, "preStop host");
    }
    return found;
}

/** What we hold every pod to besides. */
function beyond(spec: Fields, containers: readonly Fields[]): string[] {
    const found: string[] = [];
    const check = (holds: boolean, what: string) => void (holds || found.push(what));
    const context = spec.securityContext as Fields;

    for (const key of ["runAsUser", "runAsGroup", "fsGroup"]) check(Number(context[key]) >= 10000, key);
    check(context.fsGroupChangePolicy === "OnRootMismatch", "fsGroupChangePolicy");
    check(spec.automountServiceAccountToken === false, "automountServiceAccountToken");
    check(spec.enableServiceLinks === false, "enableServiceLinks");
    check(typeof spec.serviceAccountName === "string" && spec.serviceAccountName !== "default", "serviceAccountName");
    check(spec.hostAliases === undefined, "hostAliases");
    for (const volume of (spec.volumes ?? []) as Fields[]) {
        if (volume.secret) check(at(volume.secret, "defaultMode") === 0o400, `mode of ${volume.name}`);
        if (volume.emptyDir) check(at(volume.emptyDir, "sizeLimit") !== undefined, `size of ${volume.name}`);
    }
    for (const container of containers) {
        const { requests, limits } = container.resources as { requests: Fields; limits: Fields };
        check(/@sha256:[0-9a-f]{64}$/.test(String(container.image)), "image without digest");
        check(at(container, "securityContext", "readOnlyRootFilesystem") === true, "readOnlyRootFilesystem");
        check(typeof requests.cpu === "string", "cpu request");
        check(requests.memory === limits.memory && typeof limits.memory === "string", "memory");
        check(typeof limits["ephemeral-storage"] === "string", "ephemeral storage");
        check(at(container, "envFrom") === undefined, "envFrom");
        const names = ((container.env ?? []) as Fields[]).map(({ name }) => name);
        check(new Set(names).size === names.length, "env twice");
        for (const { valueFrom } of (container.env ?? []) as Fields[]) check(valueFrom === undefined, "secret in env");
    }
    return found;
}

/** What runs on until it is stopped is asked how it is, drains, and gives way to a drain of its node. */
function kept(spec: Fields, template: Fields): string[] {
    const found: string[] = [];
    const check = (holds: boolean, what: string) => void (holds || found.push(what));
    const [main] = spec.containers as Fields[];
    const why = at(template, "metadata", "annotations", "slipway.dev/no-readiness");

    check(main?.startupProbe !== undefined && main.livenessProbe !== undefined, "probes");
    check((main?.readinessProbe === undefined) === (typeof why === "string"), "readiness without a reason");
    check(at(main, "lifecycle", "preStop") !== undefined, "preStop");
    const slept = Number(at(main, "lifecycle", "preStop", "sleep", "seconds") ?? 0);
    check(Number(spec.terminationGracePeriodSeconds) > slept, "grace shorter than preStop");
    const spread = (spec.topologySpreadConstraints ?? []) as Fields[];
    check(
        spread.some(({ topologyKey }) => topologyKey === "topology.kubernetes.io/zone"),
        "zone spread",
    );
    check(
        spread.every(({ whenUnsatisfiable }) => whenUnsatisfiable === "ScheduleAnyway"),
        "hard spread, which blocks a drain",
    );
    return found;
}
