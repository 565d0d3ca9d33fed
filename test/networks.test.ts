import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Json, PlanResource } from "../preview/plan";
import { judgePlan } from "../preview/verdicts";
import { withValue } from "./settings/yaml";
import type { Declared } from "./stack";
import { stack } from "./stack";

/** What matters of a network: exact counts by type, and for some resources the values that must not change quietly. */
interface Inventory {
    counts: Record<string, number>;
    values: Record<string, Record<string, Json>>;
}

const inventory = (name: string): Inventory =>
    parse(readFileSync(join(__dirname, "inventories", `${name}.yaml`), "utf8"));

/** Types whose loss is a loss of data or keys. */
const HOLDERS = [
    "gcp:sql/databaseInstance:DatabaseInstance",
    "gcp:sql/database:Database",
    "gcp:redis/instance:Instance",
    "gcp:secretmanager/secret:Secret",
    "gcp:kms/keyRing:KeyRing",
    "gcp:kms/cryptoKey:CryptoKey",
    "gcp:container/cluster:Cluster",
];

/** Kinds that take pods or a workload, the rule that looks whether these are there, and a place to take something else. */
const SELECTING: Record<string, readonly [rule: string, path: readonly string[]]> = {
    Service: ["REL-08", ["spec", "selector", "gone"]],
    HorizontalPodAutoscaler: ["REL-08", ["spec", "scaleTargetRef", "name"]],
    PodDisruptionBudget: ["REL-04", ["spec", "selector", "matchLabels", "gone"]],
    NetworkPolicy: ["NET-02", ["spec", "podSelector", "matchLabels", "gone"]],
};

const at = (value: Json | undefined, path: string): Json | undefined =>
    path.split(".").reduce<Json | undefined>((inner, key) => {
        if (Array.isArray(inner)) return inner[Number(key)];
        return typeof inner === "object" && inner !== null ? inner[key] : undefined;
    }, value);

const isKubernetes = ({ type, custom }: PlanResource) => custom && type.startsWith("kubernetes:");

describe.each(["testnet", "mainnet"])("%s", (name) => {
    let network: Declared;
    beforeAll(async () => {
        network = await stack(name);
    });

    test("declares exactly what its inventory says", () => {
        const { counts, values } = inventory(name);
        expect(network.counts()).toEqual(counts);
        for (const [key, expected] of Object.entries(values)) {
            const [type = "", resource = ""] = key.split(" ");
            expect(network.one(type, resource).inputs).toMatchObject(expected);
        }
    });

    test("breaks no rule, and leaves no rule undetermined", () => {
        const { blocked, verdicts } = judgePlan(network.plan, "");
        expect(blocked).toBe(false);
        // What an advisory rule says is news to the deployer, and no fault of the declaration.
        expect(verdicts.filter(({ level }) => level === "mandatory")).toEqual([]);
    });

    test("has nothing that takes nothing: it would be found, wherever no chart has pods", () => {
        const charts = network.all("kubernetes:helm.sh/v3:Release").map(({ inputs }) => inputs.namespace);
        const expected: string[] = [];
        const wrong = network.plan.resources.map((one) => {
            const [rule, path] = SELECTING[one.type.slice(one.type.lastIndexOf(":") + 1)] ?? [];
            const charted = charts.includes(at(one.inputs, "metadata.namespace") ?? null);
            if (!path || charted || at(one.inputs, path.slice(0, -1).join(".")) === undefined) return one;
            expected.push(`${rule} ${one.urn}`);
            return withValue(one, ["inputs", ...path], "gone");
        });
        const { verdicts } = judgePlan({ ...network.plan, resources: wrong }, "");
        const found = new Set(verdicts.map(({ rule, urn }) => `${rule} ${urn}`));
        expect(expected.filter((one) => !found.has(one))).toEqual([]);
        expect(new Set(expected.map((one) => one.slice(0, 6))).size).toBe(3);
    });

    test("puts every resource into a component, and names every Kubernetes object", () => {
        const components = new Set(network.plan.resources.filter(({ custom }) => !custom).map(({ urn }) => urn));
        const homeless = network.plan.resources.filter(
            ({ custom, parent }) => custom && (!parent || !components.has(parent) || parent.includes("pulumi:Stack")),
        );
        expect(homeless.map(({ urn }) => urn)).toEqual([]);
        const nameless = network.plan.resources.filter(
            (one) => isKubernetes(one) && typeof (at(one.inputs, "metadata.name") ?? one.inputs.name) !== "string",
        );
        expect(nameless.map(({ urn }) => urn)).toEqual([]);
    });

    test("guards whatever holds data or keys", () => {
        const held = network.plan.resources.filter(({ type }) => HOLDERS.includes(type));
        expect(held.length).toBeGreaterThan(10);
        expect(held.filter(({ protect }) => !protect).map(({ urn }) => urn)).toEqual([]);
        const unguarded = held.filter(
            ({ type, inputs }) => inputs.deletionPolicy !== "PREVENT" && type !== "gcp:kms/keyRing:KeyRing",
        );
        expect(unguarded.map(({ urn }) => urn)).toEqual([]);
    });

    test("uses an explicit provider for everything, so that nothing follows the caller's environment", () => {
        const strays = network.plan.resources.filter(
            ({ custom, provider, type }) => custom && !type.startsWith("pulumi:providers:") && provider === null,
        );
        expect(strays.map(({ urn }) => urn)).toEqual([]);
    });

    test("denies everything in every namespace before it allows anything", () => {
        const namespaces = network.all("kubernetes:core/v1:Namespace").map(({ inputs }) => at(inputs, "metadata.name"));
        const denied = network
            .all("kubernetes:networking.k8s.io/v1:NetworkPolicy")
            .filter(({ inputs }) => JSON.stringify(at(inputs, "spec.podSelector")) === "{}")
            .map(({ inputs }) => at(inputs, "metadata.namespace"));
        expect(denied.sort()).toEqual(namespaces.sort());
        const enforced = network
            .all("kubernetes:core/v1:Namespace")
            .map(({ inputs }) => at(inputs, "metadata.labels")) as Record<string, Json>[];
        expect(enforced.every((labels) => labels["pod-security.kubernetes.io/enforce"] === "restricted")).toBe(true);
    });

    test("runs the coordinator once in all regions together, and never two while one replaces the other", () => {
        const named = (type: string) =>
            network.all(type).filter(({ inputs }) => at(inputs, "metadata.name") === "coordinator");
        const replicas = named("kubernetes:apps/v1:StatefulSet").map(({ inputs }) => at(inputs, "spec.replicas"));
        expect(replicas.reduce<number>((sum, one) => sum + Number(one), 0)).toBe(1);
        expect(named("kubernetes:apps/v1:Deployment")).toEqual([]);
        expect(
            network
                .all("kubernetes:autoscaling/v2:HorizontalPodAutoscaler")
                .filter(({ inputs }) => at(inputs, "spec.scaleTargetRef.name") === "coordinator"),
        ).toEqual([]);
    });

    test("waits longer for a drain than the drain takes", () => {
        const [coordinator] = network
            .all("kubernetes:apps/v1:StatefulSet")
            .filter(({ inputs }) => at(inputs, "metadata.name") === "coordinator");
        expect(at(coordinator?.inputs, "spec.template.spec.terminationGracePeriodSeconds")).toBeGreaterThan(1800);
    });

    test("lets nothing come in from the internet but to sentries", () => {
        const open = network
            .all("gcp:compute/firewall:Firewall")
            .filter(({ inputs }) => inputs.direction === "INGRESS" && inputs.allows)
            .flatMap(({ inputs }) => inputs.sourceRanges as string[]);
        expect(open.filter((range) => !range.startsWith("10."))).toEqual([]);
        const services = network.all("kubernetes:core/v1:Service");
        const balanced = services.filter(({ inputs }) => at(inputs, "spec.type") !== "ClusterIP");
        const selected = balanced.flatMap(({ inputs }) => Object.values(at(inputs, "spec.selector") as object));
        expect(selected.filter((app) => !String(app).startsWith("sentry-"))).toEqual([]);
    });

    test("keeps secret values out of every input but the write-only one that passes them on", () => {
        const secret = network.plan.resources.filter(({ secretPaths }) => secretPaths.length > 0);
        expect(secret.length).toBeGreaterThan(0);
        for (const { type, secretPaths } of secret)
            expect([type, ...secretPaths]).toEqual(["gcp:secretmanager/secretVersion:SecretVersion", "secretDataWo"]);
    });
});

describe("mainnet", () => {
    test("keeps Postgres in two regions, fit to swap roles", async () => {
        const mainnet = await stack("mainnet");
        const instances = mainnet.all("gcp:sql/databaseInstance:DatabaseInstance");
        expect(instances.map(({ inputs }) => inputs.region)).toEqual(["europe-west1", "europe-west4"]);
        const [primary, standby] = instances.map(({ inputs }) => {
            const { backupConfiguration, finalBackupConfig, locationPreference, passwordValidationPolicy, ...shared } =
                inputs.settings as Record<string, Json>;
            return { backups: { backupConfiguration, finalBackupConfig }, shared };
        });
        expect(primary?.shared).toEqual(standby?.shared);
        expect(primary?.backups).toMatchObject({ backupConfiguration: { pointInTimeRecoveryEnabled: true } });
        expect(standby?.backups).toEqual({
            backupConfiguration: { enabled: false, pointInTimeRecoveryEnabled: false },
            finalBackupConfig: undefined,
        });
    });

    test("has more of everything than testnet because its stack file says so", async () => {
        const [testnet, mainnet] = [await stack("testnet"), await stack("mainnet")];
        expect(mainnet.plan.resources.length).toBeGreaterThan(testnet.plan.resources.length);
    });
});
