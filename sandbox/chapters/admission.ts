import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { rules } from "../../policies/rules";
import { ApiError } from "../cluster/api-error";
import type { KubeClient } from "../cluster/client";
import { CLUSTER_TOOLS, startCluster } from "../cluster/cluster";
import type { KubeObject } from "../cluster/object";
import type { Chapter } from "./chapter";
import { planned } from "./declared";
import { type Case, cases } from "./examples";
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
            const namespace = await prepare(client, objects, policies);
            say(`asking in the namespace ${namespace}`);
            await active(client, namespace);
            check("the expressions of every policy are of the right types", {
                found: await mistyped(client, policies),
                expected: [],
            });
            for (const { id, title, good, bad, ...rule } of rules) {
                const asked = (some: typeof good) => cases({ id, title, good, bad, ...rule }, some, namespace);
                const [taken, refused] = [asked(good), asked(bad)];
                if (refused.length === 0) continue;
                say(`${id}: ${taken.length} good and ${refused.length} bad examples`);
                const wrong = (await Promise.all(refused.map((one) => accepted(client, one)))).flat();
                check(`${id}, ${title}: ${refused.length} bad examples are refused or warned about`, {
                    found: wrong,
                    expected: [],
                });
                const stopped = (await Promise.all(taken.map((one) => stops(client, one)))).flat();
                check(`${id}, ${title}: ${taken.length} good examples are taken`, { found: stopped, expected: [] });
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
): Promise<string> {
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
    return name;
}

/** Waits until policies are in force, which comes some time after they are there. */
async function active(client: KubeClient, namespace: string): Promise<void> {
    const known = rules
        .flatMap((rule) => cases(rule, rule.bad, namespace))
        .find(({ object }) => object.kind === "Deployment");
    const deadline = Date.now() + 30_000;
    while (known && (await accepted(client, known)).length > 0) {
        if (Date.now() > deadline) throw new Error("the policies are not in force after 30 s");
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

/** Whoever refuses on the rules' behalf says so in these words. */
const OURS = /ValidatingAdmissionPolicy '|PodSecurity "/;

/** What the server says of an object: its refusal, its warnings, and what it says of the pods made from it. */
async function said(client: KubeClient, object: KubeObject): Promise<{ refusals: string[]; warnings: string[] }> {
    const pod = podOf(object);
    const answers = await Promise.all(
        [object, ...(pod ? [pod] : [])].map((one) =>
            client.create(one, { dryRun: true }).then(
                ({ warnings }) => ({ refusals: [] as string[], warnings }),
                (error: unknown) => {
                    if (!(error instanceof ApiError)) throw error;
                    return { refusals: [error.message], warnings: [...error.warnings] };
                },
            ),
        ),
    );
    return {
        refusals: answers.flatMap(({ refusals }) => refusals),
        warnings: answers.flatMap(({ warnings }) => warnings),
    };
}

/** Nothing if a bad example is refused for what it is. */
async function accepted(client: KubeClient, { rule, object }: Case): Promise<string[]> {
    const { refusals, warnings } = await said(client, object);
    const text = [...refusals, ...warnings];
    if (text.some((line) => OURS.test(line))) return [];
    return [`${rule}, ${object.kind}: ${text.length > 0 ? text.join("; ") : "it is taken"}`];
}

/** Nothing if a good example is taken. */
async function stops(client: KubeClient, { rule, object }: Case): Promise<string[]> {
    const { refusals } = await said(client, object);
    return refusals.map((line) => `${rule}, ${object.kind}: ${line}`);
}
