import type { Ground } from "../components/ground/ground";
import type { Settings } from "../components/settings/settings";
import type { Watched } from "../components/watch/watch";
import type { Site } from "../components/workload/site";
import { Intents } from "./intents";

/** Deploys every system that the stack file has a block for. */
export function declareSystems(ground: Ground, sites: readonly Site[], { network, systems }: Settings): Watched[] {
    return [
        ...(systems.intents ? [new Intents("intents", { network, ground, sites, settings: systems.intents })] : []),
    ];
}
