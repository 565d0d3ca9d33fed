import { declare } from "../preview/capture";
import type { Plan } from "../preview/plan";
import type { Answer, Reach, Way } from "../preview/reach/reach";
import { reach as reachability } from "../preview/reach/reach";
import { status } from "./status";

interface Options {
    json?: boolean;
}

/** `slipway reach`: who can reach whom in a stack, and by which policy. */
export async function reach(stack: string, from?: string, to?: string, options: Options = {}): Promise<void> {
    const line = status(`declaring ${stack}`);
    const plan = await declare({ directory: process.cwd(), stack }).finally(line.end);
    process.stdout.write(reachText(plan, from, to, options));
}

/** With two names the ways between them, with one all that concerns it, without any all there is. */
export function reachText(plan: Plan, from?: string, to?: string, { json }: Options = {}): string {
    const found = reachability(plan);
    const { notes } = found;
    const { text, data } = from && to ? pair(found, from, to) : from ? one(found, from) : everything(found);
    if (json) return `${JSON.stringify({ stack: plan.stack, ...data, notes }, null, 2)}\n`;
    return [text, ...notes.map((note) => `Note: ${note}`)].map((part) => `${part}\n`).join("\n");
}

interface Output {
    text: string;
    data: object;
}

function pair(found: Reach, from: string, to: string): Output {
    const answers = found.explain(from, to);
    return { text: answers.map(sentence).join("\n\n"), data: { answers } };
}

function one(found: Reach, name: string): Output {
    const [reaches, reachedBy] = [found.from(name), found.to(name)];
    const text = [`${name} reaches`, ...table(reaches), "", `${name} is reached by`, ...table(reachedBy)];
    return { text: text.join("\n"), data: { reaches, reachedBy } };
}

function everything(found: Reach): Output {
    const ways = found.matrix();
    const unguarded = { egress: found.unguarded("egress"), ingress: found.unguarded("ingress") };
    // What no policy stands behind is said once for each pod and not once for each of its peers, who are everybody.
    const told = ways.filter(({ via }) => via.some(({ policy }) => policy !== null));
    const open = [...new Set([...unguarded.egress, ...unguarded.ingress])].map((pod) => {
        const directions = (["egress", "ingress"] as const).filter((direction) => unguarded[direction].includes(pod));
        return `No policy of this stack guards ${pod}: open to everybody for ${directions.join(" and ")}`;
    });
    return {
        text: [table(told), open]
            .filter(({ length }) => length > 0)
            .map((lines) => lines.join("\n"))
            .join("\n\n"),
        data: { ways, unguarded },
    };
}

function sentence({ from, to, ways, stops }: Answer): string {
    if (ways.length === 0) return [`${from} cannot reach ${to}`, ...stops.map(stopped)].join("\n");
    const sure = ways.some(({ undetermined }) => !undetermined);
    return [`${from} ${sure ? "reaches" : "may reach"} ${to}`, ...ways.flatMap(explained)].join("\n");
}

const stopped = ({ workload, direction, policies }: Answer["stops"][number]) =>
    `  closed for ${direction} at ${workload} by ${policies.map(policyName).join(", ")}`;

function explained({ via, undetermined, ...way }: Way): string[] {
    return [
        `  ${undetermined ? "undetermined: " : ""}${portsText(way)}${place(way, " at ")}`,
        ...via.map(({ direction, policy, rule, why }) =>
            policy === null
                ? `    ${direction}: no policy selects it, so it is open`
                : `    ${direction}: ${policyName(policy)} spec.${direction}[${rule}]${why ? `: ${why}` : ""}`,
        ),
        ...(undetermined ?? []).map((reason) => `    ${reason}`),
    ];
}

/** One line for each pair, its ports together. */
function table(ways: readonly Way[]): string[] {
    const rows = new Map<string, { from: string; to: string; ports: string[] }>();
    for (const way of ways) {
        const from = way.from;
        const to = way.to + place(way, " (", ")");
        const row = rows.get(`${from} ${to}`) ?? { from, to, ports: [] };
        row.ports.push(`${portsText(way)}${way.undetermined ? " (undetermined)" : ""}`);
        rows.set(`${from} ${to}`, row);
    }
    const lines = [...rows.values()];
    const width = (column: "from" | "to") => Math.max(0, ...lines.map((row) => row[column].length));
    const [left, middle] = [width("from"), width("to")];
    const text = lines.map(
        ({ from, to, ports }) => `  ${from.padEnd(left)}  ${to.padEnd(middle)}  ${[...new Set(ports)].join(", ")}`,
    );
    return text.length > 0 ? text : ["  nobody"];
}

const portsText = ({ protocol, ports }: Pick<Way, "protocol" | "ports">) =>
    ports[0] === "1-65535" ? `${protocol} all` : `${protocol} ${ports.join(", ")}`;

/** Which part of an end outside is meant; nothing if it is all of it. */
const place = (way: Pick<Way, "addresses" | "host">, before: string, after = "") =>
    way.host !== undefined
        ? `${before}by name: ${way.host}${after}`
        : way.addresses
          ? `${before}${addressesText(way)}${after}`
          : "";

/** A few ranges are named, many are counted; `--json` has them all. */
const addressesText = ({ addresses = [] }: Pick<Way, "addresses">) =>
    addresses.length > 4
        ? `${addresses.slice(0, 3).join(", ")} and ${addresses.length - 3} more ranges`
        : addresses.join(", ");

const policyName = (urn: string) => urn.slice(urn.lastIndexOf("::") + 2);
