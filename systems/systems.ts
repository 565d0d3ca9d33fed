import type { Exposed } from "../components/edge/route";
import type { Ground } from "../components/ground/ground";
import { hostsOf } from "../components/settings/edge";
import type { Settings } from "../components/settings/settings";
import type { Watched } from "../components/watch/watch";
import type { Site } from "../components/workload/site";
import { Agents } from "./agents";
import { Executor } from "./executor";
import { Intents } from "./intents";

/** Deploys every system that the stack file has a block for. */
export function declareSystems(
    ground: Ground,
    sites: readonly Site[],
    { network, systems, edge }: Settings,
): (Watched & Exposed)[] {
    return [
        ...(systems.intents
            ? [
                  new Intents("intents", {
                      network,
                      ground,
                      sites,
                      settings: systems.intents,
                      hosts: hostsOf(edge, "intents"),
                  }),
              ]
            : []),
        ...(systems.executor ? [new Executor("executor", { ground, sites, settings: systems.executor })] : []),
        ...(systems.agents ? [new Agents("agents", { ground, sites, settings: systems.agents })] : []),
    ];
}
