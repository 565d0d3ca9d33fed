import type { Rule } from "./problems";
import type { Settings } from "./settings";

/** What one pod asks for. */
interface Size {
    cpu: number;
    memoryGb: number;
}

/** A field that names a node pool, if it names any, and what is to run there, each by its own path. */
type Place = readonly [at: string, pool: string | undefined, pods?: Readonly<Record<string, Size | undefined>>];

/** Most memory that a core has in machines of a kind, GB (cloud.google.com/compute/docs/machine-resource). */
const MEMORY: Readonly<Record<string, number>> = { standard: 4, highmem: 8, highcpu: 2 };

/** Whether a machine may hold a pod, next to what the node keeps for itself; of a kind that is not known it may. */
function holds(machineType: string, { cpu, memoryGb }: Size): boolean {
    const [, kind = "", cores = ""] = /^[a-z0-9]+-([a-z]+)-([0-9]+)$/.exec(machineType) ?? [];
    const each = MEMORY[kind];
    return each === undefined || (cpu < Number(cores) && memoryGb < each * Number(cores));
}

/** Fields that name a node pool name one that there is, with machines that hold each of the pods: a pod is never parted. */
export const namesPools = (read: (systems: Settings["systems"]) => readonly Place[]): Rule<Settings> =>
    function* ({ ground, systems }) {
        const { pools } = ground.cluster;
        for (const [at, found, pods = {}] of read(systems)) {
            if (found === undefined) continue;
            const pool = pools.find(({ name }) => name === found);
            if (!pool) yield { at, found, use: `one of the pools: ${pools.map(({ name }) => name).join(", ")}` };
            else
                for (const [who, size] of Object.entries(pods))
                    if (size && !holds(pool.machineType, size))
                        yield {
                            at,
                            found,
                            use: `a pool whose machines have more than the ${size.cpu} cores and ${size.memoryGb} GB of ${who}; those of ${found} are ${pool.machineType}`,
                        };
        }
    };
