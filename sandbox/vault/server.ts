import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { freePorts, start } from "../cluster/server";
import { tool } from "../tools/find";
import { type AuditSink, startAuditSink } from "./audit-sink";
import { VaultClient } from "./client";

/** A real Vault server of its own, on the loopback address. */
export interface RunningVault {
    readonly address: string;
    /** With every right. It is in no file and on no command line. */
    readonly client: VaultClient;
    /** Takes what Vault sends to audit devices of type `socket`. */
    readonly sink: AuditSink;
    /** Where audit devices of type `file` write. */
    readonly auditFolder: string;
    stop(): Promise<void>;
}

/**
 * Starts a development server: unsealed, everything in memory, gone when it stops
 * (https://developer.hashicorp.com/vault/docs/concepts/dev-server).
 */
export async function startVault({ directory }: { directory: string }): Promise<RunningVault> {
    const auditFolder = join(directory, "audit");
    mkdirSync(auditFolder, { recursive: true });
    const program = tool("vault");
    const sink = await startAuditSink();
    const [port = 0] = await freePorts(1);
    const token = randomBytes(24).toString("base64url");
    const server = start(
        "vault",
        [program, "server", "-dev", "-dev-no-store-token", `-dev-listen-address=127.0.0.1:${port}`],
        join(directory, "vault.log"),
        { VAULT_DEV_ROOT_TOKEN_ID: token, HOME: directory },
    );
    const client = new VaultClient(`http://127.0.0.1:${port}`, token);
    const stop = async () => {
        await server.stop();
        await sink.stop();
    };
    try {
        await server.until(async () => (await client.read("sys/health").catch(() => undefined))?.sealed === false);
    } catch (error) {
        await stop();
        throw error;
    }
    return { address: client.address, client, sink, auditFolder, stop };
}
