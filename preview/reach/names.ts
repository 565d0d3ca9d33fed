import { PreviewError } from "../failure";
import { INTERNET, parseRange } from "./addresses";
import { union } from "./intervals";
import type { Model } from "./model";
import { isHidden } from "./truth";
import type { End, Outside, Workload } from "./workloads";

/** Names of ranges: the internet, each range that the plan declares, and all of these together. */
export function outsideNames({ ownRanges }: Model): Outside[] {
    const own = ownRanges.map(({ name, addresses }) => ({ title: name, addresses }));
    const network = union(...own.map(({ addresses }) => addresses));
    return [
        { title: "internet", addresses: INTERNET },
        ...(network.length > 0 ? [{ title: "vpc", addresses: network }] : []),
        ...own,
    ];
}

/**
 * What a name means: `internet`, `vpc`, a range of the plan, an address or CIDR range, or a workload. A workload runs
 * under the same name in several clusters as a rule, and its plain name means all of them; `name@cluster` means one.
 */
export function findEnds(model: Model, name: string): readonly End[] {
    const ranges = outsideNames(model);
    const named = ranges.filter(({ title }) => title === name).map(({ addresses }) => addresses);
    const range = named.length > 0 ? union(...named) : parseRange(name);
    if (range) return [{ title: name, addresses: range }];

    const [path = "", cluster] = name.split("@");
    const slash = path.lastIndexOf("/");
    const found = model.workloads.filter(
        (one) =>
            (cluster === undefined || one.cluster.names.includes(cluster)) &&
            (one.name === path || (slash >= 0 && one.title.split("@")[0] === path)),
    );
    const namespaces = new Set(found.map(({ namespace }) => (isHidden(namespace) ? "?" : namespace)));
    if (namespaces.size > 1)
        throw refuse(`${name} is in the namespaces ${[...namespaces].sort().join(", ")}; say which:`, titles(found));
    if (found.length > 0) return found;

    if (model.hostNetwork.some((one) => namesOf(one).includes(name)))
        throw refuse(`${name} uses the network of its node, where no network policy holds`);
    const names = [...ranges.map(({ title }) => title), ...model.workloads.flatMap(namesOf)];
    throw refuse(`nothing is called ${name}; the nearest names:`, nearest(name, names));
}

const namesOf = ({ name, title }: Pick<Workload, "name" | "title">) => [name, title, title.split("@")[0] ?? title];

const titles = (workloads: readonly Workload[]) => [...new Set(workloads.map(({ title }) => title))].sort();

const refuse = (message: string, names: readonly string[] = []) =>
    new PreviewError([message, ...names.map((name) => `  ${name}`)].join("\n"), "usage");

function nearest(name: string, names: readonly string[]): string[] {
    const ranked = [...new Set(names)].map((one) => ({ one, distance: distance(name, one) }));
    ranked.sort((a, b) => a.distance - b.distance || (a.one < b.one ? -1 : 1));
    return ranked.slice(0, 5).map(({ one }) => one);
}

/** Letters to add, drop or change to make one text of the other. */
function distance(a: string, b: string): number {
    let row = [...Array(b.length + 1).keys()];
    for (let i = 1; i <= a.length; i++) {
        const next = [i];
        for (let j = 1; j <= b.length; j++) {
            const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
            next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
        }
        row = next;
    }
    return row[b.length] ?? 0;
}
