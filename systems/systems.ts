import type { Exposed } from "../components/edge/route";
import type { Ground } from "../components/ground/ground";
import { hostsOf } from "../components/settings/edge";
import type { Settings } from "../components/settings/settings";
import type { Watched } from "../components/watch/watch";
import type { Site } from "../components/workload/site";
import { Agents } from "./agents";
import { Betting } from "./betting";
import { Executor } from "./executor";
import { Intents } from "./intents";
import { Paw } from "./paw";
import { relayAlerts } from "./relays";
import type { SystemArgs } from "./system";

/** Blocks of the stack file by system, as they are where they are given. */
type Blocks = { [Name in keyof Settings["systems"]]-?: NonNullable<Settings["systems"][Name]> };

type Made<Block> = new (name: string, args: SystemArgs<Block>) => Watched & Exposed;

/** A system for each block that a stack file may have: one line each. */
const SYSTEMS: { [Name in keyof Blocks]: Made<Blocks[Name]> } = {
    intents: Intents,
    paw: Paw,
    executor: Executor,
    agents: Agents,
    betting: Betting,
};

/** Deploys every system that the stack file has a block for. */
export function declareSystems(
    ground: Ground,
    sites: readonly Site[],
    { network, systems, edge }: Settings,
): (Watched & Exposed)[] {
    const declare = <Name extends keyof Blocks>(name: Name) => {
        const settings = systems[name] as Blocks[Name] | undefined;
        if (!settings) return [];
        return [new SYSTEMS[name](name, { network, ground, sites, settings, hosts: hostsOf(edge, name) })];
    };
    const relays = { alerts: relayAlerts(systems), scrapes: [], routes: [], namespaces: {} };
    return [...(Object.keys(SYSTEMS) as (keyof Blocks)[]).flatMap(declare), relays];
}
