import * as http from "node:http";
import { Agent, request } from "node:https";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";
import type { Endpoint } from "./client";

/** What happens to a request instead of being answered by the server behind. */
export type Fault =
    | { status: number; reason: string; message: string; retryAfter?: number }
    | "cut"
    | "lose the answer";

/** Decides about each request; without a fault it goes through. */
export type Decide = (method: string, path: string) => Fault | undefined;

/** A server that passes requests on to an API server, or gives them a fault. */
export interface Faulty {
    /** Where it is, with the token of the server behind it. */
    readonly endpoint: Endpoint;
    /** How many faults it has given. */
    readonly faults: number;
    decide: Decide;
    stop(): Promise<void>;
}

export async function faulty(behind: Endpoint): Promise<Faulty> {
    const agent = new Agent({ keepAlive: true, ca: behind.certificateAuthority });
    const server = http.createServer((incoming, outgoing) => {
        const { method = "", url = "" } = incoming;
        const fault = proxy.decide(method, url);
        if (fault) proxy.faults += 1;
        if (fault === "cut") {
            outgoing.destroy();
            return;
        }
        if (typeof fault === "object") {
            refuse(outgoing, fault);
            return;
        }
        const { host: _, ...headers } = incoming.headers;
        const onward = request(new URL(url, behind.server), { method, headers, agent }, (answer) => {
            if (fault === "lose the answer") {
                answer.resume().once("end", () => outgoing.destroy());
                return;
            }
            outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
            // Breaks the one if the other breaks.
            pipeline(answer, outgoing, () => {});
        });
        onward.once("error", () => outgoing.destroy());
        incoming.pipe(onward);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const proxy = {
        endpoint: { ...behind, server: `http://127.0.0.1:${port}` },
        faults: 0,
        decide: (() => undefined) as Decide,
        stop: () =>
            new Promise<void>((resolve) => {
                agent.destroy();
                server.close(() => resolve());
                server.closeAllConnections();
            }),
    };
    return proxy;
}

function refuse(outgoing: http.ServerResponse, { status, reason, message, retryAfter }: Exclude<Fault, string>): void {
    outgoing.writeHead(status, {
        "content-type": "application/json",
        ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
    });
    outgoing.end(
        JSON.stringify({ kind: "Status", apiVersion: "v1", status: "Failure", reason, message, code: status }),
    );
}
