import type { Addresses } from "./addresses";
import { subtract } from "./intervals";
import { Matching } from "./matching";
import type { Model } from "./model";
import { DIRECTIONS, type Direction, type Policy } from "./policies";
import type { Bounds, Rule } from "./rules";
import { all, any, type Truth } from "./truth";
import type { Workload } from "./workloads";

/** What lets something through in one direction. */
export interface Via {
    readonly direction: Direction;
    /** URN of the policy; null where no policy selects the pod, which leaves the direction open. */
    readonly policy: string | null;
    /** Index in `spec.ingress` or `spec.egress`. */
    readonly rule: number | null;
    /** Why the policy allows it, in its author's words. */
    readonly why?: string;
}

/** A rule that holds for a workload, or may. */
export interface Match {
    readonly rule: Rule;
    readonly via: Via;
    /** Whether the policy holds and the rule means the peer. */
    readonly truth: Truth;
}

export interface HostMatch extends Match {
    readonly host: string;
}

export interface BlockMatch extends Match {
    readonly text: string;
    readonly addresses: Bounds<Addresses>;
}

/** All that the policies say of one workload in one direction. */
export interface Side {
    /** Whether anything is closed at all: a pod that no policy selects for a direction is open in it. */
    readonly closed: Truth;
    readonly policies: readonly Policy[];
    /** By rules that leave out nobody. */
    readonly everybody: readonly Match[];
    readonly pods: ReadonlyMap<Workload, readonly Match[]>;
    readonly blocks: readonly BlockMatch[];
    /** By rules that name hosts on the internet. */
    readonly hosts: readonly HostMatch[];
}

/** The policies of each workload, taken together: what one of them allows no other can take back. */
export class Sides {
    private readonly matching: Matching;
    private readonly holding: Record<Direction, Map<Workload, { policy: Policy; truth: Truth }[]>>;
    private readonly read: Record<Direction, Map<Workload, Side>> = { egress: new Map(), ingress: new Map() };

    constructor(model: Model) {
        this.matching = new Matching(model);
        this.holding = { egress: new Map(), ingress: new Map() };
        for (const policy of model.policies)
            for (const { workload, truth } of this.matching.selected(policy))
                for (const direction of DIRECTIONS) {
                    const holds = all(truth, policy[direction].applies);
                    if (holds !== false) add(this.holding[direction], workload, { policy, truth: holds });
                }
    }

    of(subject: Workload, direction: Direction): Side {
        const known = this.read[direction].get(subject);
        if (known) return known;
        const holding = this.holding[direction].get(subject) ?? [];
        const side = {
            closed: any(...holding.map(({ truth }) => truth)),
            policies: holding.map(({ policy }) => policy),
            everybody: [] as Match[],
            pods: new Map<Workload, Match[]>(),
            blocks: [] as BlockMatch[],
            hosts: [] as HostMatch[],
        };
        for (const { policy, truth } of holding)
            for (const rule of policy[direction].rules) {
                const via = viaOf(policy, direction, rule);
                if (!rule.peers) side.everybody.push({ rule, via, truth });
                for (const peer of rule.peers ?? []) {
                    if (peer.kind === "hidden") side.everybody.push({ rule, via, truth: all(truth, [peer.reason]) });
                    else if (peer.kind === "host") side.hosts.push({ rule, via, truth, host: peer.host });
                    else if (peer.kind === "block")
                        side.blocks.push({
                            rule,
                            via,
                            truth,
                            text: peer.text,
                            addresses: outside(peer.addresses, subject),
                        });
                    else
                        for (const { workload, truth: named } of this.matching.named(policy, peer))
                            add(side.pods, workload, { rule, via, truth: all(truth, named) });
                }
            }
        this.read[direction].set(subject, side);
        return side;
    }
}

/**
 * Dataplane V2 knows the pods of a cluster by identity and not by address, so a range that holds the addresses of pods
 * does not mean these pods.
 */
function outside({ sure, possible, reasons }: Bounds<Addresses>, { cluster }: Workload): Bounds<Addresses> {
    const pods = cluster.pods ?? [];
    return { sure: subtract(sure, pods), possible: subtract(possible, pods), reasons };
}

function viaOf(policy: Policy, direction: Direction, { index }: Rule): Via {
    // A policy may give a sentence for each rule, those of ingress first; any other text is about the whole policy.
    const sentences = policy.why?.split("; ") ?? [];
    const { ingress, egress } = policy;
    const before = direction === "egress" ? ingress.rules.length : 0;
    const each = sentences.length === ingress.rules.length + egress.rules.length;
    const why = each ? sentences[before + index] : policy.why;
    return { direction, policy: policy.urn, rule: index, ...(why && { why }) };
}

function add<Key, Value>(index: Map<Key, Value[]>, key: Key, value: Value): void {
    const known = index.get(key);
    if (known) known.push(value);
    else index.set(key, [value]);
}
