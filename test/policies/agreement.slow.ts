import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { admittedAs } from "../../policies/admitted";
import { judgeEach } from "../../policies/judge";
import { workload } from "../../policies/pods/example";
import type { Admitted, Json } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { Subject } from "../../policies/subject";
import { refused, requestOf } from "./api-server";
import { HEX } from "./sample";

const held = (kind: Admitted | undefined) =>
    rules.flatMap(({ id, cel = [] }) => (cel.some(({ of }) => of === kind) ? [id] : []));

const truth = fc.constantFrom<Json | undefined>(true, false, undefined);
const maybe = (...values: Json[]) => fc.constantFrom<Json | undefined>(undefined, ...values);
const text = (...parts: string[]) => fc.array(fc.constantFrom(...parts), { maxLength: 6 }).map((some) => some.join(""));

const image = fc.oneof(
    fc
        .tuple(
            maybe(
                "ghcr.io/",
                "localhost/",
                "k8s.gcr.io/",
                "gcr.io/google_containers/",
                "a_b.c:1/",
                "[::1]:5000/",
                "acme/",
            ),
            fc.constantFrom("api", "team/api", "a--b/c__d", "A/b", "a..b", "undefined", HEX),
            maybe(":1.4.2", ":latest", ":undefined", ":", ":-x", `:${"v".repeat(129)}`),
            maybe(
                `@sha256:${HEX}`,
                `@sha256:${HEX.slice(1)}`,
                `@sha512:${HEX}${HEX}`,
                "@",
                `@sha256:${HEX.toUpperCase()}`,
            ),
        )
        .map((parts) => parts.join("")),
    text("a", "b", ".", "-", "_", "/", ":", "@", "A", "0", "sha256:", "latest", "localhost", "$", "{", " "),
);

const capabilities = fc.array(
    fc.constantFrom(
        "ALL",
        "all",
        "CAP_ALL",
        "NET_RAW",
        "NET_BIND_SERVICE",
        "cap_net_bind_service",
        "SYS_ADMIN",
        "XALL",
    ),
    {
        maxLength: 3,
    },
);
const probe = maybe(
    { httpGet: { path: "/", port: 80 } },
    { tcpSocket: { port: 80, host: "10.0.0.1" } },
    { httpGet: { path: "/", port: 80, host: "" } },
);
const ports = fc.array(
    fc.record(
        { containerPort: fc.constant(80), hostPort: fc.constantFrom(0, 80) },
        { requiredKeys: ["containerPort"] },
    ),
    {
        maxLength: 3,
    },
);

/** What of a container or of its pod may be another, and how. */
const security = {
    runAsNonRoot: truth,
    runAsUser: maybe(0, 1000, 10_000, 10_001),
    runAsGroup: maybe(0, 9999, 10_000),
    seccompProfile: maybe({ type: "RuntimeDefault" }, { type: "Localhost" }, { type: "Unconfined" }),
    seLinuxOptions: maybe({ type: "spc_t" }, { type: "container_t", level: "s0:c1" }, { user: "root" }, { role: "" }),
    appArmorProfile: maybe({ type: "Unconfined" }, { type: "RuntimeDefault" }),
    "windowsOptions.hostProcess": truth,
};
const CONTAINER: Readonly<Record<string, fc.Arbitrary<Json | undefined>>> = {
    image,
    imagePullPolicy: maybe("Always", "IfNotPresent", "Never"),
    ports,
    livenessProbe: probe,
    readinessProbe: probe,
    startupProbe: probe,
    "lifecycle.preStop": maybe(
        { httpGet: { path: "/", port: 1, host: "example.com" } },
        { exec: { command: ["true"] } },
    ),
    "resources.requests": maybe({ cpu: "1" }, { memory: "1Gi" }, { cpu: "1", memory: "1Gi" }),
    "resources.limits": maybe({ memory: "1Gi" }),
    env: maybe([{ name: "A", valueFrom: { secretKeyRef: { name: "a", key: "b" } } }], [{ name: "A", value: "b" }]),
    envFrom: maybe([{ secretRef: { name: "a" } }], [{ configMapRef: { name: "a" } }]),
    "securityContext.privileged": truth,
    "securityContext.allowPrivilegeEscalation": truth,
    "securityContext.readOnlyRootFilesystem": truth,
    "securityContext.procMount": maybe("Default", "Unmasked"),
    "securityContext.capabilities.drop": capabilities,
    "securityContext.capabilities.add": capabilities,
    ...Object.fromEntries(Object.entries(security).map(([key, values]) => [`securityContext.${key}`, values])),
};
const containers = maybe([], [{ name: "c" }]);
const POD: Readonly<Record<string, fc.Arbitrary<Json | undefined>>> = {
    automountServiceAccountToken: truth,
    serviceAccountName: maybe("", "default", "api"),
    serviceAccount: maybe("default", "api"),
    restartPolicy: maybe("Always", "Never"),
    hostNetwork: truth,
    hostPID: truth,
    hostIPC: truth,
    resources: maybe({ requests: { cpu: "1", memory: "1Gi" } }, { limits: { memory: "1Gi" } }),
    volumes: maybe(
        [{ name: "a", hostPath: { path: "/" } }],
        [{ name: "a", nfs: {} }],
        [{ name: "a", secret: {} }, { name: "b" }],
    ),
    "securityContext.fsGroup": maybe(0, 10_000),
    "securityContext.sysctls": maybe([{ name: "kernel.msgmax" }], [{ name: "net.ipv4.tcp_syncookies" }]),
    ...Object.fromEntries(Object.entries(security).map(([key, values]) => [`securityContext.${key}`, values])),
    initContainers: containers,
    ephemeralContainers: containers,
    ...Object.fromEntries(Object.entries(CONTAINER).map(([key, values]) => [`containers[0].${key}`, values])),
};
const annotation = 'metadata.annotations["container.apparmor.security.beta.kubernetes.io/api"]';

const TEMPLATES = {
    "kubernetes:apps/v1:Deployment": "spec.template.",
    "kubernetes:batch/v1:CronJob": "spec.jobTemplate.spec.template.",
    "kubernetes:core/v1:Pod": "",
};

/** A workload in which some places of the passing one are others. */
const workloads = fc
    .tuple(
        fc.constantFrom(...Object.entries(TEMPLATES)),
        fc.record(POD, { requiredKeys: [] }),
        fc.option(fc.constantFrom("unconfined", "runtime/default", "localhost/x"), { nil: undefined }),
    )
    .map(([[type, below], changes, profile]) => {
        const moved = Object.entries(changes).map(([path, value]) => [`${below}spec.${path}`, value]);
        const annotated = profile === undefined ? [] : [[`${below}${annotation}`, profile]];
        return { type, props: workload(type, Object.fromEntries([...moved, ...annotated])) };
    });

const names = (...values: string[]) =>
    fc.option(fc.array(fc.constantFrom(...values), { maxLength: 3 }), { nil: undefined });
const record = (parts: Record<string, fc.Arbitrary<Json | undefined>>) =>
    fc.record(parts).map((made) => JSON.parse(JSON.stringify(made)) as { [key: string]: Json });
const some = (one: fc.Arbitrary<Json>) => fc.option(fc.array(one, { maxLength: 3 }), { nil: undefined });

const selector = maybe({}, { matchLabels: {} }, { matchLabels: { app: "a" } }, { matchExpressions: [] });
const peer = record({
    podSelector: selector,
    namespaceSelector: selector,
    ipBlock: maybe(
        { cidr: "0.0.0.0/0" },
        { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] },
        { cidr: "::/0", except: ["10.0.0.0/8", "169.254.169.254/32"] },
        { cidr: "10.0.0.0/8" },
    ),
});
const policyPorts = some(record({ port: maybe(53, 26656, "26656", "dns", 443) }));
const ways = (name: string) => some(record({ [name]: some(peer), ports: policyPorts }));
const annotations = maybe(
    { "networking.gke.io/load-balancer-type": "Internal" },
    { "networking.gke.io/load-balancer-type": "External" },
    { "service.beta.kubernetes.io/aws-load-balancer-internal": "true", other: "x" },
);
const port = record({ port: fc.constantFrom<Json>(80, 9090, 26656), targetPort: maybe(8080, 26658, "26658", "rpc") });
const metadata = record({ name: fc.constant("it"), annotations });

/** Objects of the other kinds, by type. */
const OTHERS: Readonly<Record<string, fc.Arbitrary<{ [key: string]: Json }>>> = {
    "kubernetes:networking.k8s.io/v1:NetworkPolicy": record({
        spec: record({ podSelector: fc.constant({}), ingress: ways("from"), egress: ways("to") }),
    }),
    "kubernetes:core/v1:Service": record({
        metadata,
        spec: record({
            type: maybe("ClusterIP", "NodePort", "LoadBalancer"),
            loadBalancerSourceRanges: names("0.0.0.0/0", "10.0.0.0/8"),
            externalIPs: names("203.0.113.1"),
            ports: some(port),
        }),
    }),
    "kubernetes:networking.k8s.io/v1:Ingress": record({
        spec: record({
            defaultBackend: maybe({ service: { name: "a" } }),
            rules: some(
                record({
                    host: maybe("", "a.example.com", "*.example.com"),
                    http: maybe(
                        { paths: [{ backend: { service: { name: "a", port: { number: 9090 } } } }] },
                        { paths: [] },
                    ),
                }),
            ),
        }),
    }),
    "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute": record({
        spec: record({ rules: some(record({ backendRefs: some(record({ port: maybe(80, 9090) })) })) }),
    }),
    "kubernetes:rbac.authorization.k8s.io/v1:Role": record({
        rules: some(
            record({
                apiGroups: names("", "*"),
                resources: names("pods", "secrets", "secrets/*", "pods/exec", "*", "*/*"),
                verbs: names("get", "list", "bind", "*"),
                resourceNames: names("tls"),
            }),
        ),
    }),
    "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": record({
        roleRef: record({
            kind: fc.constantFrom("Role", "ClusterRole"),
            name: fc.constantFrom("cluster-admin", "view"),
        }),
        subjects: some(
            record({
                kind: fc.constantFrom("ServiceAccount", "Group", "User"),
                name: fc.constantFrom("default", "system:masters", "ops"),
            }),
        ),
    }),
    "kubernetes:core/v1:ServiceAccount": record({ automountServiceAccountToken: truth }),
    "kubernetes:core/v1:Namespace": record({
        metadata: record({
            name: fc.constant("app"),
            labels: maybe(
                {},
                ...["restricted", "privileged"].map((level) => ({ "pod-security.kubernetes.io/enforce": level })),
            ),
        }),
    }),
};

/** What breaks rules of an object, said by both; the rules that were broken are noted. */
function agree(type: string, props: { [key: string]: Json }, broken: Set<string>): void {
    const request = requestOf(type, props);
    if (!request) throw new Error(type);
    const subject = new Subject({ urn: `urn:pulumi:demo::app::${type}::it`, name: "it", type, props });
    const own = rules.filter(({ cel }) => cel?.some(({ of }) => of === admittedAs(subject.resource.urn)));
    const violations = judgeEach([subject], own).filter(({ verdict }) => verdict === "violation");
    const said = [...new Set(violations.map(({ rule }) => rule))].sort();
    for (const id of said) broken.add(id);
    expect(refused(request).sort()).toEqual(said);
}

describe("the API server and the rules agree", () => {
    test("on workloads that break some of them", () => {
        const broken = new Set<string>();
        const property = fc.property(workloads, ({ type, props }) => agree(type, props, broken));
        fc.assert(property, { numRuns: 400 });
        // The test means something only for rules that were broken in it.
        expect(held("pods").filter((id) => !broken.has(id))).toEqual([]);
    });

    test.each(Object.entries(OTHERS))("on objects of the type %s", (type, objects) => {
        const broken = new Set<string>();
        fc.assert(
            fc.property(objects, (props) => agree(type, props, broken)),
            { numRuns: 400 },
        );
        const of = admittedAs(`urn:pulumi:demo::app::${type}::it`);
        expect(held(of).filter((id) => !broken.has(id))).toEqual([]);
    });
});
