import { isOpen, reader } from "../constraint";
import { memo } from "../memo";
import { reachOf } from "../network/reach";
import { LONG_RUNNING } from "../pods/pod";
import type { Example, Json, Rule, StackFinding } from "../rule";
import type { Stack } from "../stack";
import type { Subject } from "../subject";
import { asNumber, asText, own } from "../value";
import { pathOf } from "../walk";
import { homeOf, type Workload, workloadsOfStack } from "../workloads";

/** Programs that sign, by the names of their images, and what their keys are called. */
const VALIDATOR = /(^|[/_-])(validator|tmkms|horcrux|cosigner|signer|priv-validator)([/:@_-]|$)/i;
const KEY =
    /(^|[./_-])(priv[_-]?validator([_-]?key)?|consensus[_-]?key|validator[_-]?key|signing[_-]?key)(s|\.json)?($|[./_-])/i;

/** Chains, nodes and faucets that hold no value, and the networks that do (chainlist.org, cosmos/chain-registry). */
const TEST =
    /\b(testnets?|devnet|sepolia|goerli|holesky|hoodi|faucet|theta-testnet-001|osmo-test-\d+|pion-\d+|grelay-testnet-\d+|elgafar-\d+|mocha-\d+|rs-testnet\d*|amoy|mumbai|alfajores|fuji)\b/i;
const MAIN =
    /\b(cosmoshub-4|osmosis-1|stride-1|neutron-1|juno-1|celestia|noble-1|injective-1|dydx-mainnet-1|axelar-dojo-1|kaiyo-1|akashnet-2|stargaze-1)\b/;

/** Names under which the chain or its nodes are told to a program. */
const CHAIN_NAME = /chain[_-]?ids?\b|rpc|grpc|endpoint|network|faucet|genesis|environment/i;
const isChainName = memo((name) => CHAIN_NAME.test(name));

interface Signer {
    workload: Workload;
    /** Cluster, namespace and name of what holds the key. */
    key: string;
    path: string;
}

/** The workloads that mount a validator's key. */
function* signers(workloads: readonly Workload[]): Iterable<Signer> {
    for (const workload of workloads) {
        const volumes = own(workload.pod.spec, "volumes");
        for (const [index, volume] of (Array.isArray(volumes) ? volumes : []).entries()) {
            const source =
                own(own(volume, "secret"), "secretName") ?? own(own(volume, "persistentVolumeClaim"), "claimName");
            if (typeof source !== "string" || !(KEY.test(source) || KEY.test(asText(own(volume, "name"))))) continue;
            yield { workload, key: `${workload.home} ${source}`, path: `${workload.pod.path}.volumes[${index}]` };
        }
    }
}

const replicasOf = reader("spec.replicas");

function replicas({ subject, kind }: Workload): number | "open" {
    if (kind === "DaemonSet") return Number.POSITIVE_INFINITY;
    const value = replicasOf(subject.resource.props);
    return isOpen(value) ? "open" : asNumber(value ?? 1);
}

/** One key, one signer: by the workloads that mount it and by how many pods each of them has. */
function* oneSigner(all: readonly Workload[]): Iterable<StackFinding> {
    const holders = new Map<string, Signer>();
    for (const signer of signers(all)) {
        const { workload, key, path } = signer;
        const { subject } = workload;
        if (!LONG_RUNNING.has(workload.kind)) continue;
        const count = replicas(workload);
        const wanted = "one pod with the key, or a remote signer";
        if (count === "open") yield { subject, path, undetermined: "the number of pods comes from elsewhere" };
        else if (count > 1)
            yield {
                subject,
                path,
                found: `a validator's key in ${count === Number.POSITIVE_INFINITY ? "each node's pod" : `${count} pods`}`,
                wanted,
            };
        const known = holders.get(key);
        if (known && known.workload !== workload && count !== 0)
            yield { subject, path, found: "a validator's key that another workload mounts", wanted };
        else holders.set(key, signer);
        // A Deployment starts the new pod before it stops the old one.
        const strategy = reader("spec.strategy.type")(subject.resource.props);
        if (workload.kind === "Deployment" && strategy !== "Recreate")
            yield {
                subject,
                path,
                found: "a Deployment, which runs two while it replaces one",
                wanted: "a StatefulSet",
            };
    }
}

/** A validator talks to its sentries alone, so no Service of it is public. */
function* hiddenValidators(stack: Stack): Iterable<StackFinding> {
    const workloads = workloadsOfStack(stack);
    for (const subject of stack.kind("Service")) {
        const { props } = subject.resource;
        const reach = reachOf(props);
        if (reach === "inside") continue;
        const selector = own(own(props, "spec"), "selector");
        if (selector === undefined || selector === null) continue;
        const { sure } = workloads.select(homeOf(subject), { matchLabels: selector });
        if (!sure.some(isValidator)) continue;
        const path = "spec.type";
        if (typeof reach === "object")
            yield { subject, path: reach.open, undetermined: "the value comes from elsewhere" };
        else yield { subject, path, found: "a way from outside to a validator", wanted: "sentries in front of it" };
    }
}

const isValidator = ({ pod, subject }: Workload): boolean => {
    const containers = own(pod.spec, "containers");
    const images = (Array.isArray(containers) ? containers : []).map((one) => asText(own(one, "image")));
    return VALIDATOR.test(subject.resource.name) || images.some((image) => VALIDATOR.test(image));
};

/** Settings are shorter. */
const LONGEST = 200_000;

interface Said {
    subject: Subject;
    path: string;
    text: string;
}

/** Chain ids, nodes and faucets that a stack names: one of both worlds is a mistake in one of them. */
function* mixedNetworks(stack: Stack): Iterable<StackFinding> {
    const test: Said[] = [];
    let main = false;
    for (const subject of stack.subjects) {
        if (!/^kubernetes:(core\/v1:ConfigMap|apps|batch|helm)/.test(subject.type)) continue;
        const whole = subject.type.includes("ConfigMap");
        for (const leaf of subject.texts) {
            const text: string = leaf.value;
            const beside = leaf.key === "value" ? own(leaf.parent?.value, "name") : undefined;
            const named = isChainName(asText(leaf.key)) || isChainName(asText(beside));
            if ((!whole && !named) || text.length > LONGEST) continue;
            main ||= MAIN.test(text) || /(^|[^\w-])mainnet([^\w-]|$)/i.test(text);
            const line = text
                .split("\n")
                .find((one) => TEST.test(one) && (named || CHAIN_NAME.test(one) || one.includes("://")));
            const [word] = TEST.exec(line ?? "") ?? [];
            if (word) test.push({ subject, path: pathOf(leaf), text: word.toLowerCase() });
        }
    }
    if (!main) return;
    for (const { subject, path, text } of test)
        yield {
            subject,
            path,
            found: `"${text}" in a stack of a main network`,
            wanted: "nodes and chains of one world",
        };
}

/** Lists of nodes in settings, of which one alone is a single point of failure. */
const NODES = /^[ \t]*["']?(?:\w*_)?(rpc_urls|rpc_endpoints|rpc_addrs)["']?[ \t]{0,8}[:=]\s{0,80}\[([^[\]]*)\]/gim;

function* fewNodes(stack: Stack): Iterable<StackFinding> {
    for (const subject of stack.kind("ConfigMap"))
        for (const leaf of subject.texts) {
            if (!leaf.value.toLowerCase().includes("rpc_")) continue;
            for (const [, , list = ""] of leaf.value.matchAll(NODES)) {
                const urls = list.match(/["'][^"']+["']/g) ?? [];
                const hosts = new Set(urls.map((url) => /:\/\/([^/"':]+)/.exec(url)?.[1] ?? url));
                if (hosts.size === 1)
                    yield {
                        subject,
                        path: pathOf(leaf),
                        found: "one node for a chain",
                        wanted: "nodes of two providers",
                    };
            }
        }
}

const SECRET = "priv-validator-key";

const validator = (kind: string, spec: { [key: string]: Json }, name = "validator"): Example => ({
    type: `kubernetes:apps/v1:${kind}`,
    props: {
        metadata: { name, namespace: "chain" },
        spec: {
            ...spec,
            template: {
                metadata: { labels: { app: name } },
                spec: {
                    containers: [{ name: "node", image: "ghcr.io/acme/validator:1" }],
                    volumes: [{ name: "key", secret: { secretName: SECRET } }],
                },
            },
        },
    },
});

const AT = "spec.template.spec.volumes[0]";

const settings = (text: string): Example => ({
    type: "kubernetes:core/v1:ConfigMap",
    props: { metadata: { name: "settings", namespace: "app" }, data: { "app.toml": text } },
});

export const chain: Rule = {
    id: "CHAIN-01",
    title: "one key has one signer, validators stay hidden, and networks are not mixed",
    why: "two live signers are slashed for good, and a test node in a main network's settings settles on worthless coins",
    severity: "critical",
    level: "mandatory",
    sameAs: ["own: exactly one signer"],
    *judgeStack(stack): Iterable<StackFinding> {
        yield* oneSigner(workloadsOfStack(stack).all);
        yield* hiddenValidators(stack);
        yield* mixedNetworks(stack);
        yield* fewNodes(stack);
    },
    good: [
        validator("StatefulSet", { replicas: 1 }),
        settings(
            'chain_id = "osmosis-1"\nrpc_urls = ["https://rpc.osmosis.zone", "https://osmosis-rpc.polkachu.com"]\n',
        ),
        settings(
            'chain_id = "osmo-test-5"\nrpc_urls = ["https://rpc.testnet.osmosis.zone", "https://osmosis-testnet-rpc.polkachu.com"]\n',
        ),
    ],
    bad: [
        { ...validator("StatefulSet", { replicas: 2 }), at: [AT] },
        { ...validator("Deployment", { replicas: 1 }), at: [AT] },
        {
            ...validator("StatefulSet", { replicas: 1 }),
            others: [validator("StatefulSet", { replicas: 1 }, "validator-b")],
            at: [AT],
        },
        {
            ...validator("StatefulSet", { replicas: 1 }),
            others: [
                {
                    type: "kubernetes:core/v1:Service",
                    props: {
                        metadata: { namespace: "chain" },
                        spec: { type: "LoadBalancer", selector: { app: "validator" } },
                    },
                },
            ],
            at: ["spec.type"],
        },
        {
            ...settings('chain_id = "osmosis-1"\nfaucet = "https://faucet.testnet.osmosis.zone"\n'),
            at: ['data["app.toml"]'],
        },
        { ...settings('rpc_urls = ["https://rpc.osmosis.zone"]\n'), at: ['data["app.toml"]'] },
    ],
    open: [
        {
            ...validator("StatefulSet", { replicas: { $unknown: true } }),
            unknownPaths: ["spec.replicas"],
            at: [AT],
        },
    ],
};
