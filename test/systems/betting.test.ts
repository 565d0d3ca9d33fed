import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Betting, Integration } from "../../components/settings/betting";
import type { Plan } from "../../preview/plan";
import { judgePlan } from "../../preview/verdicts";
import { apiSecrets, keeperSecrets } from "../../systems/betting-integrations";
import { settingsOf } from "../settings/yaml";
import { stack } from "../stack";
import { at, type Fields, mainOf, type Pod, pods } from "../workload/lab";
import { declareBetting, named, texts } from "./betting-lab";

/** Secrets of each integration as the application calls them (its .env.example), and the hosts that it asks. */
const INTEGRATIONS: Record<string, { secrets: string[]; hosts: string[] }> = {
    polymarket: {
        secrets: ["POLYMARKET_API_KEY", "POLYMARKET_API_SECRET", "POLYMARKET_API_PASSPHRASE"],
        hosts: ["clob.polymarket.com", "gamma-api.polymarket.com"],
    },
    kalshi: { secrets: ["KALSHI_API_KEY", "KALSHI_API_SECRET"], hosts: ["api.elections.kalshi.com"] },
    draftkings: { secrets: ["DRAFTKINGS_API_KEY", "DRAFTKINGS_API_SECRET"], hosts: ["api.draftkings.com"] },
    fanduel: {
        secrets: ["FANDUEL_API_KEY", "FANDUEL_CLIENT_ID", "FANDUEL_CLIENT_SECRET"],
        hosts: ["api.fanduel.com"],
    },
    betmgm: { secrets: ["BETMGM_API_KEY", "BETMGM_API_SECRET"], hosts: ["api.betmgm.com"] },
    caesars: { secrets: ["CAESARS_API_KEY", "CAESARS_API_SECRET"], hosts: ["api.caesars.com"] },
    pointsbet: { secrets: ["POINTSBET_API_KEY", "POINTSBET_API_SECRET"], hosts: ["api.pointsbet.com"] },
};
const BOOKS = Object.keys(INTEGRATIONS).slice(2);
const VARIABLES = [
    ...Object.values(INTEGRATIONS).flatMap(({ secrets }) => secrets),
    ...["JWT_SECRET", "SETTLEMENT_KEYPAIR", "KEEPER_KEYPAIR", "FUNDING_SOURCE_KEY", "POLYGON_API_KEY", "REDIS_URL"],
];

const { systems } = settingsOf("mainnet") as { systems: { betting: Record<string, object> } };
const image = (name: string) => `europe-docker.pkg.dev/example-slipway/${name}:1.0.0@sha256:${"b".repeat(64)}`;
const program = "11111111111111111111111111111111";

/** Settings with any integrations on, in order otherwise. */
const settings = fc
    .record({
        on: fc.subarray(Object.keys(INTEGRATIONS)),
        polygon: fc.boolean(),
        flash: fc.boolean(),
        scheduled: fc.boolean(),
        candidate: fc.boolean(),
    })
    .map(({ on, polygon, flash, scheduled, candidate }) => {
        const books = on.filter((name) => BOOKS.includes(name));
        const reader = { image: image("reader"), reads: on, ...(scheduled && { schedule: "*/5 * * * *" }) };
        return {
            on,
            betting: {
                images: systems.betting.images,
                money: "real",
                ...(candidate && { ui: { candidate: { image: image("ui"), percent: 10 } } }),
                solana: systems.betting.solana,
                ...(polygon && { polygon: systems.betting.polygon }),
                integrations: Object.fromEntries(on.map((name) => [name, {}])),
                ...(flash && books.length >= 3 && { flash: { image: image("odds"), program, proofs: "ceremony" } }),
                keepers: on.length > 0 ? { reader } : {},
            },
        };
    });

const bettingPods = (plan: Plan) =>
    pods(plan).filter(({ resource }) => at(resource.inputs, "metadata", "namespace") === "betting");
const envOf = (container: Fields) => (container.env ?? []) as { name: string; value: string }[];
const appOf = ({ template }: Pod) => String(at(template, "metadata", "labels", "app.kubernetes.io/name"));

const secretIds = (plan: Plan) =>
    plan.resources
        .filter(({ type }) => type === "gcp:secretmanager/secret:Secret")
        .map(({ inputs }) => String(inputs.secretId));
const hostsOf = (plan: Plan) => [
    ...new Set(
        plan.resources
            .filter(({ type }) => type.endsWith(":FQDNNetworkPolicy"))
            .flatMap(({ inputs }) => texts(inputs.spec))
            .filter((text) => text.includes(".")),
    ),
];

test("any integrations: a secret is the API's or one keeper's, and each integration brings all or none", () => {
    const books = fc.subarray(BOOKS);
    fc.assert(
        fc.property(fc.subarray(Object.keys(INTEGRATIONS)), books, books, (on, first, second) => {
            const block = { integrations: Object.fromEntries(on.map((name) => [name, {}])) } as unknown as Betting;
            const reads = [first, second.filter((name) => !first.includes(name))] as Integration[][];
            const given = [apiSecrets(block), ...reads.map((names) => keeperSecrets(names, block))].flat();
            expect(new Set(given).size).toBe(given.length);
            for (const [name, { secrets }] of Object.entries(INTEGRATIONS)) {
                const asked = !BOOKS.includes(name) || reads.flat().includes(name as Integration);
                expect(secrets.map((one) => given.includes(one))).toEqual(
                    secrets.map(() => asked && on.includes(name)),
                );
            }
        }),
    );
});

test("any integrations: each has all of its secrets and hosts, or none, and no secret but as a file", async () => {
    await fc.assert(
        fc.asyncProperty(settings, async ({ on, betting }) => {
            const plan = await declareBetting(betting);
            const ids = secretIds(plan);
            const has = (variable: string) =>
                ids.some((id) => id.endsWith(variable.toLowerCase().replaceAll("_", "-")));
            for (const [name, { secrets, hosts }] of Object.entries(INTEGRATIONS)) {
                expect(secrets.map(has)).toEqual(secrets.map(() => on.includes(name)));
                expect(hosts.map((host) => hostsOf(plan).includes(host))).toEqual(hosts.map(() => on.includes(name)));
            }
            const mine = bettingPods(plan);
            expect(mine.length).toBeGreaterThan(3);
            for (const pod of mine)
                for (const { name, value } of pod.containers.flatMap(envOf)) {
                    expect(VARIABLES).not.toContain(name);
                    if (VARIABLES.some((one) => name === `${one}_FILE`))
                        expect(value).toMatch(/^\/var\/run\/secrets\/slipway\/[a-z-]+$/);
                }
            expect(plan.resources.filter(({ type }) => type.endsWith(":ConfigMap"))).toEqual([]);
            expect(judgePlan(plan, "").verdicts.filter(({ level }) => level === "mandatory")).toEqual([]);
        }),
        { numRuns: 4 },
    );
});

describe.each(["testnet", "mainnet"])("%s", (name) => {
    let plan: Plan;
    let mine: Pod[];
    beforeAll(async () => {
        plan = (await stack(name)).plan;
        mine = bettingPods(plan);
    });

    test("runs whatever holds a signing key once in all regions, out of the internet's reach", () => {
        const signers = mine.filter((pod) =>
            pod.containers.flatMap(envOf).some((one) => /_KEYPAIR_FILE$/.test(one.name)),
        );
        expect([...new Set(signers.map(appOf))].length).toBeGreaterThan(1);
        for (const app of new Set(signers.map(appOf))) {
            const running = signers
                .filter((pod) => appOf(pod) === app)
                .map(({ resource: { type, inputs } }) =>
                    type.endsWith(":CronJob") ? Number(!at(inputs, "spec", "suspend")) : at(inputs, "spec", "replicas"),
                );
            expect([app, running.reduce((sum, one) => Number(sum) + Number(one), 0)]).toEqual([app, 1]);
        }
        const exposed = plan.resources
            .filter(({ type }) => type.endsWith(":HTTPRoute"))
            .flatMap(({ inputs }) => texts(at(inputs, "spec", "rules")));
        expect(exposed).toContain("api");
        expect(signers.filter((pod) => exposed.includes(appOf(pod)))).toEqual([]);
    });

    test("has one number for what the API binds, its port, its Service and its probes", () => {
        for (const pod of mine.filter((pod) => ["api", "settler"].includes(appOf(pod)))) {
            const main = mainOf(pod);
            const bound = envOf(main).find((one) => one.name === "SERVER_PORT")?.value;
            expect(main.ports).toEqual([{ name: "http", containerPort: Number(bound) }]);
            expect(envOf(main)).toContainEqual({ name: "SERVER_HOST", value: "0.0.0.0" });
            for (const probe of ["startupProbe", "readinessProbe", "livenessProbe"])
                expect(at(main, probe, "httpGet", "port")).toBe("http");
            expect(at(main, "readinessProbe", "httpGet", "path")).toBe("/api/health/ready");
            expect(at(main, "livenessProbe", "httpGet", "path")).toBe("/api/health/live");
            const services = plan.resources.filter(
                (one) => one.type === "kubernetes:core/v1:Service" && named(one) === appOf(pod),
            );
            expect(services.length).toBeGreaterThan(0);
            for (const { inputs } of services)
                expect(at(inputs, "spec", "ports")).toEqual([
                    { name: "http", port: Number(bound), targetPort: "http" },
                ]);
        }
    });

    test("has its metrics read where the API serves them", () => {
        const monitors = plan.resources.filter(({ type }) => type.endsWith(":ServiceMonitor"));
        const endpoints = monitors.flatMap(({ inputs }) => texts(at(inputs, "spec")));
        expect(endpoints).toContain("/api/health/metrics");
    });

    test("rolls nothing out before the schema of its database is up to date", () => {
        const gates = plan.resources.filter(
            ({ type, urn }) => type === "kubernetes:batch/v1:Job" && urn.includes("Betting"),
        );
        expect(gates.length).toBeGreaterThan(0);
        const users = plan.resources.filter((one) => one.type === "gcp:sql/user:User" && one.urn.includes("betting"));
        expect(users).toHaveLength(3);
        for (const gate of gates)
            expect(gate.dependencies).toEqual(expect.arrayContaining(users.map(({ urn }) => urn)));
        const waiting = mine.filter((pod) => ["api", "settler"].includes(appOf(pod)));
        expect(waiting.length).toBeGreaterThan(1);
        for (const { resource } of waiting)
            expect(resource.dependencies).toEqual(expect.arrayContaining(gates.map(({ urn }) => urn)));
    });

    test("shows the internet nothing that changes how it works, gives money away or tells of its health inside", () => {
        const paths = plan.resources
            .filter((one) => one.type.endsWith(":HTTPRoute") && named(one).startsWith("betting."))
            .flatMap(({ inputs }) => texts(at(inputs, "spec", "rules")))
            .filter((text) => text.startsWith("/"));
        expect(paths).toContain("/ws/v3");
        const inside =
            /^\/api\/?$|config|feature-flags|cache|queue|state\b|validation|deployment|test|mock|airdrop|initiate|webhook|metrics|trigger/;
        expect(paths.filter((path) => inside.test(path.replace("/api/quantum/states", "")))).toEqual([]);
    });

    test("lets pods out to the hosts that they ask by name, and to no range of the internet", () => {
        const tables = plan.resources.filter(
            ({ type, inputs }) => type === "slipway:boundary:AllowedPaths" && inputs.namespace === "betting",
        );
        expect(tables.length).toBeGreaterThan(0);
        expect(tables.flatMap(({ inputs }) => texts(inputs.paths)).filter((text) => text === "0.0.0.0/0")).toEqual([]);
        const solana = name === "mainnet" ? "api.mainnet-beta.solana.com" : "api.devnet.solana.com";
        expect(hostsOf(plan)).toContain(solana);
    });

    test("mocks nothing where money is real", () => {
        const { systems } = settingsOf(name) as { systems: { betting: { money: string } } };
        const flags = mine.flatMap(({ containers }) => containers.flatMap(envOf));
        for (const flag of ["MOCK_SERVICES_ENABLED", "USE_MOCK_DATA", "ENABLE_AUTO_FUNDING"]) {
            const values = new Set(flags.filter((one) => one.name === flag).map(({ value }) => value));
            expect(values.size).toBe(1);
            if (systems.betting.money === "real") expect(values).toEqual(new Set(["false"]));
        }
    });
});
