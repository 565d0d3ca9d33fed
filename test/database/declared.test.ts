import { describe, expect, test } from "vitest";
import { Database, type DatabaseArgs } from "../../components/ground/database";
import { Google } from "../../components/ground/google";
import { Identity } from "../../components/ground/identity";
import { Keys } from "../../components/ground/keys";
import { Network } from "../../components/ground/network";
import type { Placement } from "../../components/settings/database";
import { declareProgram } from "../../preview/capture";
import { databaseLosses } from "../../preview/database-changes";
import type { Json, Plan } from "../../preview/plan";
import { rendered } from "./world";

const REGIONS = ["europe-west1", "europe-west4"];
const both: Placement = { "europe-west1": "primary", "europe-west4": "standby" };
const promoted: Placement = { "europe-west1": "former", "europe-west4": "primary" };
const settled: Placement = { "europe-west1": "standby", "europe-west4": "primary" };

/** A database with one login, as the component declares it. */
function declared(instances: Placement, over: Partial<DatabaseArgs> = {}): Promise<Plan> {
    return declareProgram(() => {
        const google = new Google("google", {
            project: "example-project",
            projectNumber: "100000000001",
            network: "lab",
        });
        const zones = (region: string) => ["b", "c", "d"].map((zone) => `${region}-${zone}`);
        const regions = REGIONS.map((name, block) => ({ name, block, zones: zones(name) }));
        const network = new Network("lab", { google, supernet: "10.64.0.0/12", regions });
        const user = new Identity("app", {
            google,
            description: "keeps rows",
            actsFor: { namespace: "lab", serviceAccount: "app" },
            roles: [],
        });
        const database = new Database("postgres", {
            google,
            network,
            keys: Object.fromEntries(REGIONS.map((region) => [region, new Keys(`k-${region}`, { google, region })])),
            zones: Object.fromEntries(regions.map((region) => [region.name, region.zones])),
            tier: "db-perf-optimized-N-2",
            diskGb: 50,
            recoveryDays: 7,
            retainedBackups: 7,
            backupLocation: "eu",
            instances,
            ...over,
        });
        database.add("app", user);
    });
}

const instance = (plan: Plan, region: string) => {
    const found = plan.resources.find(({ type, name }) => type.endsWith(":DatabaseInstance") && name.endsWith(region));
    return found ?? expect.fail(`no instance in ${region}`);
};

const settings = (plan: Plan, region: string) => instance(plan, region).inputs.settings as Record<string, Json>;

describe("the declared instances", () => {
    test.each([both, promoted, settled, { ...both, "europe-west4": "replica" } as Placement])(
        "are what the walk over placements renders: %o",
        async (placement) => {
            const plan = await declared(placement);
            for (const region of Object.keys(placement)) {
                const { inputs, opts } = rendered(region, placement);
                const one = instance(plan, region);
                const unknown = { $unknown: true };
                const { ipConfiguration } = inputs.settings as Record<string, Record<string, Json>>;
                expect(one.inputs).toEqual({
                    ...inputs,
                    encryptionKeyName: unknown,
                    settings: {
                        ...(inputs.settings as object),
                        ipConfiguration: { ...ipConfiguration, privateNetwork: unknown },
                    },
                });
                expect({ protect: one.protect, ignoreChanges: one.ignoreChanges }).toEqual({
                    protect: opts.protect,
                    ignoreChanges: [...(opts.ignoreChanges ?? [])].sort(),
                });
            }
        },
    );

    test("differ by role only in what a replica cannot have", async () => {
        const plan = await declared(both);
        const [primary, standby] = REGIONS.map((region) => settings(plan, region));
        const differ = Object.keys({ ...primary, ...standby }).filter(
            (key) => JSON.stringify(primary?.[key]) !== JSON.stringify(standby?.[key]),
        );
        expect(differ.sort()).toEqual([
            "backupConfiguration",
            "finalBackupConfig",
            "locationPreference",
            "passwordValidationPolicy",
        ]);
        expect(standby?.backupConfiguration).toEqual({ enabled: false, pointInTimeRecoveryEnabled: false });
        expect(standby?.locationPreference).toEqual({ zone: "europe-west4-b" });
    });

    test("are guarded in every role but replica, which is on its way in or out", async () => {
        const guards = async (placement: Placement, region: string) => {
            const { protect, inputs } = instance(await declared(placement), region);
            const { deletionProtectionEnabled } = inputs.settings as Record<string, Json>;
            return [protect, inputs.deletionProtection, inputs.deletionPolicy, deletionProtectionEnabled];
        };
        const up = [true, true, "PREVENT", true];
        expect(await guards(both, "europe-west1")).toEqual(up);
        expect(await guards(both, "europe-west4")).toEqual(up);
        expect(await guards(promoted, "europe-west1")).toEqual(up);
        const leaving: Placement = { ...both, "europe-west4": "replica" };
        expect(await guards(leaving, "europe-west4")).toEqual([false, false, "DELETE", false]);
    });

    test("all keep Google's maintenance away while the stack is frozen", async () => {
        const plan = await declared(both, { freeze: { start: "2026-12-01", end: "2027-01-10" } });
        for (const region of REGIONS)
            expect(settings(plan, region).denyMaintenancePeriod).toEqual({
                startDate: "2026-12-01",
                endDate: "2027-01-10",
                time: "00:00:00",
            });
        expect(settings(await declared(both), "europe-west1")).not.toHaveProperty("denyMaintenancePeriod");
    });

    test("need a key and zones of their own region", async () => {
        await expect(declared(both, { keys: {} })).rejects.toThrow("postgres-europe-west1 has no key in europe-west1");
        await expect(declared(both, { zones: {} })).rejects.toThrow("postgres-europe-west1 has no zones");
    });

    test("carry the hooks that hold a step against the state", async () => {
        const plan = await declared(both);
        const component = plan.resources.find(({ type }) => type === "slipway:ground:Database");
        const placement = ["postgres-placement"];
        expect(component).toMatchObject({
            inputs: { placement: both },
            options: { hooks: { beforeCreate: placement, beforeUpdate: placement } },
        });
        const takeover = ["postgres-europe-west4-takeover"];
        expect(instance(plan, "europe-west4").options?.hooks).toEqual({
            beforeCreate: takeover,
            beforeUpdate: takeover,
        });
    });
});

test("databases and logins stay where they are when another instance takes over", async () => {
    const bound = (plan: Plan) => plan.resources.filter(({ type }) => /^gcp:sql\/(database:Database|user:)/.test(type));
    const [before, after] = [bound(await declared(both)), bound(await declared(settled))];
    expect(after.map(({ urn }) => urn)).toEqual(before.map(({ urn }) => urn));
    expect(before.map(({ inputs }) => inputs.instance)).toEqual(["postgres-europe-west1", "postgres-europe-west1"]);
    // The provider makes both anew where their instance changes (ForceNew): this is what keeps it from doing so.
    expect(after.map(({ ignoreChanges }) => ignoreChanges)).toEqual([["instance"], ["instance"]]);
});

describe("what two plans would lose", () => {
    const losses = async (before: Placement, after: Placement, over: Partial<DatabaseArgs> = {}) =>
        databaseLosses(await declared(before), await declared(after, over)).map(({ urn, why }) => [
            urn.split("::").at(-1),
            why,
        ]);

    test("is nothing in a step of a placement", async () => {
        expect(await losses(both, both)).toEqual([]);
        expect(await losses(both, promoted)).toEqual([]);
        expect(await losses(both, { ...both, "europe-west4": "replica" })).toEqual([]);
        expect(await losses({ ...both, "europe-west4": "replica" }, { "europe-west1": "primary" })).toEqual([]);
    });

    test("is an instance that is guarded, when the next plan does without it", async () => {
        expect(await losses(both, { "europe-west1": "primary" })).toEqual([
            ["postgres-europe-west4", "would be deleted while it is guarded"],
        ]);
    });

    test("is what a swap of both roles parts", async () => {
        expect(await losses(both, settled)).toEqual([
            [
                "postgres-europe-west4",
                "would be promoted on its own: replicaNames does not name the instance it follows",
            ],
        ]);
    });

    test("is an instance of which the provider makes a new one", async () => {
        const [before, after] = [await declared(both), await declared(both)];
        const one = instance(after, "europe-west1");
        one.inputs = { ...one.inputs, region: "europe-west9" };
        expect(databaseLosses(before, after)).toEqual([
            { urn: one.urn, why: "would be deleted and made anew because of region" },
        ]);
    });
});
