import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ClusterBackup } from "../../components/ground/cluster-backup";
import { check } from "../../components/settings/check";
import { rules, Settings } from "../../components/settings/settings";
import { signingNamespaces } from "../../components/settings/systems";
import { declareProgram } from "../../preview/capture";
import type { Json } from "../../preview/plan";
import { settingsOf, withValue } from "../settings/yaml";
import type { Declared } from "../stack";
import { stack } from "../stack";

const PLAN = "gcp:gkebackup/backupPlan:BackupPlan";
const RESTORE = "gcp:gkebackup/restorePlan:RestorePlan";

/** What is wrong with a network's stack file that has these backups, a line for each problem. */
function problems(stackFile: string, backups: object): string[] {
    const base = settingsOf(stackFile) as { ground: { backups: object } };
    const result = check(
        Settings,
        rules,
        withValue(base, ["ground", "backups"], { ...base.ground.backups, ...backups }),
    );
    return "problems" in result ? result.problems.map(({ at, found, remedy }) => `${at} ${found}; ${remedy}`) : [];
}

const at = (value: Json | undefined, ...path: string[]): Json | undefined =>
    path.reduce<Json | undefined>((inner, key) => (inner as Record<string, Json> | undefined)?.[key], value);

const backedUp = (network: Declared) =>
    [PLAN, RESTORE].flatMap((type) =>
        network.all(type).flatMap(({ inputs }) => {
            const config = (inputs.backupConfig ?? inputs.restoreConfig) as Record<string, Json>;
            return at(config.selectedNamespaces, "namespaces") as string[];
        }),
    );

/**
 * Namespaces of pods that must not run twice, told from the objects alone: Deployments that stop the old pod before the
 * new one starts, and whatever has the label of a signers' pool.
 */
const signing = (network: Declared) =>
    ["kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet"].flatMap((type) =>
        network
            .all(type)
            .filter(
                ({ inputs }) =>
                    at(inputs.spec, "strategy", "type") === "Recreate" ||
                    at(inputs.spec, "template", "spec", "nodeSelector", "slipway.dev/pool") === "signers",
            )
            .map(({ inputs }) => String(at(inputs.metadata, "namespace"))),
    );

describe("backups of mainnet's clusters", () => {
    test("rest in another region, encrypted with a key of that region, and cannot be deleted for a month", async () => {
        const mainnet = await stack("mainnet");
        const places = mainnet.all(PLAN).map(({ name, inputs }) => [name, inputs.location]);
        expect(places).toEqual([
            ["backup-europe-west1", "europe-west4"],
            ["backup-europe-west4", "europe-west1"],
        ]);
        for (const plan of mainnet.all(PLAN)) {
            expect(plan).toMatchObject({
                protect: true,
                inputs: {
                    backupSchedule: { cronSchedule: "0 2 * * *" },
                    backupConfig: {
                        selectedNamespaces: { namespaces: ["monitoring", "paw-data"] },
                        includeVolumeData: true,
                        includeSecrets: false,
                    },
                    retentionPolicy: { backupRetainDays: 90, backupDeleteLockDays: 30, locked: true },
                    deletionPolicy: "PREVENT",
                },
            });
            const key = `CryptoKey::keys-${plan.inputs.location}-backups`;
            expect(plan.propertyDependencies.backupConfig).toEqual([expect.stringContaining(key)]);
            expect(plan.inputs.backupConfig).not.toHaveProperty("allNamespaces");
        }
    });

    test("wait until both of Google's agents may use the key", async () => {
        const mainnet = await stack("mainnet");
        const plan = mainnet.one(PLAN, "backup-europe-west1");
        const grant = (name: string) => mainnet.one("gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember", name);
        const last = grant("keys-europe-west4-backups-gkebackup");
        expect(plan.dependencies).toContain(last.urn);
        expect(last.dependencies).toContain(grant("keys-europe-west4-backups-agent").urn);
        expect(last.inputs.member).toBe("serviceAccount:service-100000000002@gcp-sa-gkebackup.iam.gserviceaccount.com");
        expect(grant("keys-europe-west4-backups-agent").inputs.member).toBe(
            "serviceAccount:service-100000000002@container-engine-robot.iam.gserviceaccount.com",
        );
    });

    test("can be restored where they come from and where they rest, and overwrite nothing", async () => {
        const mainnet = await stack("mainnet");
        expect(mainnet.all(RESTORE).map(({ name, inputs }) => [name, inputs.location])).toEqual([
            ["backup-europe-west1-into-europe-west1", "europe-west1"],
            ["backup-europe-west1-into-europe-west4", "europe-west4"],
            ["backup-europe-west4-into-europe-west1", "europe-west1"],
            ["backup-europe-west4-into-europe-west4", "europe-west4"],
        ]);
        for (const { inputs } of mainnet.all(RESTORE))
            expect(inputs.restoreConfig).toEqual({
                selectedNamespaces: { namespaces: ["monitoring", "paw-data"] },
                namespacedResourceRestoreMode: "FAIL_ON_CONFLICT",
                volumeDataRestorePolicy: "RESTORE_VOLUME_DATA_FROM_BACKUP",
                clusterResourceRestoreScope: { noGroupKinds: true },
            });
    });

    test("are taken by an agent that every cluster has", async () => {
        for (const { inputs } of (await stack("mainnet")).all("gcp:container/cluster:Cluster"))
            expect(inputs.addonsConfig).toMatchObject({ gkeBackupAgentConfig: { enabled: true } });
    });
});

test("a network of one region keeps its backups there", async () => {
    const testnet = await stack("testnet");
    expect(testnet.one(PLAN, "backup-europe-west1").inputs).toMatchObject({
        location: "europe-west1",
        retentionPolicy: { backupRetainDays: 30, backupDeleteLockDays: 7, locked: false },
    });
    expect(testnet.all(RESTORE)).toHaveLength(1);
});

describe("a namespace in which something signs", () => {
    test.each(["testnet", "mainnet"])("is in no backup of %s, as its objects show", async (name) => {
        const network = await stack(name);
        const signers = [...new Set(signing(network))];
        expect(signers).toContain("intents");
        expect(signers.filter((namespace) => !signingNamespaces.includes(namespace))).toEqual([]);
        expect(backedUp(network).filter((namespace) => signers.includes(namespace))).toEqual([]);
    });

    test("is refused in a stack file, wherever in the list it stands", () => {
        const name = fc.constantFrom("monitoring", "agents", "a", "intents2", "intent", ...signingNamespaces);
        fc.assert(
            fc.property(fc.uniqueArray(name, { minLength: 1 }), (namespaces) => {
                const refused = problems("mainnet", { namespaces }).map((line) => line.split(" ")[0]);
                expect(refused).toEqual(
                    namespaces.flatMap((one, i) =>
                        signingNamespaces.includes(one) ? [`ground.backups.namespaces[${i}]`] : [],
                    ),
                );
            }),
            { numRuns: 40 },
        );
    });

    test("is refused by the component itself, before anything is declared", async () => {
        const args = { namespaces: ["monitoring", "intents"] } as unknown as ConstructorParameters<
            typeof ClusterBackup
        >[1];
        await expect(declareProgram(() => void new ClusterBackup("backup", args))).rejects.toThrow(
            "backup names intents, where something signs; a signer that is restored is a second signer",
        );
    });
});

test("wrong backups are refused together, each with what would be right", () => {
    const places = [
        { cluster: "europe-west1", location: "europe-west1" },
        { cluster: "europe-west1", location: "us-east4" },
    ];
    expect(
        problems("mainnet", { namespaces: ["monitoring", "monitoring"], places, retainDays: 10, lockDays: 20 }),
    ).toEqual([
        'ground.backups.namespaces[1] is "monitoring"; use each once; ground.backups.namespaces[0] is the same',
        "ground.backups.places has no place for europe-west4; use a place for each region",
        'ground.backups.places[0].location is "europe-west1"; use a region other than that of the cluster',
        'ground.backups.places[1].cluster is "europe-west1"; use a cluster other than that of ground.backups.places[0]',
        'ground.backups.places[1].location is "us-east4"; use one of the regions: europe-west1, europe-west4',
        "ground.backups.lockDays is 20; use 10 or less, its retainDays",
    ]);
    expect(problems("mainnet", { retainDays: 361 })).toEqual(["ground.backups.retainDays is 361; use 1 to 360"]);
});
