import fc from "fast-check";
import { REGIONS, zonesOf } from "../components/settings/locations";
import { declare } from "../preview/capture";
import { settingsOf } from "./settings/yaml";
import type { Declared } from "./stack";
import { ask, ROOT } from "./stack";

const regions = REGIONS.map((name) => ({ name, zones: zonesOf(name).slice(-3) }));

const pool = (name: string) =>
    fc.record({
        name: fc.constant(name),
        machineType: fc.constantFrom("n2d-standard-8", "c3-highmem-22", "e2-standard-16"),
        nodesPerZone: fc.record({ min: fc.integer({ min: 0, max: 2 }), max: fc.integer({ min: 2, max: 9 }) }),
        dedicated: fc.constant(name !== "system"),
        upgrade: fc.constantFrom("surge", "blue-green"),
    });

/** Settings of a network that nobody wrote: one to five regions, any of them active, any of the systems. */
export const settings = fc
    .record({
        regions: fc.shuffledSubarray(regions, { minLength: 1, maxLength: 5 }),
        blocks: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 5, maxLength: 5 }),
        active: fc.nat(),
        standby: fc.boolean(),
        supernet: fc.constantFrom("10.0.0.0/10", "10.64.0.0/12", "10.248.0.0/13"),
        pools: fc.tuple(pool("system"), pool("signers"), pool("twenty-letters-long1")),
        systems: fc.subarray(Object.keys(settingsOf("mainnet").systems as object)),
    })
    .map(({ regions, blocks, active, standby, supernet, pools, systems }) => {
        const base = settingsOf("mainnet") as Base;
        const { audit, backups, custody } = (base.ground ?? {}) as Record<string, object>;
        const names = regions.map(({ name }) => name);
        const first = names[active % names.length] as string;
        const other = names.find((name) => name !== first);
        return {
            ...base,
            ground: {
                ...base.ground,
                supernet,
                regions: regions.map((region, i) => ({ ...region, block: blocks[i] })),
                active: first,
                audit: { ...audit, location: first },
                custody: { ...custody, replicas: [first] },
                backups: { ...backups, places: names.map((name, i) => ({ cluster: name, location: names.at(i - 1) })) },
                cluster: { ...base.ground?.cluster, pools },
                database: { ...base.ground?.database, ...database(first, standby ? other : undefined) },
            },
            edge: edgeOf(base.edge, first, systems),
            systems: Object.fromEntries(systems.map((system) => [system, placed(system, base, regions, first)])),
        };
    });

type Base = Record<string, Record<string, object>>;

/** A system's block, with whatever names places in it naming those of the network. */
function placed(system: string, base: Base, all: typeof regions, active: string): object | undefined {
    const block = base.systems?.[system];
    if (system !== "paw") return block;
    const paw = block as Record<string, object>;
    const own = all.find(({ name }) => name === active)?.zones ?? [];
    const nodes = [...all.map(({ zones }) => zones[0]), own[1]].map((zone, i) => ({
        name: `s${i}`,
        zone,
        nodeId: String(i).repeat(40),
    }));
    return {
        ...paw,
        pools: { nodes: "system", signers: "signers" },
        sentries: { nodes },
        signer: { ...paw.signer, zones: own },
    };
}

/** The edge without what is not deployed; none if that leaves it nothing to expose. */
function edgeOf(edge: object | undefined, region: string, systems: readonly string[]): object | undefined {
    const exposed = (edge as { exposed: { system: string }[] }).exposed.filter(({ system }) =>
        systems.includes(system),
    );
    return exposed.length > 0 ? { ...edge, regions: [region], exposed } : undefined;
}

const database = (primary: string, standby: string | undefined) => ({
    instances: { [primary]: "primary", ...(standby && { [standby]: "standby" }) },
});

/** Declares a network with these settings, as `slipway preview` does with a stack file. */
export async function declared(settings: object): Promise<Declared> {
    const given = Object.entries(settings).filter(([, value]) => value !== undefined);
    const config = given.map(([key, value]) => [
        `slipway:${key}`,
        typeof value === "string" ? value : JSON.stringify(value),
    ]);
    return ask(await declare({ directory: ROOT, stack: "mainnet", config: Object.fromEntries(config) }));
}
