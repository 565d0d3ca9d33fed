import { namesPools } from "./capacity";
import type { Intents } from "./intents";
import { checkChains } from "./intents-chains";
import { checkOracle } from "./intents-oracle";
import type { Finding, Rule } from "./problems";
import { duplicates } from "./problems";
import type { Settings } from "./settings";

/** A rule for a stack that has the block. */
const rule = (check: (intents: Intents) => Iterable<Finding>): Rule<Settings> =>
    function* ({ systems: { intents } }) {
        if (intents) yield* check(intents);
    };

/** The address at `at` belongs to the first chain, which holds the settlement contract. */
const onFirstChain = (at: string, read: (intents: Intents) => string): Rule<Settings> =>
    rule(function* (intents) {
        const prefix = intents.chains[0]?.prefix;
        const found = read(intents);
        if (prefix && !found.startsWith(`${prefix}1`))
            yield { at, found, use: `an address that starts with ${prefix}1` };
    });

/** Channels that PAW's relayers carry, as `<chain id> <channel>`, with their places. */
const carried = ({ systems: { paw } }: Settings): [string, string][] =>
    (paw?.relayers ?? []).flatMap(({ counterparties }, i) =>
        counterparties.flatMap(({ id, channels }, j) =>
            channels.map(({ theirs }, k): [string, string] => [
                `${id} ${theirs}`,
                `systems.paw.relayers[${i}].counterparties[${j}].channels[${k}]`,
            ]),
        ),
    );

/** Of two relayers on one channel, in whichever systems, both pay for each packet. */
const relaysAlone: Rule<Settings> = function* (settings) {
    const { intents } = settings.systems;
    if (!intents?.relayer.hermes) return;
    const others = new Map(carried(settings));
    const ids = new Map(intents.chains.map(({ name, id }) => [name, id]));
    for (const [i, { from, to, channel, counterparty }] of intents.channels.entries())
        for (const [chain, key, found] of [
            [from, "channel", channel],
            [to, "counterparty", counterparty],
        ] as const) {
            const other = others.get(`${ids.get(chain)} ${found}`);
            const at = `systems.intents.channels[${i}].${key}`;
            if (other) yield { at, found, use: `a channel that ${other} does not relay` };
        }
};

export const intentsRules: readonly Rule<Settings>[] = [
    namesPools(({ intents }) => [
        [
            "systems.intents.coordinator.pool",
            intents?.coordinator.pool,
            { "systems.intents.coordinator": intents?.coordinator },
        ],
    ]),
    rule(checkChains),
    rule(checkOracle),
    relaysAlone,
    rule((intents) => duplicates(intents.solvers.backends, "systems.intents.solvers.backends", "name")),
    onFirstChain("systems.intents.settlement.contract", (intents) => intents.settlement.contract),
    onFirstChain("systems.intents.fees.recipient", (intents) => intents.fees.recipient),
    rule(function* ({ web: { replicas } }) {
        if (replicas.max < replicas.min)
            yield {
                at: "systems.intents.web.replicas.max",
                found: replicas.max,
                use: `${replicas.min} or more, its min`,
            };
    }),
];
