import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { chance } from "../chance";
import { autoscale } from "../cluster/autoscaler";
import { inOrder } from "../cluster/bring-up";
import { CLUSTER_TOOLS, type RunningCluster, startCluster } from "../cluster/cluster";
import { type Fault, type Faulty, faulty } from "../cluster/faulty";
import { firstNodes } from "../cluster/nodes";
import { type KubeObject, nameOf, refOf } from "../cluster/object";
import { KubernetesStandIn } from "../providers/kubernetes";
import type { Inputs } from "../providers/stand-in";
import type { Chapter, Check } from "./chapter";
import { type Planned, planned } from "./declared";

/** What can be waited out: the server is busy, starting, cut off, or its answer does not arrive. */
const PASSING: readonly Fault[] = [
    { status: 429, reason: "TooManyRequests", message: "the server has received too many requests" },
    { status: 503, reason: "ServiceUnavailable", message: "apiserver is shutting down" },
    { status: 504, reason: "Timeout", message: "request did not complete within requested timeout" },
    "cut",
    "lose the answer",
];

const FINAL: Fault = { status: 500, reason: "InternalError", message: "etcdserver: mvcc: database space exceeded" };

/** Of a hundred requests, how many get a fault. */
const RATE = 12;

/** Everything that testnet declares in its cluster, created by the provider's stand-in while the API server misbehaves. */
export const chapter: Chapter = {
    name: "api-server",
    title: "An API server that is busy, cuts connections and is killed in the middle loses nothing and makes nothing twice",
    needs: CLUSTER_TOOLS,
    daily: true,
    async run({ project, directory, seed, say }, check) {
        const [declared] = await planned(project, "testnet");
        if (!declared) throw new Error("testnet declares no cluster");
        const { name, pools } = declared;
        const cluster = await startCluster({
            name,
            directory: join(directory, "api-server", name),
            nodes: firstNodes(pools),
            say,
        });
        const proxy = await faulty(cluster);
        const done = new AbortController();
        const scaling = autoscale(cluster.client, pools, done.signal).catch(() =>
            autoscale(cluster.client, pools, done.signal),
        );
        try {
            const provider = new Provider(directory, proxy);
            const random = chance(seed);
            proxy.decide = () => (random() * 100 < RATE ? PASSING[Math.floor(random() * PASSING.length)] : undefined);
            const failed = await createAll(provider, declared.objects, cluster, say);
            proxy.decide = () => undefined;
            // A server that has just started refuses for good what it cannot do yet, such as to give out an address.
            for (const { object, message } of failed) say(`${nameOf(refOf(object))} failed: ${message}`);
            check("what failed says which object, and what the server said", {
                found: failed
                    .filter(({ object, message }) => !message.includes(object.metadata.name))
                    .map(({ message }) => message),
                expected: [],
            });
            check(`the second try succeeds for all ${failed.length}`, {
                found: await tryAgain(provider, failed),
                expected: [],
            });
            say(`${proxy.faults} faults were given, seed ${seed}`);
            check(`at least 50 requests got a fault (${proxy.faults})`, proxy.faults >= 50);
            check(
                "the API server was killed and came back",
                cluster.servers.every(({ running }) => running),
            );
            await compare(provider, declared, check);
            await finalRefusal(provider, proxy, check);
        } finally {
            done.abort();
            await scaling;
            await proxy.stop();
            await cluster.stop();
        }
    },
};

/** The stand-in, as the engine would call it. */
class Provider {
    readonly #standIn: KubernetesStandIn;
    readonly #config: Inputs = {
        kubeconfig: JSON.stringify({ clusters: [{ cluster: { server: "https://faulty" } }] }),
    };

    constructor(directory: string, { endpoint }: Faulty) {
        const endpoints = join(directory, "faulty.json");
        const { server, token, certificateAuthority: ca } = endpoint;
        writeFileSync(endpoints, JSON.stringify({ faulty: { server, token, ca } }), { mode: 0o600 });
        this.#standIn = new KubernetesStandIn({ version: "0", endpoints });
    }

    create(object: KubeObject) {
        return this.#standIn.create({ ...this.#subject(object), inputs: object, preview: false, ...this.#reaching() });
    }

    read(object: KubeObject) {
        const { name, namespace } = object.metadata;
        const id = namespace ? `${namespace}/${name}` : name;
        return this.#standIn.read({ ...this.#subject(object), id, inputs: object, ...this.#reaching() });
    }

    #subject(object: KubeObject) {
        const version = object.apiVersion.includes("/") ? object.apiVersion : `core/${object.apiVersion}`;
        const type = `kubernetes:${version}:${object.kind}`;
        return { urn: `urn:pulumi:testnet::slipway::${type}::${nameOf(refOf(object))}`, type };
    }

    #reaching() {
        return { config: this.#config, signal: new AbortController().signal };
    }
}

/** Creates everything in an order that works, and kills the API server half way; gives what was refused. */
async function createAll(
    provider: Provider,
    objects: readonly KubeObject[],
    cluster: RunningCluster,
    say: (words: string) => void,
): Promise<Failed[]> {
    const failed: Failed[] = [];
    let tried = 0;
    let restarted: Promise<void> = Promise.resolve();
    for (const group of inOrder(objects)) {
        const trials = group.map(async (object) => {
            await provider.create(object).catch(({ message }: Error) => failed.push({ object, message }));
            tried += 1;
            if (tried !== Math.floor(objects.length / 2)) return;
            say(`${tried} of ${objects.length} have been asked for: the API server is killed`);
            restarted = cluster.restart("kill");
        });
        await Promise.all([...trials]);
        await restarted;
    }
    return failed;
}

interface Failed {
    object: KubeObject;
    message: string;
}

/** What a second `up` does: creates what is missing, and takes what is there as it is. */
async function tryAgain(provider: Provider, failed: readonly Failed[]): Promise<string[]> {
    const again = failed.map(({ object }) =>
        provider
            .read(object)
            .then((there) => (there ? undefined : provider.create(object)))
            .then(
                () => [],
                ({ message }: Error) => [message],
            ),
    );
    return (await Promise.all(again)).flat();
}

/** Everything is there, as declared. */
async function compare(provider: Provider, { objects }: Planned, check: Check): Promise<void> {
    const found = await Promise.all(
        objects.map(async (object) => {
            const standing = await provider.read(object);
            if (!standing) return [`${nameOf(refOf(object))} is missing`];
            return isDeepStrictEqual(standing.inputs, object) ? [] : [`${nameOf(refOf(object))} differs`];
        }),
    );
    check(`all ${objects.length} objects are there as they were declared`, { found: found.flat(), expected: [] });
}

/** What cannot be waited out is told at once, with the object and the server's words. */
async function finalRefusal(provider: Provider, proxy: Faulty, check: Check): Promise<void> {
    const before = proxy.faults;
    proxy.decide = (method) => (method === "PATCH" ? FINAL : undefined);
    const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "late", namespace: "default" }, data: {} };
    const message = await provider.create(object).then(
        () => "it was created",
        (error: Error) => error.message,
    );
    check("a refusal that lasts is told in the server's words, with the object", {
        found: [message.includes("/namespaces/default/configmaps/late"), message.includes("database space exceeded")],
        expected: [true, true],
    });
    check("and is not asked again", { found: proxy.faults - before, expected: 1 });
    proxy.decide = () => undefined;
    await provider.create(object);
    check("once it is over, the same create works", (await provider.read(object)) !== undefined);
    const again = await provider.create(object).then(
        () => "it was created twice",
        (error: Error) => error.message,
    );
    check("what exists is not created twice", { found: again, expected: "ConfigMap default/late already exists" });
}
