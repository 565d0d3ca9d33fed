import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { Secret, type SecretArgs } from "../../components/ground/secret";
import { SecretManager } from "../../components/ground/secret-manager";
import { declareProgram } from "../../preview/capture";
import { lab } from "./lab";

const declareSecret = (over: Partial<SecretArgs> = {}) =>
    declareProgram(() => {
        const { manager, identity } = lab();
        new Secret("token", { manager, reader: identity("reader"), ...over });
    });
const secretOf = ({ resources }: Awaited<ReturnType<typeof declareSecret>>) =>
    resources.find(({ type }) => type.endsWith("secret:Secret"));

describe("a secret", () => {
    test("passes its value on as a secret, write-only and never as a plain input", async () => {
        const value = ["from", "another", "resource"].join("-");
        const plan = await declareSecret({ value: pulumi.secret(value) });
        const version = plan.resources.find(({ type }) => type.endsWith(":SecretVersion"));
        expect(version).toMatchObject({ secretPaths: ["secretDataWo"], inputs: { secretDataWo: { $secret: true } } });
        expect(version?.inputs).not.toHaveProperty("secretData");
        expect(JSON.stringify(plan)).not.toContain(value);
    });

    test("without a value has no version: an operator adds the first one", async () => {
        const plan = await declareSecret();
        expect(plan.resources.filter(({ type }) => type.endsWith(":SecretVersion"))).toEqual([]);
    });

    test("waits for the permission to use its key, and for that to publish reminders", async () => {
        const dependencies = secretOf(await declareSecret())?.dependencies ?? [];
        for (const grant of ["keys-secrets-agent", "secrets-rotation-publisher"])
            expect(dependencies.some((urn) => urn.endsWith(`::${grant}`))).toBe(true);
    });

    test("that people put in is due by the stack file's dates, which Google then moves on", async () => {
        expect(secretOf(await declareSecret())).toMatchObject({
            inputs: { rotation: { rotationPeriod: "7776000s", nextRotationTime: "2027-03-02T08:00:00Z" } },
            ignoreChanges: ["rotation.nextRotationTime"],
        });
        expect(secretOf(await declareSecret({ rotateDays: 30 }))).toMatchObject({
            inputs: { rotation: { rotationPeriod: "2592000s" } },
        });
    });

    test("that another resource renews reminds nobody", async () => {
        const secret = secretOf(await declareSecret({ value: pulumi.secret("x") }));
        expect(secret?.inputs).not.toHaveProperty("rotation");
        expect(secret?.inputs).not.toHaveProperty("topics");
    });

    test("is kept where there is a key to encrypt it, or refused", async () => {
        const rotation = { days: 90, first: "2027-03-02", remind: "custodians@example.com" };
        const kept = (replicas: string[]) =>
            declareProgram(() => {
                const { google } = lab();
                new SecretManager("elsewhere", { google, keys: {}, replicas, rotation });
            });
        await expect(kept(["us-east1"])).rejects.toThrow("elsewhere has no encryption key in us-east1");
        await expect(kept([])).rejects.toThrow("elsewhere keeps no copy of a secret; name a region");
    });
});

describe("a reminder", () => {
    test("waits in a subscription that stays, and an e-mail tells of it until somebody takes it", async () => {
        const { resources } = await declareProgram(() => void lab());
        const one = (type: string) => resources.find((resource) => resource.type === type);
        expect(one("gcp:pubsub/subscription:Subscription")?.inputs).toMatchObject({
            messageRetentionDuration: "2678400s",
            expirationPolicy: { ttl: "" },
        });
        expect(one("gcp:monitoring/notificationChannel:NotificationChannel")?.inputs).toMatchObject({
            type: "email",
            labels: { email_address: "custodians@example.com" },
        });
        const alert = one("gcp:monitoring/alertPolicy:AlertPolicy");
        expect(alert?.propertyDependencies.notificationChannels?.join()).toMatch(/::secrets-rotation-email$/);
        expect(JSON.stringify(alert?.inputs.conditions)).toMatch(/secret-rotation.*num_undelivered_messages/);
    });

    test("rests encrypted in the regions of the secrets, and only Secret Manager publishes one", async () => {
        const { resources } = await declareProgram(() => void lab());
        const topic = resources.find(({ type }) => type === "gcp:pubsub/topic:Topic");
        expect(topic).toMatchObject({
            inputs: { messageStoragePolicy: { allowedPersistenceRegions: ["europe-west1"] } },
            propertyDependencies: { kmsKeyName: [expect.stringMatching(/::secrets-rotation-messages$/)] },
        });
        expect(topic?.dependencies.some((urn) => urn.endsWith("::secrets-rotation-messages-agent"))).toBe(true);
        const publishers = resources.filter(({ inputs }) => inputs.role === "roles/pubsub.publisher");
        expect(publishers.map(({ inputs }) => inputs.member)).toEqual([
            "serviceAccount:service-100000000001@gcp-sa-secretmanager.iam.gserviceaccount.com",
        ]);
    });
});
