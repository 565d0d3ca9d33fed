import type { Exposed } from "../components/edge/route";
import type { Ground } from "../components/ground/ground";
import { hostsOf } from "../components/settings/edge";
import type { Settings } from "../components/settings/settings";
import type { Watched } from "../components/watch/watch";
import type { Site } from "../components/workload/site";
import { Betting } from "./betting";
import { Intents } from "./intents";

/** Blocks of the stack file by system, as they are where they are given. */
type Blocks = { [Name in keyof Settings["systems"]]-?: NonNullable<Settings["systems"][Name]> };

/** What every system is made from. */
interface SystemArgs<Block> {
    network: string;
    ground: Ground;
    sites: readonly Site[];
    /** Its own block of the stack file. */
    settings: Block;
    /** Names under which the internet reaches it; none if the stack file does not expose it. */
    hosts: readonly string[];
}

/** A system for each block that a stack file may have: one line each. */
const SYSTEMS: { [Name in keyof Blocks]: new (name: string, args: SystemArgs<Blocks[Name]>) => Watched & Exposed } = {
    intents: Intents,
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
    return (Object.keys(SYSTEMS) as (keyof Blocks)[]).flatMap(declare);
}
