import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as messages from "@pulumi/pulumi/proto/provider_pb";
import { afterEach, describe, expect, test } from "vitest";
import { MemoryStandIn } from "../../sandbox/providers/memory";
import { type ServeOptions, type Serving, serve } from "../../sandbox/providers/protocol";
import { providers, Status } from "../../sandbox/providers/sdk";
import { type CreateRequest, type Inputs, NotReady, type StandIn, UNKNOWN } from "../../sandbox/providers/stand-in";
import { receive, send } from "../../sandbox/providers/wire";
import { ProviderClient } from "./provider-client";

const TYPE = "lab:index/box:Box";
const URN = `urn:pulumi:dev::lab::${TYPE}::one`;

const closing: (() => unknown)[] = [];
afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
});

class Lab extends MemoryStandIn {
    readonly configs: Inputs[] = [];

    constructor() {
        super({ name: "lab", version: "1.0.0", computed: { [TYPE]: (_, id) => ({ token: `t-${id}` }) } });
    }

    override create(request: CreateRequest) {
        this.configs.push(request.config);
        return super.create(request);
    }

    secretOutputs() {
        return ["token"];
    }
}

async function start(standIn: StandIn = new Lab(), options: ServeOptions = {}): Promise<Serving> {
    const serving = await serve(standIn, options);
    closing.push(() => serving.stop());
    return serving;
}

async function connect({ port }: Serving, config: Inputs | "none" = {}): Promise<ProviderClient> {
    const client = new ProviderClient(port);
    closing.push(() => client.close());
    if (config !== "none") await client.configure(config);
    return client;
}

describe("values on the wire", () => {
    test.each<[string, Inputs]>([
        ["plain", { text: "a", list: [1, null, { on: true }], empty: {} }],
        ["unknown", { id: UNKNOWN, list: [UNKNOWN], in: { it: UNKNOWN } }],
    ])("come back as they went: %s", (_, values) => {
        expect(receive(send(values)).values).toEqual(values);
    });

    test("lose their marks of secrets on the way in and have them again on the way out", () => {
        const values = { login: { password: "x", user: "me" }, keys: ["a", "b"] };
        const marked = send(values, [["login", "password"], ["login"], ["keys", 1]]);
        const received = receive(marked);
        expect(received.values).toEqual(values);
        expect(send(received.values, received.secrets).toJavaScript()).toEqual(marked.toJavaScript());
        expect(receive(send({ keys: ["a"] }, received.secrets)).secrets).toEqual([["keys"]]);
    });
});

describe("a stand-in that is served", () => {
    test("gives back secrets as secrets, and marks those of its own", async () => {
        const client = await connect(await start());
        const { outputs, id } = await made(client, send({ name: "one", code: "1234" }, [["code"]]));
        expect(id).toBe("one");
        expect(outputs.values).toEqual({ name: "one", code: "1234", token: "t-one" });
        expect(outputs.secrets).toEqual(expect.arrayContaining([["code"], ["token"]]));
    });

    test("tells in a preview what is not known, and makes nothing", async () => {
        const lab = new Lab();
        const client = await connect(await start(lab));
        const { outputs, id } = await made(client, send({ name: "one", size: UNKNOWN }), true);
        expect([id, lab.entries.size]).toEqual(["", 0]);
        expect(outputs.values).toEqual({ name: "one", size: UNKNOWN, token: UNKNOWN });
    });

    test("keeps the configurations of its instances apart", async () => {
        const lab = new Lab();
        const serving = await start(lab);
        const [east, west] = [await connect(serving, { region: "east" }), await connect(serving, { region: "west" })];
        await made(west, send({ name: "w" }));
        await made(east, send({ name: "e" }));
        expect(lab.configs).toEqual([{ region: "west" }, { region: "east" }]);
    });

    test("says so if it has no configuration", async () => {
        const client = await connect(await start(), "none");
        await expect(made(client, send({}))).rejects.toThrow(`has lost the configuration of the provider of ${URN}`);
    });

    test("tells which changes need a new resource", async () => {
        const client = await connect(await start());
        const request = new providers.DiffRequest()
            .setUrn(URN)
            .setOldInputs(send({ name: "one", size: 1, "odd key": [1] }))
            .setNews(send({ name: "two", size: 1, "odd key": [1, 2] }));
        const answer = await client.call<messages.DiffResponse>("diff", request);
        const kinds = [...answer.getDetaileddiffMap().entries()].map(([path, detail]) => [path, detail.getKind()]);
        const { Kind } = providers.PropertyDiff;
        expect(Object.fromEntries(kinds)).toEqual({
            name: Kind.UPDATE_REPLACE,
            '["odd key"][1]': Kind.ADD,
        });
        expect(answer.getReplacesList()).toEqual(["name"]);
    });

    test("answers with what is thrown before a call, which then never happens, or after it", async () => {
        const lab = new Lab();
        let early = true;
        const serving = await start(lab, {
            intercept: async ({ method }, proceed) => {
                if (method === "create" && early) throw new Error("Error 429");
                await proceed();
                if (method === "create") throw new Error("the answer is lost");
            },
        });
        const client = await connect(serving);
        await expect(made(client, send({ name: "one" }))).rejects.toThrow("Error 429");
        expect(lab.entries.size).toBe(0);
        early = false;
        await expect(made(client, send({ name: "one" }))).rejects.toThrow("the answer is lost");
        expect(lab.entries.size).toBe(1);
    });

    test("comes back without what it knew of its instances", async () => {
        const lab = new Lab();
        const serving = await start(lab);
        const client = await connect(serving);
        await serving.stop();
        await expect(made(client, send({ name: "one" }))).rejects.toThrow(/UNAVAILABLE|CANCELLED/);
        const again = await serve(lab);
        closing.push(() => again.stop());
        expect((await made(await connect(again), send({ name: "one" }))).id).toBe("one");
    });

    test("tells the engine of what is there but not ready", async () => {
        const standing = { id: "one", inputs: { name: "one" }, outputs: { name: "one", token: "t" } };
        class Slow extends Lab {
            override create(): never {
                throw new NotReady(standing, ["no pod is ready"]);
            }
        }
        const client = await connect(await start(new Slow()));
        const error = await made(client, send({ name: "one" })).catch((thrown) => thrown);
        const [bytes] = error.metadata.get("grpc-status-details-bin") as [Buffer];
        const [detail] = Status.deserializeBinary(bytes).getDetailsList();
        const failed = providers.ErrorResourceInitFailed.deserializeBinary(detail?.getValue_asU8() ?? new Uint8Array());
        expect([failed.getId(), failed.getReasonsList()]).toEqual(["one", ["no pod is ready"]]);
        expect(receive(failed.getProperties()).values).toEqual(standing.outputs);
    });

    test("logs calls and errors, and no values", async () => {
        const folder = mkdtempSync(join(tmpdir(), "slipway-protocol-"));
        closing.push(() => rmSync(folder, { recursive: true }));
        const log = join(folder, "calls.jsonl");
        const client = await connect(await start(new Lab(), { log }), { password: "hidden" });
        await made(client, send({ name: "one", code: "hidden" }));
        await made(client, send({ name: "one", code: "hidden" })).catch(() => undefined);
        const text = readFileSync(log, "utf8");
        const lines = text
            .trimEnd()
            .split("\n")
            .map((line) => JSON.parse(line) as { [key: string]: unknown });
        expect(lines.map(({ method, error }) => [method, error])).toEqual([
            ["configure", undefined],
            ["create", undefined],
            ["create", `${TYPE} one already exists`],
        ]);
        expect(text).not.toContain("hidden");
    });
});

async function made(client: ProviderClient, inputs: ReturnType<typeof send>, preview = false) {
    const answer = await client.create(URN, inputs, preview);
    return { id: answer.getId(), outputs: receive(answer.getProperties()) };
}
