import { describe, expect, test } from "vitest";
import { check } from "../../components/settings/check";
import { rules, Settings } from "../../components/settings/settings";
import { declared } from "../generated";
import type { Path } from "../settings/yaml";
import { settingsOf, withoutSystem, withValue } from "../settings/yaml";
import { at, pods } from "../workload/lab";

const PAW = ["systems", "paw"] as const;

/** What is wrong with mainnet's file with other values in the chain's block, a line for each problem. */
function problems(...changes: [path: Path, value: unknown][]): string[] {
    const changed = changes.reduce(
        (file, [path, value]) => withValue(file, [...PAW, ...path], value),
        settingsOf("mainnet"),
    );
    const result = check(Settings, rules, changed);
    return "problems" in result ? result.problems.map(({ at, found, remedy }) => `${at} ${found}; ${remedy}`) : [];
}

const image = (tag: string) => `europe-docker.pkg.dev/example-slipway/paw/node:${tag}@sha256:${"8".repeat(64)}`;
const upgrade = { name: "v2", height: 1000, image: image("2.0.0") };

describe("the chain's block", () => {
    test("can be left out, and then there is nothing of it", async () => {
        const file = withoutSystem(settingsOf("mainnet"), "paw");
        expect(check(Settings, rules, file)).not.toHaveProperty("problems");
        const { plan } = await declared(file);
        expect(
            plan.resources.filter(({ urn }) => /paw|sentry|cosigner|validator/.test(urn)).map(({ urn }) => urn),
        ).toEqual([]);
    });

    test.each<[string, Path, unknown, string]>([
        [
            "a cosigner in a second region",
            ["signer", "zones", 2],
            "europe-west4-a",
            'systems.paw.signer.zones[2] is "europe-west4-a"; use a zone of europe-west1, the one region that signs: europe-west1-b, europe-west1-c, europe-west1-d',
        ],
        [
            "two shards in one zone",
            ["signer", "zones", 2],
            "europe-west1-b",
            'systems.paw.signer.zones[2] is "europe-west1-b"; use a zone for each shard: with two, one zone signs alone',
        ],
        ["a threshold of one", ["signer", "threshold"], 1, "systems.paw.signer.threshold is 1; use 2 to 3"],
        ["a threshold above all shards", ["signer", "threshold"], 4, "systems.paw.signer.threshold is 4; use 2 to 3"],
        [
            "tmkms",
            ["signer", "type"],
            "tmkms",
            'systems.paw.signer.type is "tmkms"; use horcrux: of the HSMs of tmkms a YubiHSM is on USB, which no GKE node has, and Fortanix DSM wants a key that may be exported; and two of it sign twice',
        ],
        [
            "a signer's disk of which nobody said where it starts",
            ["signer", "signAbove"],
            undefined,
            "systems.paw.signer.signAbove is missing; give 0 to 1000000000",
        ],
        [
            "a pool that is not there",
            ["pools", "signers"],
            "siners",
            'systems.paw.pools.signers is "siners"; use one of the pools: system, services, chain, signers',
        ],
        [
            "a validator that no machine of its pool holds",
            ["validator", "cpu"],
            8,
            'systems.paw.pools.signers is "signers"; use a pool whose machines have more than the 8 cores and 16 GB of systems.paw.validator; those of signers are n2d-standard-8',
        ],
        [
            "an archive that no machine of its pool holds",
            ["archive", "memoryGb"],
            32,
            'systems.paw.pools.nodes is "chain"; use a pool whose machines have more than the 4 cores and 32 GB of systems.paw.archive; those of chain are n2d-standard-8',
        ],
        [
            "sentries of the active region in one zone",
            ["sentries", "nodes", 0, "zone"],
            "europe-west1-c",
            "systems.paw.sentries.nodes has all those of europe-west1 in europe-west1-c; use two zones of europe-west1, so that the validator keeps a peer when a zone is lost",
        ],
        [
            "a sentry where there is no cluster",
            ["sentries", "nodes", 4],
            { name: "e", zone: "us-east1-b", nodeId: "f1".repeat(20) },
            'systems.paw.sentries.nodes[4].zone is "us-east1-b"; use a zone of one of the regions: europe-west1-b, europe-west1-c, europe-west1-d, europe-west4-a, europe-west4-b, europe-west4-c',
        ],
        [
            "a sentry that is the validator",
            ["sentries", "nodes", 0, "nodeId"],
            "e1".repeat(20),
            `systems.paw.sentries.nodes[0].nodeId is "${"e1".repeat(20)}"; use a node id other than the validator's`,
        ],
        [
            "a relayer to its own chain",
            ["relayers", 0, "counterparties", 0, "id"],
            "paw-mainnet-1",
            'systems.paw.relayers[0].counterparties[0].id is "paw-mainnet-1"; use a chain other than our own',
        ],
        [
            "a channel that is relayed twice",
            ["relayers", 0, "counterparties", 1, "channels", 0, "ours"],
            "channel-0",
            'systems.paw.relayers[0].counterparties[1].channels[0].ours is "channel-0"; use each channel once; systems.paw.relayers[0].counterparties[0].channels[0].ours relays it, and two pay for each packet',
        ],
    ])("refuses %s", (_, path, value, problem) => {
        expect(problems([path, value])).toEqual([problem]);
    });

    test("refuses a hash of the genesis file in another form, without showing what may be a key", () => {
        const [problem, ...others] = problems([["genesis", "sha256"], "7".repeat(64)]);
        expect(others).toEqual([]);
        expect(problem).toMatch(/^systems\.paw\.genesis\.sha256 /);
        expect(problem).not.toContain("7".repeat(64));
    });

    test("refuses a faucet where coins are worth something, and takes it elsewhere", () => {
        const faucet = Reflect.get(Object(settingsOf("testnet").systems), "paw").faucet;
        expect(problems([["faucet"], faucet])).toEqual([
            "systems.paw.faucet has coins of mainnet to give away; use no faucet where coins are worth something",
        ]);
        expect(check(Settings, rules, settingsOf("testnet"))).not.toHaveProperty("problems");
        const stranger = withValue(
            settingsOf("testnet"),
            [...PAW, "faucet", "address"],
            faucet.address.replace("paw", "osmo"),
        );
        expect(check(Settings, rules, stranger)).toHaveProperty("problems", [
            expect.objectContaining({
                at: "systems.paw.faucet.address",
                remedy: "use an address that starts with paw1",
            }),
        ]);
    });

    test("takes an explorer and a status page anywhere: they hold no key and sign nothing", async () => {
        const status = Reflect.get(Object(settingsOf("testnet").systems), "paw").status;
        const file = withValue(settingsOf("mainnet"), [...PAW, "status"], status);
        expect(check(Settings, rules, file)).not.toHaveProperty("problems");
        const { plan } = await declared(file);
        const pages = pods(plan).filter(({ resource }) => /^(status|explorer)-/.test(resource.name));
        expect(pages.length).toBeGreaterThan(2);
        for (const { resource, spec } of pages) {
            expect(at(resource.inputs, "metadata", "namespace")).toBe("paw-data");
            expect(JSON.stringify(spec)).not.toMatch(/secretName|KEY_VERSION|slipway-writer/);
        }
        const { paw } = Settings.parse(settingsOf("mainnet")).systems;
        expect([paw?.explorer === undefined, paw?.status, paw?.faucet]).toEqual([false, undefined, undefined]);
    });

    test("refuses a public name that says nothing of what answers, or for which nothing is there", () => {
        const named = (host: string) => {
            const file = withValue(settingsOf("mainnet"), ["edge", "exposed", 1, "hosts"], [host]);
            const result = check(Settings, rules, file);
            return "problems" in result ? result.problems.map(({ at, remedy }) => `${at}: ${remedy}`) : [];
        };
        const remedy =
            "edge.exposed[1].hosts[0]: use a name that begins with rest. or rpc. or explorer., which says what answers";
        expect(named("api.example.com")).toEqual([remedy]);
        expect(named("faucet.example.com")).toEqual([remedy]);
        expect(named("rpc.example.com")).toEqual([]);
    });

    test("refuses to halt where an upgrade is never reached", () => {
        const halt = (haltHeight: number) => problems([["upgrade"], upgrade], [["haltHeight"], haltHeight]);
        for (const height of [999, 1000])
            expect(halt(height)).toEqual([
                `systems.paw.haltHeight is ${height}; use a height above 1000, or none: nodes that halt there never reach the upgrade`,
            ]);
        expect(halt(1001)).toEqual([]);
    });

    test("refuses an upgrade to what runs already", () => {
        expect(problems([["upgrade"], upgrade], [["images", "node"], upgrade.image])).toEqual([
            expect.stringMatching(/^systems\.paw\.upgrade\.image .*use an image other than images\.node$/),
        ]);
    });
});
