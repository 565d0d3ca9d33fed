import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Plan, PlanResource } from "../../preview/plan";
import { stack } from "../stack";
import type { Fields } from "../workload/lab";
import { at, pods } from "../workload/lab";
import { chainAt, kind, wheres } from "./worlds";

/** Files of keys that sign blocks, as CometBFT, horcrux and tmkms name them. */
const CONSENSUS = /(_shard\.json|priv_validator_key|consensus)/;

interface Holder {
    controller: PlanResource;
    /** Id in Secret Manager. */
    secret: string;
    /** Pods that may live at once. */
    pods: number;
}

/** Every controller whose pods mount a key that signs blocks, told from the objects alone. */
const holders = (plan: Plan): Holder[] =>
    pods(plan).flatMap(({ resource, spec }) => {
        const mounted = ((spec.volumes ?? []) as Fields[]).map((volume) => at(volume, "secret", "secretName"));
        return kind(plan, "ExternalSecret")
            .filter(
                ({ inputs, provider }) =>
                    provider === resource.provider &&
                    at(inputs, "metadata", "namespace") === at(resource.inputs, "metadata", "namespace") &&
                    mounted.includes(at(inputs, "spec", "target", "name")),
            )
            .flatMap(({ inputs }) => at(inputs, "spec", "data") as Fields[])
            .filter(({ secretKey }) => CONSENSUS.test(String(secretKey)))
            .map(({ remoteRef }) => ({
                controller: resource,
                secret: String(at(remoteRef, "key")),
                // Whatever is no stateful set may have a pod that comes beside one that goes.
                pods: resource.type.endsWith(":StatefulSet") ? Number(at(resource.inputs, "spec", "replicas")) : 2,
            }));
    });

function checkShards(plan: Plan): void {
    const held = holders(plan);
    const secrets = [...new Set(held.map(({ secret }) => secret))].sort();
    expect(secrets).toEqual([1, 2, 3].map((shard) => `paw-cosigner-${shard}-shard`));
    for (const secret of secrets) {
        const live = held.filter((holder) => holder.secret === secret).reduce((sum, { pods }) => sum + pods, 0);
        expect([secret, live]).toEqual([secret, 1]);
        // Its cosigner may read it, and nobody else.
        const readers = kind(plan, "SecretIamMember").filter(({ name }) => name.startsWith(secret));
        expect(readers.map(({ propertyDependencies }) => propertyDependencies.member)).toEqual([
            [expect.stringMatching(new RegExp(`::${secret.replace("-shard", "")}$`))],
        ]);
    }
    const live = held.filter(({ pods }) => pods > 0).map(({ controller }) => controller);
    expect(new Set(live.map(({ provider }) => provider)).size).toBe(1);
    const places = live.map(({ inputs }) => at(inputs, "spec", "template", "spec", "nodeSelector") as Fields);
    const zones = places.map((selector) => selector["topology.kubernetes.io/zone"]);
    expect(new Set(zones.filter((zone) => typeof zone === "string")).size).toBe(3);
}

const stateful = (plan: Plan, name: string) => kind(plan, "StatefulSet").find((one) => one.name === name);

describe("a shard of the consensus key", () => {
    test("is mounted by one live pod over all regions, whatever the network", async () => {
        await fc.assert(
            fc.asyncProperty(wheres, async (where) => checkShards(await chainAt(where))),
            { numRuns: 4, endOnFailure: true },
        );
    });

    test.each(["testnet", "mainnet"])("is mounted by one live pod of %s", async (name) => {
        checkShards((await stack(name)).plan);
    });

    test("D9: is on no node, however many there are of it, and of the validator there is one", async () => {
        const { plan } = await stack("mainnet");
        const nodes = kind(plan, "StatefulSet").filter(({ inputs }) =>
            ["validator", "sentry", "full-node", "archive-node"].includes(
                String(at(inputs, "metadata", "labels", "app.kubernetes.io/component")),
            ),
        );
        expect(nodes.length).toBeGreaterThan(6);
        const held = new Set(holders(plan).map(({ controller }) => controller));
        expect(nodes.filter((node) => held.has(node))).toEqual([]);
        const validators = nodes.filter(({ inputs }) => at(inputs, "metadata", "name") === "validator");
        expect(validators.map(({ inputs }) => at(inputs, "spec", "replicas")).sort()).toEqual([0, 1]);
    });

    test("has what it signed on a disk that stays, and that no backup takes", async () => {
        const { plan } = await stack("mainnet");
        const backed = kind(plan, "BackupPlan").flatMap(
            ({ inputs }) => at(inputs, "backupConfig", "selectedNamespaces", "namespaces") as string[],
        );
        expect(backed).toContain("paw-data");
        for (const { controller } of holders(plan)) {
            const { inputs } = controller;
            expect(backed).not.toContain(at(inputs, "metadata", "namespace"));
            const [claim] = at(inputs, "spec", "volumeClaimTemplates") as Fields[];
            expect(at(claim, "spec", "accessModes")).toEqual(["ReadWriteOncePod"]);
            expect(at(inputs, "spec", "persistentVolumeClaimRetentionPolicy")).toEqual({
                whenDeleted: "Retain",
                whenScaled: "Retain",
            });
            expect(controller.protect).toBe(true);
        }
    });

    test.each([0, 1])(
        "starts in the active region only after it has ended in the other, as does the validator",
        async (active) => {
            const plan = await chainAt({ regions: 2, active });
            for (const app of ["validator", "cosigner-1", "cosigner-2", "cosigner-3", "relayer-hub"]) {
                const both = ["europe-west1", "europe-west4"].map((region) => stateful(plan, `${app}-${region}`));
                const [here, there] = active === 0 ? both : both.reverse();
                expect([here, there].map((one) => at(one?.inputs, "spec", "replicas"))).toEqual([1, 0]);
                expect(here?.dependencies).toContain(there?.urn);
                expect(there?.dependencies).not.toContain(here?.urn);
            }
        },
    );
});

test("a drain finds two cosigners and a sentry that stay", async () => {
    const { plan } = await stack("mainnet");
    const budgets = kind(plan, "PodDisruptionBudget").filter(
        ({ inputs }) => at(inputs, "metadata", "namespace") === "paw",
    );
    const told = budgets.map(({ inputs }) => [
        at(inputs, "spec", "selector", "matchLabels", "app.kubernetes.io/component"),
        at(inputs, "spec", "minAvailable"),
    ]);
    // A pod with two budgets cannot be drained at all.
    expect(told.map(String).sort()).toEqual(["cosigner,2", "cosigner,2", "sentry,1", "sentry,1"]);
});
