import { beforeAll, describe, expect, test } from "vitest";
import type { Json, PlanResource } from "../../preview/plan";
import { Discovery } from "../../sandbox/cloud/google/discovery";
import { stack } from "../stack";
import { environment } from "./tools";

/** What Google advises against and the provider still needs, or that checkov and CIS read there and nowhere else. */
const DEPRECATED: Readonly<Record<string, readonly string[]>> = {
    "gcp:container/cluster:Cluster": [
        "initialNodeCount",
        "masterAuthorizedNetworksConfig",
        "privateClusterConfig.enablePrivateEndpoint",
        "privateClusterConfig.enablePrivateNodes",
        "privateClusterConfig.masterGlobalAccessConfig",
        "securityPostureConfig.vulnerabilityMode",
    ],
};

describe("Google's descriptions of its APIs", () => {
    let discovery: Discovery;
    beforeAll(() => {
        discovery = new Discovery(environment());
    });

    test.each(["testnet", "mainnet"])("know every input of %s, its type, its values and its form", async (name) => {
        const declared = (await stack(name)).plan.resources.filter(
            ({ type, custom }) => custom && type.startsWith("gcp:"),
        );
        const unjudged = new Map<string, number>();
        const faults: string[] = [];
        const advised = new Set<string>();
        for (const resource of declared) {
            const said = discovery.judge(resource);
            if (!said) unjudged.set(resource.type, (unjudged.get(resource.type) ?? 0) + 1);
            faults.push(...(said?.faults ?? []).map((fault) => `${resource.type} ${resource.name}: ${fault}`));
            for (const path of said?.deprecated ?? []) advised.add(`${resource.type} ${path}`);
        }
        const silent = [...unjudged].map(([type, count]) => `${count} ${type}`);
        const judged = declared.length - [...unjudged.values()].reduce((sum, count) => sum + count, 0);
        process.stdout.write(
            `Google's APIs on ${name}: ${judged} resources judged, ${faults.length} faults, ${advised.size} deprecated; ` +
                `not judged: ${silent.join(", ")}\n`,
        );
        expect(faults).toEqual([]);
        const known = Object.entries(DEPRECATED).flatMap(([type, paths]) => paths.map((path) => `${type} ${path}`));
        expect([...advised].sort()).toEqual(known.sort());
    });

    /** Changes the text at a path of the first resource that has one there. */
    function changed(resources: readonly PlanResource[], type: string, path: string, value: Json): PlanResource {
        for (const resource of structuredClone(resources.filter((one) => one.type === type))) {
            const keys = path.split(".");
            const last = keys.pop() ?? "";
            let at: Json | undefined = resource.inputs;
            for (const key of keys) at = (at as { [key: string]: Json } | undefined)?.[key];
            const owner = at as { [key: string]: Json } | undefined;
            if (owner?.[last] === undefined) continue;
            owner[last] = value;
            return resource;
        }
        throw new Error(`no ${type} has ${path}`);
    }

    test.each<[string, string, Json]>([
        ["gcp:container/cluster:Cluster", "datapathProvider", "ADVANCED"],
        ["gcp:container/cluster:Cluster", "releaseChannel.channel", "SLOW"],
        ["gcp:container/cluster:Cluster", "binaryAuthorization.evaluationMode", "ENFORCE"],
        ["gcp:container/cluster:Cluster", "databaseEncryption.state", "ON"],
        ["gcp:container/cluster:Cluster", "enableShieldedNodes", "yes"],
        ["gcp:container/nodePool:NodePool", "upgradeSettings.strategy", "ROLLING"],
        ["gcp:container/nodePool:NodePool", "nodeConfig.workloadMetadataConfig.mode", "SECURE"],
        ["gcp:container/nodePool:NodePool", "autoscaling.maxNodeCount", "many"],
        ["gcp:sql/databaseInstance:DatabaseInstance", "databaseVersion", "POSTGRES_99"],
        ["gcp:sql/databaseInstance:DatabaseInstance", "settings.availabilityType", "MULTI_ZONE"],
        ["gcp:sql/databaseInstance:DatabaseInstance", "settings.ipConfiguration.sslMode", "TLS"],
        ["gcp:sql/databaseInstance:DatabaseInstance", "settings.edition", "PLUS"],
        ["gcp:kms/cryptoKey:CryptoKey", "purpose", "SIGN"],
        ["gcp:kms/cryptoKey:CryptoKey", "versionTemplate.protectionLevel", "HARDWARE"],
        ["gcp:kms/cryptoKey:CryptoKey", "rotationPeriod", "90d"],
        ["gcp:redis/instance:Instance", "tier", "HA"],
        ["gcp:redis/instance:Instance", "transitEncryptionMode", "TLS"],
        ["gcp:compute/firewall:Firewall", "direction", "IN"],
        ["gcp:compute/subnetwork:Subnetwork", "logConfig.aggregationInterval", "INTERVAL_1_HOUR"],
        ["gcp:dns/managedZone:ManagedZone", "visibility", "internal"],
    ])("find a wrong value of %s %s", async (type, path, value) => {
        const { plan } = await stack("mainnet");
        const said = discovery.judge(changed(plan.resources, type, path, value));
        expect(said?.faults).toEqual([expect.stringContaining(path)]);
    });

    test("find a property that nobody knows", async () => {
        const { plan } = await stack("mainnet");
        const cluster = plan.resources.find(({ type }) => type === "gcp:container/cluster:Cluster") as PlanResource;
        const inputs = { ...cluster.inputs, enableIntraNodeVisbility: true };
        expect(discovery.judge({ ...cluster, inputs })?.faults).toEqual([
            "enableIntraNodeVisbility is unknown to container.v1",
        ]);
    });
});
