import { describe, expect, test } from "vitest";
import { Workload } from "../components/workload/workload";
import type { Json, PlanResource } from "../preview/plan";
import { judgePlan } from "../preview/verdicts";
import { type Declared, stack } from "./stack";
import { lab } from "./workload/lab";

/**
 * Defects that were measured in the repositories of the systems, each by the number it was given. Those of alerts (D1, D4
 * to D8) are with the tests of alerts, those of chains (D5, D6, D9, D11, D12) with the tests of chains.
 */

type Map = { readonly [key: string]: Json };

const at = (value: Json | undefined, ...path: string[]): Json | undefined =>
    path.reduce<Json | undefined>((inner, key) => (inner as Map | undefined)?.[key], value);

const list = (value: Json | undefined) => (Array.isArray(value) ? (value as Map[]) : []);

const running = ({ plan }: Declared): PlanResource[] =>
    plan.resources.filter(({ type }) => /^kubernetes:apps\/v1:(Deployment|StatefulSet)$/.test(type));

const podOf = ({ inputs }: PlanResource) => at(inputs, "spec", "template", "spec");

const place = ({ inputs, provider }: PlanResource) =>
    `${provider} ${at(inputs, "metadata", "namespace")}/${at(inputs, "metadata", "name")}`;

describe.each(["testnet", "mainnet"])("on %s", (name) => {
    test("D2: what is scraped listens: monitor, Service and container have the same port", async () => {
        const network = await stack(name);
        const services = network.all("kubernetes:core/v1:Service");
        const monitors = network.all("kubernetes:monitoring.coreos.com/v1:ServiceMonitor");
        expect(monitors.length).toBeGreaterThan(0);
        for (const monitor of monitors) {
            const app = at(monitor.inputs, "spec", "selector", "matchLabels", "app.kubernetes.io/name");
            // Its pods and its Service come from its chart; that the port is the same is held where alerts are.
            if (app === "external-secrets") continue;
            const spaces = at(monitor.inputs, "spec", "namespaceSelector", "matchNames") as string[];
            for (const { port } of list(at(monitor.inputs, "spec", "endpoints"))) {
                const scraped = services.filter(
                    ({ inputs, provider }) =>
                        provider === monitor.provider &&
                        spaces.includes(at(inputs, "metadata", "namespace") as string) &&
                        at(inputs, "metadata", "labels", "app.kubernetes.io/name") === app,
                );
                const ports = scraped.flatMap(({ inputs }) => list(at(inputs, "spec", "ports")));
                const [{ targetPort } = {}] = ports.filter((one) => one.name === port);
                const pods = running(network).filter(
                    (one) => at(one.inputs, "spec", "template", "metadata", "labels", "app.kubernetes.io/name") === app,
                );
                const listening = pods.flatMap((one) =>
                    list(at(podOf(one), "containers")).flatMap((container) => list(container.ports)),
                );
                expect([
                    app,
                    port,
                    listening.some(({ name, containerPort }) => [name, containerPort].includes(targetPort as string)),
                ]).toEqual([app, port, true]);
            }
        }
    });

    test("D3: no alert asks for more of anything than is declared, and so fires for ever", async () => {
        const network = await stack(name);
        const rules = network
            .all("kubernetes:monitoring.coreos.com/v1:PrometheusRule")
            .flatMap(({ inputs }) => list(at(inputs, "spec", "groups")).flatMap((group) => list(group.rules)));
        const about = (what: RegExp) => rules.map(({ expr }) => String(expr)).filter((expr) => what.test(expr));
        const replicas = about(/kube_(deployment|statefulset)_\w*replicas/);
        expect(replicas.length).toBeGreaterThan(2);
        // How many there should be Kubernetes says; a number of our own would be wrong after the next change of it.
        const numbers = replicas.flatMap((expr) => [...expr.matchAll(/[<>=]=? (\d+)/g)].map(([, number]) => number));
        expect([...new Set(numbers)]).toEqual(["0"]);
        const sentries = running(network).filter((one) => /^sentry-/.test(String(at(one.inputs, "metadata", "name"))));
        const region = String(network.plan.outputs.activeRegion);
        const peers = sentries.filter(({ name }) => name.endsWith(`-${region}`)).length;
        const asked = about(/p2p_peers/).flatMap((expr) => [...expr.matchAll(/service="([^"]+)"\} < (\d+)/g)]);
        expect(asked.length).toBeGreaterThan(2);
        for (const [, service, least] of asked.filter(([, service = ""]) => !service.startsWith("sentry-")))
            expect([service, Number(least) <= peers]).toEqual([service, true]);
    });

    test("D10: External Secrets is asked in v1, the only version that is served", async () => {
        const { plan } = await stack(name);
        const types = plan.resources.map(({ type }) => type).filter((type) => type.includes("external-secrets.io"));
        expect(types.length).toBeGreaterThan(0);
        expect(types.filter((type) => !type.startsWith("kubernetes:external-secrets.io/v1:"))).toEqual([]);
    });

    test("D13: no budget stands in front of a drain, and no rollout starts a second writer", async () => {
        const network = await stack(name);
        const budgets = network.all("kubernetes:policy/v1:PodDisruptionBudget");
        // What keeps all but one of several sets of one: `drainable` in proofs.ts counts them.
        const counted = budgets.filter(({ inputs }) => at(inputs, "spec", "maxUnavailable") !== 1);
        expect([...new Set(counted.map(({ inputs }) => at(inputs, "metadata", "namespace")))]).toEqual(["paw"]);
        const single = running(network).filter(({ inputs }) => Number(at(inputs, "spec", "replicas")) <= 1);
        expect(single.filter(({ type }) => type.endsWith(":Deployment")).map(place)).toEqual([]);
    });

    test("D14: a pod is waited for as long as it may drain", async () => {
        const network = await stack(name);
        const short = running(network).filter((one) => {
            const grace = Number(at(podOf(one), "terminationGracePeriodSeconds"));
            const steps = list(at(podOf(one), "containers")).map((container) =>
                Number(at(container.lifecycle, "preStop", "sleep", "seconds") ?? 0),
            );
            return !(grace > Math.max(...steps));
        });
        expect(short.map(place)).toEqual([]);
        expect(running(network).length).toBeGreaterThan(0);
    });

    test("D15, D16: no password stands in it, and every image has its digest", async () => {
        const { plan } = await stack(name);
        const found = judgePlan(plan, "").verdicts.filter(({ rule }) => /^(SEC|IMG)-/.test(rule));
        expect(found.filter(({ verdict, level }) => verdict === "violation" && level === "mandatory")).toEqual([]);
    });
});

describe("what the repositories hold is refused", () => {
    const passwords = ["intents_demo", "betting_pass", "explorer_password", "paw-dev-token", "changeme"];
    const images = [
        "prom/prometheus:latest",
        "nicolaka/netshoot:latest",
        "your-registry/app:latest",
        "paw-chain/pawd:latest",
    ];
    const apps = [
        ...passwords.map((password, i) => [`password-${i}`, { env: { DB_PASSWORD: password } }] as const),
        ...images.map((image, i) => [`image-${i}`, { image }] as const),
    ];
    const verdicts = lab(({ sites, runs }) => {
        for (const site of sites)
            for (const [app, given] of apps)
                new Workload(app, {
                    ...runs(site, app),
                    scale: { replicas: { min: 2, max: 3 } },
                    ports: { http: 8080 },
                    probes: { startup: "/", readiness: "/", liveness: "/" },
                    ...given,
                });
    }).then((plan) => judgePlan(plan, "").verdicts.filter(({ verdict }) => verdict === "violation"));

    test.each(passwords.map((password, i) => [password, `password-${i}`]))(
        "D15: the password %s",
        async (password, app) => {
            const said = (await verdicts).filter(
                ({ rule, urn }) => rule.startsWith("SEC-") && urn.endsWith(`::${app}`),
            );
            expect(said.length).toBeGreaterThan(0);
            expect(JSON.stringify(said)).not.toContain(password);
        },
    );

    test.each(images.map((image, i) => [image, `image-${i}`]))("D16: the image %s", async (_, app) => {
        const said = (await verdicts).filter(({ rule, urn }) => rule === "IMG-01" && urn.endsWith(`::${app}`));
        expect(said.length).toBeGreaterThan(0);
    });
});
