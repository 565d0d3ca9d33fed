import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exampleOf, recognisers } from "../../policies/examples";
import { places, settingsOf } from "../settings/yaml";

const NAME = "a name that is kept for examples";
const DIGEST = "a digest of repeated digits";
const ADDRESS = "an address of repeated digits";
const KNOWN = "an account whose key everybody has";
const IBC = "an IBC channel or connection of the examples";
const RANGE = "an address that is kept for documentation (RFC 5737, RFC 3849)";

describe("an example", () => {
    test.each([
        ["example.com", "domain", NAME],
        ["intents.testnet.example.com", "hosts", NAME],
        ["https://oracle-backup.example.com/v1", "endpoints", NAME],
        ["key-administrators@example.org", "administrators", NAME],
        ["example-slipway-mainnet", "project", NAME],
        ["example/slipway", "repository", NAME],
        ["https://github.com/example/slipway/blob/main", "runbooks", NAME],
        ["vault.internal.test", "address", NAME],
        ["https://rpc.chain.invalid:8545", "rpc", NAME],
        [`registry.io/team/app:1.0.0@sha256:${"1".repeat(64)}`, "web", DIGEST],
        [`registry.io/team/app:1.0.0@sha256:${"0123456789abcdef".repeat(4)}`, "web", DIGEST],
        [`registry.io/team/app:1.0.0@sha256:${"deadbeef".repeat(8)}`, "web", DIGEST],
        [`0x${"0".repeat(40)}`, "contract", ADDRESS],
        [`https://etherscan.io/address/0x${"1".repeat(40)}`, "source", ADDRESS],
        ["cosmos1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqnrql8a", "recipient", ADDRESS],
        ["cosmos1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq0fr2sh", "contract", ADDRESS],
        ["11111111111111111111111111111111", "program", ADDRESS],
        ["0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "owner", KNOWN],
        ["000000-000000-000000", "billingAccount", "an account of zeros"],
        ["100000000002", "projectNumber", "a round number"],
        ["200000002", "repositoryId", "a round number"],
        ["channel-999001", "theirs", IBC],
        ["connection-999002", "connection", IBC],
        ["203.0.113.7", "range", RANGE],
        ["198.51.100.0/24", "range", RANGE],
        ["2001:db8::1", "range", RANGE],
    ])("%s at %s is %s", (text, key, says) => {
        expect(exampleOf(text, key)?.says).toBe(says);
    });

    test("of every kind is in this table", () => {
        expect(new Set(recognisers.map(({ says }) => says)).size).toBe(recognisers.length);
    });
});

describe("what is real is no example", () => {
    test.each([
        // Contracts on Ethereum and Polygon, and programs of Solana, from their own documentation.
        "0x87870Bca3F3fD6335C3F4ce8392D69350B4fA4E2",
        "0x4bFb41d5B3570DeFd03C39a9A4D8dE6Bd8B8982E",
        "0x0000000000000000000000000000000000000001",
        "0x00000000219ab540356cBB839Cbe05303d7705Fa",
        "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2",
        "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA",
        "cosmos1fl48vsnmsdzcv85q5d2q4z5ajdha8yu34mf0eh",
        // Public digests: of nothing, and of an image of Google's.
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.2@sha256:d3f195cb893f2abb2ce8f28a4d3eee9b5589750711b4fbf67c78ce215c520e96",
        "https://api.mainnet-beta.solana.com",
        "https://cosmos-rpc.polkachu.com",
        "https://grpc.baryon.remedy.tm.p2p.org",
        "https://counterexample.io",
        "testnet.mychain.io",
        "https://test.mychain.io/latest",
        "launch and the first two weeks of trading, for example",
        "1000000000000000000",
        "000000",
        "0112358132134",
        "10.64.0.0/12",
        "8.8.8.8",
        "2001:4860:4860::8888",
        "channel-141",
        "channel-105353",
        "connection-3452",
        "12345678901234567890",
    ])("%s", (text) => {
        expect(exampleOf(text, "value")).toBeUndefined();
    });

    test("ids that Google and GitHub give", () => {
        for (const id of ["812034579643", "1296269", "583231", "100200300400", "10000001234567"])
            expect(exampleOf(id, "projectNumber")).toBeUndefined();
    });

    const hex = (length: number) =>
        fc.array(fc.constantFrom(..."0123456789abcdef"), { minLength: length, maxLength: length });

    test("any digest and any account that chance makes", () => {
        fc.assert(
            fc.property(hex(64), hex(40), (digest, account) => {
                expect(exampleOf(`registry.io/team/app:1.0.0@sha256:${digest.join("")}`, "image")).toBeUndefined();
                expect(exampleOf(`0x${account.join("")}`, "contract")).toBeUndefined();
            }),
        );
    });

    test.each(["testnet", "mainnet"])("what %s says of public networks", (stack) => {
        const files = places(settingsOf(stack));
        const real = files.filter(({ path }) =>
            ["chains", "regions", "cluster", "rateLimits"].some((key) => path.includes(key)),
        );
        const texts = real.flatMap(({ path, value }) =>
            typeof value === "string" ? [[value, String(path.at(-1))]] : [],
        );
        expect(texts.length).toBeGreaterThan(20);
        expect(texts.filter(([text = "", key = ""]) => exampleOf(text, key))).toEqual([]);
    });
});
