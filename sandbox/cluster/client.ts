import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import * as http from "node:http";
import * as https from "node:https";
import { ApiError, type Status } from "./api-error";
import { apiRoot, Discovery } from "./discovery";
import { type KubeObject, nameOf, type Ref, refOf, type Selection } from "./object";
import { lines } from "./stream";

/** How to reach an API server. */
export interface Endpoint {
    /** Such as `https://127.0.0.1:6443`; `http:` for a proxy before it. */
    server: string;
    /** Bearer token. */
    token: string;
    /** Certificate of the authority that signed the server's certificate, PEM. */
    certificateAuthority: string;
}

/** What the server answered to a request that it accepted. */
export interface Answer<T = KubeObject> {
    status: number;
    body: T;
    /** The texts of its `Warning` headers: deprecated versions, unknown fields, Pod Security. */
    warnings: string[];
}

export interface WriteOptions {
    /** Everything but the storing: validation, defaults, admission. @default false */
    dryRun?: boolean;
    /** Takes over fields that another manager owns. @default false */
    force?: boolean;
    /** @default "slipway" */
    fieldManager?: string;
    /** Part of the object that is written, such as `status`. */
    subresource?: string;
}

export interface DeleteOptions {
    /** What happens to objects that it owns. @default "Background" */
    propagation?: "Foreground" | "Background" | "Orphan";
    /** @default what the object says */
    gracePeriodSeconds?: number;
}

export interface WatchEvent {
    type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
    object: KubeObject;
}

export interface WatchOptions {
    each: (event: WatchEvent) => void;
    signal: AbortSignal;
    /** Starts after this version. @default what is there first, as ADDED */
    resourceVersion?: string;
}

export interface List {
    items: KubeObject[];
    metadata: { resourceVersion: string };
}

export type PatchType = "application/merge-patch+json" | "application/json-patch+json";

/** How long a connection may be silent while an answer is awaited, in milliseconds. The server itself gives up after 60 s. */
const PATIENCE = 65_000;

type Query = Record<string, string | undefined>;

type Connections = http.Agent | https.Agent;

interface Sending {
    body?: unknown;
    /** Content type of the body. */
    type?: string | undefined;
    signal?: AbortSignal;
    connection?: Connections;
}

/** Kubernetes' API over connections that stay open. Refusals throw `ApiError`; nothing is tried again. */
export class KubeClient {
    readonly #endpoint: Endpoint;
    readonly #connections: Connections;
    readonly #discovery = new Discovery((path) => this.#found(this.request("GET", path)));

    /** `connections` is how many requests may run at once. */
    constructor(endpoint: Endpoint, { connections = 16 } = {}) {
        this.#endpoint = endpoint;
        this.#connections = this.#connect(connections);
    }

    /** Server-side apply under strict validation. */
    async apply(object: KubeObject, options: WriteOptions = {}): Promise<Answer> {
        const { force = false, subresource } = options;
        const path = await this.path(refOf(object), subresource);
        return this.request("PATCH", path, {
            query: { ...writing(options), force: String(force) },
            body: object,
            type: "application/apply-patch+yaml",
        });
    }

    async create(object: KubeObject, options: WriteOptions = {}): Promise<Answer> {
        const path = await this.path(setOf(object));
        return this.request("POST", path, { query: writing(options), body: object });
    }

    /** None where there is no such object. */
    async get(ref: Ref): Promise<KubeObject | undefined> {
        return this.#found(this.request<KubeObject>("GET", await this.path(ref)));
    }

    async list(set: Selection): Promise<List> {
        const { body } = await this.request<List>("GET", await this.path(set), { query: selecting(set) });
        // Members of a list do not say what they are.
        for (const item of body.items) Object.assign(item, { apiVersion: set.apiVersion, kind: set.kind });
        return body;
    }

    async patch(ref: Ref, patch: unknown, options: WriteOptions & { type?: PatchType } = {}): Promise<Answer> {
        const { type = "application/merge-patch+json", subresource } = options;
        return this.request("PATCH", await this.path(ref, subresource), {
            query: writing(options),
            body: patch,
            type,
        });
    }

    /** Whether there was such an object. */
    async delete(ref: Ref, { propagation = "Background", gracePeriodSeconds }: DeleteOptions = {}): Promise<boolean> {
        const body = { kind: "DeleteOptions", apiVersion: "v1", propagationPolicy: propagation, gracePeriodSeconds };
        return (await this.#found(this.request("DELETE", await this.path(ref), { body }))) !== undefined;
    }

    /** Asks for a pod to go, as a drain does. A disruption budget that forbids it answers 429. */
    async evict(pod: { name: string; namespace: string }): Promise<void> {
        const path = await this.path({ apiVersion: "v1", kind: "Pod", ...pod }, "eviction");
        await this.request("POST", path, { body: { apiVersion: "policy/v1", kind: "Eviction", metadata: pod } });
    }

    /** Gives every event until it is stopped. Ends with an `ApiError` if the server ends it first. */
    async watch(set: Selection, { each, signal, resourceVersion }: WatchOptions): Promise<void> {
        const query = { ...selecting(set), watch: "true", resourceVersion, allowWatchBookmarks: "true" };
        const url = this.#url(await this.path(set), query);
        const what = `watch of ${set.kind}`;
        // Watches last, and would use up the connections of requests.
        const connection = this.#connect(1);
        try {
            const response = await this.#send("GET", url, { signal, connection });
            if (response.statusCode !== 200) throw refusal(what, response, await text(response));
            for await (const line of lines(response)) {
                const event = JSON.parse(line) as WatchEvent;
                if (event.type === "ERROR") throw new ApiError(what, 410, event.object as Status);
                each(event);
            }
        } catch (error) {
            if (signal.aborted) return;
            throw error instanceof ApiError ? error : unreachable(what, error);
        } finally {
            connection.destroy();
        }
        if (!signal.aborted) throw unreachable(what, "the server ended it");
    }

    /** A path of the API: of an object where a name is given, else of a set of them. */
    async path(at: Ref | Selection, subresource?: string): Promise<string> {
        const { apiVersion, kind, namespace } = at;
        const found = await this.#discovery.find(apiVersion, kind);
        if (!found)
            throw new ApiError(`${kind} of ${apiVersion}`, 404, {
                message: "the server does not serve this kind",
                reason: "NoKind",
            });
        const name = "name" in at ? at.name : undefined;
        if (found.namespaced && name !== undefined && namespace === undefined)
            throw new ApiError(nameOf(at as Ref), 400, { message: "it needs a namespace", reason: "BadRequest" });
        const place = found.namespaced && namespace !== undefined ? ["namespaces", namespace] : [];
        const parts = [...place, found.name, name, subresource].filter((part) => part !== undefined);
        return [apiRoot(apiVersion), ...parts.map(encodeURIComponent)].join("/");
    }

    /** One request, for what has no method of its own. */
    async request<T = KubeObject>(
        method: string,
        path: string,
        { query = {}, body, type }: { query?: Query; body?: unknown; type?: string } = {},
    ): Promise<Answer<T>> {
        const url = this.#url(path, query);
        const sent = `${method} ${path}`;
        const response = await this.#send(method, url, { body, type });
        const answered = await text(response).catch((error) => {
            throw unreachable(sent, error);
        });
        const status = response.statusCode ?? 0;
        if (status >= 400) throw refusal(sent, response, answered);
        return { status, body: parsed(answered) as T, warnings: warningsOf(response.headers) };
    }

    /** Ends the connections that stay open. */
    close(): void {
        this.#connections.destroy();
    }

    #connect(most: number): Connections {
        const options = { keepAlive: true, maxSockets: most };
        return this.#endpoint.server.startsWith("http:")
            ? new http.Agent(options)
            : new https.Agent({ ...options, ca: this.#endpoint.certificateAuthority });
    }

    #url(path: string, query: Query): URL {
        const url = new URL(path, this.#endpoint.server);
        for (const [key, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(key, value);
        return url;
    }

    #send(
        method: string,
        url: URL,
        { body, type = "application/json", signal, connection: agent = this.#connections }: Sending,
    ): Promise<IncomingMessage> {
        const text = body === undefined ? undefined : JSON.stringify(body);
        const headers = {
            authorization: `Bearer ${this.#endpoint.token}`,
            accept: "application/json",
            "user-agent": "slipway-sandbox",
            ...(text !== undefined && { "content-type": type, "content-length": Buffer.byteLength(text) }),
        };
        return new Promise((resolve, reject) => {
            const { request } = url.protocol === "http:" ? http : https;
            const sent = request(url, { method, headers, agent, ...(signal && { signal }) }, resolve);
            if (!signal)
                sent.setTimeout(PATIENCE, () => sent.destroy(new Error(`nothing came for ${PATIENCE / 1000} s`)));
            sent.once("error", (error) => reject(unreachable(`${method} ${url.pathname}`, error)));
            sent.end(text);
        });
    }

    async #found<T>(answer: Promise<Answer<T>>): Promise<T | undefined> {
        try {
            return (await answer).body;
        } catch (error) {
            if (error instanceof ApiError && error.status === 404) return undefined;
            throw error;
        }
    }
}

const setOf = ({ apiVersion, kind, metadata: { namespace } }: KubeObject): Selection => ({
    apiVersion,
    kind,
    ...(namespace !== undefined && { namespace }),
});

const writing = ({ dryRun = false, fieldManager = "slipway" }: WriteOptions): Query => ({
    dryRun: dryRun ? "All" : undefined,
    fieldManager,
    fieldValidation: "Strict",
});

const selecting = ({ labels, fields }: Selection): Query => ({ labelSelector: labels, fieldSelector: fields });

async function text(response: IncomingMessage): Promise<string> {
    let whole = "";
    for await (const part of response.setEncoding("utf8")) whole += part;
    return whole;
}

/** Health checks answer in plain text. */
function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return { message: text };
    }
}

/** `299 - "text"`, several of them joined by commas: https://www.rfc-editor.org/rfc/rfc7234#section-5.5 */
export function warningsOf({ warning }: IncomingHttpHeaders): string[] {
    const found = (warning ?? "").matchAll(/\b\d{3} \S+ "((?:[^"\\]|\\.)*)"/g);
    return [...found].map(([, said = ""]) => said.replace(/\\(.)/g, "$1"));
}

function refusal(sent: string, { statusCode = 0, headers }: IncomingMessage, body: string): ApiError {
    const after = Number(headers["retry-after"]);
    return new ApiError(sent, statusCode, parsed(body) as Status, after || undefined, warningsOf(headers));
}

const unreachable = (sent: string, error: unknown): ApiError =>
    new ApiError(sent, 0, { message: error instanceof Error ? error.message : String(error), reason: "Unreachable" });
