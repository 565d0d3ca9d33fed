import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { KubeClient } from "../cluster/client";
import { CLUSTER_TOOLS, type RunningCluster } from "../cluster/cluster";
import type { KubeObject } from "../cluster/object";
import { freePorts } from "../cluster/server";
import { discover } from "../watch/discovery";
import { type MonitorSpec, poolOf, scrapeConfigs, specOf } from "../watch/monitor";
import { type LoadedGroup, Prometheus, type Target } from "../watch/prometheus";
import type { World } from "../world";
import type { Chapter, Check } from "./chapter";

/** How long Prometheus may take to find everything and to judge every rule once, in milliseconds. */
const PATIENCE = 60_000;

/** The pods that each declared scrape should reach, by the name that the operator gives to the scrape. */
type Scraped = ReadonlyMap<string, readonly string[]>;

/**
 * Prometheus' operator is not here, so the chapter gives Prometheus what it would make of the declared objects, and finds
 * endpoints in its place: Debian's build cannot ask Kubernetes. Pods are simulated and serve nothing: every scrape goes to
 * a port that nobody listens on, and only what would be scraped is looked at. What Helm charts make is not there either.
 */
export const chapter: Chapter = {
    name: "watch",
    title: "A real Prometheus, told which pods there are, takes every rule and finds each pod behind exactly one monitor",
    needs: ["pulumi", ...CLUSTER_TOOLS, "prometheus"],
    daily: true,
    shares: true,
    async run(world, check) {
        const network = await world.network("mainnet");
        world.say("mainnet: up, if it is not yet");
        await network.up();
        const charts = network.declared.plan.resources
            .filter(({ type }) => type === "kubernetes:helm.sh/v3:Release")
            .map(({ inputs }) => `serviceMonitor/monitoring/${inputs.namespace}-${inputs.name}/0`);
        const everywhere: Scraped[] = [];
        for (const cluster of network.servers.clusters.values()) everywhere.push(await watched(world, check, cluster));
        const idle = [...new Set(everywhere.flatMap((scraped) => [...scraped.keys()]))].filter((scrape) =>
            everywhere.every((scraped) => (scraped.get(scrape) ?? []).length === 0),
        );
        check("only what a chart makes has no pod in any region to be scraped", {
            found: idle.filter((scrape) => !charts.includes(scrape)),
            expected: [],
        });
    },
};

/** Holds a Prometheus against what one cluster declares; gives the pods that it should find. */
async function watched(world: World, check: Check, cluster: RunningCluster): Promise<Scraped> {
    const { client, name } = cluster;
    const directory = join(world.directory, "prometheus", name);
    const of = async (kind: string) => (await client.list({ apiVersion: "monitoring.coreos.com/v1", kind })).items;
    const [rules, monitors] = [await of("PrometheusRule"), await of("ServiceMonitor")];
    const ruleGroups = rules.flatMap(({ spec }) => (spec as { groups: DeclaredGroup[] }).groups);
    const expected = await scraped(client, monitors);
    const pods = [...expected.values()].flat().length;
    const [nobody] = await freePorts(1);
    const file = (namespace: string) => join(directory, `${namespace}.json`);
    mkdirSync(directory, { recursive: true });
    for (const namespace of new Set(monitors.flatMap((monitor) => specOf(monitor).namespaceSelector.matchNames)))
        writeFileSync(file(namespace), JSON.stringify(await discover(client, namespace)));
    const reached = { file, proxy: `http://127.0.0.1:${nobody}` };

    world.say(`${name}: Prometheus with ${ruleGroups.length} groups of rules and ${monitors.length} monitors`);
    const prometheus = await Prometheus.start({
        directory,
        ruleGroups,
        scrapeConfigs: monitors.flatMap((monitor) => scrapeConfigs(monitor, reached)),
    });
    try {
        const deadline = Date.now() + PATIENCE;
        for (;;) {
            const [groups, targets] = [await prometheus.groups(), await prometheus.targets()];
            const judged = groups.every((group) => group.rules.every(({ health }) => health !== "unknown"));
            if ((judged && targets.length === pods) || Date.now() > deadline) {
                checkRules(name, check, ruleGroups, groups);
                checkTargets(name, check, expected, targets);
                return expected;
            }
            await sleep(500);
        }
    } finally {
        await prometheus.stop();
    }
}

interface Pod {
    containers: { ports?: { name?: string }[] }[];
}

/** The ready pods of what each monitor names that have the port it names, found by the pods' own labels. */
async function scraped(client: KubeClient, monitors: readonly KubeObject[]): Promise<Scraped> {
    const { items } = await client.list({ apiVersion: "v1", kind: "Pod" });
    const ready = items.filter(({ status }) =>
        ((status ?? {}) as { conditions?: { type: string; status: string }[] }).conditions?.some(
            (one) => one.type === "Ready" && one.status === "True",
        ),
    );
    const podsOf = ({ namespaceSelector, selector }: MonitorSpec, port: string) =>
        ready
            .filter(({ metadata }) => namespaceSelector.matchNames.includes(metadata.namespace ?? ""))
            .filter(({ metadata }) =>
                Object.entries(selector.matchLabels).every(([label, value]) => metadata.labels?.[label] === value),
            )
            .filter(({ spec }) =>
                (spec as Pod).containers.some(({ ports = [] }) => ports.some(({ name }) => name === port)),
            )
            .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)
            .sort();
    return new Map(
        monitors.flatMap((monitor) => {
            const spec = specOf(monitor);
            return spec.endpoints.map(({ port }, i) => [poolOf(monitor, i), podsOf(spec, port)] as const);
        }),
    );
}

interface DeclaredGroup {
    name: string;
    rules: { alert?: string; record?: string }[];
}

function checkRules(name: string, check: Check, declared: readonly DeclaredGroup[], loaded: readonly LoadedGroup[]) {
    const count = declared.flatMap(({ rules }) => rules).length;
    check(`${name}: all ${count} rules are loaded, in their ${declared.length} groups`, {
        found: loaded.map((group) => [group.name, group.rules.map((rule) => rule.name)]).sort(),
        expected: declared.map((group) => [group.name, group.rules.map((rule) => rule.alert ?? rule.record)]).sort(),
    });
    check(`${name}: every rule can be judged`, {
        found: loaded.flatMap(({ rules }) =>
            rules.filter(({ health }) => health !== "ok").map((rule) => [rule.name, rule.health, rule.lastError]),
        ),
        expected: [],
    });
}

function checkTargets(name: string, check: Check, expected: Scraped, targets: readonly Target[]) {
    const found = (scrape: string) =>
        targets
            .filter(({ scrapePool }) => scrapePool === scrape)
            .map(({ labels }) => `${labels.namespace}/${labels.pod}`)
            .sort();
    check(`${name}: each of ${expected.size} scrapes finds the ready pods that have its port (${targets.length})`, {
        found: [...expected.keys()].map((scrape) => [scrape, found(scrape)]),
        expected: [...expected],
    });
    const urls = targets.map(({ scrapeUrl }) => scrapeUrl);
    check(`${name}: nothing is scraped twice`, {
        found: urls.filter((url, at) => urls.indexOf(url) !== at),
        expected: [],
    });
}
