import { describe, expect, test } from "vitest";
import type { Json, Plan, PlanResource } from "../../preview/plan";
import { trustingPeriods } from "../../preview/ready/chains";
import { contractsIn } from "../../preview/ready/contracts";
import { examplesIn } from "../../preview/ready/examples";
import type { Group } from "../../preview/ready/model";
import { groupsOf, summed } from "../../preview/ready/ready";
import { renderReady } from "../../preview/ready/text";
import { judgePlan } from "../../preview/verdicts";
import { settingsOf } from "../settings/yaml";
import { stack } from "../stack";

const resource = (type: string, name: string, inputs: Record<string, Json>, more: Partial<PlanResource> = {}) =>
    ({
        urn: `urn:pulumi:lab::slipway::${type}::${name}`,
        ...{ type, name, inputs, custom: true, parent: null, provider: null, protect: false, retainOnDelete: false },
        ...{ deleteBeforeReplace: false, ignoreChanges: [], aliases: [], dependencies: [], propertyDependencies: {} },
        ...{ secretPaths: [], unknownPaths: [] },
        ...more,
    }) satisfies PlanResource;

const planOf = (...resources: PlanResource[]): Plan => ({
    schema: "slipway.plan/v1",
    project: "slipway",
    stack: "lab",
    resources: [resource("pulumi:providers:gcp", "google", { project: "lab-project" }), ...resources],
    outputs: {},
});

const groups = (...resources: PlanResource[]) => {
    const plan = planOf(...resources);
    return Object.fromEntries(
        groupsOf(plan, judgePlan(plan, ""), "2027-01-31").map((group) => [group.id, group.items]),
    );
};

const secret = (name: string, day?: string) =>
    resource("gcp:secretmanager/secret:Secret", name, {
        secretId: name,
        ...(day && { rotation: { nextRotationTime: `${day}T08:00:00Z` } }),
    });

describe("from a plan", () => {
    test("a secret without a version is a person's to put in, one with a version is not", () => {
        const [made, open] = [secret("made"), secret("open")];
        const version = resource(
            "gcp:secretmanager/secretVersion:SecretVersion",
            "made-version",
            {},
            { propertyDependencies: { secret: [made.urn] } },
        );
        expect(groups(made, open, version).secrets).toEqual([
            { what: "open", command: "gcloud secrets versions add open --project=lab-project --data-file=-" },
        ]);
    });

    test("a secret of Vault is told once, however many clusters read it", () => {
        const read = (provider: string) => [
            resource(
                "kubernetes:external-secrets.io/v1:SecretStore",
                `${provider}-store`,
                {
                    metadata: { name: "app-vault", namespace: "app" },
                    spec: { provider: { vault: { server: "https://vault.lab.io", path: "slipway-kv" } } },
                },
                { provider },
            ),
            resource(
                "kubernetes:external-secrets.io/v1:ExternalSecret",
                `${provider}-secret`,
                {
                    metadata: { name: "app", namespace: "app" },
                    spec: {
                        secretStoreRef: { kind: "SecretStore", name: "app-google" },
                        data: [
                            { remoteRef: { key: "in-google" } },
                            {
                                remoteRef: { key: "app/coordinator/key", property: "value", version: "1" },
                                sourceRef: { storeRef: { kind: "SecretStore", name: "app-vault" } },
                            },
                        ],
                    },
                },
                { provider },
            ),
        ];
        expect(groups(...read("west"), ...read("east")).secrets).toEqual([
            {
                what: "app/coordinator/key",
                detail: "in Vault",
                command: "vault kv put -address=https://vault.lab.io -mount=slipway-kv app/coordinator/key value=-",
            },
        ]);
    });

    test("a rotation date stands only once it lies behind", () => {
        const found = groups(secret("a", "2027-01-31"), secret("b", "2027-02-01"), secret("c", "2027-02-01"));
        expect(found["rotation-past"]).toEqual([{ what: "2027-01-31", detail: "1 secret" }]);
        expect(found.rotation).toEqual([{ what: "2027-02-01", detail: "2 secrets" }]);
    });

    test("quotas add up by machine family and region", () => {
        const pool = (name: string, machineType: string, inputs: Record<string, Json> = {}) =>
            resource("gcp:container/nodePool:NodePool", name, {
                location: "europe-west1",
                autoscaling: { maxNodeCount: 2 },
                nodeConfig: { machineType, diskSizeGb: 100 },
                ...inputs,
            });
        const found = groups(
            pool("a", "n2d-standard-4"),
            pool("b", "n2d-highmem-8", { nodeLocations: ["europe-west1-b"] }),
            pool("c", "e2-standard-2", { autoscaling: { totalMaxNodeCount: 5 } }),
            pool("d", "n1-standard-1", { location: "us-east1", nodeLocations: ["us-east1-b"] }),
        );
        expect(found.quotas?.map(({ what, detail }) => `${what}: ${detail?.split(" ")[0]}`)).toEqual([
            "CPUS in us-east1: 2",
            "CPUS_ALL_REGIONS in all regions: 52",
            "E2_CPUS in europe-west1: 10",
            "N2D_CPUS in europe-west1: 40",
            "SSD_TOTAL_GB in europe-west1: 1300",
            "SSD_TOTAL_GB in us-east1: 200",
        ]);
    });

    test("a public zone needs its delegation and its DS record, a private one nothing", () => {
        const zone = (name: string, inputs: Record<string, Json>) =>
            resource("gcp:dns/managedZone:ManagedZone", name, { name, dnsName: `${name}.io.`, ...inputs });
        const found = groups(
            zone("signed", { visibility: "public", dnssecConfig: { state: "on" } }),
            zone("plain", {}),
            zone("inside", { visibility: "private" }),
        );
        expect(found.delegation?.map(({ what, detail }) => `${what} ${detail}`)).toEqual([
            "signed.io name servers",
            "signed.io DS record",
            "plain.io name servers",
        ]);
    });

    test("what breaks a rule, and what no rule can judge yet, is told", () => {
        const pod = (name: string, image: Json) =>
            resource("kubernetes:core/v1:Pod", name, { metadata: { name }, spec: { containers: [{ name, image }] } });
        const found = groups(pod("loose", "nginx:latest"), pod("later", { $unknown: true }));
        expect(found.violations?.[0]?.what).toMatch(/^IMG-\d+ loose spec\.containers\[0\]\.image/);
        expect(found.undetermined?.map(({ what }) => what).join()).toContain("later");
    });
});

test("nothing left is nothing that stands", () => {
    const note: Group = {
        id: "rotation",
        title: "Dates",
        remedy: "know",
        stands: false,
        items: [{ what: "2027-03-02" }],
    };
    const empty: Group = { id: "examples", title: "Examples", remedy: "put", stands: true, items: [] };
    const found = summed("lab", [empty, note]);
    expect(found).toMatchObject({ standing: 0, groups: [{ id: "rotation" }] });
    expect(renderReady(found, false)).toMatch(/^lab: nothing stands between this stack file and a launch\n/);
});

test("a long group is cut unless all is asked for, and no name sends commands to a terminal", () => {
    const items = Array.from({ length: 9 }, (_, i) => ({ what: `secret-${i}\u001b[2J` }));
    const found = summed("lab", [{ id: "secrets", title: "Secrets", remedy: "put in", stands: true, items }]);
    expect(renderReady(found, false)).toContain("  and 3 more; --all shows them\n");
    expect(renderReady(found, true)).toContain("secret-8");
    expect(renderReady(found, true)).not.toContain("\u001b");
});

describe.each(["testnet", "mainnet"])("%s", (name) => {
    const config = (settings: Record<string, unknown>) =>
        Object.fromEntries(
            Object.entries(settings).map(([key, value]) => [
                `slipway:${key}`,
                typeof value === "string" ? value : JSON.stringify(value),
            ]),
        );

    test("holds the examples that its comments speak of", () => {
        const found = examplesIn(config(settingsOf(name)), "slipway").map(({ what }) => what);
        for (const path of [
            "google.project",
            "google.projectNumber",
            "ground.deployers.repositoryId",
            "ground.budget.billingAccount",
            "ground.registries[0]",
            "systems.intents.images.web",
            "systems.intents.fees.recipient",
            "systems.betting.solana.program",
            "edge.domain",
            "edge.exposed[1].hosts[0]",
            "watch.runbooks",
        ])
            expect(found).toContain(path);
        expect(found).not.toContain("systems.intents.chains[0].rpc[0]");
        expect(found).not.toContain("network");
    });

    test("names the chains that must be asked how long they bind their validators", () => {
        const found = trustingPeriods(config(settingsOf(name)), "slipway");
        expect(found.length).toBeGreaterThan(3);
        for (const { what, detail, command } of found) {
            expect(what).toMatch(
                /^systems\.(intents\.chains\[\d\]|paw\.relayers\[0\]\.counterparties\[\d\])\.trustingDays$/,
            );
            expect(detail).toMatch(/^\d+: two thirds/);
            expect(command).toMatch(/^grpcurl [a-z0-9.-]+:443 cosmos\.staking\.v1beta1\.Query\/Params$/);
        }
    });

    test("says what programs must do that their published sources do not", async () => {
        const { plan } = await stack(name);
        const found = contractsIn(plan).map(({ what, detail }) => `${what} ${detail}`);
        expect(found).toContainEqual(
            expect.stringMatching(/^intents\/coordinator asks Connect for prices at \/connect\/oracle\/v2\/prices/),
        );
        for (const program of ["executor/executor", "agents/orchestrator", "agents/solana", "betting/settler"])
            expect(found.filter((one) => one.startsWith(`${program} `)).length).toBeGreaterThan(0);
        expect(groupsOf(plan, judgePlan(plan, ""), "2027-01-31").find(({ id }) => id === "contracts")).toMatchObject({
            stands: false,
            items: { length: found.length },
        });
    });

    test("has a command for every secret that nothing makes", async () => {
        const { plan, all } = await stack(name);
        const secrets = groupsOf(plan, judgePlan(plan, ""), "2027-01-31").find(({ id }) => id === "secrets");
        const made = all("gcp:secretmanager/secretVersion:SecretVersion").length;
        const google = secrets?.items.filter(({ command }) => command?.startsWith("gcloud secrets versions add "));
        expect(google).toHaveLength(all("gcp:secretmanager/secret:Secret").length - made);
        const vault = secrets?.items.filter(({ command }) => command?.startsWith("vault kv put "));
        expect(vault?.length).toBe(name === "testnet" ? 3 : 0);
        for (const { command } of secrets?.items ?? []) expect(command).toMatch(/(--data-file|=)=?-$/);
    });
});
