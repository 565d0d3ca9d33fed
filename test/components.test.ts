import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { Google } from "../components/ground/google";
import { Identity } from "../components/ground/identity";
import { Keys } from "../components/ground/keys";
import { Secret } from "../components/ground/secret";
import { type SigningAlgorithm, SigningKey } from "../components/ground/signing-key";
import { declareProgram } from "../preview/capture";

/** A project with one region's keys and one identity. */
function ground() {
    const google = new Google("google", { project: "example-project", projectNumber: "100000000001", network: "lab" });
    const keys = new Keys("keys", { google, region: "europe-west1" });
    const signer = new Identity("signer", {
        google,
        description: "signs",
        actsFor: { namespace: "lab", serviceAccount: "signer" },
        roles: ["roles/cloudsql.client"],
    });
    return { google, keys, signer };
}

describe("a signing key", () => {
    test("fails when the HSM cannot hold it, and says what can", async () => {
        const algorithm = "EC_SIGN_ED25519" as SigningAlgorithm;
        await expect(declareProgram(() => void new SigningKey("key", { ...ground(), algorithm }))).rejects.toThrow(
            "key asks for EC_SIGN_ED25519; an HSM of Cloud KMS holds EC_SIGN_SECP256K1_SHA256",
        );
    });

    test("may be used by one identity, on the key alone", async () => {
        const plan = await declareProgram(
            () => void new SigningKey("key", { ...ground(), algorithm: "EC_SIGN_SECP256K1_SHA256" }),
        );
        const grants = plan.resources.filter(({ inputs }) => inputs.role === "roles/cloudkms.signerVerifier");
        expect(grants.map(({ type }) => type)).toEqual(["gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember"]);
        const key = plan.resources.find(({ name, custom }) => custom && name === "key");
        expect(key).toMatchObject({ protect: true, inputs: { versionTemplate: { protectionLevel: "HSM" } } });
        expect(key?.inputs).not.toHaveProperty("rotationPeriod");
    });
});

describe("a secret", () => {
    test("passes its value on as a secret, write-only and never as a plain input", async () => {
        const value = ["from", "another", "resource"].join("-");
        const plan = await declareProgram(() => {
            const { google, keys, signer } = ground();
            new Secret("token", {
                google,
                keys: { "europe-west1": keys },
                reader: signer,
                value: pulumi.secret(value),
            });
        });
        const version = plan.resources.find(({ type }) => type.endsWith(":SecretVersion"));
        expect(version).toMatchObject({ secretPaths: ["secretDataWo"], inputs: { secretDataWo: { $secret: true } } });
        expect(version?.inputs).not.toHaveProperty("secretData");
        expect(JSON.stringify(plan)).not.toContain(value);
    });

    test("without a value has no version: an operator adds the first one", async () => {
        const plan = await declareProgram(() => {
            const { google, keys, signer } = ground();
            new Secret("token", { google, keys: { "europe-west1": keys }, reader: signer });
        });
        expect(plan.resources.filter(({ type }) => type.endsWith(":SecretVersion"))).toEqual([]);
    });

    test("waits for the permission to use its key", async () => {
        const plan = await declareProgram(() => {
            const { google, keys, signer } = ground();
            new Secret("token", { google, keys: { "europe-west1": keys }, reader: signer });
        });
        const secret = plan.resources.find(({ type }) => type.endsWith("secret:Secret"));
        expect(secret?.dependencies.some((urn) => urn.endsWith("::keys-secrets-agent"))).toBe(true);
    });
});

describe("an identity", () => {
    test("has no key and acts for one Kubernetes service account", async () => {
        const plan = await declareProgram(() => void ground());
        const types = plan.resources.map(({ type }) => type);
        expect(types).not.toContain("gcp:serviceaccount/key:Key");
        const binding = plan.resources.find(({ type }) => type === "gcp:serviceaccount/iAMMember:IAMMember");
        expect(binding?.inputs.member).toBe("serviceAccount:example-project.svc.id.goog[lab/signer]");
    });
});
