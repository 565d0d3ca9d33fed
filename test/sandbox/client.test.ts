import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { ApiError } from "../../sandbox/cluster/api-error";
import { KubeClient } from "../../sandbox/cluster/client";
import { lines } from "../../sandbox/cluster/stream";

const CORE = {
    resources: [
        { name: "pods", kind: "Pod", namespaced: true },
        { name: "pods/eviction", kind: "Eviction" },
    ],
};

const closing: (() => void)[] = [];
afterEach(() => {
    for (const close of closing.splice(0)) close();
});

/** An API server that says what the test says, and keeps what it was asked. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
    const asked: string[] = [];
    const server = createServer((request, response) => {
        asked.push(`${request.method} ${request.url}`);
        if (request.url === "/api/v1") response.end(JSON.stringify(CORE));
        else answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const client = new KubeClient({ server: `http://127.0.0.1:${port}`, token: "t", certificateAuthority: "" });
    closing.push(() => {
        client.close();
        server.closeAllConnections();
        server.close();
    });
    return { client, asked };
}

const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "a", namespace: "n" } };

describe("the Kubernetes client", () => {
    test("applies on the server's side under strict validation, and gives the warnings back", async () => {
        const { client, asked } = await serve((_, response) => {
            response.setHeader("warning", ['299 - "say \\"no\\", twice"', '299 - "b"']);
            response.end(JSON.stringify(pod));
        });
        const { warnings } = await client.apply(pod, { dryRun: true });
        expect(warnings).toEqual(['say "no", twice', "b"]);
        expect(asked.at(-1)).toBe(
            "PATCH /api/v1/namespaces/n/pods/a?dryRun=All&fieldManager=slipway&fieldValidation=Strict&force=false",
        );
    });

    test("says what a refusal says: status, reason, causes, how long to wait", async () => {
        const causes = [{ field: "spec.x", message: "no", reason: "FieldValueInvalid" }];
        const { client } = await serve((_, response) => {
            response.writeHead(429, { "retry-after": "7" });
            response.end(JSON.stringify({ message: "budget", reason: "TooManyRequests", details: { causes } }));
        });
        const error = await client.evict({ name: "a", namespace: "n" }).catch((found) => found);
        expect(error).toBeInstanceOf(ApiError);
        expect(error).toMatchObject({ status: 429, reason: "TooManyRequests", causes, retryAfter: 7, passing: true });
    });

    test("takes a missing object for none, and a missing kind for an error", async () => {
        const { client } = await serve((_, response) => response.writeHead(404).end("{}"));
        expect(await client.get({ apiVersion: "v1", kind: "Pod", name: "a", namespace: "n" })).toBeUndefined();
        const unknown = client.get({ apiVersion: "v1", kind: "Pot", name: "a" });
        await expect(unknown).rejects.toMatchObject({ reason: "NoKind", passing: false });
    });

    test("does not call a 500 passing: unknown fields are answered that way", async () => {
        const { client } = await serve((_, response) =>
            response.writeHead(500).end('{"message":"field not declared"}'),
        );
        await expect(client.apply(pod)).rejects.toMatchObject({ status: 500, passing: false });
    });

    test("gives each event of a watch, and fails when the server ends it", async () => {
        const { client } = await serve((_, response) => {
            response.write(`{"type":"ADDED","object":${JSON.stringify(pod)}}\n{"type":"MOD`);
            setTimeout(() => response.end(`IFIED","object":${JSON.stringify(pod)}}\n`), 5);
        });
        const seen: string[] = [];
        const watching = client.watch(
            { apiVersion: "v1", kind: "Pod" },
            { each: ({ type }) => seen.push(type), signal: new AbortController().signal },
        );
        await expect(watching).rejects.toMatchObject({ reason: "Unreachable" });
        expect(seen).toEqual(["ADDED", "MODIFIED"]);
    });

    test("stops a watch without an error when told to", async () => {
        const { client } = await serve((_, response) => response.flushHeaders());
        const stop = new AbortController();
        const watching = client.watch({ apiVersion: "v1", kind: "Pod" }, { each: () => {}, signal: stop.signal });
        setTimeout(() => stop.abort(), 20);
        await expect(watching).resolves.toBeUndefined();
    });

    test("asks again on a new connection if the server had closed the one that stayed open", async () => {
        let answers = 0;
        const { client } = await serve((request, response) => {
            answers += 1;
            if (answers === 2) request.socket.destroy();
            else response.end(JSON.stringify(pod));
        });
        const ref = { apiVersion: "v1", kind: "Pod", name: "a", namespace: "n" };
        await client.get(ref);
        expect(await client.get(ref)).toEqual(pod);
        expect(answers).toBe(3);
    });

    test("says that nobody answers", async () => {
        const client = new KubeClient({ server: "http://127.0.0.1:1", token: "", certificateAuthority: "" });
        await expect(client.list({ apiVersion: "v1", kind: "Pod" })).rejects.toMatchObject({
            status: 0,
            reason: "Unreachable",
            passing: true,
        });
    });
});

test("lines keep characters whole that come in two parts", async () => {
    const bytes = Buffer.from("é\nü");
    const found: string[] = [];
    for await (const line of lines(
        (async function* () {
            for (const byte of bytes) yield Buffer.of(byte);
        })(),
    ))
        found.push(line);
    expect(found).toEqual(["é", "ü"]);
});
