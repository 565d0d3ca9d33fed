import { describe, expect, test } from "vitest";
import { clusterEndpoint } from "../../sandbox/cloud/endpoint";
import { GoogleStandIn } from "../../sandbox/providers/gcp";
import { type Inputs, UNKNOWN } from "../../sandbox/providers/stand-in";
import { cloudFolder, TYPES } from "./cloud-lab";

const config: Inputs = { project: "lab", defaultLabels: '{"slipway-network":"lab"}' };
const signal = new AbortController().signal;
const base = (type: string) => ({ urn: `urn:pulumi:lab::slipway::${type}::one`, type, config, signal });

async function standIn(...apis: string[]): Promise<GoogleStandIn> {
    const google = new GoogleStandIn({ folder: cloudFolder(), delay: () => 0 });
    for (const api of apis)
        await google.create({ ...base(TYPES.api), inputs: { service: `${api}.googleapis.com` }, preview: false });
    return google;
}

const checked = (google: GoogleStandIn, type: string, news: Inputs, olds?: Inputs) =>
    google.check({ ...base(type), name: "one", news, ...(olds && { olds }), randomSeed: new Uint8Array([1]) });

const changes = (google: GoogleStandIn, type: string, olds: Inputs, news: Inputs, outputs: Inputs = olds) =>
    google.diff({ ...base(type), id: "id", oldInputs: olds, oldOutputs: outputs, news, ignoreChanges: [] });

describe("the stand-in for the Google provider", () => {
    test("says which inputs are missing and which nobody knows", async () => {
        const google = await standIn();
        expect(checked(google, TYPES.subnet, { name: "net", rutingMode: "GLOBAL" }).failures).toEqual([
            { property: "network", reason: "is required" },
            { property: "rutingMode", reason: "is no input of gcp:compute/subnetwork:Subnetwork" },
        ]);
        expect(checked(google, "gcp:compute/subnet:Subnet", {}).failures).toHaveLength(1);
    });

    test("takes an unknown for what will be known", async () => {
        const google = await standIn();
        expect(checked(google, TYPES.subnet, { name: "net", network: UNKNOWN }).failures).toEqual([]);
    });

    test("makes a name where none is given, the same one each time, and keeps an old one", async () => {
        const google = await standIn();
        const { name } = checked(google, TYPES.network, {}).inputs;
        expect(name).toMatch(/^one-[0-9a-f]{7}$/);
        expect(checked(google, TYPES.network, {}).inputs.name).toBe(name);
        expect(checked(google, TYPES.network, {}, { name: "one-0000000" }).inputs.name).toBe("one-0000000");
    });

    test("knows nothing in a preview but what it is given", async () => {
        const google = await standIn();
        const inputs = {
            name: "cluster",
            location: "europe-west1",
            controlPlaneEndpointsConfig: { dnsEndpointConfig: { allowExternalTraffic: true } },
        };
        const { outputs } = await google.create({ ...base(TYPES.cluster), inputs, preview: true });
        expect(outputs).toMatchObject({ name: "cluster", endpoint: UNKNOWN, selfLink: UNKNOWN });
        expect(outputs.controlPlaneEndpointsConfig).toEqual({
            dnsEndpointConfig: { allowExternalTraffic: true, endpoint: UNKNOWN },
        });
        expect(google.cloud.store.list(TYPES.cluster)).toEqual([]);
    });

    test("gives a cluster the endpoint that its name alone tells", async () => {
        const google = await standIn("container");
        const inputs = {
            name: "cluster",
            location: "europe-west1",
            controlPlaneEndpointsConfig: { dnsEndpointConfig: { allowExternalTraffic: true } },
        };
        const { outputs } = await google.create({ ...base(TYPES.cluster), inputs, preview: false });
        expect(outputs.controlPlaneEndpointsConfig).toEqual({
            dnsEndpointConfig: { allowExternalTraffic: true, endpoint: clusterEndpoint("cluster") },
        });
        expect(clusterEndpoint("cluster")).not.toBe(clusterEndpoint("other"));
    });

    test("puts the provider's labels beside the resource's", async () => {
        const google = await standIn("secretmanager");
        const inputs = { secretId: "key", replication: { auto: {} }, labels: { owner: "us" } };
        const { outputs } = await google.create({ ...base(TYPES.secret), inputs, preview: false });
        expect(outputs.pulumiLabels).toEqual({
            "goog-pulumi-provisioned": "true",
            "slipway-network": "lab",
            owner: "us",
        });
        expect(google.secretOutputs(TYPES.secret)).toContain("pulumiLabels");
    });

    test("never writes a secret down", async () => {
        const google = await standIn("secretmanager");
        const secret = ["not", "for", "disk"].join("-");
        const { id } = await google.create({
            ...base(TYPES.secret),
            inputs: { secretId: "key", replication: { auto: {} } },
            preview: false,
        });
        const inputs = { secret: id, secretDataWo: secret, secretDataWoVersion: 1 };
        const made = await google.create({ ...base(TYPES.version), inputs, preview: false });
        expect(JSON.stringify(made)).not.toContain(secret);
        expect(JSON.stringify(google.cloud.store.list(TYPES.version))).not.toContain(secret);
        // The state keeps what the program gave, or every refresh would find a difference.
        const read = await google.read({ ...base(TYPES.version), id: made.id, inputs });
        expect(read?.inputs).toEqual(inputs);
    });

    test("gives versions of a secret their numbers", async () => {
        const google = await standIn("secretmanager");
        const make = async (inputs: Inputs) =>
            (await google.create({ ...base(TYPES.version), inputs, preview: false })).id;
        for (const secretId of ["a", "b"])
            await google.create({ ...base(TYPES.secret), inputs: { secretId }, preview: false });
        const ids = [];
        for (const secret of ["a", "a", "b"]) ids.push(await make({ secret: `projects/lab/secrets/${secret}` }));
        expect(ids.map((id) => id.replace(/^projects\/\d+\//, ""))).toEqual([
            "secrets/a/versions/1",
            "secrets/a/versions/2",
            "secrets/b/versions/1",
        ]);
    });

    test.each<[string, string, Inputs, Inputs, string[], string[]]>([
        ["another region", TYPES.address, { region: "a" }, { region: "b" }, ["region"], ["region"]],
        ["another key ring", TYPES.key, { keyRing: "a" }, { keyRing: "b" }, ["keyRing"], ["keyRing"]],
        ["another rotation", TYPES.key, { rotationPeriod: "1s" }, { rotationPeriod: "2s" }, ["rotationPeriod"], []],
        ["another member", TYPES.keyGrant, { member: "a" }, { member: "b" }, ["member"], ["member"]],
        [
            "a wider subnet",
            TYPES.subnet,
            { ipCidrRange: "10.0.0.0/20" },
            { ipCidrRange: "10.0.0.0/19" },
            ["ipCidrRange"],
            [],
        ],
        [
            "a narrower subnet",
            TYPES.subnet,
            { ipCidrRange: "10.0.0.0/20" },
            { ipCidrRange: "10.0.0.0/21" },
            ["ipCidrRange"],
            ["ipCidrRange"],
        ],
        ["the same", TYPES.address, { region: "a" }, { region: "a" }, [], []],
    ])("changes or replaces for %s", async (_, type, olds, news, changed, replaced) => {
        const google = await standIn();
        const found = changes(google, type, { name: "x", ...olds }, { name: "x", ...news });
        expect(Object.keys(found.changes)).toEqual(changed);
        expect(Object.keys(found.changes).filter((path) => found.changes[path]?.replace)).toEqual(replaced);
        expect(found.deleteBeforeReplace).toBe(replaced.length > 0);
    });

    test("does not replace for what the provider had filled in itself", async () => {
        const google = await standIn();
        const given = { name: "x", region: "a" };
        const found = changes(
            google,
            TYPES.address,
            given,
            { ...given, address: "10.0.0.9" },
            {
                ...given,
                address: "10.0.0.9",
            },
        );
        expect(found.changes).toEqual({ address: { kind: "add" } });
    });

    test("refuses a promotion that still names the old primary", async () => {
        const google = await standIn();
        const olds = { name: "two", instanceType: "READ_REPLICA_INSTANCE", masterInstanceName: "one" };
        const news = { ...olds, instanceType: "CLOUD_SQL_INSTANCE" };
        expect(() => changes(google, TYPES.instance, olds, news)).toThrow(
            "Replica promote configuration check failed. Please remove master_instance_name and try again.",
        );
    });

    test.each<[string, Inputs, RegExp | undefined]>([
        ["deletionPolicy PREVENT", { deletionPolicy: "PREVENT" }, /without setting deletion_policy="DELETE"/],
        ["deletionProtection", { deletionProtection: true }, /without setting deletion_protection=false/],
        ["deletionPolicy ABANDON", { deletionPolicy: "ABANDON" }, undefined],
    ])("keeps what is guarded by %s", async (_, guard, words) => {
        const google = await standIn("secretmanager");
        const inputs = { secretId: "key", replication: { auto: {} }, ...guard };
        const { id, outputs } = await google.create({ ...base(TYPES.secret), inputs, preview: false });
        const deletion = google.delete({ ...base(TYPES.secret), id, inputs, outputs });
        if (words) await expect(deletion).rejects.toThrow(words);
        else await deletion;
        expect(google.cloud.read(TYPES.secret, id)).toBeDefined();
    });

    test("takes a version out of use where its policy says so", async () => {
        const google = await standIn("secretmanager");
        await google.create({ ...base(TYPES.secret), inputs: { secretId: "key" }, preview: false });
        const inputs = { secret: "projects/lab/secrets/key", deletionPolicy: "DISABLE" };
        const { id, outputs } = await google.create({ ...base(TYPES.version), inputs, preview: false });
        await google.delete({ ...base(TYPES.version), id, inputs, outputs });
        expect(google.cloud.read(TYPES.version, id)?.given.enabled).toBe(false);
    });

    test("shows a change by hand, and nothing where there is none", async () => {
        const google = await standIn("compute");
        const inputs = { name: "net", routingMode: "GLOBAL", autoCreateSubnetworks: false };
        const made = await google.create({ ...base(TYPES.network), inputs, preview: false });
        const read = () => google.read({ ...base(TYPES.network), id: made.id, inputs });
        expect(await read()).toEqual({ id: made.id, inputs, outputs: made.outputs });
        const found = google.cloud.read(TYPES.network, made.id);
        if (!found) throw new Error("the network is gone");
        google.cloud.store.put({ ...found, given: { ...found.given, routingMode: "REGIONAL" } });
        expect(await read()).toMatchObject({
            inputs: { routingMode: "REGIONAL" },
            outputs: { routingMode: "REGIONAL" },
        });
        google.cloud.store.remove(TYPES.network, made.id);
        expect(await read()).toBeUndefined();
    });
});
