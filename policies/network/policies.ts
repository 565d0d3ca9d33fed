import { each, list, matches } from "../cel";
import { isOpen, reader } from "../constraint";
import { baseKind } from "../kubernetes";
import { join } from "../path";
import { onlyPeers, PEERS } from "../ports";
import type { Example, Finding, Json, Rule, StackFinding } from "../rule";
import type { Stack } from "../stack";
import type { Subject } from "../subject";
import { asNumber, asText, isUnknown, own } from "../value";
import { home, homeOf, type Selected, type Workload, workloadsOfStack } from "../workloads";
import { aimless, DIRECTIONS, type Direction, isEmpty } from "./aimless";

const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

/** Whether a policy speaks of a direction; by default of ingress, and of egress where it has rules for it. */
function speaks(spec: Json | undefined, direction: Direction): boolean | "open" {
    const types = own(spec, "policyTypes");
    if (isUnknown(spec) || isUnknown(types)) return "open";
    if (!Array.isArray(types) || types.length === 0)
        return direction === "ingress" || own(spec, "egress") !== undefined;
    const names = types.map((type) => (isUnknown(type) ? "open" : asText(type).toLowerCase()));
    return names.includes(direction) ? true : names.includes("open") ? "open" : false;
}

const SYSTEM = /^kube-(system|public|node-lease)$/;

interface Coverage {
    /** Homes whose every pod is selected, for sure or perhaps. */
    homes: Map<string, true | "open">;
    workloads: Map<Workload, true | "open">;
    /** A policy of which nobody knows the home. */
    anywhere: boolean;
}

/** What the policies of a stack select for a direction: the union of all of them. */
function coverage(stack: Stack, direction: Direction): Coverage {
    const found: Coverage = { homes: new Map(), workloads: new Map(), anywhere: false };
    const workloads = workloadsOfStack(stack);
    // Policies with the same selector select the same pods.
    const done = new Map<Selected, boolean | "open">();
    for (const subject of stack.kind("NetworkPolicy")) {
        const spec = own(subject.resource.props, "spec");
        const speaking = speaks(spec, direction);
        if (speaking === false) continue;
        const at = homeOf(subject);
        if (at === undefined) found.anywhere = true;
        const selector = own(spec, "podSelector");
        const whole = at !== undefined && (isEmpty(selector) || isUnknown(selector));
        if (whole) {
            const sure = speaking === true && !isUnknown(selector);
            if (found.homes.get(at) !== true) found.homes.set(at, sure || "open");
            continue;
        }
        const selected = workloads.select(at, selector);
        if (done.get(selected) === speaking) continue;
        done.set(selected, speaking);
        const { sure, maybe } = selected;
        for (const workload of sure) {
            if (found.workloads.get(workload) !== true) found.workloads.set(workload, speaking);
        }
        for (const workload of maybe) if (!found.workloads.has(workload)) found.workloads.set(workload, "open");
    }
    return found;
}

/** A rule of a policy that lets everybody in, or out to everywhere. */
function* wide(subject: Subject): Iterable<Finding> {
    const spec = own(subject.resource.props, "spec");
    for (const direction of DIRECTIONS) {
        const path = `spec.${direction}`;
        const list = reader(direction)(spec);
        if (isOpen(list)) yield { path, undetermined: "the rules come from elsewhere" };
        for (const [index, rule] of (Array.isArray(list) ? list : []).entries())
            yield* wideRule(rule, direction, join(path, index));
    }
}

function* wideRule(rule: Json, direction: Direction, path: string): Iterable<Finding> {
    const name = direction === "ingress" ? "from" : "to";
    const peers = own(rule, name);
    const at = join(path, name);
    const wanted = "the peers that are meant";
    if (isUnknown(rule) || isUnknown(peers)) return yield { path: at, undetermined: "the peers come from elsewhere" };
    const everybody = direction === "ingress" ? "everybody" : "everywhere";
    // Names must be asked of whoever answers.
    if (!Array.isArray(peers) || peers.length === 0) {
        if (direction === "egress" && onlyNames(own(rule, "ports"))) return;
        return yield { path: at, found: `no peer, which means ${everybody}`, wanted };
    }
    for (const [index, peer] of peers.entries()) {
        const here = join(at, index);
        const block = own(peer, "ipBlock");
        const cidr = own(block, "cidr");
        if ([peer, block, cidr].some(isUnknown)) yield { path: here, undetermined: "the peer comes from elsewhere" };
        else if (block === undefined || block === null) {
            const [pods, spaces] = [own(peer, "podSelector"), own(peer, "namespaceSelector")];
            if (spaces !== undefined && spaces !== null && isEmpty(spaces) && isEmpty(pods))
                yield { path: here, found: "every pod of the cluster", wanted };
        } else if (/\/0$/.test(asText(cidr)) && !(direction === "ingress" && onlyPeers(own(rule, "ports"))))
            yield* world(block, direction, `${here}.ipBlock`);
    }
}

/** The metadata server's address, or a range that is wide enough to hold it. */
const METADATA = /^169\.254\.(169\.254\/\d+|169\.0\/(\d|1\d|2[0-4])|0\.0\/(\d|1[0-6]))$/;

function* world(block: Json, direction: Direction, path: string): Iterable<Finding> {
    if (direction === "ingress")
        return yield {
            path,
            found: "every address",
            wanted: "the ranges of the load balancer, or of those who are meant",
        };
    const except = own(block, "except");
    if (isUnknown(except)) return yield { path: `${path}.except`, undetermined: "the ranges come from elsewhere" };
    const ranges = (Array.isArray(except) ? except : []).map(asText);
    if (!ranges.some((range) => METADATA.test(range)))
        yield {
            path: `${path}.except`,
            found: "every address, that of the metadata server with it",
            wanted: "except: 169.254.0.0/16 and the private ranges",
        };
}

const onlyNames = (ports: Json | undefined): boolean =>
    Array.isArray(ports) && ports.length > 0 && ports.every((port) => asNumber(own(port, "port")) === 53);

const emptyCel = (selector: string): string =>
    ["matchLabels", "matchExpressions"]
        .map((part) => `(!has(${selector}.${part}) || ${selector}.${part}.size() == 0)`)
        .join(" && ");

/** A peer `p` that is not every pod of the cluster. */
const NOT_EVERY_POD =
    `has(p.ipBlock) || !has(p.namespaceSelector) || !(${emptyCel("p.namespaceSelector")}) || ` +
    `(has(p.podSelector) && !(${emptyCel("p.podSelector")}))`;

const onlyCel = (ports: Iterable<string>): string =>
    `(has(r.ports) && r.ports.size() > 0 && r.ports.all(q, has(q.port) && string(q.port) in ${list(ports)}))`;

const WORLD = "has(p.ipBlock) && p.ipBlock.cidr.endsWith('/0')";
const WITHOUT_METADATA = `has(p.ipBlock.except) && p.ipBlock.except.exists(e, ${matches("e", METADATA)})`;

/** What `wide` finds no fault with, in CEL. */
const BOUNDED = {
    ingress: each(
        "object.spec.ingress",
        "r",
        `has(r.from) && r.from.size() > 0 && r.from.all(p, ${NOT_EVERY_POD}) && ` +
            `(${onlyCel(PEERS)} || !r.from.exists(p, ${WORLD}))`,
    ),
    egress: each(
        "object.spec.egress",
        "r",
        `has(r.to) && r.to.size() > 0 ? ` +
            `r.to.all(p, (${NOT_EVERY_POD}) && (!(${WORLD}) || (${WITHOUT_METADATA}))) : ${onlyCel(["53"])}`,
    ),
};

const policy = (spec: { [key: string]: Json }): Example => ({
    type: POLICY,
    props: { metadata: { name: "deny", namespace: "app" }, spec },
});

const DENY = policy({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });

const pod: Example = {
    type: "kubernetes:core/v1:Pod",
    props: { metadata: { name: "api", namespace: "app", labels: { app: "api" } }, spec: { containers: [] } },
};

const namespace: Example = { type: "kubernetes:core/v1:Namespace", props: { metadata: { name: "app" } } };

export const policies: readonly Rule[] = [
    {
        id: "NET-01",
        title: "every namespace denies by default, and a policy selects every pod",
        why: "a pod that no policy selects may talk to everybody, and everybody to it",
        severity: "high",
        level: "mandatory",
        sameAs: ["CIS-K 4.3.2", "CKV2_K8S_6", "polaris:missingNetworkPolicy", "kube-linter:non-isolated-pod"],
        *judgeStack(stack): Iterable<StackFinding> {
            const wanted = "a NetworkPolicy that takes every pod of the namespace and allows nothing";
            const covered = DIRECTIONS.map((direction) => ({ direction, ...coverage(stack, direction) }));
            for (const subject of stack.kind("Namespace")) {
                const name = reader("metadata.name")(subject.resource.props);
                if (isOpen(name) || SYSTEM.test(asText(name)) || baseKind(subject.type) !== "Namespace") continue;
                const at = home(subject.resource.provider, asText(name ?? subject.resource.name));
                for (const { direction, homes, anywhere } of covered) {
                    const held = homes.get(at);
                    if (held === true) continue;
                    if (held === "open" || anywhere)
                        yield { subject, path: "", undetermined: `whether a policy denies ${direction} is not known` };
                    else yield { subject, path: "", found: `no policy that denies ${direction}`, wanted };
                }
            }
            for (const workload of workloadsOfStack(stack).all) {
                const { subject, home: at } = workload;
                for (const { direction, homes, workloads, anywhere } of covered) {
                    const states = [at === undefined ? undefined : homes.get(at), workloads.get(workload)];
                    if (states.includes(true)) continue;
                    const unsure = states.includes("open") || anywhere || (at === undefined && homes.size > 0);
                    if (unsure)
                        yield {
                            subject,
                            path: "",
                            undetermined: `whether a policy takes these pods for ${direction} is not known`,
                        };
                    else yield { subject, path: "", found: `no policy takes these pods for ${direction}`, wanted };
                }
            }
        },
        good: [{ ...namespace, others: [DENY, pod] }],
        bad: [
            { ...namespace, at: ["", ""] },
            { ...pod, others: [policy({ podSelector: { matchLabels: { app: "web" } } })], at: ["", ""] },
            { ...pod, others: [policy({ podSelector: { matchLabels: { app: "api" } } })], at: [""] },
        ],
        open: [
            {
                ...pod,
                others: [{ ...policy({ podSelector: { $unknown: true }, policyTypes: ["Ingress", "Egress"] }) }],
                at: ["", ""],
            },
        ],
    },
    {
        id: "NET-02",
        title: "network policies name their peers, and take pods that are there",
        why: "a rule without a peer allows everybody, and the metadata server gives tokens to whoever reaches it",
        severity: "high",
        level: "mandatory",
        sameAs: ["kube-linter:dangling-networkpolicy", "kube-linter:dangling-networkpolicypeer-podselector"],
        appliesTo: (type) => baseKind(type) === "NetworkPolicy",
        cel: [{ of: "networkpolicies", passes: `(${BOUNDED.ingress}) && (${BOUNDED.egress})` }],
        judge: wide,
        judgeStack: aimless,
        good: [
            DENY,
            policy({
                podSelector: {},
                egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16", "10.0.0.0/8"] } }] }],
            }),
            policy({ podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }),
        ],
        bad: [
            { ...policy({ podSelector: {}, ingress: [{}] }), at: ["spec.ingress[0].from"] },
            {
                ...policy({ podSelector: {}, ingress: [{ from: [{ namespaceSelector: {} }] }] }),
                at: ["spec.ingress[0].from[0]"],
            },
            {
                ...policy({ podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] }),
                at: ["spec.egress[0].to[0].ipBlock.except"],
            },
            {
                ...policy({ podSelector: { matchLabels: { app: "gone" } } }),
                others: [pod],
                at: ["spec.podSelector"],
            },
            {
                ...policy({ podSelector: {}, egress: [{ to: [{ podSelector: { matchLabels: { app: "gone" } } }] }] }),
                others: [pod],
                at: ["spec.egress[0].to[0].podSelector"],
            },
        ],
        open: [
            {
                ...policy({ podSelector: {}, ingress: { $unknown: true } }),
                unknownPaths: ["spec.ingress"],
                at: ["spec.ingress"],
            },
        ],
    },
];
