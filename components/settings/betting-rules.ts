import type { Betting } from "./betting";
import { POLYMARKET_ORDERS, QUORUM, SPORTSBOOKS } from "./betting";
import { namesPools } from "./capacity";
import type { Finding, Rule } from "./problems";
import type { Settings } from "./settings";

const AT = "systems.betting";

/** A rule of the block, asked only if there is one. */
const rule =
    (judge: (betting: Betting, settings: Settings) => Iterable<Finding>): Rule<Settings> =>
    (settings) =>
        settings.systems.betting ? judge(settings.systems.betting, settings) : [];

const hostOf = (url: string) => new URL(url).hostname;

export const bettingRules: readonly Rule<Settings>[] = [
    rule(function* ({ money, play }) {
        if (money === "real")
            for (const [flag, found] of Object.entries(play))
                if (found) yield { at: `${AT}.play.${flag}`, found, use: "false, because money is real" };
    }),
    rule(function* ({ money, flash }) {
        if (money === "real" && flash?.proofs === "demo")
            yield { at: `${AT}.flash.proofs`, found: flash.proofs, use: "ceremony, or leave flash out: money is real" };
    }),
    rule(function* ({ money, integrations: { polymarket } }) {
        if (money === "play" && polymarket && hostOf(polymarket.clob) === hostOf(POLYMARKET_ORDERS))
            yield {
                at: `${AT}.integrations.polymarket.clob`,
                found: polymarket.clob,
                use: "the address of a mock, because orders there are real money",
            };
    }),
    rule(function* ({ integrations, keepers }) {
        for (const [name, { reads }] of Object.entries(keepers))
            for (const [i, found] of reads.entries())
                if (!integrations[found])
                    yield {
                        at: `${AT}.keepers.${name}.reads[${i}]`,
                        found,
                        use: `one that is on, or give ${found} a block`,
                    };
    }),
    rule(function* ({ integrations, keepers }) {
        for (const book of SPORTSBOOKS) {
            if (!integrations[book]) continue;
            const readers = Object.keys(keepers).filter((name) => keepers[name]?.reads.includes(book));
            if (readers.length !== 1)
                yield {
                    at: `${AT}.integrations.${book}`,
                    found: readers.length === 0 ? "no keeper that reads it" : `${readers.length} keepers that read it`,
                    use: `one keeper with ${book} in its reads: a secret has one reader`,
                };
        }
    }),
    rule(function* ({ integrations, flash }) {
        const books = SPORTSBOOKS.filter((book) => integrations[book]);
        if (flash && books.length < QUORUM)
            yield {
                at: `${AT}.integrations`,
                found: `${books.length} bookmakers`,
                use: `at least ${QUORUM} of ${SPORTSBOOKS.join(", ")}, or leave flash out: with fewer it has no odds`,
            };
    }),
    namesPools(({ betting }) => [
        [`${AT}.settler.pool`, betting?.settler.pool, { [`${AT}.settler`]: betting?.settler }],
        ...Object.entries(betting?.keepers ?? {}).map(
            ([name, keeper]) =>
                [`${AT}.keepers.${name}.pool`, keeper.pool, { [`${AT}.keepers.${name}`]: keeper }] as const,
        ),
    ]),
    rule(function* ({ ui, api, flash }) {
        for (const [part, replicas] of Object.entries({ ui: ui.replicas, api: api.replicas, flash: flash?.replicas }))
            if (replicas && replicas.max < replicas.min)
                yield {
                    at: `${AT}.${part}.replicas.max`,
                    found: replicas.max,
                    use: `${replicas.min} or more, its min`,
                };
    }),
    rule(function* ({ ui, images }) {
        const found = ui.candidate?.image;
        if (found !== undefined && found === images.ui)
            yield { at: `${AT}.ui.candidate.image`, found, use: `an image other than ${AT}.images.ui` };
    }),
    rule(function* ({ rateLimits: { perAddressRps } }, { edge }) {
        for (const [i, { system, limit }] of (edge?.exposed ?? []).entries())
            if (system === "betting" && limit.requests > perAddressRps * limit.seconds)
                yield {
                    at: `edge.exposed[${i}].limit.requests`,
                    found: limit.requests,
                    use: `${perAddressRps * limit.seconds} or fewer, ${AT}.rateLimits.perAddressRps for ${limit.seconds} s`,
                };
    }),
];
