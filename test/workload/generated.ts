import * as fc from "fast-check";
import { GateJob } from "../../components/workload/gate-job";
import type { Probe } from "../../components/workload/probes";
import type { RuntimeArgs } from "../../components/workload/runtime";
import { ScheduledJob } from "../../components/workload/scheduled-job";
import type { Storage } from "../../components/workload/storage";
import { DiskClass } from "../../components/workload/storage";
import type { Scale } from "../../components/workload/workload";
import { Workload } from "../../components/workload/workload";
import { IMAGE, type Lab } from "./lab";

const resources = { cpu: "50m", memory: "64Mi" };

const probe: fc.Arbitrary<Probe> = fc.constantFrom<Probe>(
    "/health",
    { http: "/ready", port: "rpc" },
    { tcp: "rpc" },
    { grpc: "http" },
    { grpc: "rpc", service: "app.v1" },
    { exec: ["/app", "check"] },
);

const extras: fc.Arbitrary<Partial<RuntimeArgs>> = fc.record(
    {
        command: fc.constant(["/app"]),
        args: fc.constant(["serve"]),
        env: fc.constant({ LOG_LEVEL: "info" }),
        config: fc.constant({ "app.toml": "a = 1\n" }),
        binaryConfig: fc.constant({ "genesis.gz": "H4sIAAAA" }),
        scratch: fc.constant({ cache: { at: "/cache", size: "64Mi" } }),
        init: fc.constant([{ name: "prepare", image: IMAGE, resources, sees: ["tmp"] }]),
        sidecars: fc.constant([
            { name: "helper", image: IMAGE, resources, ports: { aside: 9999 }, probes: all({ tcp: "aside" }) },
        ]),
        labels: fc.constant({ team: "core" }),
        pool: fc.constantFrom("signers", "services"),
    },
    { requiredKeys: [] },
);

function all(probe: Probe) {
    return { startup: probe, readiness: probe, liveness: probe };
}

const longRunning = fc.record({
    kind: fc.constantFrom("writer", "writer with a disk", "replicas", "members"),
    size: fc.integer({ min: 1, max: 5 }),
    more: fc.integer({ min: 0, max: 5 }),
    startup: probe,
    readiness: fc.oneof(probe, fc.constant({ none: "it is asked for before it can answer" })),
    liveness: probe,
    drainSeconds: fc.integer({ min: 1, max: 3590 }),
    drainCall: fc.option(fc.constantFrom("/drain", { http: "/drain", port: "rpc" }, { exec: ["/app", "drain"] }), {
        nil: undefined,
    }),
    extras,
});

const job = fc.record({
    kind: fc.constantFrom("scheduled writer", "scheduled everywhere", "gate"),
    retries: fc.integer({ min: 0, max: 5 }),
    deadlineSeconds: fc.integer({ min: 60, max: 86_400 }),
    extras,
});

type Value<A> = A extends fc.Arbitrary<infer T> ? T : never;
export type Any = Value<typeof longRunning> | Value<typeof job>;

/** Some workloads of all kinds, in one to three regions. */
export const world = fc.integer({ min: 1, max: 3 }).chain((regions) =>
    fc.record({
        place: fc.record({ regions: fc.constant(regions), active: fc.integer({ min: 0, max: regions - 1 }) }),
        workloads: fc.array(fc.oneof(longRunning, job), { minLength: 8, maxLength: 8 }),
    }),
);

/** Name of the app at an index. */
export const appName = (index: number) => `app-${index}`;

/** Declares each of them in every site, as systems do. */
export function declareEverywhere({ sites, runs }: Lab, workloads: readonly Any[]): void {
    for (const site of sites) {
        const disk = new DiskClass(`disk-${site.region}`, { site, type: "pd-ssd" });
        for (const [index, one] of workloads.entries()) {
            const name = `${appName(index)}-${site.region}`;
            const run = { ...runs(site, appName(index)), ...one.extras };
            if ("size" in one) declareLongRunning(name, run, one, { class: disk, gigabytes: 5, at: "/data" });
            else declareJob(name, run, one);
        }
    }
}

function declareJob(name: string, run: RuntimeArgs, { kind, retries, deadlineSeconds }: Value<typeof job>) {
    const args = { ...run, retries, deadlineSeconds };
    if (kind === "gate") return new GateJob(name, args);
    const runs = kind === "scheduled writer" ? ({ writer: "one" } as const) : ({ sites: "every" } as const);
    return new ScheduledJob(name, { ...args, schedule: "0 3 * * *", runs });
}

function declareLongRunning(name: string, run: RuntimeArgs, one: Value<typeof longRunning>, storage: Storage) {
    const { startup, readiness, liveness, drainSeconds, drainCall } = one;
    return new Workload(name, {
        ...run,
        ports: { http: 8080, rpc: 26657 },
        metrics: { port: "metrics", number: 9090, path: "/metrics" },
        probes: { startup, readiness, liveness },
        drainSeconds,
        ...(drainCall !== undefined && { drainCall }),
        scale: scale(one, storage),
    });
}

function scale({ kind, size, more }: Value<typeof longRunning>, storage: Storage): Scale {
    if (kind === "writer") return { writer: "one" };
    if (kind === "writer with a disk") return { writer: "one", storage };
    if (kind === "replicas") return { replicas: { min: size, max: size + more } };
    return { members: size, storage };
}
