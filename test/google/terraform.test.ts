import { expect, test } from "vitest";
import { dependencies } from "../../package.json";
import type { Json, PlanResource } from "../../preview/plan";
import { planOf } from "../report/planner";
import { stack } from "../stack";
import { toTerraform, version } from "./terraform";

const unknown = { $unknown: true };

/** The one resource of a type with these inputs, as Terraform plans it. */
function planned(type: string, inputs: { [key: string]: Json }, more: Partial<PlanResource> = {}) {
    const { plan } = toTerraform(planOf(type, inputs, more)) as unknown as {
        plan: { resource_changes: { address: string; change: { after: object; after_unknown: object } }[] };
    };
    const [one] = plan.resource_changes;
    return { address: one?.address, after: one?.change.after, later: one?.change.after_unknown };
}

test("knows the fields of the version of @pulumi/gcp that is installed", () => {
    expect(version).toBe(dependencies["@pulumi/gcp"]);
});

test.each<[string, string, { [key: string]: Json }, object, object]>([
    ["a scalar", "gcp:kms/keyRing:KeyRing", { name: "a" }, { name: "a" }, {}],
    [
        "a block",
        "gcp:container/cluster:Cluster",
        { databaseEncryption: { keyName: unknown, state: "ENCRYPTED" } },
        { database_encryption: [{ state: "ENCRYPTED" }] },
        { database_encryption: [{ key_name: true }] },
    ],
    [
        "a list under its plural",
        "gcp:compute/firewall:Firewall",
        { allows: [{ protocol: "tcp", ports: ["443"] }], sourceRanges: ["10.0.0.0/8"] },
        { allow: [{ protocol: "tcp", ports: ["443"] }], source_ranges: ["10.0.0.0/8"] },
        {},
    ],
    [
        "a block in a block that is empty",
        "gcp:container/cluster:Cluster",
        { masterAuthorizedNetworksConfig: { cidrBlocks: [] } },
        { master_authorized_networks_config: [{ cidr_blocks: [] }] },
        {},
    ],
    ["a map, whose keys stay", "gcp:storage/bucket:Bucket", { labels: { aB: "c" } }, { labels: { aB: "c" } }, {}],
    [
        "a secret, which nobody may know",
        "gcp:secretmanager/secretVersion:SecretVersion",
        { secretDataWo: { $secret: true } },
        {},
        { secret_data_wo: true },
    ],
    [
        "an entry that comes later",
        "gcp:compute/routerNat:RouterNat",
        { natIps: [unknown] },
        { nat_ips: [null] },
        { nat_ips: [true] },
    ],
])("turns %s into Terraform's form", (_, type, inputs, after, later) => {
    const one = planned(type, inputs);
    expect(one.after).toEqual(after);
    expect(JSON.parse(JSON.stringify(one.later).replaceAll("false", "null"))).toMatchObject(
        JSON.parse(JSON.stringify(later)),
    );
});

test.each(["testnet", "mainnet"])("converts every Google resource of %s", async (name) => {
    const { plan } = await stack(name);
    const { resources, unconverted } = toTerraform(plan);
    expect([...unconverted]).toEqual([]);
    expect(resources.size).toBe(plan.resources.filter(({ type, custom }) => custom && type.startsWith("gcp:")).length);
});

test("says of a member that comes later what kind it is, so that no check of members passes by not knowing it", async () => {
    const { resources, plan } = toTerraform((await stack("testnet")).plan);
    const members = [...resources.values()].filter(({ type }) => type === "google_project_iam_member");
    expect(members.filter(({ unknown }) => unknown.has("member") || unknown.has("role"))).toEqual([]);
    expect(JSON.stringify(plan)).toMatch(/serviceAccount:[\w-]+@example\.iam\.gserviceaccount\.com/);
});
