import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Network } from "../../components/ground/network";
import { Vault } from "../../components/ground/vault";
import { VaultDatabase } from "../../components/ground/vault-database";
import { check } from "../../components/settings/check";
import { rules, Settings } from "../../components/settings/settings";
import { declareProgram } from "../../preview/capture";
import { type RunningVault, startVault } from "../../sandbox/vault/server";
import { lab } from "../keys/lab";
import { settingsOf } from "../settings/yaml";
import { type RunningPostgres, startPostgres } from "./postgres";

type Inputs = Record<string, unknown>;

const FIRST = { username: "vault", password: ["first", "and", "only"].join("-") };

/** As Vault's API calls what the provider calls `allowedRoles`. */
const asApi = (inputs: Inputs): Inputs =>
    Object.fromEntries(
        Object.entries(inputs).map(([name, value]) => [
            name.replace(/[A-Z]/g, (big) => `_${big.toLowerCase()}`),
            value,
        ]),
    );

describe("logins to a real Postgres by a real Vault, with the statements that are declared", () => {
    const directory = mkdtempSync(join(tmpdir(), "slipway-logins-"));
    const servers: { stop(): Promise<void> }[] = [];
    let postgres: RunningPostgres;
    let vault: RunningVault;
    let path = "";

    beforeAll(async () => {
        postgres = await startPostgres();
        servers.push(postgres);
        vault = await startVault({ directory });
        servers.push(vault);
        // What the documentation of the component asks for, and no more: Vault is no superuser.
        postgres.asSuperuser(`
            CREATE ROLE ledger_reader;
            CREATE TABLE entries (id int); INSERT INTO entries VALUES (1); GRANT SELECT ON entries TO ledger_reader;
            CREATE ROLE vault LOGIN CREATEROLE PASSWORD '${FIRST.password}';
            GRANT ledger_reader TO vault WITH ADMIN OPTION; GRANT pg_signal_backend TO vault;`);
        const inputs = await declared(postgres);
        const { backend, name, postgresql, ...connection } = inputs("SecretBackendConnection");
        const { backend: _, name: login, ...role } = inputs("SecretBackendRole");
        const { passwordWo: __, passwordWoVersion: ___, ...server } = postgresql as Inputs;
        path = String(backend);
        await vault.client.write(`sys/mounts/${path}`, { type: "database" });
        await vault.client.write(`${path}/config/${name}`, {
            plugin_name: "postgresql-database-plugin",
            ...asApi(connection),
            ...asApi(server),
            password: FIRST.password,
        });
        await vault.client.write(`${path}/rotate-root/${name}`, {});
        await vault.client.write(`${path}/roles/${login}`, asApi(role));
    });
    afterAll(async () => {
        for (const { stop } of servers) await stop();
        rmSync(directory, { recursive: true, force: true });
    });

    const newLogin = async () =>
        (await vault.client.read(`${path}/creds/reader`)) as { username: string; password: string };

    test("the first password is worthless once Vault has it", () => {
        expect(() => postgres.as(FIRST, "SELECT 1")).toThrow(/password authentication failed for user "vault"/);
    });

    test("a login reads what its role may read, and nothing else", async () => {
        const login = await newLogin();
        expect(postgres.as(login, "SELECT id FROM entries")).toBe("1");
        expect(() => postgres.as(login, "DELETE FROM entries")).toThrow(/permission denied for table entries/);
        expect(() => postgres.as(login, "CREATE ROLE another")).toThrow(/permission denied to create role/);
    });

    test("a login ends with its lease, and so does what it is doing", async () => {
        const login = await newLogin();
        const busy = spawn(
            "psql",
            [
                `host=127.0.0.1 port=${postgres.port} user=${login.username} dbname=ledger sslmode=require`,
                ...["-c", "SELECT pg_sleep(600)"],
            ],
            { env: { ...process.env, PGPASSWORD: login.password }, stdio: "ignore" },
        );
        const ended = once(busy, "exit");
        const sessions = () =>
            postgres.asSuperuser(`SELECT count(*) FROM pg_stat_activity WHERE usename = '${login.username}'`);
        await expect.poll(sessions, { timeout: 60_000 }).toBe("1");
        await vault.client.write(`sys/leases/revoke-prefix/${path}/creds/reader`, {});
        expect(sessions()).toBe("0");
        expect(await ended).not.toEqual([0, null]);
        expect(() => postgres.as(login, "SELECT 1")).toThrow(/password authentication failed/);
        expect(postgres.asSuperuser(`SELECT count(*) FROM pg_roles WHERE rolname = '${login.username}'`)).toBe("0");
    });
});

/** Inputs of what `VaultDatabase` declares for a server, by the end of their type. */
async function declared({ port, authority }: RunningPostgres): Promise<(type: string) => Inputs> {
    const result = check(Settings, rules, settingsOf("testnet"));
    const settings = "settings" in result ? result.settings.ground.vault : undefined;
    if (!settings) throw new Error("testnet's stack file names no Vault that is in order");
    const { resources } = await declareProgram(() => {
        const { google } = lab();
        const network = new Network("network", { google, supernet: "10.64.0.0/12", regions: [] });
        new VaultDatabase("ledger", {
            vault: new Vault("vault", { google, network, clusters: {}, ...settings }),
            ...{ host: "127.0.0.1", port, database: "ledger", authority, root: FIRST },
            logins: { reader: { memberOf: "ledger_reader", defaultMinutes: 1, maxMinutes: 5 } },
        });
    });
    return (type) => {
        const found = resources.find((resource) => resource.type === `vault:database/s${type.slice(1)}:${type}`);
        if (!found) throw new Error(`no ${type} is declared`);
        return found.inputs;
    };
}
