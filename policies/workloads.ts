import { isOpen, reader } from "./constraint";
import { baseKind } from "./kubernetes";
import { type Pod, podsOf } from "./pods/pod";
import type { Json } from "./rule";
import { matches, pairs } from "./selector";
import { onceForStack, type Stack } from "./stack";
import type { Subject } from "./subject";
import { Unseen } from "./unseen";
import { isUnknown, own } from "./value";

/** A workload of a stack, with what selectors ask about. */
export interface Workload {
    subject: Subject;
    kind: string;
    /** Where it lives: cluster and namespace; undefined where the namespace is not known. */
    home: string | undefined;
    pod: Pod;
    labels: Json | undefined;
}

/** What a selector takes: for sure, and perhaps. */
export interface Selected {
    sure: readonly Workload[];
    maybe: readonly Workload[];
}

const namespaceOf = reader("metadata.namespace");

/** Cluster and namespace of an object; undefined where nobody knows. */
export function homeOf({ resource }: Subject): string | undefined {
    const namespace = namespaceOf(resource.props);
    if (isOpen(namespace)) return undefined;
    return home(resource.provider, typeof namespace === "string" && namespace !== "" ? namespace : "default");
}

export const home = (provider: string | null | undefined, namespace: string): string =>
    `${provider ?? ""} ${namespace}`;

/** The workloads of a stack, found by their labels. */
export class Workloads {
    readonly all: readonly Workload[];
    readonly #byHome = new Map<string, Workload[]>();
    readonly #byLabel = new Map<string, Workload[]>();
    /** Those with labels or a namespace that nobody knows. */
    readonly #open: Workload[] = [];
    readonly #answers = new Map<string, Selected>();
    readonly #unseen: Unseen;

    constructor(stack: Stack) {
        this.all = stack.subjects.flatMap(workloadsOf);
        this.#unseen = new Unseen(stack.subjects);
        for (const workload of this.all) {
            const { home, labels } = workload;
            if (home === undefined || isUnknown(labels) || Object.values(labels ?? {}).some(isUnknown)) {
                this.#open.push(workload);
                continue;
            }
            put(this.#byHome, home, workload);
            for (const [key, value] of Object.entries(labels ?? {}))
                put(this.#byLabel, `${home} ${key}=${value}`, workload);
        }
    }

    /** Whether there may be pods that the stack does not show. */
    hides(home: string | undefined): boolean {
        return this.#unseen.has(home);
    }

    /** Whether the stack shows any pod there. */
    shows(home: string): boolean {
        return this.#byHome.has(home);
    }

    /** Whether it is sure that a selector takes no pod: never where the stack shows none, or may have some unseen. */
    misses(at: string | undefined, selector: Json | undefined): boolean {
        if (this.all.length === 0 || this.hides(at)) return false;
        const { sure, maybe } = this.select(at, selector);
        return sure.length + maybe.length === 0;
    }

    /** What a selector takes; the same one is answered once. */
    select(at: string | undefined, selector: Json | undefined): Selected {
        const key = keyOf(at, selector);
        const known = key === undefined ? undefined : this.#answers.get(key);
        if (known) return known;
        const answer = this.#search(at, selector);
        if (key !== undefined) this.#answers.set(key, answer);
        return answer;
    }

    /** Looks up the rarest of the labels that the selector names, then asks the selector. */
    #search(at: string | undefined, selector: Json | undefined): Selected {
        const sure: Workload[] = [];
        const maybe: Workload[] = [];
        const lists =
            at === undefined
                ? []
                : pairs(selector).map(([key, value]) => this.#byLabel.get(`${at} ${key}=${value}`) ?? []);
        const [shortest] = lists.sort((a, b) => a.length - b.length);
        const near = at === undefined ? this.all : (shortest ?? this.#byHome.get(at) ?? []);
        for (const workload of new Set([...near, ...this.#open])) {
            if (at !== undefined && workload.home !== undefined && workload.home !== at) continue;
            const match = matches(selector, workload.labels);
            if (match === false) continue;
            const known = match === true && at !== undefined && workload.home !== undefined;
            (known ? sure : maybe).push(workload);
        }
        return { sure, maybe };
    }
}

export const workloadsOfStack = onceForStack((stack) => new Workloads(stack));

const KINDS = new Set([
    ...["Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob"],
]);

function workloadsOf(subject: Subject): Workload[] {
    const kind = baseKind(subject.type);
    const { resource, type } = subject;
    if (!KINDS.has(kind) || /(?<=[a-z])Patch$/.test(type)) return [];
    const [pod] = podsOf(subject).pods;
    if (!pod) return [];
    const metadata = kind === "Pod" ? own(resource.props, "metadata") : pod.metadata.value;
    const labels = isUnknown(metadata) ? metadata : own(metadata, "labels");
    return [{ subject, kind, home: homeOf(subject), pod, labels }];
}

/** Undefined for what cannot be written, such as a value that contains itself. */
function keyOf(at: string | undefined, selector: Json | undefined): string | undefined {
    try {
        return `${at} ${JSON.stringify(selector)}`;
    } catch {
        return undefined;
    }
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
    const known = map.get(key);
    if (known) known.push(value);
    else map.set(key, [value]);
}
