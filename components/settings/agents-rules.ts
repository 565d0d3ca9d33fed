import { SOLANA } from "./agents";
import { namesPools } from "./capacity";
import { CHAINS, providerFindings } from "./evm";
import { logFindings } from "./log";
import type { Rule } from "./problems";
import { duplicates } from "./problems";
import type { Settings } from "./settings";

const AT = "systems.agents";

/** Whether any of its chains moves real money. */
const isLive = ({ ethereum, solana }: NonNullable<Settings["systems"]["agents"]>): boolean =>
    !CHAINS[ethereum.chain].test || !SOLANA[solana.cluster].test;

export const agentsRules: readonly Rule<Settings>[] = [
    namesPools(({ agents }) => [
        [`${AT}.orchestrator.pool`, agents?.orchestrator.pool, { [`${AT}.orchestrator`]: agents?.orchestrator }],
    ]),
    function* ({ systems: { agents } }) {
        const replicas = agents?.servers.replicas;
        if (replicas && replicas.max < replicas.min)
            yield { at: `${AT}.servers.replicas.max`, found: replicas.max, use: `${replicas.min} or more, its min` };
    },
    ...(["ethereum", "solana"] as const).map(
        (chain): Rule<Settings> =>
            function* ({ systems: { agents } }) {
                if (agents) yield* providerFindings(agents[chain].providers, `${AT}.${chain}.providers`);
            },
    ),
    function* ({ systems: { agents } }) {
        // Each replica gets a share of what its key allows, in whole requests.
        const most = agents?.servers.replicas.max ?? 0;
        for (const chain of ["ethereum", "solana"] as const)
            for (const [i, { requestsPerSecond: found }] of (agents?.[chain].providers ?? []).entries())
                if (found < most)
                    yield {
                        at: `${AT}.${chain}.providers[${i}].requestsPerSecond`,
                        found,
                        use: `${most} or more, one for each replica, or fewer replicas in ${AT}.servers`,
                    };
    },
    function* ({ systems: { agents } }) {
        if (!agents) return;
        // RPC_RATE_LIMIT_<NAME> is one number, whatever the chain.
        for (const [i, { name, requestsPerSecond: found }] of agents.solana.providers.entries()) {
            const same = agents.ethereum.providers.findIndex((provider) => provider.name === name);
            const other = agents.ethereum.providers[same]?.requestsPerSecond;
            if (other !== undefined && other !== found)
                yield {
                    at: `${AT}.solana.providers[${i}].requestsPerSecond`,
                    found,
                    use: `${other}, as ${AT}.ethereum.providers[${same}] has for ${name}`,
                };
        }
    },
    function* ({ systems: { agents } }) {
        if (agents && isLive(agents) && !agents.simulation.required)
            yield {
                at: `${AT}.simulation.required`,
                found: false,
                use: "true: a chain of systems.agents has real money",
            };
    },
    function* ({ systems: { agents } }) {
        if (agents) yield* logFindings(agents.logLevel, `${AT}.logLevel`, isLive(agents));
    },
    function* ({ systems: { agents } }) {
        if (agents) yield* duplicates(agents.switchedOff, `${AT}.switchedOff`);
    },
];
