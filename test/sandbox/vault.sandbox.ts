import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Inputs } from "../../sandbox/providers/stand-in";
import { VaultStandIn } from "../../sandbox/providers/vault";
import { here } from "../../sandbox/vault/here";
import { type RunningVault, startVault } from "../../sandbox/vault/server";

const AUDIT = "vault:index/audit:Audit";
const MOUNT = "vault:index/mount:Mount";
const POLICY = "vault:index/policy:Policy";
const LOGIN = "vault:jwt/authBackend:AuthBackend";
const ROLE = "vault:jwt/authBackendRole:AuthBackendRole";
const KV = "vault:kv/secretBackendV2:SecretBackendV2";

/** In the order in which they need each other; as `components/ground/vault*.ts` declare them. */
const RESOURCES: readonly { type: string; inputs: Inputs; changed?: Inputs }[] = [
    {
        type: AUDIT,
        inputs: {
            type: "file",
            path: "slipway-0",
            options: { file_path: "/vault/audit/slipway.log", hmac_accessor: "true", log_raw: "false", mode: "0600" },
        },
    },
    {
        type: AUDIT,
        inputs: {
            type: "socket",
            path: "slipway-1",
            options: { address: "audit.example.com:9090", socket_type: "tcp", write_timeout: "2s" },
        },
    },
    {
        type: MOUNT,
        inputs: { path: "slipway-kv", type: "kv", description: "Secrets", options: { version: "2" } },
        changed: { path: "slipway-kv", type: "kv", description: "Secrets of workloads", options: { version: "2" } },
    },
    {
        type: KV,
        inputs: { mount: "slipway-kv", casRequired: true, maxVersions: 10, deleteVersionAfter: 0 },
        changed: { mount: "slipway-kv", casRequired: true, maxVersions: 5, deleteVersionAfter: 3600 },
    },
    {
        type: POLICY,
        inputs: { name: "reader", policy: 'path "slipway-kv/data/a" {\n    capabilities = ["read"]\n}\n' },
        changed: { name: "reader", policy: 'path "slipway-kv/data/b" {\n    capabilities = ["read"]\n}\n' },
    },
    {
        type: LOGIN,
        inputs: {
            path: "slipway-europe-west1",
            type: "jwt",
            description: "Workloads",
            oidcDiscoveryUrl: "https://container.googleapis.com/v1/projects/p/locations/l/clusters/c",
            boundIssuer: "https://container.googleapis.com/v1/projects/p/locations/l/clusters/c",
        },
        changed: {
            path: "slipway-europe-west1",
            type: "jwt",
            description: "Workloads of a cluster",
            oidcDiscoveryUrl: "https://container.googleapis.com/v1/projects/p/locations/l/clusters/d",
            boundIssuer: "https://container.googleapis.com/v1/projects/p/locations/l/clusters/d",
        },
    },
    {
        type: ROLE,
        inputs: {
            backend: "slipway-europe-west1",
            roleName: "reader",
            roleType: "jwt",
            userClaim: "sub",
            boundSubject: "system:serviceaccount:space:runner",
            boundAudiences: ["https://vault.example.com"],
            tokenPolicies: ["reader"],
            tokenNoDefaultPolicy: true,
            tokenBoundCidrs: ["10.2.0.1/32", "10.1.0.0/16"],
            tokenTtl: 600,
            tokenMaxTtl: 600,
            tokenExplicitMaxTtl: 600,
            tokenType: "service",
        },
    },
];

describe("the stand-in for Vault's provider, on a real server", () => {
    const directory = mkdtempSync(join(tmpdir(), "slipway-vault-"));
    const made: { type: string; id: string; inputs: Inputs; outputs: Inputs }[] = [];
    let server: RunningVault;
    let vault: VaultStandIn;

    beforeAll(async () => {
        server = await startVault({ directory });
        vault = new VaultStandIn({ vault: server.client, substitute: here(server) });
    });
    afterAll(async () => {
        await server?.stop();
        rmSync(directory, { recursive: true, force: true });
    });

    const about = (type: string) => ({ urn: type, type, config: {}, signal: new AbortController().signal });
    const read = ({ type, id, inputs }: { type: string; id: string; inputs: Inputs }) =>
        vault.read({ ...about(type), id, inputs });

    test("makes what a stack declares, and reads back the same", async () => {
        for (const { type, inputs } of RESOURCES) {
            const { id, outputs } = await vault.create({ ...about(type), inputs, preview: false });
            made.push({ type, id, inputs, outputs });
        }
        for (const one of made)
            expect(await read(one)).toEqual({ id: one.id, inputs: one.inputs, outputs: one.outputs });
        expect(made.filter(({ outputs }) => outputs.accessor !== undefined).map(({ type }) => type)).toEqual([
            MOUNT,
            LOGIN,
        ]);
    });

    test("refuses a second one where one is", async () => {
        const [, , mount] = RESOURCES;
        await expect(vault.create({ ...about(MOUNT), inputs: mount?.inputs ?? {}, preview: false })).rejects.toThrow(
            /Vault answers 400 at sys\/mounts\/slipway-kv: .*already in use/,
        );
    });

    test("changes in place what can be changed so", async () => {
        for (const { type, inputs, changed } of RESOURCES) {
            if (!changed) continue;
            const one = made.find((other) => other.type === type && other.inputs === inputs);
            if (!one) throw new Error(`${type} was not made`);
            const olds = { oldInputs: inputs, oldOutputs: one.outputs };
            const found = vault.diff({ ...about(type), id: one.id, ...olds, news: changed, ignoreChanges: [] });
            expect(Object.values(found.changes).filter(({ replace }) => replace)).toEqual([]);
            await vault.update({ ...about(type), id: one.id, ...olds, news: changed, preview: false });
            one.inputs = changed;
            expect((await read(one))?.inputs).toEqual(changed);
        }
    });

    test("shows what somebody changed by hand", async () => {
        const policy = 'path "*" {\n    capabilities = ["sudo"]\n}\n';
        await server.client.write("sys/policies/acl/reader", { policy });
        const one = made.find(({ type }) => type === POLICY);
        if (!one) throw new Error("there is no policy");
        expect((await read(one))?.inputs).toEqual({ name: "reader", policy });
        const role = made.find(({ type }) => type === ROLE);
        if (!role) throw new Error("there is no role");
        await server.client.write(role.id, { role_type: "jwt", user_claim: "sub", token_ttl: 60, bound_subject: "x" });
        expect((await read(role))?.inputs).toMatchObject({ tokenTtl: 60, boundSubject: "x" });
    });

    test("has each request in both audits, without the values of secrets", async () => {
        const secret = ["kept", "out", "of", "the", "audit"].join("-");
        await server.client.write("slipway-kv/data/a", { data: { value: secret }, options: { cas: 0 } });
        const file = readFileSync(join(server.auditFolder, "vault/audit/slipway.log"), "utf8");
        await expect.poll(() => server.sink.lines.join("\n")).toContain("slipway-kv/data/a");
        for (const log of [file, server.sink.lines.join("\n")]) {
            expect(log).toContain("slipway-kv/data/a");
            expect(log).not.toContain(secret);
        }
    });

    test("takes all of it away, the last first", async () => {
        for (const { type, id, inputs, outputs } of [...made].reverse())
            await vault.delete({ ...about(type), id, inputs, outputs });
        for (const one of made.filter(({ type }) => type !== KV)) expect(await read(one)).toBeUndefined();
    });
});
