import { type AddressInfo, createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";

/** A listener for audit devices of type `socket`. */
export interface AuditSink {
    /** `host:port`. */
    readonly address: string;
    /** Requests and responses so far, one JSON text each; Vault has put keyed hashes in the place of secrets. */
    readonly lines: readonly string[];
    stop(): Promise<void>;
}

export async function startAuditSink(): Promise<AuditSink> {
    const lines: string[] = [];
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
        sockets.add(socket);
        socket.on("error", () => {}).once("close", () => sockets.delete(socket));
        createInterface({ input: socket }).on("line", (line) => lines.push(line));
    });
    await new Promise<void>((resolve, reject) => {
        server.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
    return {
        address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
        lines,
        stop: () =>
            new Promise((resolve) => {
                for (const socket of sockets) socket.destroy();
                server.close(() => resolve());
            }),
    };
}
