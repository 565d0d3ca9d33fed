import { parse } from "smol-toml";
import { beforeAll, describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { cometConfig } from "../../components/chain/comet-config";
import { Settings } from "../../components/settings/settings";
import { COMETBFT_NAMESPACE } from "../../components/workload/metrics";
import type { Json, Plan, PlanResource } from "../../preview/plan";
import { chainOf } from "../../systems/paw-shape";
import { settingsOf } from "../settings/yaml";
import { stack } from "../stack";
import type { Fields } from "../workload/lab";
import { at, pods } from "../workload/lab";
import { kind } from "./worlds";

const ROLES = ["validator", "sentry", "full-node", "archive-node"];

const named = ({ inputs }: PlanResource) => String(at(inputs, "metadata", "name"));
const role = ({ inputs }: PlanResource) => String(at(inputs, "metadata", "labels", "app.kubernetes.io/component"));

/** A file of a ConfigMap, as its program reads it. */
const toml = (map: PlanResource, file: string) => parse(String(at(map.inputs, "data", file))) as Fields;

const nodesOf = (plan: Plan) => kind(plan, "ConfigMap").filter((map) => ROLES.includes(role(map)));

/** How Prometheus reads the metrics of a workload on a port. */
const endpoint = (plan: Plan, app: string, port: string): Json | undefined =>
    kind(plan, "ServiceMonitor")
        .filter(({ inputs }) => at(inputs, "spec", "selector", "matchLabels", "app.kubernetes.io/name") === app)
        .flatMap(({ inputs }) => at(inputs, "spec", "endpoints") as Fields[])
        .find((one) => one.port === port);

/** Number of a named port, as the workload's Service has it. */
const portOf = (plan: Plan, app: string, port: string): Json | undefined =>
    kind(plan, "Service")
        .filter((service) => named(service) === app)
        .flatMap(({ inputs }) => at(inputs, "spec", "ports") as Fields[])
        .find(({ name }) => name === port)?.port;

describe.each(["testnet", "mainnet"])("on %s", (name) => {
    let plan: Plan;
    beforeAll(async () => {
        plan = (await stack(name)).plan;
    });

    test("D5: the metrics of every node begin as the alerts on them do", () => {
        const nodes = nodesOf(plan);
        expect(new Set(nodes.map(role)).size).toBeGreaterThan(2);
        for (const node of nodes) {
            const config = toml(node, "config.toml");
            expect(config.instrumentation).toMatchObject({ prometheus: true, namespace: COMETBFT_NAMESPACE });
            const listens = String(at(config, "instrumentation", "prometheus_listen_addr"));
            expect(listens).toBe(`:${portOf(plan, named(node), "metrics")}`);
            expect(endpoint(plan, named(node), "metrics")).toMatchObject({ path: "/metrics" });
        }
        const rules = JSON.stringify(kind(plan, "PrometheusRule").map(({ inputs }) => inputs.spec));
        const namespaces = [...rules.matchAll(/\b(tendermint|cometbft|comet)_(?=[a-z])/g)].map(([, found]) => found);
        expect(namespaces.filter((found) => found !== COMETBFT_NAMESPACE)).toEqual([]);
    });

    test("D6: Cosmos SDK telemetry, where IBC is counted, is served and read", () => {
        for (const node of nodesOf(plan)) {
            const app = toml(node, "app.toml");
            expect(app.telemetry).toMatchObject({ enabled: true, "service-name": "" });
            expect(at(app, "telemetry", "prometheus-retention-time")).toBeGreaterThan(0);
            expect(app.api).toMatchObject({ enable: true });
            expect(String(at(app, "api", "address"))).toMatch(
                new RegExp(`^tcp://0\\.0\\.0\\.0:${portOf(plan, named(node), "rest")}$`),
            );
            expect(endpoint(plan, named(node), "rest")).toMatchObject({
                path: "/metrics",
                params: { format: ["prometheus"] },
            });
        }
    });

    test("D11: Hermes has a key store that it knows, telemetry that can be reached, and keys that are files", () => {
        const relayers = kind(plan, "ConfigMap").filter((map) => role(map) === "relayer");
        expect(relayers.length).toBeGreaterThan(0);
        for (const relayer of relayers) {
            const config = toml(relayer, "config.toml");
            const namespace = String(at(relayer.inputs, "metadata", "namespace"));
            const chains = config.chains as Fields[];
            expect(chains.length).toBeGreaterThan(1);
            for (const chain of chains) expect(["Test", "Memory"]).toContain(chain.key_store_type);
            expect(config.telemetry).toEqual({
                enabled: true,
                host: "0.0.0.0",
                port: portOf(plan, named(relayer), "metrics"),
            });
            const files = kind(plan, "ExternalSecret")
                .filter(({ inputs }) => at(inputs, "metadata", "namespace") === namespace)
                .filter((secret) => named(secret).startsWith(`${named(relayer)}-`))
                .flatMap(({ inputs }) => at(inputs, "spec", "data") as Fields[]);
            const keys = files.map((file) => [file.secretKey, at(file.remoteRef as Json, "key")].join());
            expect([...new Set(keys)].sort()).toEqual(
                chains.map(({ id }) => `${id}.json,${namespace}-${named(relayer)}-${id}`).sort(),
            );
            // No packets but those of the channels that were named.
            for (const chain of chains) expect(at(chain.packet_filter as Json, "policy")).toBe("allow");
        }
    });

    test("nodes ask for the chain's own gas price, and halt nowhere unless told", () => {
        const prices = nodesOf(plan).map((node) => toml(node, "app.toml")["minimum-gas-prices"]);
        expect(new Set(prices)).toEqual(new Set([name === "mainnet" ? "0.025upaw" : "0.001upaw"]));
        expect(nodesOf(plan).map((node) => toml(node, "app.toml")["halt-height"])).not.toContain(undefined);
    });

    test("each role keeps of the chain what it is for, and full nodes alone offer snapshots", () => {
        const kept = nodesOf(plan).map((node): [string, unknown, unknown] => {
            const app = toml(node, "app.toml");
            return [role(node), app.pruning, at(app["state-sync"] as Json, "snapshot-interval")];
        });
        const expected: Record<string, [unknown, unknown]> = {
            validator: ["custom", 0],
            sentry: ["custom", 0],
            "full-node": ["custom", 2000],
            "archive-node": ["nothing", 0],
        };
        for (const [node, ...found] of kept) expect([node, found]).toEqual([node, expected[node]]);
        expect(kept.some(([node]) => node === "archive-node")).toBe(name === "mainnet");
    });

    test("whoever is known by a node id has a key of its own, and no other node has one", () => {
        const keys = kind(plan, "ExternalSecret").flatMap(({ inputs, name: resource }) =>
            (at(inputs, "spec", "data") as Fields[])
                .filter(({ secretKey }) => secretKey === "node_key.json")
                .map(({ remoteRef }) => [resource, String(at(remoteRef, "key"))] as const),
        );
        const of = nodesOf(plan).filter((node) => ["validator", "sentry"].includes(role(node)));
        expect(keys).toHaveLength(of.length);
        // The validator's is the same in both regions, where it runs in one.
        expect(new Set(keys.map(([, key]) => key)).size).toBe(new Set(of.map(named)).size);
    });

    test("a node's own key lies on no disk, and only nodes of the active region wait for a signer", () => {
        for (const node of nodesOf(plan)) {
            const config = toml(node, "config.toml");
            expect([config.priv_validator_key_file, config.priv_validator_state_file]).toEqual([
                "/tmp/priv_validator_key.json",
                "/tmp/priv_validator_state.json",
            ]);
            const active = node.name.endsWith(String(plan.outputs.activeRegion));
            const waits = role(node) === "validator" || (role(node) === "sentry" && active);
            expect([node.name, config.priv_validator_laddr]).toEqual([node.name, waits ? "tcp://0.0.0.0:1234" : ""]);
        }
    });

    test("what a signer dials is found before it is ready, and is never asked whether it is", () => {
        const [cosigner] = kind(plan, "ConfigMap").filter(
            (map) => role(map) === "cosigner" && map.name.endsWith(String(plan.outputs.activeRegion)),
        );
        const config = parseYaml(String(at(cosigner?.inputs, "data", "config.yaml")));
        const dialled = config.chainNodes.map(
            ({ privValAddr }: { privValAddr: string }) => new URL(privValAddr.replace("tcp:", "http:")),
        );
        expect(dialled.map(({ hostname }: URL) => hostname)).toEqual([
            "validator-privval",
            "sentry-a-privval",
            "sentry-b-privval",
        ]);
        for (const { hostname, port } of dialled) {
            const services = kind(plan, "Service").filter((service) => named(service) === hostname);
            expect(services.length).toBeGreaterThan(0);
            for (const { inputs } of services)
                expect(inputs.spec).toMatchObject({ publishNotReadyAddresses: true, ports: [{ port: Number(port) }] });
            const app = hostname.replace("-privval", "");
            const found = pods(plan).filter(
                ({ resource }) => named(resource) === app && resource.name.endsWith(String(plan.outputs.activeRegion)),
            );
            expect(found).toHaveLength(1);
            for (const { spec } of found) expect((spec.containers as Fields[])[0]).not.toHaveProperty("readinessProbe");
        }
    });

    test("cosigners know each other under the names that they have, each with the shard of its number", () => {
        const cosigners = kind(plan, "ConfigMap").filter((map) => role(map) === "cosigner");
        for (const one of cosigners) {
            const config = parseYaml(String(at(one.inputs, "data", "config.yaml")));
            expect(config).toMatchObject({
                signMode: "threshold",
                debugAddr: "0.0.0.0:6001",
                thresholdMode: { threshold: 2 },
            });
            expect(config.thresholdMode.cosigners).toEqual(
                [1, 2, 3].map((shard) => ({ shardID: shard, p2pAddr: `tcp://cosigner-${shard}.paw.svc:2222` })),
            );
        }
    });

    test("a sentry tells its peers the address that its load balancer has, and of the validator nothing", () => {
        const sentries = pods(plan).filter(({ resource }) => role(resource) === "sentry");
        expect(sentries.length).toBeGreaterThan(1);
        const hidden = toml(nodesOf(plan).find((node) => role(node) === "sentry") as PlanResource, "config.toml");
        expect(at(hidden.p2p as Json, "private_peer_ids")).toBe("e1".repeat(20));
        for (const { resource } of sentries) {
            const app = named(resource);
            const services = kind(plan, "Service").filter((one) => named(one) === `${app}-p2p`);
            expect(services).toHaveLength(1);
            const [service] = services;
            expect(service?.inputs.spec).toMatchObject({
                type: "LoadBalancer",
                externalTrafficPolicy: "Local",
                selector: { "app.kubernetes.io/name": app },
                ports: [{ port: 26656 }],
            });
            const address = [expect.stringContaining(`gcp:compute/address:Address::paw-${app}`)];
            expect(service?.propertyDependencies.spec).toEqual(address);
            expect(resource.propertyDependencies.spec).toEqual(expect.arrayContaining(address));
        }
    });
});

test("an upgrade changes what runs once the chain has reached its height, and not before", () => {
    const { paw } = Settings.parse(settingsOf("mainnet")).systems;
    const image = `europe-docker.pkg.dev/example-slipway/paw/node:2.0.0@sha256:${"9".repeat(64)}`;
    const upgrade = { name: "v2", height: 1000, image };
    const runs = (given?: object) => chainOf({ ...paw, ...given } as never).image;
    expect(runs()).toBe(paw?.images.node);
    expect(runs({ upgrade: { ...upgrade, reached: false } })).toBe(paw?.images.node);
    expect(runs({ upgrade: { ...upgrade, reached: true } })).toBe(image);
});

describe("config.toml", () => {
    const node = { moniker: "m", signed: false, knownByKey: false, pex: true };

    test("takes state from others only where settings say so", () => {
        expect(parse(cometConfig(node)).statesync).toEqual({ enable: false });
        const stateSync = {
            rpc: ["https://a.example.com", "https://b.example.com"],
            trustHeight: 1000,
            trustHash: `sha256:${"ab".repeat(32)}`,
            trustPeriodHours: 168,
        };
        expect(parse(cometConfig({ ...node, stateSync })).statesync).toEqual({
            enable: true,
            rpc_servers: "https://a.example.com:443,https://b.example.com:443",
            trust_height: 1000,
            trust_hash: "ab".repeat(32),
            trust_period: "168h0m0s",
        });
    });
});
