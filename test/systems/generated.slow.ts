import fc from "fast-check";
import { expect, test } from "vitest";
import { PRIVATE_GOOGLE_APIS } from "../../components/ground/firewall";
import { zonesOf } from "../../components/settings/locations";
import type { PlanResource } from "../../preview/plan";
import { reach } from "../../preview/reach/reach";
import { judgePlan } from "../../preview/verdicts";
import { declared } from "../generated";
import { settingsOf } from "../settings/yaml";
import type { Declared } from "../stack";
import { at, type Fields, mainOf, pods } from "../workload/lab";

type Block = Record<string, unknown>;

const REGIONS = ["europe-west1", "us-east4", "asia-northeast1"];
const base = settingsOf("mainnet") as Record<string, Block>;
const { executor, agents } = base.systems as Record<string, Block>;

/** Providers that nobody wrote, told apart by their number; a vendor may serve several chains. */
const providers = (chain: string) =>
    fc.uniqueArray(fc.constantFrom("alpha", "beta", "gamma", "delta"), { minLength: 2 }).map((names) =>
        names.map((name) => ({
            name,
            host: `${name}.${chain}.example.net`,
            secret: `${chain}-${name}`,
            requestsPerSecond: 20,
        })),
    );

/** One to three regions with any of them active, and both systems with any providers, phase and nonce store. */
const networks = fc
    .record({
        names: fc.shuffledSubarray(REGIONS, { minLength: 1 }),
        phase: fc.constantFrom("limited", "full"),
        nonces: fc.constantFrom("redis", "redis-or-local", "local"),
        replicas: fc.record({ min: fc.integer({ min: 2, max: 4 }), max: fc.integer({ min: 4, max: 20 }) }),
        bot: providers("bot"),
        ethereum: providers("eth"),
        solana: providers("sol"),
    })
    .map(({ names, phase, nonces, replicas, bot, ethereum, solana }) => {
        const ground = base.ground as Record<string, Block>;
        const [active = ""] = names;
        return {
            ...base,
            ground: {
                ...ground,
                regions: names.map((name, block) => ({ name, block, zones: zonesOf(name).slice(-3) })),
                active,
                audit: { ...ground.audit, location: active },
                custody: { ...ground.custody, replicas: [active] },
                backups: {
                    ...ground.backups,
                    places: names.map((name, i) => ({ cluster: name, location: names.at(i - 1) })),
                },
                database: { ...ground.database, instances: { [active]: "primary" } },
            },
            edge: undefined,
            systems: {
                executor: { ...executor, phase: names.length > 1 ? phase : "limited", providers: bot },
                agents: {
                    ...agents,
                    nonces,
                    servers: { replicas },
                    ethereum: { ...(agents?.ethereum as Block), providers: ethereum },
                    solana: { ...(agents?.solana as Block), providers: solana },
                },
            },
        };
    });

/** Where the host of a provider may be read: in network policies and the tables that they are made of. */
const NAMES_HOSTS = ["slipway:boundary:AllowedPaths", "kubernetes:networking.gke.io/v1alpha1:FQDNNetworkPolicy"];

/** Where the name of its secret may be read: at the secret itself, and at who reads it into a file. */
const NAMES_SECRETS = [
    "slipway:ground:Secret",
    "gcp:secretmanager/secret:Secret",
    "gcp:secretmanager/secretIamMember:SecretIamMember",
    "kubernetes:external-secrets.io/v1:ExternalSecret",
];

const named = ({ plan }: Declared, namespace: string, app: string): PlanResource[] =>
    plan.resources.filter(
        ({ type, inputs }) =>
            type.startsWith("kubernetes:") &&
            at(inputs, "metadata", "namespace") === namespace &&
            (at(inputs, "metadata", "name") === app || at(inputs, "spec", "scaleTargetRef", "name") === app),
    );

type Generated = typeof networks extends fc.Arbitrary<infer T> ? T : never;

const CONTROLLERS = /:(Deployment|StatefulSet|DaemonSet|Job|CronJob|HorizontalPodAutoscaler)$/;

/** Of what signs, one pod in the active region and none in the others; and nothing else is told of a key. */
function oneWriter(network: Declared, { ground: { active, regions } }: Generated): void {
    for (const [namespace, app] of [
        ["executor", "executor"],
        ["agents", "orchestrator"],
    ] as const) {
        const found = named(network, namespace, app).filter(({ type }) => CONTROLLERS.test(type));
        expect(found).toHaveLength(regions.length);
        for (const { type, name, inputs } of found)
            expect([type, at(inputs, "spec", "replicas")]).toEqual([
                "kubernetes:apps/v1:StatefulSet",
                name.endsWith(`-${active}`) ? 1 : 0,
            ]);
    }
    const told = pods(network.plan).filter((pod) =>
        (mainOf(pod).env as Fields[]).some(({ name }) => String(name).endsWith("_KEY_VERSION")),
    );
    const apps = told.map(({ resource }) => at(resource.inputs, "metadata", "name"));
    expect([...new Set(apps)].sort()).toEqual(["executor", "orchestrator"]);
}

/** Nothing of a provider's address or key is anywhere but in policies, in its secret and in what makes a file of it. */
function onlyInFiles({ plan }: Declared, { systems: { agents, executor } }: Generated): void {
    const providers = [...executor.providers, ...agents.ethereum.providers, ...agents.solana.providers];
    for (const { type, inputs, urn } of plan.resources) {
        const text = JSON.stringify(inputs);
        for (const { host, secret } of providers) {
            if (text.includes(host)) expect([urn, NAMES_HOSTS.includes(type)]).toEqual([urn, true]);
            if (text.includes(`"${secret}-`)) expect([urn, NAMES_SECRETS.includes(type)]).toEqual([urn, true]);
        }
    }
}

/** Out to named hosts on port 443 and, for what signs, to Google's APIs; inside to what each was told of. */
function onlyNamed({ plan }: Declared, { systems: { agents, executor } }: Generated): void {
    const found = reach(plan);
    const hosts = (...lists: (readonly { host: string }[])[]) =>
        lists.flatMap((list) => list.map(({ host }) => `${host} TCP 443`));
    const google = `${PRIVATE_GOOGLE_APIS} TCP 443`;
    const outside: Record<string, string[]> = {
        "executor/executor": [...hosts(executor.providers), google],
        "executor/verifier": hosts(executor.providers),
        "agents/ethereum": hosts(agents.ethereum.providers),
        "agents/solana": hosts(agents.solana.providers),
        "agents/multichain": hosts(agents.ethereum.providers, agents.solana.providers),
        "agents/orchestrator": ["api.tenderly.co TCP 443", "relay.flashbots.net TCP 443", google],
    };
    const dns = ["169.254.20.10/32", "kube-system/kube-dns", "kube-system/node-local-dns"].flatMap((to) => [
        `${to} TCP 53`,
        `${to} UDP 53`,
    ]);
    const identity = "169.254.169.254/32 TCP 80,8080";
    const redis = "slipway-private-services TCP 6378";
    const inside: Record<string, string[]> = {
        "executor/executor": [...dns, identity, redis, "slipway-private-services TCP 3307"],
        "agents/orchestrator": [
            ...["agents/ethereum", "agents/solana", "agents/multichain"].map((to) => `${to} TCP 8080`),
            ...[...dns, identity, redis],
        ],
    };
    const seen = found.workloads.filter((workload) => plain(workload) in outside);
    expect(seen.length).toBeGreaterThanOrEqual(6);
    for (const workload of seen) {
        const ways = found.from(workload);
        const written = (internet: boolean) =>
            ways
                .filter(({ to }) => (to === "internet") === internet)
                .map((way) => {
                    const to = internet ? (way.host ?? way.addresses?.join() ?? "everywhere") : plain(way.to);
                    return `${to} ${way.protocol} ${way.ports.join()}`;
                })
                .sort();
        const app = plain(workload);
        expect([app, written(true)]).toEqual([app, outside[app]?.sort()]);
        expect([app, written(false)]).toEqual([app, (inside[app] ?? dns).sort()]);
    }
}

const plain = (end: string) => end.split("@")[0] ?? end;

test("whatever the regions and providers: one writer, no key outside a file, no way but to who is named", async () => {
    await fc.assert(
        fc.asyncProperty(networks, async (settings) => {
            const network = await declared(settings);
            expect(judgePlan(network.plan, "").blocked).toBe(false);
            oneWriter(network, settings);
            onlyInFiles(network, settings);
            onlyNamed(network, settings);
        }),
        { numRuns: Number(process.env.SLIPWAY_RUNS ?? 3), endOnFailure: true },
    );
});
