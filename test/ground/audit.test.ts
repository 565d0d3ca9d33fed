import { describe, expect, test } from "vitest";
import { stack } from "../stack";

const LOGS = ["activity", "data_access", "system_event", "policy"];
const DAY = 86_400;

describe.each([
    ["testnet", { searchableDays: 90, archiveDays: 400, locked: false }],
    ["mainnet", { searchableDays: 400, archiveDays: 2555, locked: true }],
] as const)("%s", (name, { searchableDays, archiveDays, locked }) => {
    test("logs everything that anybody does in the project, without exception", async () => {
        const network = await stack(name);
        expect(network.all("gcp:projects/iAMAuditConfig:IAMAuditConfig").map(({ inputs }) => inputs)).toEqual([
            {
                project: `example-slipway-${name}`,
                service: "allServices",
                auditLogConfigs: [{ logType: "ADMIN_READ" }, { logType: "DATA_READ" }, { logType: "DATA_WRITE" }],
            },
        ]);
    });

    test("keeps it where it can be searched, and where nobody can change it", async () => {
        const network = await stack(name);
        const searchable = network.one("gcp:logging/projectBucketConfig:ProjectBucketConfig", "audit");
        expect(searchable).toMatchObject({
            protect: true,
            inputs: { location: "europe-west1", retentionDays: searchableDays, locked, enableAnalytics: true },
        });
        const archive = network.one("gcp:storage/bucket:Bucket", "audit-archive");
        expect(archive).toMatchObject({
            protect: true,
            inputs: {
                name: `example-slipway-${name}-audit`,
                location: "europe-west1",
                storageClass: "ARCHIVE",
                uniformBucketLevelAccess: true,
                publicAccessPrevention: "enforced",
                forceDestroy: false,
                retentionPolicy: { retentionPeriod: String(archiveDays * DAY), isLocked: locked },
                lifecycleRules: [{ action: { type: "Delete" }, condition: { age: archiveDays } }],
                deletionPolicy: "PREVENT",
            },
        });
        // Cloud Storage refuses both together.
        expect(archive.inputs).not.toHaveProperty("versioning");
    });

    test("sends every kind of audit log to both", async () => {
        const network = await stack(name);
        const sinks = network.all("gcp:logging/projectSink:ProjectSink").filter(({ name }) => name !== "logs");
        expect(sinks.map(({ inputs }) => inputs.destination).sort()).toEqual([
            `logging.googleapis.com/projects/example-slipway-${name}/locations/europe-west1/buckets/audit`,
            `storage.googleapis.com/example-slipway-${name}-audit`,
        ]);
        for (const { inputs, protect } of sinks) {
            expect(inputs).toMatchObject({ uniqueWriterIdentity: true });
            expect(inputs).not.toHaveProperty("exclusions");
            const named = [...String(inputs.filter).matchAll(/log_id\("cloudaudit\.googleapis\.com\/(\w+)"\)/g)];
            expect(named.map(([, log]) => log)).toEqual(LOGS);
            expect(protect).toBe(true);
        }
    });

    test("encrypts both with a key of the region, once the agents may use it", async () => {
        const network = await stack(name);
        const needs = (type: string, resource: string) => network.one(type, resource).dependencies;
        const key = /CryptoKey::keys-europe-west1-logs$/;
        const archive = network.one("gcp:storage/bucket:Bucket", "audit-archive");
        expect(archive.propertyDependencies.encryption).toEqual([expect.stringMatching(key)]);
        const searchable = network.one("gcp:logging/projectBucketConfig:ProjectBucketConfig", "audit");
        expect(searchable.propertyDependencies.cmekSettings).toEqual([expect.stringMatching(key)]);
        expect(archive.dependencies).toContainEqual(expect.stringMatching(/::keys-europe-west1-logs-agent$/));
        expect(
            network.one("gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember", "keys-europe-west1-logs-agent"),
        ).toMatchObject({
            inputs: { member: expect.stringMatching(/^serviceAccount:service-\d+@gs-project-accounts\.iam\./) },
        });
        // Cloud Logging's agent comes with the first sink: bucket after grant, grant after sink.
        expect(searchable.dependencies).toContainEqual(expect.stringMatching(/CryptoKeyIAMMember::audit-key$/));
        expect(needs("gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember", "audit-key")).toContainEqual(
            expect.stringMatching(/ProjectSink::audit-archive$/),
        );
    });

    test("lets the sink write to the archive and nobody read it", async () => {
        const grants = (await stack(name)).all("gcp:storage/bucketIAMMember:BucketIAMMember");
        expect(grants.map(({ inputs }) => inputs.role)).toEqual(["roles/storage.objectCreator"]);
        expect(grants[0]?.propertyDependencies.member).toEqual([expect.stringMatching(/ProjectSink::audit-archive$/)]);
    });
});
