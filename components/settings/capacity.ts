import type { Rule } from "./problems";
import type { Settings } from "./settings";

/** Fields, each by its path, that name one of the node pools where they name any. */
export const namesPools = (
    read: (systems: Settings["systems"]) => readonly (readonly [at: string, pool: string | undefined])[],
): Rule<Settings> =>
    function* ({ ground, systems }) {
        const pools = ground.cluster.pools.map((pool) => pool.name);
        for (const [at, found] of read(systems))
            if (found !== undefined && !pools.includes(found))
                yield { at, found, use: `one of the pools: ${pools.join(", ")}` };
    };
