import { describe, expect, test } from "vitest";
import { check } from "../../components/settings/check";
import { rules, Settings } from "../../components/settings/settings";
import type { Path } from "../settings/yaml";
import { settingsOf, withValue } from "../settings/yaml";

type File = Record<string, unknown>;

/** What is said about a stack file with other values of the betting platform in it. */
function said(file: File, ...changes: [Path, unknown][]): string[] {
    const changed = changes.reduce(
        (all, [path, value]) => withValue(all, ["systems", "betting", ...path], value),
        file,
    );
    const result = check(Settings, rules, changed);
    if (!("problems" in result)) return [];
    return result.problems.map(({ at, found, remedy }) => `${at.replace("systems.betting.", "")} ${found}; ${remedy}`);
}

const real = settingsOf("mainnet");
const play = settingsOf("testnet");
const clob = "https://clob.polymarket.com";
const keeper = { image: `europe-docker.pkg.dev/example-slipway/keeper:1.0.0@sha256:${"a".repeat(64)}` };

describe("where money is real", () => {
    test.each(["mockServices", "mockData", "autoFunding"])("%s cannot be on", (flag) => {
        expect(said(real, [["play"], { [flag]: true }])).toEqual([
            `play.${flag} is true; use false, because money is real`,
        ]);
        expect(said(play, [["play"], { [flag]: true }])).toEqual([]);
    });

    test("proofs that anybody can make cannot be taken", () => {
        expect(said(play, [["money"], "real"], [["play"], undefined])).toEqual([
            'flash.proofs is "demo"; use ceremony, or leave flash out: money is real',
        ]);
    });

    test("is said by the file, and by no network's name", () => {
        expect(said(withValue(real, ["network"], "testnet"), [["play"], { mockData: true }])).toHaveLength(1);
        const elsewhere = said(withValue(play, ["network"], "mainnet"));
        expect(elsewhere.filter((problem) => problem.includes("betting"))).toEqual([]);
    });
});

test.each<[string, File, [Path, unknown][], string[]]>([
    [
        "orders for real money where money is play",
        play,
        [[["integrations", "polymarket"], {}]],
        [
            `integrations.polymarket.clob is "${clob}" by default; use the address of a mock, because orders there are real money`,
        ],
    ],
    [
        "the same place written another way",
        play,
        [[["integrations", "polymarket"], { clob: "https://CLOB.polymarket.com/orders" }]],
        [
            'integrations.polymarket.clob is "https://CLOB.polymarket.com/orders"; use the address of a mock, because orders there are real money',
        ],
    ],
    [
        "an integration by halves",
        real,
        [[["integrations", "kalshi"], { key: "kalshi-api-key" }]],
        ["integrations.kalshi.key is not a setting; here you can set nothing"],
    ],
    [
        "a bookmaker that nobody reads",
        real,
        [[["integrations", "betmgm"], {}]],
        [
            "integrations.betmgm has no keeper that reads it; use one keeper with betmgm in its reads: a secret has one reader",
        ],
    ],
    [
        "a bookmaker that two keepers read",
        play,
        [[["keepers", "second"], { ...keeper, reads: ["fanduel"] }]],
        [
            "integrations.fanduel has 2 keepers that read it; use one keeper with fanduel in its reads: a secret has one reader",
        ],
    ],
    [
        "a keeper that reads what is off",
        real,
        [
            [
                ["keepers", "markets", "reads"],
                ["polymarket", "caesars"],
            ],
        ],
        ['keepers.markets.reads[1] is "caesars"; use one that is on, or give caesars a block'],
    ],
    [
        "too few bookmakers for odds",
        play,
        [
            [["integrations", "betmgm"], undefined],
            [
                ["keepers", "ingestor", "reads"],
                ["draftkings", "fanduel"],
            ],
        ],
        [
            "integrations has 2 bookmakers; use at least 3 of draftkings, fanduel, betmgm, caesars, pointsbet, or leave flash out: with fewer it has no odds",
        ],
    ],
    [
        "a pool that is not there",
        real,
        [
            [["settler", "pool"], "signer"],
            [["keepers", "markets", "pool"], "keepers"],
        ],
        [
            'settler.pool is "signer"; use one of the pools: system, services, chain, signers',
            'keepers.markets.pool is "keepers"; use one of the pools: system, services, chain, signers',
        ],
    ],
    [
        "bounds the wrong way round",
        play,
        [[["api", "replicas"], { min: 5, max: 4 }]],
        ["api.replicas.max is 4; use 5 or more, its min"],
    ],
    [
        "what is no address of Solana, and no schedule",
        play,
        [
            [["solana", "program"], "0x4bFb41d5B3570DeFd03C39a9A4D8dE6Bd8B8982E"],
            [["keepers", "pruner", "schedule"], "@hourly"],
        ],
        [
            'solana.program is "0x4bFb41d5B3570DeFd03C39a9A4D8dE6Bd8B8982E"; use a Solana address: 32 bytes in base58',
            'keepers.pruner.schedule is "@hourly"; use five fields of cron, such as */5 * * * *',
        ],
    ],
    [
        "a limit of the edge above the platform's own",
        real,
        [[["rateLimits", "perAddressRps"], 50]],
        [
            "edge.exposed[2].limit.requests is 6000; use 3000 or fewer, systems.betting.rateLimits.perAddressRps for 60 s",
        ],
    ],
])("%s is told", (_, file, changes, expected) => {
    expect(said(file, ...changes)).toEqual(expected);
});

test("the block can be left out", () => {
    const without = withValue(real, ["systems", "betting"], undefined);
    expect(check(Settings, rules, withValue(without, ["edge", "exposed", 2], undefined))).not.toHaveProperty(
        "problems",
    );
});
