import { describe, expect, test } from "vitest";
import type { Json, PlanResource } from "../../preview/plan";
import { sentence } from "../../preview/report/facts/custody";
import { report } from "../../preview/report/report";
import { digest, planOf, unknown } from "./planner";

const holderOf = (type: string, inputs: { [key: string]: Json } = {}, options: Partial<PlanResource> = {}) =>
    report(planOf(type, inputs, options), [], { digest }).holders[0];

const standing = (type: string, inputs: { [key: string]: Json } = {}, options: Partial<PlanResource> = {}) =>
    holderOf(type, inputs, options)?.guards.flatMap(({ stands, fact }) => (stands === "yes" ? [fact] : []));

const sql = "gcp:sql/databaseInstance:DatabaseInstance";
const bucket = "gcp:storage/bucket:Bucket";
const key = "gcp:kms/cryptoKey:CryptoKey";
const statefulSet = "kubernetes:apps/v1:StatefulSet";
const claims = { volumeClaimTemplates: [{ metadata: { name: "data" } }] };

describe("what stands between data or keys and loss", () => {
    test.each<[string, string, { [key: string]: Json }, Partial<PlanResource>, string[]]>([
        ["nothing", sql, {}, {}, []],
        ["a guard switched off", sql, { deletionProtection: false }, {}, []],
        ["protect", sql, {}, { protect: true }, ["protect is true"]],
        ["the provider", sql, { deletionProtection: true }, {}, ["deletionProtection is true"]],
        ["the policy of the provider", sql, { deletionPolicy: "PREVENT" }, {}, ["deletionPolicy is PREVENT"]],
        [
            "the API",
            sql,
            { settings: { deletionProtectionEnabled: true } },
            {},
            ["settings.deletionProtectionEnabled is true"],
        ],
        ["retainOnDelete", key, {}, { retainOnDelete: true }, ["retainOnDelete is true"]],
        ["time", key, { destroyScheduledDuration: "60s" }, {}, ["destroyScheduledDuration is 60s"]],
        ["what an API does by default", bucket, {}, {}, ["forceDestroy is not set"]],
        ["nothing, when the default is waived", bucket, { forceDestroy: true }, {}, []],
        [
            "what Kubernetes does with claims",
            statefulSet,
            { spec: claims },
            {},
            ["spec.persistentVolumeClaimRetentionPolicy.whenDeleted is not set"],
        ],
        [
            "nothing, when claims go too",
            statefulSet,
            { spec: { ...claims, persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete" } } },
            {},
            [],
        ],
    ])("is %s", (_, type, inputs, options, facts) => {
        expect(standing(type, inputs, options)).toEqual(facts);
    });

    test("does not count what is not known yet", () => {
        const holder = holderOf(sql, { deletionProtection: unknown });
        expect(holder?.standing).toBe(0);
        expect(holder?.guards).toContainEqual({
            layer: "provider",
            stands: "unknown",
            fact: "deletionProtection is not known before the update",
        });
    });

    test("is asked of what holds something, in any version of its type, and of nothing else", () => {
        expect(holderOf("kubernetes:core/v1:PersistentVolumeClaim")?.holds).toBe("data");
        expect(holderOf("gcp:secretmanager/secret:Secret")?.holds).toBe("keys");
        expect(holderOf(statefulSet, { spec: {} })).toBeUndefined();
        expect(holderOf("kubernetes:apps/v1:Deployment")).toBeUndefined();
    });

    test("decides the fact sheet, the least guarded first", () => {
        const fact = (options: Partial<PlanResource>, inputs = {}) =>
            report(planOf(key, inputs, options), [], { digest }).checks.find(({ section }) => section === "custody");
        expect(fact({ protect: true })).toMatchObject({ tone: "pass", fact: "1 of 1 are protected" });
        expect(fact({ retainOnDelete: true })).toMatchObject({ tone: "note", names: ["it"] });
        expect(fact({})).toMatchObject({ tone: "fail", names: ["it"], fact: "0 of 1 are protected" });
    });
});

describe("the sentence on a holder", () => {
    test.each<[string, string, { [key: string]: Json }, Partial<PlanResource>]>([
        ["Nothing refuses to delete it.", sql, {}, {}],
        ["Nothing refuses to delete it.", sql, { deletionProtection: unknown }, {}],
        ["Pulumi refuses to delete it.", sql, {}, { protect: true }],
        ["The provider refuses to delete it.", sql, { deletionPolicy: "PREVENT" }, {}],
        [
            "Pulumi, the provider and the API refuse to delete it; if it is deleted even so, its backups stay and a last backup is taken.",
            sql,
            {
                deletionProtection: true,
                settings: {
                    deletionProtectionEnabled: true,
                    retainBackupsOnDelete: true,
                    finalBackupConfig: { enabled: true },
                },
            },
            { protect: true },
        ],
        [
            "Nothing refuses to delete it; if it is deleted even so, Pulumi only forgets it.",
            "gcp:kms/keyRing:KeyRing",
            {},
            { retainOnDelete: true },
        ],
    ])("%s", (says, type, inputs, options) => {
        expect(sentence(holderOf(type, inputs, options)?.guards ?? [])).toBe(says);
    });
});
