import { beforeAll, describe, expect, test } from "vitest";
import { P2pAddress } from "../../components/edge/p2p-address";
import { Google } from "../../components/ground/google";
import { declare, declareProgram } from "../../preview/capture";
import type { Plan, PlanResource } from "../../preview/plan";
import { judgePlan } from "../../preview/verdicts";
import { settingsOf, withoutSystem, withValue } from "../settings/yaml";
import { ROOT, stack } from "../stack";

interface Kubernetes {
    metadata: { name: string; namespace: string; annotations?: Record<string, string> };
    // biome-ignore lint/suspicious/noExplicitAny: specs of many kinds, read by the tests that know them
    spec: any;
}

const all = (plan: Plan, type: string) => plan.resources.filter((one) => one.type === type);
/** Kubernetes objects of a kind, with the cluster that each is in. */
const objects = (plan: Plan, kind: string) =>
    all(plan, `kubernetes:${kind}`).map(({ inputs, provider }) => ({
        ...(inputs as unknown as Kubernetes),
        cluster: provider,
    }));
const routesOf = (plan: Plan) => objects(plan, "gateway.networking.k8s.io/v1:HTTPRoute");
const backendsOf = (plan: Plan) =>
    routesOf(plan).flatMap(({ metadata, spec, cluster }) =>
        spec.rules.flatMap((rule: { backendRefs?: { name: string; weight: number }[] }) =>
            (rule.backendRefs ?? []).map((ref) => ({ ...ref, namespace: metadata.namespace, cluster })),
        ),
    );

/** A network's stack with another value at a place of its file, and without the chain, which has a region of its own. */
function changed(name: string, path: string[], value: unknown): Promise<Plan> {
    const settings = withValue(withoutSystem(settingsOf(name), "paw"), path, value);
    const config = Object.entries(settings).map(([key, block]) => [
        `slipway:${key}`,
        typeof block === "string" ? block : JSON.stringify(block),
    ]);
    return declare({ directory: ROOT, stack: name, config: Object.fromEntries(config) });
}

/** Paths of the load balancer's own questions, where they are not those of the kubelet. */
const READINESS: Record<string, string> = {
    rest: "/cosmos/base/tendermint/v1beta1/node_info",
    rpc: "/health",
    explorer: "/health",
    "faucet-pages": "/health",
    status: "/healthz",
};

const candidateImage = `europe-docker.pkg.dev/example-slipway/web:0.5.0@sha256:${"3".repeat(64)}`;
let ramped: Promise<Plan> | undefined;
const ramping = () => {
    ramped ??= changed("mainnet", ["systems", "intents", "web", "candidate"], { image: candidateImage, percent: 10 });
    return ramped;
};

describe.each([
    ["testnet as it is", () => stack("testnet").then(({ plan }) => plan)],
    ["mainnet as it is", () => stack("mainnet").then(({ plan }) => plan)],
    ["mainnet with a candidate", ramping],
])("%s", (_, load) => {
    let plan: Plan;
    beforeAll(async () => {
        plan = await load();
    });

    test("breaks no rule", () => {
        const { blocked, verdicts } = judgePlan(plan, "");
        expect(blocked).toBe(false);
        expect(verdicts.filter(({ rule }) => rule !== "ORG-01")).toEqual([]);
    });

    test("exposes only workloads with replicas, never one that signs", () => {
        const backends = backendsOf(plan);
        expect(backends.length).toBeGreaterThan(0);
        for (const { name, namespace, cluster } of backends) {
            const near = (one: Kubernetes & { cluster: unknown }) =>
                one.metadata.namespace === namespace && one.cluster === cluster;
            const [service] = objects(plan, "core/v1:Service").filter((one) => near(one) && one.metadata.name === name);
            const app = service?.spec.selector["app.kubernetes.io/name"];
            const behind = ["Deployment", "StatefulSet"].flatMap((kind) =>
                objects(plan, `apps/v1:${kind}`).filter((one) => near(one) && one.metadata.name === app),
            );
            expect(behind).toHaveLength(1);
            // What runs once has the priority of writers.
            for (const { spec } of behind) {
                expect(spec.template.spec.priorityClassName).toBeUndefined();
                expect(spec.strategy?.type ?? spec.updateStrategy.type).toBe("RollingUpdate");
            }
        }
    });

    test("gives every exposed service a policy with a rate limit, a health check and a log of every request", () => {
        const shields = new Map(
            all(plan, "gcp:compute/securityPolicy:SecurityPolicy").map(({ inputs }) => [inputs.name, inputs]),
        );
        for (const { name, namespace, cluster } of backendsOf(plan)) {
            const about = (kind: string) =>
                objects(plan, `networking.gke.io/v1:${kind}`).filter(
                    (one) =>
                        one.spec.targetRef.name === name &&
                        one.metadata.namespace === namespace &&
                        one.cluster === cluster,
                );
            const [policy, ...more] = about("GCPBackendPolicy");
            expect(more).toEqual([]);
            expect(policy?.spec.default).toMatchObject({ logging: { enabled: true, sampleRate: 1_000_000 } });
            const shield = shields.get(policy?.spec.default.securityPolicy);
            expect(JSON.stringify(shield?.rules)).toContain('"action":"rate_based_ban"');
            const [deployment] = objects(plan, "apps/v1:Deployment").filter(
                (one) => one.metadata.name === name && one.metadata.namespace === namespace && one.cluster === cluster,
            );
            const [container] = deployment?.spec.template.spec.containers ?? [];
            expect(about("HealthCheckPolicy").map(({ spec }) => spec.default.config.httpHealthCheck)).toEqual([
                {
                    portSpecification: "USE_SERVING_PORT",
                    requestPath: READINESS[name] ?? container.readinessProbe.httpGet.path,
                },
            ]);
        }
    });

    test("lets each host be answered from one namespace, and keeps routes beside their services", () => {
        for (const { spec, cluster } of objects(plan, "gateway.networking.k8s.io/v1:Gateway")) {
            const owners = spec.listeners
                .filter(({ port }: { port: number }) => port === 443)
                .map(
                    ({ hostname, allowedRoutes: { namespaces } }: Record<string, Kubernetes["spec"]>) =>
                        `${hostname} ${namespaces.selector.matchLabels["kubernetes.io/metadata.name"]}`,
                );
            const routed = routesOf(plan)
                .filter((route) => route.cluster === cluster && route.spec.hostnames)
                .map(({ metadata, spec }) => `${spec.hostnames[0]} ${metadata.namespace}`);
            expect(routed.sort()).toEqual(owners.sort());
        }
    });

    test("answers port 80 with the redirect and nothing else", () => {
        const gateways = objects(plan, "gateway.networking.k8s.io/v1:Gateway");
        const plain = routesOf(plan).filter(({ spec }) => spec.parentRefs[0].sectionName === "http");
        expect(plain).toHaveLength(gateways.length);
        for (const { metadata, spec } of plain) {
            expect(metadata.namespace).toBe("edge");
            expect(spec.rules).toMatchObject([{ filters: [{ requestRedirect: { scheme: "https" } }] }]);
            expect(JSON.stringify(spec)).not.toContain("backendRefs");
        }
        for (const { spec } of gateways)
            expect(spec.listeners.filter(({ protocol }: { protocol: string }) => protocol !== "HTTPS")).toMatchObject([
                { name: "http", port: 80, allowedRoutes: { namespaces: { from: "Same" } } },
            ]);
    });

    test("proves a certificate for every host that DNS names, by DNS", () => {
        const answers = all(plan, "gcp:dns/recordSet:RecordSet").filter(
            ({ name, inputs }) => inputs.type === "A" && name.startsWith("edge-"),
        );
        const hosts = answers.map(({ inputs }) => String(inputs.name).slice(0, -1));
        const certified = all(plan, "gcp:certificatemanager/certificate:Certificate").flatMap(
            ({ inputs }) => (inputs.managed as { domains: string[] }).domains,
        );
        expect(certified).toEqual(hosts);
        expect(all(plan, "gcp:dns/recordSet:RecordSet").map(({ inputs }) => inputs.name)).toEqual(
            expect.arrayContaining(hosts.map((host) => `_acme-challenge.${host}.`)),
        );
    });

    test("guards the zone and the addresses that DNS names", () => {
        const held = plan.resources.filter(
            ({ type, name }) => name.startsWith("edge") && /:(ManagedZone|GlobalAddress)$/.test(type),
        );
        expect(held.length).toBeGreaterThan(1);
        for (const { protect, inputs } of held) expect([protect, inputs.deletionPolicy]).toEqual([true, "PREVENT"]);
    });

    test("has no name longer than Google takes", () => {
        const names = plan.resources
            .filter(({ urn, type }) => urn.includes("slipway:edge:Edge") && type.startsWith("gcp:"))
            .flatMap(({ type, inputs }) => (type.includes("recordSet") ? [] : [String(inputs.name)]));
        expect(names.filter((name) => !/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name))).toEqual([]);
    });
});

/** The one record that says where a host is. */
const answer = (plan: Plan) =>
    all(plan, "gcp:dns/recordSet:RecordSet").filter(({ name }) => name === "edge-intents.example.com");
const urnOf = (plan: Plan, type: string, name: string) =>
    all(plan, type).find((one: PlanResource) => one.name === name)?.urn;

describe("mainnet", () => {
    test.each([
        ["europe-west1", "europe-west4", () => stack("mainnet").then(({ plan }) => plan)],
        ["europe-west4", "europe-west1", () => changed("mainnet", ["ground", "active"], "europe-west4")],
    ])("names %s in DNS while it is active, and %s only while that one does not answer", async (_, other, load) => {
        const plan = await load();
        const [record] = answer(plan);
        expect(record?.inputs.routingPolicy).toMatchObject({ primaryBackup: { backupGeos: [{ location: other }] } });
        expect(new Set(record?.propertyDependencies.routingPolicy)).toEqual(
            new Set([
                urnOf(plan, "gcp:compute/healthCheck:HealthCheck", "edge-intents.example.com"),
                urnOf(plan, "gcp:compute/globalAddress:GlobalAddress", "edge-europe-west1"),
                urnOf(plan, "gcp:compute/globalAddress:GlobalAddress", "edge-europe-west4"),
            ]),
        );
    });

    test("names one region in DNS, and needs no probe, when only that one answers", async () => {
        const plan = await changed("mainnet", ["edge", "regions"], ["europe-west1"]);
        expect(answer(plan).map(({ inputs }) => Object.keys(inputs).sort())).toEqual([
            ["managedZone", "name", "rrdatas", "ttl", "type"],
        ]);
        expect(all(plan, "gcp:compute/healthCheck:HealthCheck")).toEqual([]);
        expect(objects(plan, "gateway.networking.k8s.io/v1:Gateway")).toHaveLength(1);
    });

    test("gives a candidate its share in every region, and lets only Google's front ends reach it", async () => {
        const plan = await ramping();
        const shares = backendsOf(plan)
            .filter(({ namespace }) => namespace === "intents")
            .map(({ name, weight }) => [name, weight]);
        expect(shares).toEqual([
            ["web", 90],
            ["web-candidate", 10],
            ["web", 90],
            ["web-candidate", 10],
        ]);
        const policies = objects(plan, "networking.k8s.io/v1:NetworkPolicy").filter(
            ({ metadata }) => metadata.name === "web-candidate",
        );
        expect(policies).toHaveLength(2);
        for (const { spec } of policies)
            expect(spec.ingress.flatMap((rule: { from: unknown[] }) => rule.from)).toEqual([
                { ipBlock: { cidr: "130.211.0.0/22" } },
                { ipBlock: { cidr: "35.191.0.0/16" } },
            ]);
    });

    test("without the block faces nobody", async () => {
        const plan = await changed("mainnet", ["edge"], undefined);
        const left = plan.resources.filter(({ urn, custom }) => custom && urn.includes("slipway:edge"));
        expect(left).toEqual([]);
        const ingress = objects(plan, "networking.k8s.io/v1:NetworkPolicy").filter(
            ({ metadata }) => metadata.name === "web",
        );
        expect(ingress.map(({ spec }) => spec.ingress)).toEqual([[], []]);
        expect(plan.outputs.nameServers).toEqual([]);
    });
});

test("a sentry's address is a premium one of its region that nobody deletes by mistake", async () => {
    const plan = await declareProgram(() => {
        const google = new Google("google", { project: "example", projectNumber: "100000000001", network: "lab" });
        new P2pAddress("sentry-0", { google, region: "europe-west4" });
    });
    const addresses = all(plan, "gcp:compute/address:Address");
    expect(addresses).toMatchObject([
        {
            name: "sentry-0",
            protect: true,
            inputs: {
                name: "sentry-0",
                region: "europe-west4",
                addressType: "EXTERNAL",
                networkTier: "PREMIUM",
                deletionPolicy: "PREVENT",
            },
        },
    ]);
});
