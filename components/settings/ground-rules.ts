import { REGIONS, zonesOf } from "./locations";
import { nearest } from "./nearest";
import type { Rule } from "./problems";
import { duplicates } from "./problems";
import type { Settings } from "./settings";

type Ground = Settings["ground"];

/** The field at `at` names one of the regions. */
const namesRegion = (at: string, read: (ground: Ground) => string | undefined): Rule<Settings> =>
    function* ({ ground }) {
        const found = read(ground);
        const names = ground.regions.map((region) => region.name);
        if (found !== undefined && !names.includes(found))
            yield { at, found, use: `one of the regions: ${names.join(", ")}` };
    };

/** What the fields of `ground` demand of each other. */
export const groundRules: readonly Rule<Settings>[] = [
    function* ({ ground: { supernet } }) {
        const length = Number(supernet.split("/")[1]);
        if (length < 10 || length > 13)
            yield { at: "ground.supernet", found: supernet, use: "a range from /10 to /13" };
        else if (!supernet.startsWith("10."))
            yield { at: "ground.supernet", found: supernet, use: "a range inside 10.0.0.0/8" };
    },
    function* ({ ground: { regions } }) {
        for (const [i, { name }] of regions.entries())
            if (!REGIONS.includes(name))
                yield {
                    at: `ground.regions[${i}].name`,
                    found: name,
                    use: `a region of Google Cloud, such as ${nearest(name, REGIONS) ?? REGIONS[0]}`,
                };
    },
    function* ({ ground: { regions } }) {
        yield* duplicates(regions, "ground.regions", "name");
    },
    function* ({ ground: { regions } }) {
        yield* duplicates(regions, "ground.regions", "block");
    },
    function* ({ ground: { regions } }) {
        for (const [i, { name, zones }] of regions.entries())
            for (const [j, zone] of zones.entries()) {
                const at = `ground.regions[${i}].zones[${j}]`;
                const known = zonesOf(name);
                if (known.length > 0 && !known.includes(zone))
                    yield { at, found: zone, use: `a zone of ${name}: ${known.join(", ")}` };
                else if (zones.indexOf(zone) < j) yield { at, found: zone, use: "each zone once" };
            }
    },
    namesRegion("ground.active", (ground) => ground.active),
    namesRegion("ground.audit.location", (ground) => ground.audit.location),
    function* ({ ground: { cluster } }) {
        yield* duplicates(cluster.pools, "ground.cluster.pools", "name");
    },
    function* ({ ground: { cluster } }) {
        for (const [i, { nodesPerZone }] of cluster.pools.entries())
            if (nodesPerZone.max < nodesPerZone.min)
                yield {
                    at: `ground.cluster.pools[${i}].nodesPerZone.max`,
                    found: nodesPerZone.max,
                    use: `${nodesPerZone.min} or more, its min`,
                };
    },
    function* ({ ground: { cluster } }) {
        if (cluster.pools.every((pool) => pool.dedicated))
            yield {
                at: "ground.cluster.pools",
                found: "only dedicated pools",
                use: "at least one pool that is not dedicated, for what names no pool",
            };
    },
];
