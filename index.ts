import { Edge } from "./components/edge/edge";
import { Ground } from "./components/ground/ground";
import { edgeOf } from "./components/settings/edge";
import { readSettings } from "./components/settings/read";
import { Watch } from "./components/watch/watch";
import { declareSites } from "./components/workload/site";
import { declareSystems } from "./systems/systems";

const settings = readSettings();

const ground = new Ground("ground", { network: settings.network, google: settings.google, ...settings.ground });
const sites = declareSites(ground, settings.watch.tracing);
const systems = declareSystems(ground, sites, settings);
const edge = new Edge("edge", { ground, sites, systems, settings: edgeOf(settings) });
new Watch("watch", { network: settings.network, ground, sites, systems, ...settings.watch });

export const network = settings.network;
export const activeRegion = ground.active;
export const egressAddresses = ground.egressAddresses;
export const nameServers = edge.nameServers;
