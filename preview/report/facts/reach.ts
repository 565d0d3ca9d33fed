import { isDeepStrictEqual } from "node:util";
import { memo } from "../../../policies/memo";
import type { Plan } from "../../plan";
import { reach as prove, type Way } from "../../reach/reach";
import { groupBy, sorted } from "../text";

/** All ways from one end to another. */
export interface Tie {
    from: string;
    to: string;
    /** Such as `TCP 443`; with the addresses or the name that it is bound to, where it is not for all of an end. */
    ports: string[];
    /** Clusters in which it is so; empty if it is so in all. */
    only: string[];
    /** Nobody can know before the update whether it is there. */
    undetermined: boolean;
    /** What the policies say that it is for. */
    why: string[];
    /** Against the baseline; null without one, or where nothing differs. */
    change: "new" | "other ports" | "gone" | null;
}

/** Who can reach whom. What runs alike in several clusters is told once. */
export interface Reaching {
    ties: Tie[];
    /** Ties of the baseline that no policy allows any more. */
    gone: Tie[];
    /** What the internet reaches at once, then what can be reached from there, and so on. */
    steps: string[][];
    /** What no chain of connections that starts on the internet leads to. */
    never: string[];
    /** What no policy of the plan guards. */
    open: string[];
    notes: string[];
}

export const INTERNET = "internet";

export function reaching(plan: Plan, before?: Plan): Reaching {
    const now = present(plan);
    if (!before) return now;
    const key = ({ from, to }: Tie) => `${from}\n${to}`;
    const was = new Map(present(before).ties.map((tie) => [key(tie), tie]));
    const ties = now.ties.map((tie): Tie => {
        const old = was.get(key(tie));
        was.delete(key(tie));
        return { ...tie, change: old === undefined ? "new" : alike(tie, old) ? null : "other ports" };
    });
    return { ...now, ties, gone: [...was.values()].map((tie) => ({ ...tie, change: "gone" })) };
}

/** Whether the same ports are open in the same clusters; what a policy says that it is for opens nothing. */
const alike = (a: Tie, b: Tie) =>
    isDeepStrictEqual([a.ports, a.only, a.undetermined], [b.ports, b.only, b.undetermined]);

function present(plan: Plan): Reaching {
    const found = prove(plan);
    const clusters = new Set(found.workloads.flatMap((title) => title.split("@").slice(1)));
    const fold = memo((title) => folded(title, clusters));
    const open = unique([...found.unguarded("ingress"), ...found.unguarded("egress")].map(fold));
    // From there anything goes, which is said once and not once for each pair.
    const guarded = found.matrix().filter(({ from, via }) => !open.includes(fold(from)) && via.some(isDeclared));
    const ties = [...groupBy(guarded, ({ from, to }) => `${fold(from)}\n${fold(to)}`).values()].map((ways) =>
        tie(ways, fold, clusters.size),
    );
    const workloads = unique(found.workloads.map(fold)).filter((name) => !open.includes(name));
    const steps = stepsFrom(ties, new Set(workloads));
    const reached = new Set(steps.flat());
    return {
        ties: sorted(ties, ({ from, to }) => `${from}\n${to}`),
        gone: [],
        steps,
        never: workloads.filter((name) => !reached.has(name)),
        open,
        notes: [...found.notes],
    };
}

const isDeclared = ({ policy }: Way["via"][number]) => policy !== null;

const unique = (names: readonly string[]) => sorted(new Set(names), (name) => name);

/** Without the cluster: `intents/web@europe-west1` as `intents/web`, `vpc-europe-west1-pods` as `vpc-pods`. */
function folded(title: string, clusters: ReadonlySet<string>): string {
    const [name = "", cluster] = title.split("@");
    if (cluster !== undefined) return name;
    const within = [...clusters].find((one) => name.includes(`-${one}`));
    return within === undefined ? name : name.replace(`-${within}`, "");
}

function tie(ways: readonly Way[], fold: (title: string) => string, clusters: number): Tie {
    const [first] = ways as [Way];
    const here = new Set(ways.flatMap(({ from, to }) => [from, to].flatMap((title) => title.split("@").slice(1))));
    return {
        from: fold(first.from),
        to: fold(first.to),
        ports: unique(ways.map(portsOf)),
        only: here.size > 0 && here.size < clusters ? [...here].sort() : [],
        undetermined: ways.every(({ undetermined }) => undetermined !== undefined),
        why: unique(ways.flatMap(({ via }) => via.flatMap(({ why }) => why ?? []))),
        change: null,
    };
}

function portsOf({ protocol, ports, host, addresses }: Way): string {
    const text = ports[0] === "1-65535" ? `${protocol} all` : `${protocol} ${ports.join(", ")}`;
    const place = host ?? (addresses?.length === 1 || addresses?.length === 2 ? addresses.join(", ") : undefined);
    const many = place === undefined && addresses ? `${addresses.length} ranges` : place;
    return many === undefined || many === "IPv4" ? text : `${text} (${many})`;
}

/** Each workload stands at the fewest connections that lead to it. */
function stepsFrom(ties: readonly Tie[], workloads: ReadonlySet<string>): string[][] {
    const steps: string[][] = [];
    const seen = new Set<string>();
    for (let front = [INTERNET]; front.length > 0; ) {
        const next = ties.filter(({ from, to }) => front.includes(from) && workloads.has(to) && !seen.has(to));
        front = unique(next.map(({ to }) => to));
        for (const name of front) seen.add(name);
        if (front.length > 0) steps.push(front);
    }
    return steps;
}
