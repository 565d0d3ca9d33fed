import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import type { Identity } from "../../components/ground/identity";
import { Secret } from "../../components/ground/secret";
import { GateJob } from "../../components/workload/gate-job";
import type { RuntimeArgs } from "../../components/workload/runtime";
import { DiskClass } from "../../components/workload/storage";
import { Workload, type WorkloadArgs } from "../../components/workload/workload";
import type { Json } from "../../preview/plan";
import type { Fields, Lab } from "./lab";
import { at, IMAGE, lab, mainOf, only, onlyPod, REGIONS } from "./lab";

const probes = { startup: "/up", readiness: "/ready", liveness: "/live" };
const serving = { scale: { replicas: { min: 2, max: 4 } }, ports: { http: 8080 }, probes } as const;

type Args = Omit<WorkloadArgs, keyof RuntimeArgs> & Partial<RuntimeArgs>;

/** Declares one workload in the one region of a lab. */
const workload = (args: Args | ((lab: Lab) => Args), place = {}) =>
    lab((ground) => {
        const [site] = ground.sites;
        if (!site) throw new Error("a lab has a site");
        new Workload("app", { ...ground.runs(site, "app"), ...(typeof args === "function" ? args(ground) : args) });
    }, place);

const podOf = async (args: Args) => onlyPod(await workload(args));
const main = async (args: Args) => mainOf(await podOf(args));
const annotations = async (args: Args) => at((await podOf(args)).template, "metadata", "annotations") as Fields;

describe("probes", () => {
    test.each<[WorkloadArgs["probes"]["startup"], Json]>([
        ["/up", { httpGet: { path: "/up", port: "http" } }],
        [{ http: "/up", port: "rpc" }, { httpGet: { path: "/up", port: "rpc" } }],
        [{ tcp: "rpc" }, { tcpSocket: { port: "rpc" } }],
        [{ grpc: "rpc", service: "health" }, { grpc: { port: 26657, service: "health" } }],
        [{ exec: ["/app", "check"] }, { exec: { command: ["/app", "check"] } }],
    ])("ask as they are told: %j", async (startup, expected) => {
        const ports = { http: 8080, rpc: 26657 };
        const probed = await main({ ...serving, ports, probes: { ...probes, startup, startupSeconds: 900 } });
        expect(probed?.startupProbe).toEqual({ ...(expected as object), periodSeconds: 5, failureThreshold: 180 });
    });

    test("leave readiness out only with a reason, which the pod carries", async () => {
        const none = "the node answers once its signer has found it";
        const silent = { ...serving, probes: { ...probes, readiness: { none } } };
        expect(await main(silent)).not.toHaveProperty("readinessProbe");
        expect(await annotations(silent)).toMatchObject({ "slipway.dev/no-readiness": none });
        expect(await annotations(serving)).not.toHaveProperty("slipway.dev/no-readiness");
    });

    test("ask no port that is not there", async () => {
        await expect(main({ ...serving, probes: { ...probes, liveness: { tcp: "p2p" } } })).rejects.toThrow(
            "app asks its port p2p, which it does not have; use http",
        );
    });
});

describe("a drain", () => {
    test.each<[number | undefined, number, boolean]>([
        [undefined, 40, false],
        [590, 600, false],
        [591, 601, true],
        [3590, 3600, true],
    ])("of %s s is given %i s; kept from the autoscaler: %s", async (drainSeconds, grace, kept) => {
        const pod = await podOf({ ...serving, ...(drainSeconds !== undefined && { drainSeconds }) });
        expect(pod.spec.terminationGracePeriodSeconds).toBe(grace);
        const evict = at(pod.template, "metadata", "annotations", "cluster-autoscaler.kubernetes.io/safe-to-evict");
        expect(evict).toBe(kept ? "false" : undefined);
    });

    test("longer than GKE waits is refused, with what to do instead", async () => {
        await expect(podOf({ ...serving, drainSeconds: 3591 })).rejects.toThrow(
            "app drains for 3591 s; a node upgrade waits 3590 s at most: drain the rest by a call before the rollout",
        );
        await expect(podOf({ ...serving, drainSeconds: 0 })).rejects.toThrow("give it 1 s at least");
    });

    test("begins with a wait, a call or a command", async () => {
        const preStop = async (drain: Partial<Args>) =>
            at(await main({ ...serving, ...drain }), "lifecycle", "preStop");
        expect(await preStop({})).toEqual({ sleep: { seconds: 10 } });
        expect(await preStop({ drainCall: "/drain" })).toEqual({ httpGet: { path: "/drain", port: "http" } });
        expect(await preStop({ drainCall: { exec: ["/app", "drain"] } })).toEqual({
            exec: { command: ["/app", "drain"] },
        });
    });
});

describe("a pod", () => {
    test("that is pinned has as many cores as it asks for, in every container", async () => {
        const sidecars = [{ name: "helper", image: IMAGE, resources: { cpu: "250m", memory: "64Mi" } }];
        const args = { ...serving, sidecars, resources: { cpu: "4", memory: "8Gi" } };
        const cpus = async (args: Args) =>
            (await podOf(args)).containers.map((one) => [
                at(one, "resources", "requests", "cpu"),
                at(one, "resources", "limits", "cpu"),
            ]);
        expect(await cpus({ ...args, pinned: true })).toEqual([
            ["4", "4"],
            ["250m", "250m"],
        ]);
        expect(await cpus(args)).toEqual([
            ["4", undefined],
            ["250m", undefined],
        ]);
        await expect(podOf({ ...args, pinned: true, resources: { cpu: "500m", memory: "1Gi" } })).rejects.toThrow(
            "app is pinned to 500m cores; use a whole number",
        );
    });

    test("shows a container besides the main one only what it is to see", async () => {
        const extra = { image: IMAGE, resources: { cpu: "50m", memory: "64Mi" } };
        const args = {
            ...serving,
            config: { "app.toml": "a = 1" },
            sidecars: [{ ...extra, name: "helper" }],
            init: [{ ...extra, name: "prepare", sees: ["tmp", "config"] }],
        };
        const pod = await podOf(args);
        const [helper, prepare] = pod.spec.initContainers as [Fields, Fields];
        expect([helper.restartPolicy, prepare.restartPolicy]).toEqual(["Always", undefined]);
        expect(helper.volumeMounts).toEqual([]);
        expect((prepare.volumeMounts as Fields[]).map(({ mountPath }) => mountPath)).toEqual([
            "/tmp",
            "/etc/slipway/config",
        ]);
        await expect(podOf({ ...args, init: [{ ...extra, name: "prepare", sees: ["secrets"] }] })).rejects.toThrow(
            "app/prepare sees secrets; use tmp, config",
        );
    });
});

describe("metrics", () => {
    test("are said once: container, Service and their name agree", async () => {
        const metrics = { port: "metrics", number: 9090, path: "/metrics" };
        const plan = await workload({ ...serving, metrics });
        expect(mainOf(onlyPod(plan)).ports).toContainEqual({ name: "metrics", containerPort: 9090 });
        expect(at(only(plan, "kubernetes:core/v1:Service").inputs, "spec", "ports")).toEqual([
            { name: "http", port: 8080, targetPort: "http" },
            { name: "metrics", port: 9090, targetPort: "metrics" },
        ]);
    });

    test("may share a port, and never its name alone", async () => {
        const shared = { port: "http", number: 8080, path: "/api/health/metrics" };
        expect(await main({ ...serving, metrics: shared })).toMatchObject({
            ports: [{ name: "http", containerPort: 8080 }],
        });
        await expect(main({ ...serving, metrics: { ...shared, number: 9090 } })).rejects.toThrow(
            "app has its metrics on http 9090, but its port http is 8080",
        );
    });
});

describe("config", () => {
    const of = async (config: WorkloadArgs["config"]) =>
        (await annotations({ ...serving, ...(config && { config }) }))["slipway.dev/config"];

    test("that changes restarts what reads it", async () => {
        expect(await of({ "a.toml": "a = 1" })).toBe(await of({ "a.toml": "a = 1" }));
        expect(await of({ "a.toml": "a = 1" })).not.toBe(await of({ "a.toml": "a = 2" }));
        expect(await of({ "a.toml": "a = 1" })).not.toBe(await of({ "b.toml": "a = 1" }));
    });

    test("that another resource renders has a checksum once it is known", async () => {
        expect(await of({ "a.toml": pulumi.output("a = 1") })).toBe(await of({ "a.toml": "a = 1" }));
        const plan = await workload(({ ground }) => ({ ...serving, config: { "a.toml": ground.network.network.id } }));
        expect(at(onlyPod(plan).template, "metadata", "annotations", "slipway.dev/config")).toEqual({
            $unknown: true,
        });
    });

    test("that no ConfigMap holds is refused", async () => {
        await expect(of({ "genesis.json": "x".repeat(1024 * 1024 + 1) })).rejects.toThrow(
            "app has 1048577 bytes of config; a ConfigMap holds 1048576",
        );
    });
});

describe("stateful members", () => {
    const members = () =>
        workload(({ sites: [site] }) => {
            if (!site) throw new Error("a lab has a site");
            const storage = { class: new DiskClass("disk", { site, type: "pd-ssd" }), gigabytes: 500, at: "/data" };
            return { ...serving, scale: { members: 3, storage, onePerNode: true } };
        });

    test("have a disk each that nothing takes away, and that one pod alone can mount", async () => {
        const plan = await members();
        expect(only(plan, "kubernetes:apps/v1:StatefulSet").inputs.spec).toMatchObject({
            replicas: 3,
            persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
            volumeClaimTemplates: [
                {
                    metadata: { name: "data" },
                    spec: {
                        accessModes: ["ReadWriteOncePod"],
                        storageClassName: "slipway-pd-ssd",
                        resources: { requests: { storage: "500Gi" } },
                    },
                },
            ],
        });
        expect(only(plan, "kubernetes:storage.k8s.io/v1:StorageClass").inputs).toMatchObject({
            reclaimPolicy: "Retain",
            volumeBindingMode: "WaitForFirstConsumer",
            allowVolumeExpansion: true,
            parameters: { type: "pd-ssd", "disk-encryption-kms-key": { $unknown: true } },
        });
        expect(only(plan, "kubernetes:apps/v1:StatefulSet").protect).toBe(true);
    });

    test("find each other before they are ready, and never share a node", async () => {
        const plan = await members();
        const headless = plan.resources.find(({ inputs }) => at(inputs, "metadata", "name") === "app-members");
        expect(headless?.inputs.spec).toMatchObject({ clusterIP: "None", publishNotReadyAddresses: true });
        expect(at(only(plan, "kubernetes:apps/v1:StatefulSet").inputs, "spec", "serviceName")).toBe("app-members");
        expect(onlyPod(plan).spec.affinity).toMatchObject({
            podAntiAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "kubernetes.io/hostname" }],
            },
        });
    });
});

describe("a secret", () => {
    const withSecret = ({ ground, runs, sites: [site] }: Lab): Pick<RuntimeArgs, "secrets"> => {
        const reader = site && (runs(site, "app").identity as Identity);
        if (!reader) throw new Error("a lab has a site");
        return { secrets: { files: { token: new Secret("token", { manager: ground.secretManager, reader }) } } };
    };
    const at2 = (version: number) =>
        workload((ground) => ({ ...serving, ...withSecret(ground) }), { secretVersions: { token: version } });
    const read = async (version: number) => {
        const plan = await at2(version);
        const secret = only(plan, "kubernetes:external-secrets.io/v1:ExternalSecret").inputs;
        const volumes = onlyPod(plan).spec.volumes as Fields[];
        return {
            version: at((at(secret, "spec", "data") as Fields[])[0], "remoteRef", "version"),
            made: at(secret, "spec", "target", "name"),
            mounted: at(
                volumes.find(({ name }) => name === "secrets"),
                "secret",
                "secretName",
            ),
        };
    };

    test("is read in the version that the stack file says, and another one is another file for other pods", async () => {
        const [first, second] = [await read(1), await read(2)];
        expect([first.version, second.version]).toEqual(["1", "2"]);
        for (const { made, mounted } of [first, second]) expect(mounted).toBe(made);
        expect(first.made).not.toBe(second.made);
        expect(await read(2)).toEqual(second);
    });
});

describe("a gate", () => {
    const gate = async (change: Partial<RuntimeArgs> = {}, active = 0) => {
        const plan = await lab(
            ({ sites, runs }) => {
                for (const site of sites)
                    new GateJob(`migrate-${site.region}`, {
                        ...runs(site, "migrate"),
                        args: ["up"],
                        deadlineSeconds: 600,
                        ...change,
                    });
            },
            { regions: 2, active },
        );
        return plan.resources.find(({ type, name }) => type.endsWith(":Job") && name === `migrate-${REGIONS[0]}`)
            ?.inputs as Fields;
    };
    const nameOf = async (change?: Partial<RuntimeArgs>) => at(await gate(change), "metadata", "name");

    test("has the name of what it runs: other content is another Job", async () => {
        const name = await nameOf();
        expect(name).toMatch(/^migrate-[0-9a-f]{8}$/);
        expect(await nameOf()).toBe(name);
        const others = [
            { image: IMAGE.replace("aaaa", "bbbb") },
            { args: ["down"] },
            { config: { "a.sql": "select 1" } },
        ];
        const names = await Promise.all(others.map(nameOf));
        expect(new Set([name, ...names]).size).toBe(4);
    });

    test("waits in a site that is not active, and nobody waits for it", async () => {
        expect(await gate()).toMatchObject({ spec: { suspend: false, backoffLimit: 3, activeDeadlineSeconds: 600 } });
        expect(await gate({}, 1)).toMatchObject({
            metadata: { annotations: { "pulumi.com/skipAwait": "true" } },
            spec: { suspend: true },
        });
    });
});
