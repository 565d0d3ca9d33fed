import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { HsmKey, type HsmKeyArgs } from "../../components/ground/hsm-key";
import { Keys } from "../../components/ground/keys";
import { Secret } from "../../components/ground/secret";
import {
    type CloudKmsKey,
    cloudKmsKey,
    externalCosigners,
    refuseAlgorithm,
    type SigningKey,
    signingEnv,
    type VaultTransitKey,
} from "../../components/ground/signing-key";
import { SigningRing } from "../../components/ground/signing-ring";
import { declareProgram } from "../../preview/capture";
import { lab } from "./lab";

const SECP256K1 = "EC_SIGN_SECP256K1_SHA256";
const declareKey = (over: object) =>
    declareProgram(() => {
        const { ring, identity } = lab();
        const args = { ring, algorithm: SECP256K1, version: 1, signer: identity("signer"), ...over };
        new HsmKey("key", args as HsmKeyArgs);
    });

describe("a key in the HSM", () => {
    test("is made at the ring's location, is used by one identity, and does not rotate", async () => {
        const plan = await declareKey({ version: 3 });
        const ring = plan.resources.find(({ type, name }) => type.endsWith(":KeyRing") && name === "signing");
        expect(ring).toMatchObject({ protect: true, retainOnDelete: true, inputs: { location: "europe" } });
        const key = plan.resources.find(({ name, custom }) => custom && name === "key");
        expect(key).toMatchObject({
            protect: true,
            inputs: {
                purpose: "ASYMMETRIC_SIGN",
                versionTemplate: { algorithm: SECP256K1, protectionLevel: "HSM" },
                deletionPolicy: "PREVENT",
            },
        });
        expect(key?.inputs).not.toHaveProperty("rotationPeriod");
        const grants = plan.resources.filter(({ inputs }) => inputs.role === "roles/cloudkms.signerVerifier");
        expect(grants.map(({ type }) => type)).toEqual(["gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember"]);
        expect(grants[0]?.propertyDependencies.member?.join()).toMatch(/::signer$/);
    });

    test.each([
        [
            { algorithm: "EC_SIGN_ED25519" },
            /cloud-kms holds EC_SIGN_SECP256K1_SHA256; a consensus key belongs to custody/,
        ],
        [
            { algorithm: "EC_SIGN_P256_SHA256" },
            /no chain takes P-256 for accounts; for tokens use custody "vault-transit"/,
        ],
        [{ version: 0 }, "key has the version 0; pin a version number from 1"],
        [{ version: undefined }, "key has the version undefined; pin a version number from 1"],
        [{ version: 1.5 }, "pin a version number from 1"],
        [{ rotationPeriod: "7776000s" }, /takes for ENCRYPT_DECRYPT keys only; make another version, move the funds/],
    ])("is refused with %j, in one sentence that says what to do instead", async (over, message) => {
        await expect(declareKey(over)).rejects.toThrow(message);
    });

    test("does not compile with what it cannot have", () => {
        const args: Pick<HsmKeyArgs, "algorithm" | "version"> = { algorithm: SECP256K1, version: 1 };
        // @ts-expect-error Cloud HSM holds no Ed25519 key
        args.algorithm = "EC_SIGN_ED25519";
        // @ts-expect-error transit holds no secp256k1 key
        const transit: VaultTransitKey["algorithm"] = "secp256k1";
        // @ts-expect-error an asymmetric key does not rotate
        const rotating: HsmKeyArgs["rotationPeriod"] = "7776000s";
        // @ts-expect-error a key in the HSM has no threshold
        const mixed: SigningKey = { custody: "cloud-kms", threshold: 2, cosigners: [] };
        expect([args.algorithm, transit, rotating, mixed.custody]).toHaveLength(4);
    });
});

describe("a ring", () => {
    test("is administered by a group that may not use its keys", async () => {
        const plan = await declareProgram(() => void lab("key-administrators@example.com"));
        const grants = plan.resources.filter(({ inputs }) => inputs.member === "group:key-administrators@example.com");
        expect(grants.map(({ type, inputs }) => [type, inputs.role])).toEqual([
            ["gcp:kms/keyRingIAMMember:KeyRingIAMMember", "roles/cloudkms.admin"],
        ]);
    });

    test("is not declared a second time under another component: Google makes a name once", async () => {
        const twice = declareProgram(() => {
            const { google } = lab();
            new Keys("signing", { google, region: "europe" });
        });
        await expect(twice).rejects.toThrow(
            /signing in europe is declared twice.*pulumi import gcp:kms\/keyRing:KeyRing signing projects\/example-project/,
        );
    });

    test("may have the name of a ring in another location", async () => {
        const plan = await declareProgram(() => {
            const { google } = lab();
            const parent = new pulumi.ComponentResource("lab:Other", "other");
            new SigningRing("signing", { google, location: "us" }, { parent });
        });
        const rings = plan.resources.filter(({ type, name }) => type.endsWith(":KeyRing") && name === "signing");
        expect(rings.map(({ inputs }) => inputs.location).sort()).toEqual(["europe", "us"]);
    });
});

describe("a reference to a key", () => {
    const version = "projects/p/locations/europe/keyRings/signing/cryptoKeys/hot/cryptoKeyVersions/2";

    test("names one version", () => {
        expect(cloudKmsKey("hot", version)).toMatchObject({ custody: "cloud-kms", version });
        for (const wrong of [
            version.replace(/\/cryptoKeyVersions.*/, ""),
            version.replace(/2$/, "latest"),
            `${version}/`,
        ])
            expect(() => cloudKmsKey("hot", wrong)).toThrow(
                "pin one version of it, ending in /cryptoKeyVersions/<number>",
            );
    });

    test("tells a workload what it needs to call the custodian, and no key", () => {
        expect(signingEnv("HOT", cloudKmsKey("hot", version))).toEqual({ HOT_KEY_VERSION: version });
        const transit: VaultTransitKey = {
            custody: "vault-transit",
            algorithm: "ed25519",
            address: "https://vault.example.com",
            mount: "slipway-transit",
            key: "hot",
            version: 2,
        };
        expect(signingEnv("HOT", transit)).toEqual({
            HOT_KEY_VAULT: "https://vault.example.com",
            HOT_KEY_PATH: "slipway-transit/sign/hot",
            HOT_KEY_VERSION: "2",
        });
    });

    test.each([
        ["cloud-kms", "EC_SIGN_ED25519", /a consensus key belongs to custody "external-cosigners"/],
        ["cloud-kms", "RSA_SIGN_PSS_2048_SHA256", /use EC_SIGN_SECP256K1_SHA256$/],
        ["vault-transit", "secp256k1", /use custody "cloud-kms" with EC_SIGN_SECP256K1_SHA256$/],
        ["vault-transit", "aes256-gcm96", /use ed25519 or ecdsa-p256$/],
    ] as const)("at %s with %s says what holds it", (custody, algorithm, message) => {
        expect(() => refuseAlgorithm("key", custody, algorithm)).toThrow(message);
    });

    test("of a custodian that may hold the key is taken", () => {
        const kept: [CloudKmsKey["custody"] | VaultTransitKey["custody"], string][] = [
            ["cloud-kms", SECP256K1],
            ["vault-transit", "ed25519"],
        ];
        for (const [custody, algorithm] of kept) expect(() => refuseAlgorithm("key", custody, algorithm)).not.toThrow();
    });
});

describe("cosigners", () => {
    /** Three cosigners of two who must agree, changed by the test. */
    const made = async (change: (lab: Cosigners) => Cosigners) => {
        let key: SigningKey | undefined;
        await declareProgram(() => {
            const { manager, identity } = lab();
            const cosigners = ["a", "b", "c"].map((name) => ({
                name,
                endpoint: `cosigner-${name}.signers.svc:2222`,
                shard: new Secret(`shard-${name}`, { manager, reader: identity(`cosigner-${name}`) }),
            }));
            key = externalCosigners("consensus", change({ threshold: 2, cosigners }));
        });
        return key;
    };
    type Cosigners = Parameters<typeof externalCosigners>[1];
    const withSecond = (over: (first: Cosigners["cosigners"][number]) => object) => (it: Cosigners) => ({
        ...it,
        cosigners: it.cosigners.map((one, i) => (i === 1 ? { ...one, ...over(it.cosigners[0] ?? one) } : one)),
    });

    test("hold the key among them, each a shard that only it reads", async () => {
        const key = await made((it) => it);
        expect(key).toMatchObject({ custody: "external-cosigners", algorithm: "ed25519", threshold: 2 });
    });

    test.each<[string, (it: Cosigners) => Cosigners, string]>([
        ["half of them", (it) => ({ ...it, threshold: 1 }), "signs with 1 of 3; use 2 to 3"],
        ["more than there are", (it) => ({ ...it, threshold: 4 }), "signs with 4 of 3; use 2 to 3"],
        ["one alone", (it) => ({ threshold: 1, cosigners: it.cosigners.slice(0, 1) }), "has a single cosigner"],
        ["one name", withSecond(({ name }) => ({ name })), "two cosigners with the same name"],
        ["one endpoint", withSecond(({ endpoint }) => ({ endpoint })), "two cosigners with the same endpoint"],
        ["one shard", withSecond(({ shard }) => ({ shard })), "two cosigners with the same shard"],
        [
            "one reader",
            withSecond(({ shard }) => ({ shard: { secretId: "shard-b", reader: shard.reader } })),
            "two cosigners with the same reader of its shard",
        ],
    ])("are refused with %s", async (_, change, message) => {
        await expect(made(change)).rejects.toThrow(message);
    });
});
