import type { Rule } from "./problems";
import type { Settings } from "./settings";

/** The field at `at` names one of the node pools. */
export const namesPool = (at: string, read: (systems: Settings["systems"]) => string | undefined): Rule<Settings> =>
    function* ({ ground, systems }) {
        const found = read(systems);
        const pools = ground.cluster.pools.map((pool) => pool.name);
        if (found !== undefined && !pools.includes(found))
            yield { at, found, use: `one of the pools: ${pools.join(", ")}` };
    };
