import fc from "fast-check";
import { zonesOf } from "../../components/settings/locations";
import type { Paw as PawSettings } from "../../components/settings/paw";
import { Paw as PawSchema } from "../../components/settings/paw";
import type { Plan, PlanResource } from "../../preview/plan";
import { Paw } from "../../systems/paw";
import { settingsOf } from "../settings/yaml";
import { lab, REGIONS } from "../workload/lab";

/** How many regions there are, and which of them signs. */
export interface Where {
    regions: number;
    active: number;
}

export const wheres: fc.Arbitrary<Where> = fc
    .integer({ min: 1, max: REGIONS.length })
    .chain((regions) => fc.record({ regions: fc.constant(regions), active: fc.integer({ min: 0, max: regions - 1 }) }));

/** A stack file's block for the chain, as it is read. */
export const blockOf = (network: string): PawSettings =>
    PawSchema.parse((settingsOf(network) as { systems: { paw: object } }).systems.paw);

/** The chain alone, without the explorer that needs a database, on a small ground. */
export function chainAt({ regions, active }: Where): Promise<Plan> {
    const names = REGIONS.slice(0, regions);
    const home = names[active] ?? "";
    const zones = [...names.map((region) => zonesOf(region)[0] ?? ""), zonesOf(home)[1] ?? ""];
    const nodes = zones.map((zone, i) => ({ name: `s${i}`, zone, nodeId: String(i).repeat(40) }));
    const block = blockOf("mainnet");
    const settings: PawSettings = {
        ...block,
        explorer: undefined,
        sentries: { ...block.sentries, nodes },
        signer: { ...block.signer, zones: zonesOf(home).slice(-3) },
    };
    return lab(({ ground, sites }) => void new Paw("paw", { ground, sites, settings, hosts: [] }), { regions, active });
}

/** Resources of a kind, whatever its version. */
export const kind = (plan: Plan, name: string): PlanResource[] =>
    plan.resources.filter(({ type }) => type.endsWith(`:${name}`));
