import type { Plan, PlanResource } from "../../preview/plan";
import { Planner, secret, unknown } from "./planner";

const pinned = (name: string, seed: string) => `${name}@sha256:${seed.repeat(64).slice(0, 64)}`;
const regions = ["europe-west1", "us-east1"];

/** A stack like those of this repository: two regions, three systems, about 100 resources. */
export function sample(): Plan {
    const planner = new Planner();
    const ground = planner.group("slipway:ground:Ground", "ground");
    const network = planner.add("gcp:compute/network:Network", "network", {}, { parent: ground.urn });
    const clusters = regions.map((region, i) => regional(planner, ground, network, region, i));
    planner.add(
        "gcp:redis/instance:Instance",
        "cache",
        { region: "us-east1", tier: "STANDARD_HA" },
        { parent: ground.urn },
    );
    for (const secretId of ["solver-key", "pagerduty", "slack", "rpc", "jwt"]) {
        const guards = { deletionProtection: true };
        const options = { parent: ground.urn, protect: true };
        planner.add("gcp:secretmanager/secret:Secret", `secret-${secretId}`, { secretId, ...guards }, options);
    }
    planner.add(
        "gcp:secretmanager/secretVersion:SecretVersion",
        "secret-jwt-first",
        { secret: unknown, secretDataWo: secret },
        { parent: ground.urn, secretPaths: ["secretDataWo"], unknownPaths: ["secret"] },
    );

    system(planner, "slipway:systems:Intents", "intents", clusters[0], ["coordinator", "web", "relayer"]);
    system(planner, "slipway:systems:Paw", "paw", clusters[0], ["validator", "sentry", "signer", "explorer"]);
    system(planner, "slipway:systems:Executor", "executor", clusters[1], ["writer", "monitor", "proxy"]);
    planner.add("gcp:compute/globalAddress:GlobalAddress", "edge", { addressType: "EXTERNAL" }, { protect: true });
    return planner.plan();
}

function regional(
    planner: Planner,
    ground: PlanResource,
    network: PlanResource,
    region: string,
    i: number,
): PlanResource {
    const made = (from: PlanResource, property: string) => ({
        parent: ground.urn,
        dependencies: [from.urn],
        propertyDependencies: { [property]: [from.urn] },
        unknownPaths: [property],
    });
    const range = { region, ipCidrRange: `10.${i * 16}.0.0/20`, network: unknown };
    planner.add("gcp:compute/subnetwork:Subnetwork", `subnet-${region}`, range, made(network, "network"));
    const address = { region, addressType: "EXTERNAL" };
    const egress = planner.add("gcp:compute/address:Address", `egress-${region}`, address, { parent: ground.urn });
    const nat = { region, natIps: unknown, sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES" };
    planner.add("gcp:compute/routerNat:RouterNat", `nat-${region}`, nat, made(egress, "natIps"));
    const kept = { parent: ground.urn, protect: true, retainOnDelete: true };
    const ring = planner.add("gcp:kms/keyRing:KeyRing", `keys-${region}`, { location: region }, kept);
    for (const name of ["disks", "database", "settlement"]) {
        const key = { name, keyRing: unknown, destroyScheduledDuration: "2592000s" };
        planner.add("gcp:kms/cryptoKey:CryptoKey", `keys-${region}-${name}`, key, {
            ...made(ring, "keyRing"),
            protect: true,
        });
    }
    const settings = {
        tier: "db-perf-optimized-N-4",
        ipConfiguration: { ipv4Enabled: false },
        deletionProtectionEnabled: i === 0,
    };
    const database = { region, deletionProtection: true, settings };
    planner.add("gcp:sql/databaseInstance:DatabaseInstance", `postgres-${region}`, database, {
        ...kept,
        retainOnDelete: false,
    });
    const cluster = planner.add(
        "gcp:container/cluster:Cluster",
        `cluster-${region}`,
        {
            location: region,
            network: unknown,
            deletionProtection: true,
            description: "Runs <b>solver</b> & settlement",
            privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: true },
        },
        { ...made(network, "network"), protect: true },
    );
    const access = { ...made(cluster, "kubeconfig"), secretPaths: ["kubeconfig"] };
    return planner.add("pulumi:providers:kubernetes", `api-${region}`, { kubeconfig: unknown }, access);
}

function system(
    planner: Planner,
    type: string,
    namespace: string,
    api: PlanResource | undefined,
    parts: string[],
): void {
    const provider = `${api?.urn}::unknown`;
    const group = planner.group(type, namespace);
    const top = { parent: group.urn, provider };
    planner.add(
        "kubernetes:core/v1:Namespace",
        namespace,
        { metadata: { name: namespace } },
        { ...top, protect: true },
    );
    for (const name of parts) {
        const workload = planner.group("slipway:workload:Workload", `${namespace}-${name}`, { parent: group.urn });
        const inside = { parent: workload.urn, provider };
        const metadata = { name, namespace, labels: { "app.kubernetes.io/name": name } };
        const image = pinned(`registry.example/${namespace}/${name}:1.0.0`, `${name.length}a7f`);
        const containers = [{ name, image, env: [{ name: "DATABASE_HOST", value: unknown }] }];
        const spec = { replicas: 1, template: { metadata, spec: { containers } } };
        const options = { ...inside, unknownPaths: ["spec.template.spec.containers[0].env[0].value"] };
        planner.add("kubernetes:apps/v1:Deployment", `${namespace}-${name}`, { metadata, spec }, options);
        const ports = [{ name: "http", port: 8080 }];
        planner.add(
            "kubernetes:core/v1:Service",
            `${namespace}-${name}-service`,
            { metadata, spec: { ports } },
            inside,
        );
        planner.add("kubernetes:core/v1:ServiceAccount", `${namespace}-${name}-identity`, { metadata }, inside);
        const policy = { metadata, spec: { egress: [{ to: [{ podSelector: {} }] }] } };
        planner.add("kubernetes:networking.k8s.io/v1:NetworkPolicy", `${namespace}-${name}-allow`, policy, inside);
        const data = {
            "config.toml": '[server]\nlisten = "0.0.0.0:8080"\nlog = "info"\n# <script>alert(1)</script>\n'.repeat(3),
        };
        planner.add("kubernetes:core/v1:ConfigMap", `${namespace}-${name}-config`, { metadata, data }, inside);
    }
}

/** The same stack over and over, until it has so many resources. */
export function large(size: number): Plan {
    const base = sample();
    const resources = Array.from({ length: size }, (_, i): PlanResource => {
        const copy = Math.floor(i / base.resources.length);
        const original = base.resources[i % base.resources.length] as PlanResource;
        const move = (urn: string) => `${urn}-${copy}`;
        return {
            ...original,
            urn: move(original.urn),
            name: move(original.name),
            parent: original.parent && move(original.parent),
            provider: original.provider?.replace("::unknown", `-${copy}::unknown`) ?? null,
            dependencies: original.dependencies.map(move),
        };
    });
    return { ...base, resources: resources.sort((a, b) => (a.urn < b.urn ? -1 : 1)) };
}
