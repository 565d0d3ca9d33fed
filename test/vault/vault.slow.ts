import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import { Namespace } from "../../components/boundary/namespace";
import { Ground } from "../../components/ground/ground";
import { Network } from "../../components/ground/network";
import { Vault } from "../../components/ground/vault";
import { VaultAccess } from "../../components/ground/vault-access";
import { VaultDatabase, type VaultDatabaseArgs } from "../../components/ground/vault-database";
import { TransitKey, type TransitKeyArgs, VaultTransit } from "../../components/ground/vault-transit";
import { check } from "../../components/settings/check";
import { rules, Settings } from "../../components/settings/settings";
import { SecretFiles } from "../../components/workload/secret-files";
import { declareSites, type Site } from "../../components/workload/site";
import { declareProgram } from "../../preview/capture";
import type { Plan } from "../../preview/plan";
import { declared, lab } from "../keys/lab";
import { settingsOf, withValue } from "../settings/yaml";
import { type Declared, ROOT, stack } from "../stack";
import { readPolicy } from "./hcl";

const testnet = settingsOf("testnet");
const judged = (settings: unknown) => {
    const result = check(Settings, rules, settings);
    return "problems" in result ? result.problems.map(({ at, remedy }) => `${at}: ${remedy}`) : [];
};

/** What a program declares that stands on testnet's ground. */
function onGround(program: (vault: Vault, site: Site) => void): Promise<Plan> {
    const result = check(Settings, rules, testnet);
    if (!("settings" in result)) throw new Error("testnet's stack file is not in order");
    const { network, google, ground: settings } = result.settings;
    return declareProgram(() => {
        const ground = new Ground("ground", { network, google, ...settings });
        const [site] = declareSites(ground);
        if (ground.vault && site) program(ground.vault, site);
    });
}

const inputsOf = ({ resources }: Plan, type: string) =>
    resources.filter((resource) => resource.type === type).map(({ inputs }) => inputs);

describe("testnet's Vault", () => {
    let network: Declared;
    beforeAll(async () => {
        network = await stack("testnet");
    });

    test("logs from the first request on: whatever is made in it comes after the audit devices, one after the other", () => {
        const inVault = network.plan.resources.filter(({ type, custom }) => custom && type.startsWith("vault:"));
        const audits = inVault.filter(({ type }) => type === "vault:index/audit:Audit").map(({ urn }) => urn);
        expect(audits).toHaveLength(2);
        const needs = (urn: string, seen = new Set<string>()): Set<string> => {
            for (const one of network.plan.resources.find((resource) => resource.urn === urn)?.dependencies ?? [])
                if (!seen.has(one)) needs(one, seen.add(one));
            return seen;
        };
        const early = inVault.filter(({ urn }) => !audits.includes(urn) && !audits.every((one) => needs(urn).has(one)));
        expect(early.map(({ urn }) => urn)).toEqual([]);
        const [first = "", second = ""] = audits;
        expect([needs(first).has(second), needs(second).has(first)]).toEqual([false, true]);
    });

    test("gets no token, from nobody's stack file or environment", () => {
        expect(network.one("pulumi:providers:vault", "vault-provider").inputs).toEqual({
            address: "https://vault.example.com",
            skipTlsVerify: "false",
            skipChildToken: "false",
            maxLeaseTtlSeconds: "1200",
            maxRetries: "2",
        });
        expect(network.all("vault:index/token:Token")).toEqual([]);
        expect(network.all("vault:kv/secretV2:SecretV2")).toEqual([]);
    });

    test("logs each request in two places, with hashes, and keeps both", () => {
        const devices = network.all("vault:index/audit:Audit");
        expect(devices.map(({ inputs }) => inputs.type)).toEqual(["file", "socket"]);
        for (const { inputs, protect } of devices)
            expect({ options: inputs.options, protect }).toMatchObject({
                options: { hmac_accessor: "true", log_raw: "false" },
                protect: true,
            });
    });

    test("keeps versions of secrets, and lets nobody overwrite what they have not seen", () => {
        const mount = network.one("vault:index/mount:Mount", "vault-secrets");
        expect(mount).toMatchObject({ protect: true, inputs: { type: "kv", options: { version: "2" } } });
        expect(network.one("vault:kv/secretBackendV2:SecretBackendV2", "vault-secrets").inputs).toMatchObject({
            casRequired: true,
            maxVersions: 10,
        });
    });

    test("lets the coordinator in from its cluster, under its own name, for ten minutes", () => {
        const issuer =
            "https://container.googleapis.com/v1/projects/example-slipway-testnet/locations/europe-west1/clusters/slipway-europe-west1";
        const [login] = network.all("vault:jwt/authBackend:AuthBackend");
        expect(login?.inputs).toMatchObject({ oidcDiscoveryUrl: issuer, boundIssuer: issuer, type: "jwt" });
        const [role] = network.all("vault:jwt/authBackendRole:AuthBackendRole");
        expect(role?.inputs).toMatchObject({
            boundSubject: "system:serviceaccount:intents:coordinator",
            boundAudiences: ["https://vault.example.com"],
            tokenNoDefaultPolicy: true,
            tokenPolicies: ["slipway-intents-coordinator"],
            tokenExplicitMaxTtl: 600,
        });
        const addresses = role?.propertyDependencies.tokenBoundCidrs?.map((urn) => urn.split("::").pop());
        expect(addresses).toEqual(["slipway-europe-west1-egress-a", "slipway-europe-west1-egress-b"]);
    });

    test("gives each workload its own secrets by name, and nothing else", () => {
        const [policy, ...others] = network.all("vault:index/policy:Policy");
        expect(others).toEqual([]);
        const grants = readPolicy(String(policy?.inputs.policy));
        const secrets = ["cex", "matcher", "osmosis"].map(
            (solver) => `slipway-kv/data/intents/coordinator/solver-api-key-${solver}`,
        );
        expect([...grants.keys()]).toEqual(["auth/token/lookup-self", "auth/token/revoke-self", ...secrets]);
        for (const secret of secrets) expect(grants.get(secret)).toEqual(["read"]);
    });

    test("is read by an external secret of version 1, with a token made for it alone", () => {
        const stores = network.all("kubernetes:external-secrets.io/v1:SecretStore");
        const store = stores.find(({ name }) => name.endsWith("-vault"));
        expect(store?.inputs.spec).toEqual({
            provider: {
                vault: {
                    server: "https://vault.example.com",
                    path: "slipway-kv",
                    version: "v2",
                    auth: {
                        jwt: {
                            path: "slipway-europe-west1",
                            role: "slipway-intents-coordinator",
                            kubernetesServiceAccountToken: {
                                serviceAccountRef: { name: "coordinator" },
                                audiences: ["https://vault.example.com"],
                                expirationSeconds: 600,
                            },
                        },
                    },
                },
            },
        });
        const secret = network.one(
            "kubernetes:external-secrets.io/v1:ExternalSecret",
            "coordinator-europe-west1-secrets-secret",
        );
        const spec = Object(secret.inputs.spec);
        expect(spec).toMatchObject({
            refreshInterval: "15m",
            secretStoreRef: { name: expect.stringMatching(/^coordinator/) },
        });
        const kept = spec.data.map((row: { secretKey: string; sourceRef?: { storeRef: { name: string } } }) => [
            row.secretKey,
            // The version of what it reads is part of a store's name.
            (row.sourceRef?.storeRef.name ?? spec.secretStoreRef.name).replace(/-[0-9a-f]{8}(?=$|-)/, ""),
        ]);
        expect(kept).toEqual([
            ["redis-password", "coordinator"],
            ...["osmosis", "matcher", "cex"].map((solver) => [`solver-api-key-${solver}`, "coordinator-vault"]),
        ]);
    });

    test("takes only arguments that its provider knows", () => {
        const resources = network.plan.resources.filter(({ type }) => type.startsWith("vault:"));
        expect(resources.length).toBeGreaterThan(6);
        for (const { type, inputs } of resources) expect(unknownTo(type, inputs), type).toEqual([]);
    });

    test("is reached by the operator of external secrets and by no workload", () => {
        const reasons = network
            .all("kubernetes:networking.k8s.io/v1:NetworkPolicy")
            .map(({ inputs }) => Object(inputs.metadata))
            .filter(({ annotations }) => /reads secrets in Vault/.test(annotations?.["slipway.dev/why"]));
        expect(reasons.map(({ namespace, name }) => [namespace, name])).toEqual([
            ["external-secrets", "external-secrets"],
        ]);
    });
});

/** Inputs that the arguments of a resource type have no place for, by the provider's own declarations. */
function unknownTo(type: string, inputs: object): string[] {
    const [, file = ""] = /^vault:(?:index\/)?([\w/]+):/.exec(type) ?? [];
    const text = readFileSync(join(ROOT, "node_modules/@pulumi/vault", `${file}.d.ts`), "utf8");
    const args = text.slice(text.lastIndexOf("export interface"));
    const known = [...args.matchAll(/^ {4}(\w+)\??:/gm)].map(([, name]) => name);
    expect(known.length).toBeGreaterThan(1);
    return Object.keys(inputs).filter((key) => !known.includes(key));
}

describe("a Vault at private addresses", () => {
    test("is let out to through the firewall and the operator's policy, and binds tokens to nodes and pods", async () => {
        const there = withValue(
            withValue(testnet, ["ground", "vault", "address"], "https://vault.internal:8200"),
            ["ground", "vault", "range"],
            "10.200.0.0/24",
        );
        expect(judged(there)).toEqual([]);
        const plan = await declared(there);
        const firewall = inputsOf(plan, "gcp:compute/firewall:Firewall").find(
            ({ name }) => name === "vault-allow-egress",
        );
        expect(firewall).toMatchObject({
            direction: "EGRESS",
            destinationRanges: ["10.200.0.0/24"],
            allows: [{ protocol: "tcp", ports: ["8200"] }],
        });
        const [role] = inputsOf(plan, "vault:jwt/authBackendRole:AuthBackendRole");
        expect(role?.tokenBoundCidrs).toEqual(["10.65.0.0/20", "10.64.0.0/16"]);
        const policies = JSON.stringify(inputsOf(plan, "kubernetes:networking.k8s.io/v1:NetworkPolicy"));
        // The operator's, and Prometheus'.
        expect(policies.match(/"cidr":"10\.200\.0\.0\/24"/g)).toHaveLength(2);
    });
});

describe("a stack file", () => {
    const audit = { type: "file", path: "/vault/audit/slipway.log" };
    test.each<[string, (string | number)[], unknown, RegExp]>([
        ["one audit device", ["audit"], [audit], /audit: use 2 to 4 entries/],
        ["two that share a file", ["audit"], [audit, audit], /audit\[1\]\.path: use another place/],
        ["a port that the firewall keeps shut", ["address"], "https://vault.example.com:8200", /address: use port 443/],
        ["an address in clear text", ["address"], "http://vault.example.com", /address: use an https:\/\/ address/],
        ["a token", ["token"], "anything", /token: /],
    ])("is refused with %s", (_, path, value, message) => {
        expect(judged(withValue(testnet, ["ground", "vault", ...path], value)).join()).toMatch(message);
    });

    test("is refused when something is kept in a Vault that it does not name", () => {
        expect(judged(withValue(testnet, ["ground", "vault"], undefined))).toEqual([
            "systems.intents.solvers.custody: use secret-manager, or give ground.vault",
        ]);
    });
});

describe("files from Vault", () => {
    const files = (over: { owner?: string; refreshMinutes?: number }) =>
        onGround((vault, site) => {
            const namespace = new Namespace("lab", {
                cluster: site.cluster,
                namespace: "lab",
                quota: { cpu: 1, memoryGb: 1, pods: 1 },
            });
            const access = new VaultAccess("access", {
                vault,
                namespace: "lab",
                serviceAccount: over.owner ?? "app",
                secrets: ["token"],
            });
            new SecretFiles("files", {
                site,
                namespace,
                secretName: "app",
                serviceAccount: "app",
                files: access.secrets,
                refreshMinutes: over.refreshMinutes,
            });
        });

    test("need no store of Secret Manager when there is nothing in it", async () => {
        const stores = inputsOf(await files({ refreshMinutes: 5 }), "kubernetes:external-secrets.io/v1:SecretStore");
        expect(stores.map(({ metadata }) => Object(metadata).name)).toEqual(["app-vault"]);
    });

    test("are refused to a workload that they do not belong to", async () => {
        await expect(files({ owner: "other" })).rejects.toThrow(
            "files reads secrets of slipway-lab-other; give it an access of its own, for lab/app",
        );
    });

    test.each([0, 4, 61, Number.NaN])("are not fetched every %d minutes", async (refreshMinutes) => {
        await expect(files({ refreshMinutes })).rejects.toThrow("use 5 to 60");
    });
});

/** What a program declares that needs a Vault and no cluster. */
function onVault(program: (vault: Vault) => void): Promise<Plan> {
    const result = check(Settings, rules, testnet);
    const settings = "settings" in result ? result.settings.ground.vault : undefined;
    if (!settings) throw new Error("testnet's stack file names no Vault that is in order");
    return declareProgram(() => {
        const { google } = lab();
        const network = new Network("network", { google, supernet: "10.64.0.0/12", regions: [] });
        program(new Vault("vault", { google, network, clusters: {}, ...settings }));
    });
}

describe("a key in transit", () => {
    const declareKey = (over: Partial<Record<keyof TransitKeyArgs, unknown>> = {}) =>
        onVault((vault) => {
            const transit = new VaultTransit("transit", { vault });
            const key = new TransitKey("hot", { transit, algorithm: "ed25519", version: 2, ...over } as TransitKeyArgs);
            new VaultAccess("access", { vault, namespace: "lab", serviceAccount: "app", secrets: [], uses: [key] });
        });

    test("is not exported, backed up in plain text, rotated by itself or deleted, and its workload may sign", async () => {
        const plan = await declareKey();
        const key = plan.resources.find(({ type }) => type === "vault:transit/secretBackendKey:SecretBackendKey");
        expect(key).toMatchObject({
            protect: true,
            inputs: {
                type: "ed25519",
                exportable: false,
                allowPlaintextBackup: false,
                deletionAllowed: false,
                autoRotatePeriod: 0,
                minEncryptionVersion: 2,
            },
        });
        expect(unknownTo(key?.type ?? "", key?.inputs ?? {})).toEqual([]);
        const grants = readPolicy(String(inputsOf(plan, "vault:index/policy:Policy")[0]?.policy));
        expect(grants.get("slipway-transit/sign/hot")).toEqual(["update"]);
        expect(grants.get("slipway-transit/keys/hot")).toEqual(["read"]);
        expect(grants.size).toBe(4);
    });

    test("is refused where transit cannot hold it, or without a pinned version", async () => {
        await expect(declareKey({ algorithm: "secp256k1" })).rejects.toThrow('use custody "cloud-kms"');
        await expect(declareKey({ version: 0 })).rejects.toThrow("pin a version number from 1");
    });
});

describe("logins to a database", () => {
    const password = ["first", "and", "only"].join("-");
    const declareLogins = (login: VaultDatabaseArgs["logins"][string]) =>
        onVault((vault) => {
            const database = new VaultDatabase("ledger", {
                vault,
                host: "ledger.internal",
                port: 5432,
                database: "ledger",
                authority: "the authority's certificate",
                root: { username: "vault", password: pulumi.secret(password) },
                logins: { reader: login },
            });
            const uses = Object.values(database.logins);
            new VaultAccess("access", { vault, namespace: "lab", serviceAccount: "app", secrets: [], uses });
        });

    test("live an hour, and their root password is passed on write-only and changed at once", async () => {
        const plan = await declareLogins({ memberOf: "ledger_reader", defaultMinutes: 60, maxMinutes: 240 });
        const database = plan.resources.filter(({ type }) => /^vault:(database|generic)\//.test(type));
        for (const { type, inputs } of database) expect(unknownTo(type, inputs), type).toEqual([]);
        const [connection] = database;
        expect(connection?.secretPaths).toEqual(["postgresql.passwordWo"]);
        expect(connection?.inputs.postgresql).not.toHaveProperty("password");
        expect(JSON.stringify(plan)).not.toContain(password);
        const [role] = inputsOf(plan, "vault:database/secretBackendRole:SecretBackendRole");
        expect(role).toMatchObject({ defaultTtl: 3600, maxTtl: 14400 });
        const [rotation] = plan.resources.filter(({ type }) => type === "vault:generic/endpoint:Endpoint");
        expect(rotation?.inputs).toMatchObject({ disableRead: true, disableDelete: true });
        expect(rotation?.propertyDependencies.path?.join()).toMatch(/SecretBackendConnection::ledger/);
        const grants = readPolicy(String(inputsOf(plan, "vault:index/policy:Policy")[0]?.policy));
        expect(grants.get("slipway-database-ledger/creds/reader")).toEqual(["read"]);
    });

    test.each([
        [{ memberOf: 'x"; DROP', defaultMinutes: 1, maxMinutes: 1 }, "name a role of Postgres"],
        [{ memberOf: "reader", defaultMinutes: 0, maxMinutes: 1 }, "use 1 to 1440"],
        [{ memberOf: "reader", defaultMinutes: 10, maxMinutes: 5 }, "use 1 to 1440"],
        [{ memberOf: "reader", defaultMinutes: 60, maxMinutes: 1441 }, "use 1 to 1440"],
    ])("are refused with %j", async (login, message) => {
        await expect(declareLogins(login)).rejects.toThrow(message);
    });
});
