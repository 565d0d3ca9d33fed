import { namesPools } from "./capacity";
import { CHAINS, providerFindings } from "./evm";
import { PHASES } from "./executor";
import { logFindings } from "./log";
import type { Rule } from "./problems";
import { duplicates } from "./problems";
import type { Settings } from "./settings";

const AT = "systems.executor";

/** Approvals and signers that the contract's owner has at least, once money is at stake. @meets S2-03 */
const OWNER = { threshold: 3, signers: 5 } as const;

export const executorRules: readonly Rule<Settings>[] = [
    namesPools(({ executor }) => [[`${AT}.pool`, executor?.pool, { [AT]: executor }]]),
    function* ({ systems: { executor } }) {
        if (executor) yield* providerFindings(executor.providers, `${AT}.providers`);
    },
    function* ({ systems: { executor } }) {
        if (!executor) return;
        const { chain, phase } = executor;
        if (CHAINS[chain].test !== PHASES[phase].test)
            yield {
                at: `${AT}.phase`,
                found: phase,
                use: CHAINS[chain].test
                    ? `testnet: ${chain} has test money`
                    : `limited or full: ${chain} has real money`,
            };
    },
    function* ({ ground: { regions }, systems: { executor } }) {
        const least = executor && PHASES[executor.phase].regions;
        if (least !== undefined && regions.length < least)
            yield {
                at: `${AT}.phase`,
                found: executor?.phase,
                use: `limited until ground.regions has ${least} regions: a second executor stands by in the other`,
            };
    },
    ...(["positionUsd", "gasUsdPerDay"] as const).map(
        (limit): Rule<Settings> =>
            function* ({ systems: { executor } }) {
                const most = executor && PHASES[executor.phase].usd;
                const found = executor?.limits[limit];
                if (most !== undefined && found !== undefined && found > most)
                    yield { at: `${AT}.limits.${limit}`, found, use: `${most} or less in phase ${executor?.phase}` };
            },
    ),
    function* ({ systems: { executor } }) {
        if (!executor || PHASES[executor.phase].test) return;
        const { phase, contracts } = executor;
        const { owner } = contracts;
        const at = `${AT}.contracts.owner`;
        if (!owner) {
            yield {
                at,
                found: undefined,
                use: `a multisig of ${OWNER.threshold} of ${OWNER.signers} at least, which phase ${phase} needs`,
            };
            return;
        }
        const least = Math.max(OWNER.threshold, Math.floor(owner.signers.length / 2) + 1);
        if (owner.signers.length < OWNER.signers)
            yield { at: `${at}.signers`, found: `${owner.signers.length} entries`, use: `${OWNER.signers} or more` };
        if (owner.threshold < least)
            yield {
                at: `${at}.threshold`,
                found: owner.threshold,
                use: `${least} or more: ${OWNER.threshold} at least, and more than half`,
            };
    },
    function* ({ systems: { executor } }) {
        const owner = executor?.contracts.owner;
        if (owner && owner.threshold > owner.signers.length)
            yield {
                at: `${AT}.contracts.owner.threshold`,
                found: owner.threshold,
                use: `${owner.signers.length} or less, as many as signers`,
            };
    },
    function* ({ systems: { executor } }) {
        if (!executor) return;
        // "Separate signers for different functions" (S2-03), and no protocol that is our own contract by mistake.
        const { allowed, executor: contract, feeds, owner, pauser } = executor.contracts;
        const at = `${AT}.contracts`;
        const places = [
            { at: `${at}.executor.address`, address: contract.address },
            { at: `${at}.pauser.address`, address: pauser.address },
            ...(owner ? [{ at: `${at}.owner.address`, address: owner.address }] : []),
            ...(owner?.signers ?? []).map((address, i) => ({ at: `${at}.owner.signers[${i}]`, address })),
            ...allowed.map(({ address }, i) => ({ at: `${at}.allowed[${i}].address`, address })),
            ...feeds.map(({ address }, i) => ({ at: `${at}.feeds[${i}].address`, address })),
        ];
        for (const [i, { at: place, address }] of places.entries()) {
            const first = places.findIndex((other) => other.address === address);
            if (first < i)
                yield { at: place, found: address, use: `another address; ${places[first]?.at} has the same` };
        }
        yield* duplicates(allowed, `${at}.allowed`, "name");
        yield* duplicates(feeds, `${at}.feeds`, "name");
    },
    function* ({ systems: { executor } }) {
        if (!executor) return;
        const { balances, phase } = executor;
        const at = `${AT}.balances`;
        if (!balances && !PHASES[phase].test)
            yield { at, found: undefined, use: `endpoints and accounts to read, which phase ${phase} needs` };
        for (const key of ["name", "host"] as const)
            yield* duplicates(balances?.endpoints ?? [], `${at}.endpoints`, key);
        for (const key of ["name", "address"] as const)
            yield* duplicates(balances?.accounts ?? [], `${at}.accounts`, key);
    },
    function* ({ systems: { executor } }) {
        if (executor) yield* logFindings(executor.logLevel, `${AT}.logLevel`, !PHASES[executor.phase].test);
    },
];
