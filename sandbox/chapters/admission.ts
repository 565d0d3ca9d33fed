import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { rules } from "../../policies/rules";
import { ApiError } from "../cluster/api-error";
import type { KubeClient } from "../cluster/client";
import { CLUSTER_TOOLS, startCluster } from "../cluster/cluster";
import type { KubeObject } from "../cluster/object";
import type { Chapter } from "./chapter";
import { planned } from "./declared";
import { type Case, cases, type Where } from "./examples";
import { podOf } from "./pods";

const POLICIES = /^ValidatingAdmissionPolicy(Binding)?$/;

/** The examples of the rules, asked of an API server that has the policies which mainnet declares. */
export const chapter: Chapter = {
    name: "admission",
    title: "The API server refuses what the rules that it holds refuse, and takes what they take",
    needs: CLUSTER_TOOLS,
    daily: true,
    async run({ project, directory, say }, check) {
        const [mainnet] = await planned(project, "mainnet");
        const objects = mainnet?.objects ?? [];
        const policies = objects.filter(({ kind }) => POLICIES.test(kind));
        check("mainnet declares admission policies", policies.length > 0);
        const cluster = await startCluster({ name: "admission", directory: join(directory, "admission"), say });
        try {
            const { client } = cluster;
            const where = await prepare(client, objects, policies);
            say(`asking in the namespace ${where.namespace}`);
            await active(client, where);
            check("the expressions of every policy are of the right types", {
                found: await mistyped(client, policies),
                expected: [],
            });
            for (const rule of rules) {
                const [bad, good] = [cases(rule, rule.bad, where), cases(rule, rule.good, where)];
                if (bad.length === 0) continue;
                check(`${rule.id}, ${rule.title}: ${bad.length} bad examples are refused or warned about`, {
                    found: (await Promise.all(bad.map((one) => taken(client, one)))).flat(),
                    expected: [],
                });
                check(`${rule.id}, ${rule.title}: ${good.length} good examples are not refused for it`, {
                    found: (await Promise.all(good.map((one) => refused(client, one)))).flat(),
                    expected: [],
                });
            }
        } finally {
            await cluster.stop();
        }
    },
};

interface Binding {
    spec: {
        matchResources: {
            namespaceSelector: {
                matchLabels: Record<string, string>;
                matchExpressions?: { key: string; operator: string; values: string[] }[];
            };
        };
    };
}

/** Puts the policies into force, and gives a declared namespace in which all of them hold. */
async function prepare(
    client: KubeClient,
    objects: readonly KubeObject[],
    policies: readonly KubeObject[],
): Promise<Where> {
    const bindings = policies.filter(({ kind }) => kind.endsWith("Binding")) as unknown as Binding[];
    const selectors = bindings.map(({ spec }) => spec.matchResources.namespaceSelector);
    const holds = ({ metadata: { name, labels = {} } }: KubeObject) =>
        selectors.every(
            ({ matchLabels, matchExpressions = [] }) =>
                Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
                matchExpressions.every(({ operator, values }) => operator === "NotIn" && !values.includes(name)),
        );
    const namespace = objects.find((object) => object.kind === "Namespace" && holds(object));
    if (!namespace) throw new Error("no declared namespace has all the policies");
    await client.apply(namespace);
    for (const object of policies) await client.apply(object);
    const { name } = namespace.metadata;
    // The service account of the examples' pods.
    await client.apply({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "api", namespace: name } });
    return { namespace: name, labels: Object.assign({}, ...selectors.map(({ matchLabels }) => matchLabels)) };
}

/** Waits until policies are in force, which comes some time after they are there. */
async function active(client: KubeClient, where: Where): Promise<void> {
    const known = rules
        .flatMap((rule) => cases(rule, rule.bad, where))
        .find(({ object }) => object.kind === "Deployment");
    const deadline = Date.now() + 30_000;
    while (known && (await taken(client, known)).length > 0) {
        if (Date.now() > deadline)
            throw new Error(`the policies are not in force after 30 s: ${(await taken(client, known)).join("; ")}`);
        await sleep(200);
    }
}

/** Policies whose expressions the server could not type, with its words. */
async function mistyped(client: KubeClient, policies: readonly KubeObject[]): Promise<string[]> {
    const found = await Promise.all(
        policies
            .filter(({ kind }) => kind === "ValidatingAdmissionPolicy")
            .map(async ({ apiVersion, kind, metadata: { name } }) => {
                const live = await client.get({ apiVersion, kind, name });
                const { typeChecking } = (live?.status ?? {}) as { typeChecking?: { expressionWarnings?: object[] } };
                return (typeChecking?.expressionWarnings ?? []).map((warning) => `${name}: ${JSON.stringify(warning)}`);
            }),
    );
    return found.flat();
}

/** What the server says of an object, or of the pods that would be made from it. */
interface Said {
    refusals: ApiError[];
    warnings: string[];
}

async function said(client: KubeClient, object: KubeObject): Promise<Said> {
    const all: Said = { refusals: [], warnings: [] };
    for (const one of [object, podOf(object)]) {
        if (!one) continue;
        try {
            all.warnings.push(...(await client.apply(one, { dryRun: true, force: true })).warnings);
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            all.refusals.push(error);
            all.warnings.push(...error.warnings);
        }
    }
    return all;
}

/** Nothing if a bad example is refused or warned about for what it shows, and not for what it leaves out. */
async function taken(client: KubeClient, { rule, object }: Case): Promise<string[]> {
    const { refusals, warnings } = await said(client, object);
    const held = [...warnings, ...refusals.map(({ message }) => message)].some((line) => OURS.test(line));
    const bySchema = refusals.some(
        ({ causes }) => causes.length > 0 && causes.every(({ reason }) => reason !== REQUIRED),
    );
    if (held || bySchema) return [];
    return [`${rule}, ${object.kind}: ${refusals.map(({ message }) => message).join("; ") || "it is taken"}`];
}

/** Whoever refuses on the rules' behalf says so in these words. */
const OURS = /ValidatingAdmissionPolicy '|PodSecurity "/;

const REQUIRED = "FieldValueRequired";

/** Nothing if a good example is not refused because of its rule; it may break others. */
async function refused(client: KubeClient, { rule, object }: Case): Promise<string[]> {
    const { refusals } = await said(client, object);
    return refusals
        .map(({ message }) => message)
        .filter(
            (message) => !/denied request: [A-Z]+-\d+:/.test(message) || message.includes(`denied request: ${rule}:`),
        )
        .map((message) => `${rule}, ${object.kind}: ${message}`);
}
