import type { Plan, PlanResource } from "../plan";
import { locator } from "../report/facts/where";
import { byCodePoint, groupBy } from "../report/text";
import type { Cost, CostPart, Range } from "./model";
import { asOf, currency, excludes, fresh, hours, type Price, prices } from "./prices";
import { countOf, disksOf, nodesOf } from "./usage";

const NODES = "gcp:container/nodePool:NodePool";
/** Whose prices stand in where a region has none in the table. */
const STAND_IN = "us-central1";

/** What a plan costs a month by being there, and how much more or less than a baseline. No network is asked. */
export function costOf(after: Plan, before?: Plan): Cost {
    const now = estimate(after);
    const was = before && estimate(before);
    return {
        schema: "slipway.cost/v1",
        currency,
        asOf,
        total: cents(sum(now.parts)),
        parts: now.parts
            .map(round)
            .filter(({ high }) => high > 0)
            .sort(byPrice),
        delta: was ? difference(was.parts, now.parts) : null,
        priced: now.priced,
        unpriced: now.unpriced,
        borrowed: now.borrowed,
        excludes: [...excludes],
    };
}

/** Says that the price table is too old to be believed; the caller knows the day, as `2026-11-21`. */
export function staleness(today: string): string | undefined {
    const days = Math.floor((Date.parse(today) - Date.parse(asOf)) / 86_400_000);
    return days > fresh
        ? `The price table is of ${asOf}, ${days} days ago: what it says of cost may no longer hold`
        : undefined;
}

interface Estimate extends Pick<Cost, "priced" | "unpriced" | "borrowed"> {
    parts: CostPart[];
}

function estimate({ resources }: Plan): Estimate {
    const locate = locator(resources);
    const nodes = new Map<string, Range>();
    resources.forEach((resource, id) => {
        if (resource.type !== NODES) return;
        const { low, high } = nodesOf(resource);
        const known = nodes.get(locate.region(id)) ?? { low: 0, high: 0 };
        nodes.set(locate.region(id), { low: known.low + low, high: known.high + high });
    });
    const disks = disksOf(resources);
    const systems = systemsOf(resources);
    const parts = new Map<string, CostPart>();
    const unpriced = new Map<string, string[]>();
    const borrowed = new Map<string, { what: string; region: string }>();
    let priced = 0;
    resources.forEach((resource, id) => {
        const count = countOf(resource);
        if (!count) return;
        const home = locate.cluster(id);
        const region = locate.region(id) || (home === null ? "" : locate.region(home));
        const system = systems(resource);
        priced++;
        for (const { sku, low, high } of count({ resource, disks, nodes: nodes.get(region) ?? { low: 0, high: 0 } })) {
            const found = priceOf(sku, region);
            if (!found) unpriced.set(sku, [...(unpriced.get(sku) ?? []), resource.name]);
            else {
                if (found.region !== "*" && found.region !== region)
                    borrowed.set(`${sku} ${region}`, { what: sku, region });
                const each = found.price * (found.unit === "hour" ? hours : 1);
                const part = parts.get(`${system}\n${region}`) ?? { system, region, low: 0, high: 0 };
                parts.set(`${system}\n${region}`, {
                    ...part,
                    low: part.low + low * each,
                    high: part.high + high * each,
                });
            }
        }
    });
    const sorted = <T>(map: Map<string, T>) => [...map].sort(([a], [b]) => byCodePoint(a, b));
    return {
        parts: sorted(parts).map(([, part]) => part),
        unpriced: sorted(unpriced).map(([what, names]) => ({ what, resources: names.sort(byCodePoint) })),
        borrowed: sorted(borrowed).map(([, one]) => one),
        priced,
    };
}

const table = groupBy(prices, ({ sku }) => sku);

function priceOf(sku: string, region: string): Price | undefined {
    const found = table.get(sku) ?? [];
    return [region, "*", STAND_IN]
        .map((one) => found.find((price) => price.region === one))
        .find((price) => price !== undefined);
}

/** The nearest component that is a system, or the one at the top. */
function systemsOf(resources: readonly PlanResource[]): (resource: PlanResource) => string {
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    return (resource) => {
        let top = resource;
        const seen = new Set<string>();
        for (let at: PlanResource | undefined = resource; at && !seen.has(at.urn); ) {
            seen.add(at.urn);
            if (at.type.includes(":systems:")) return at.name;
            if (at.type !== "pulumi:pulumi:Stack") top = at;
            at = at.parent === null ? undefined : byUrn.get(at.parent);
        }
        return top.name;
    };
}

function difference(before: readonly CostPart[], after: readonly CostPart[]): Cost["delta"] {
    const key = ({ system, region }: CostPart) => `${system}\n${region}`;
    const was = new Map(before.map((part) => [key(part), part]));
    const is = new Map(after.map((part) => [key(part), part]));
    const parts = [...new Set([...was.keys(), ...is.keys()])].sort(byCodePoint).flatMap((name) => {
        const [old, now] = [was.get(name), is.get(name)];
        const either = now ?? old;
        if (!either) return [];
        const low = (now?.low ?? 0) - (old?.low ?? 0);
        const high = (now?.high ?? 0) - (old?.high ?? 0);
        const part = round({ ...either, low, high });
        return part.low === 0 && part.high === 0 ? [] : [part];
    });
    return { total: cents({ low: sum(after).low - sum(before).low, high: sum(after).high - sum(before).high }), parts };
}

const sum = (parts: readonly Range[]): Range => ({
    low: parts.reduce((total, { low }) => total + low, 0),
    high: parts.reduce((total, { high }) => total + high, 0),
});

/** Whole cents, and one zero. */
const cent = (value: number) => Math.round(value * 100) / 100 + 0;
const cents = ({ low, high }: Range): Range => ({ low: cent(low), high: cent(high) });
const round = (part: CostPart): CostPart => ({ ...part, ...cents(part) });

const byPrice = (a: CostPart, b: CostPart) =>
    b.high - a.high || byCodePoint(`${a.system}\n${a.region}`, `${b.system}\n${b.region}`);
