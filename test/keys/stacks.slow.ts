import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { check } from "../../components/settings/check";
import { rules, Settings } from "../../components/settings/settings";
import type { Plan, PlanResource } from "../../preview/plan";
import { judgePlan } from "../../preview/verdicts";
import { settingsOf, withoutSystem, withValue } from "../settings/yaml";
import { stack } from "../stack";
import { asked, declared, member } from "./lab";

/** Mainnet without the chain, whose signer names zones of its own. */
const mainnet = withoutSystem(settingsOf("mainnet"), "paw");
const north = { name: "europe-north1", block: 2, zones: ["a", "b", "c"].map((zone) => `europe-north1-${zone}`) };

/** What is asked of every key and secret, by URN. */
const custody = (plan: Plan) =>
    new Map(
        plan.resources
            .filter(({ type }) => /^gcp:(kms|secretmanager)\//.test(type))
            .map((resource) => [resource.urn, asked(resource)]),
    );

describe("on mainnet", () => {
    test("moving the active region changes no key and no secret", async () => {
        const moved = withValue(mainnet, ["ground", "active"], "europe-west4");
        const before = custody(await declared(mainnet));
        expect(before.size).toBeGreaterThan(30);
        expect(custody(await declared(moved))).toEqual(before);
    });

    test("a new region gets keys and secrets of its own, and changes no key and no secret that is there", async () => {
        const before = custody(await declared(mainnet));
        const place = { cluster: "europe-north1", location: "europe-west1" };
        const more = withValue(
            withValue(mainnet, ["ground", "regions", 2], north),
            ["ground", "backups", "places", 2],
            place,
        );
        const after = custody(await declared(more));
        for (const [urn, inputs] of before) expect(after.get(urn), urn).toEqual(inputs);
        const added = [...after.keys()].filter((urn) => !before.has(urn));
        expect(added.length).toBeGreaterThan(0);
        expect(added.filter((urn) => !/::[^:]*europe-north1[^:]*$/.test(urn))).toEqual([]);
    });

    test("a region that keeps copies cannot be taken away", () => {
        const without = withValue(withValue(mainnet, ["ground", "regions", 1], undefined), ["ground", "database"], {
            ...Object(Reflect.get(Object(mainnet.ground), "database")),
            standby: undefined,
        });
        const result = check(Settings, rules, without);
        expect("problems" in result && result.problems).toContainEqual({
            at: "ground.custody.replicas[1]",
            found: 'is "europe-west4"',
            remedy: "use one of the regions, which hold the secrets' encryption keys: europe-west1",
        });
    });

    test("keeps the same secrets under the same file names when they come from Vault", async () => {
        const files = (plan: Plan) =>
            plan.resources
                .filter(({ type, name }) => type.endsWith(":ExternalSecret") && name.startsWith("coordinator-"))
                .map(({ inputs }) => JSON.stringify(inputs).match(/"secretKey":"[^"]+"/g));
        const inVault = withValue(withVault(mainnet), ["systems", "intents", "solvers", "custody"], "vault");
        expect(files(await declared(inVault))).toEqual(files((await stack("mainnet")).plan));
    });
});

function withVault(settings: Record<string, unknown>) {
    const audit = [
        { type: "file", path: "/vault/audit/slipway.log" },
        { type: "socket", address: "audit.example.com:9090" },
    ];
    return withValue(settings, ["ground", "vault"], { address: "https://vault.example.com", audit });
}

const ZONES = [
    { name: "europe-west1", zones: ["b", "c", "d"] },
    { name: "europe-west4", zones: ["a", "b", "c"] },
    { name: "europe-north1", zones: ["a", "b", "c"] },
];

/** Stack files that are in order: other regions, custodians and systems than ours. */
const settings = fc
    .record({
        regions: fc.shuffledSubarray(ZONES, { minLength: 1 }),
        at: fc.nat(2),
        copies: fc.nat(2),
        signingLocation: fc.constantFrom("europe", "us", "eur4", "europe-west3"),
        administrators: fc.option(fc.constant("key-administrators@example.com"), { nil: undefined }),
        days: fc.integer({ min: 1, max: 365 }),
        vault: fc.constantFrom("none", "there", "used"),
    })
    .map(({ regions, at, copies, vault, signingLocation, administrators, days }) => {
        const names = regions.map(({ name }) => name);
        const pick = (i: number) => names[i % names.length];
        const own: Record<string, object> = Object(mainnet.ground);
        const ground = {
            ...own,
            regions: regions.map(({ name, zones }, block) => ({
                name,
                block,
                zones: zones.map((z) => `${name}-${z}`),
            })),
            audit: { ...own.audit, location: pick(at) },
            backups: { ...own.backups, places: names.map((cluster, i) => ({ cluster, location: pick(i + 1) })) },
            active: pick(at),
            database: {
                tier: "db-perf-optimized-N-4",
                diskGb: 20,
                instances: { [String(pick(at))]: "primary" },
                backupLocation: "eu",
            },
            custody: {
                signingLocation,
                ...(administrators && { administrators }),
                replicas: names.slice(0, 1 + (copies % names.length)),
                rotation: { days, first: "2027-03-02", remind: "custodians@example.com" },
            },
        };
        const { edge, ...others } = mainnet;
        const made = { ...others, ground };
        if (vault === "none") return made;
        return withValue(
            withVault(made),
            ["systems", "intents", "solvers", "custody"],
            vault === "used" ? "vault" : "secret-manager",
        );
    });

const ADMIN = /cloudkms\.(admin|.*Admin)$|^roles\/(owner|editor)$/;
const USE = /cloudkms\.(signer|verifier|publicKeyViewer|signerVerifier|cryptoKey.*|cryptoOperator)$/;

/** Whatever no plan may hold, with the resource that holds it. */
function* forbidden({ resources }: Plan): Generator<string> {
    for (const { type, name, inputs, protect } of resources) {
        if (type === "gcp:serviceaccount/key:Key") yield `${name} is the key of a service account`;
        if (type === "vault:index/token:Token") yield `${name} is a token`;
        if (type !== "gcp:kms/cryptoKey:CryptoKey") continue;
        const { algorithm, protectionLevel } = Object(inputs.versionTemplate);
        if (/ED25519/.test(algorithm) && protectionLevel === "HSM") yield `${name} is an Ed25519 key in an HSM`;
        const symmetric = inputs.purpose === "ENCRYPT_DECRYPT";
        if (symmetric !== (inputs.rotationPeriod !== undefined)) yield `${name} rotates wrongly`;
        if (!protect) yield `${name} is not protected`;
    }
    const holders = (roles: RegExp) => new Set(grants(resources, roles).map(member));
    const users = holders(USE);
    for (const one of holders(ADMIN)) if (users.has(one)) yield `${one} administers keys and uses them`;
}

const grants = (resources: readonly PlanResource[], roles: RegExp) =>
    resources.filter(({ inputs }) => typeof inputs.role === "string" && roles.test(inputs.role));

describe("no plan", () => {
    test("holds a service account's key, a key that its HSM refuses, a wrong rotation, or one who administers and uses", {
        timeout: 120_000,
    }, async () => {
        await fc.assert(
            fc.asyncProperty(settings, async (made) => {
                expect(check(Settings, rules, made)).not.toHaveProperty("problems");
                const plan = await declared(made);
                expect(grants(plan.resources, USE).length).toBeGreaterThan(5);
                expect([...forbidden(plan)]).toEqual([]);
                const { blocked, verdicts } = judgePlan(plan, "");
                expect([blocked, ...verdicts.filter(({ level }) => level === "mandatory")]).toEqual([false]);
            }),
            { numRuns: 5, seed: 20270302 },
        );
    });

    test.each<[string, Partial<PlanResource>, RegExp]>([
        ["a service account's key", { type: "gcp:serviceaccount/key:Key" }, /is the key of a service account/],
        [
            "an Ed25519 key in an HSM",
            { inputs: { versionTemplate: { algorithm: "EC_SIGN_ED25519", protectionLevel: "HSM" } } },
            /is an Ed25519 key in an HSM/,
        ],
        ["a symmetric key that never rotates", { inputs: { purpose: "ENCRYPT_DECRYPT" } }, /rotates wrongly/],
        [
            "a signing key that rotates",
            { inputs: { purpose: "ASYMMETRIC_SIGN", rotationPeriod: "1s" } },
            /rotates wrongly/,
        ],
    ])("would hide %s from this test", async (_, over, message) => {
        const { plan } = await stack("testnet");
        const key = plan.resources.find(({ type }) => type === "gcp:kms/cryptoKey:CryptoKey");
        if (!key) throw new Error("testnet has no key");
        expect([...forbidden({ ...plan, resources: [...plan.resources, { ...key, ...over }] })].join()).toMatch(
            message,
        );
    });

    test("would hide from this test one who administers and uses", async () => {
        const { plan } = await stack("testnet");
        const [use] = grants(plan.resources, /signerVerifier$/);
        if (!use) throw new Error("testnet has no signer");
        const admin = { ...use, inputs: { ...use.inputs, role: "roles/cloudkms.admin" } };
        expect([...forbidden({ ...plan, resources: [...plan.resources, admin] })].join()).toMatch(
            /administers keys and/,
        );
    });
});
