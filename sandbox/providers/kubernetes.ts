import { createHash } from "node:crypto";
import { forces, forcing } from "../../preview/changes/forcing";
import { ApiError } from "../cluster/api-error";
import type { KubeClient } from "../cluster/client";
import { type KubeObject, nameOf, refOf } from "../cluster/object";
import { difference } from "./difference";
import { drift } from "./kubernetes/drift";
import { Endpoints } from "./kubernetes/endpoints";
import { complaints } from "./kubernetes/ready";
import { releaseOf } from "./kubernetes/release";
import { patiently, waitFor } from "./kubernetes/wait";
import {
    type CheckRequest,
    type CreateRequest,
    type DeleteRequest,
    type DiffRequest,
    type Inputs,
    NotReady,
    type ReadRequest,
    type StandIn,
    UNKNOWN,
    type UpdateRequest,
} from "./stand-in";

export interface KubernetesOptions {
    /** Of the npm package. */
    version: string;
    /** How long objects may take to become ready, or to go, in milliseconds. @default 120000; the provider has 600000 */
    patience?: number;
    /** The map of clusters, a JSON file. @default what SLIPWAY_SANDBOX_ENDPOINTS says */
    endpoints?: string;
}

/**
 * Stands in for Pulumi's Kubernetes provider, on a real API server: what it does and says follows
 * https://github.com/pulumi/pulumi-kubernetes, provider/pkg. Unlike it, it validates strictly instead of warning, takes
 * a service for ready as soon as no endpoint is pending, and records Helm releases without rendering their charts.
 */
export class KubernetesStandIn implements StandIn {
    readonly name = "kubernetes";
    readonly version: string;
    readonly #patience: number;
    readonly #endpoints: Endpoints;

    constructor({ version, patience = 120_000, endpoints }: KubernetesOptions) {
        this.#endpoints = new Endpoints(endpoints);
        this.version = version;
        this.#patience = patience;
    }

    /** Names what has no name. */
    check({ type, name, news, olds, randomSeed }: CheckRequest) {
        if (isRelease(type)) return { inputs: { ...news, name: news.name ?? name } };
        const metadata = { ...(news.metadata as Inputs | undefined) };
        metadata.name ??= (olds?.metadata as Inputs | undefined)?.name ?? `${name}-${suffix(randomSeed)}`;
        return { inputs: { ...kindOf(type), ...news, metadata } };
    }

    diff({ type, oldInputs, news }: DiffRequest) {
        const table = forcing(type);
        const replaces = (path: string) =>
            table !== undefined && forces(table, { path, before: undefined, after: undefined });
        // What has the same name as what it replaces cannot stand beside it.
        const named = (inputs: Inputs) => JSON.stringify([inputs.name, nameIn(inputs), namespaceIn(inputs)]);
        return {
            ...difference(oldInputs, news, replaces),
            deleteBeforeReplace: named(oldInputs) === named(news),
        };
    }

    async create({ urn, type, inputs, preview, config, signal }: CreateRequest) {
        const client = this.#endpoints.client(config);
        const object = objectOf(type, inputs);
        const id = isRelease(type) ? `${inputs.namespace}/${inputs.name}` : idOf(object);
        if (preview) return { id, outputs: await this.#foreseen(client, urn, type, inputs) };
        const options = { signal, patience: this.#patience };
        // What exists is not taken over: the provider's `upsertExistingObjects` is off.
        if (await patiently(() => client.get(refOf(object)), options))
            throw new Error(`${nameOf(refOf(object))} already exists`);
        const { body } = await patiently(() => client.apply(object, { fieldManager: managerOf(urn) }), options);
        return { id, outputs: await this.#settled(client, type, id, inputs, body, signal) };
    }

    async read({ urn, type, inputs, id, config, signal }: ReadRequest) {
        const client = this.#endpoints.client(config);
        const object = inputs ? objectOf(type, inputs) : namedBy(type, id);
        const live = await patiently(() => client.get(refOf(object)), { signal, patience: this.#patience });
        if (!live) return undefined;
        if (!inputs) return { id, inputs: declarable(live), outputs: outputsOf(type, {}, live) };
        if (isRelease(type)) return { id, inputs, outputs: outputsOf(type, inputs, live) };
        const found = await drift(client, object, live, managerOf(urn));
        return { id, inputs: found, outputs: outputsOf(type, inputs, live) };
    }

    async update({ urn, type, id, news, preview, config, signal }: UpdateRequest) {
        const client = this.#endpoints.client(config);
        if (preview) return { outputs: await this.#foreseen(client, urn, type, news) };
        const object = objectOf(type, news);
        const { body } = await patiently(() => client.apply(object, writing(urn, object)), {
            signal,
            patience: this.#patience,
        });
        return { outputs: await this.#settled(client, type, id, news, body, signal) };
    }

    /** The provider deletes dependents first and waits until the object is gone. */
    async delete({ type, inputs, config, signal }: DeleteRequest) {
        const client = this.#endpoints.client(config);
        const ref = refOf(objectOf(type, inputs));
        const options = { signal, patience: this.#patience };
        const gone = (error: unknown) => error instanceof ApiError && error.reason === "NoKind";
        try {
            await patiently(() => client.delete(ref, { propagation: "Foreground" }), options);
            const left = await waitFor(async () => !(await client.get(ref)), options);
            if (!left) throw new Error(`${nameOf(ref)} is still there after ${this.#patience / 1000} s`);
        } catch (error) {
            if (!gone(error)) throw error;
        }
    }

    /** What the server would make of an object, as far as it can be asked. */
    async #foreseen(client: KubeClient, urn: string, type: string, inputs: Inputs): Promise<Inputs> {
        if (isRelease(type) || holdsUnknown(inputs)) return inputs;
        const object = objectOf(type, inputs);
        try {
            const { body } = await client.apply(object, { ...writing(urn, object), dryRun: true });
            return outputsOf(type, inputs, body);
        } catch (error) {
            // Its namespace or its kind comes with the same update; what cannot be changed is replaced.
            if (error instanceof ApiError && (error.status === 404 || isImmutable(error))) return inputs;
            throw error;
        }
    }

    /** Waits until an object is ready; `NotReady` leaves it in the state, as it is. */
    async #settled(
        client: KubeClient,
        type: string,
        id: string,
        inputs: Inputs,
        made: KubeObject,
        signal: AbortSignal,
    ): Promise<Inputs> {
        if (isRelease(type) || made.metadata.annotations?.["pulumi.com/skipAwait"] === "true")
            return outputsOf(type, inputs, made);
        let live = made;
        let left: string[] = [];
        const ready = async () => {
            left = await complaints(client, live);
            if (left.length > 0) live = (await client.get(refOf(made))) ?? live;
            return left.length === 0;
        };
        try {
            await waitFor(ready, { signal, patience: this.#patience });
        } catch (error) {
            left = [error instanceof Error ? error.message : String(error)];
        }
        const outputs = outputsOf(type, inputs, live);
        if (left.length > 0) throw new NotReady({ id, inputs, outputs }, left);
        return outputs;
    }
}

const isRelease = (type: string): boolean => type.startsWith("kubernetes:helm.sh/");

/** `kubernetes:core/v1:Service` is the kind `Service` of `v1`. */
function kindOf(type: string): { apiVersion: string; kind: string } {
    const [, version = "", kind = ""] = type.split(":");
    return { apiVersion: version.replace(/^core\//, ""), kind };
}

/** The object that a resource stands for. */
const objectOf = (type: string, inputs: Inputs): KubeObject =>
    isRelease(type) ? releaseOf(inputs) : ({ ...kindOf(type), ...inputs } as KubeObject);

function namedBy(type: string, id: string): KubeObject {
    const [name = "", namespace] = id.split("/").reverse();
    if (isRelease(type)) return releaseOf({ name, namespace });
    return { ...kindOf(type), metadata: { name, ...(namespace !== undefined && { namespace }) } };
}

const nameIn = (inputs: Inputs) => (inputs.metadata as Inputs | undefined)?.name;
const namespaceIn = (inputs: Inputs) => (inputs.metadata as Inputs | undefined)?.namespace;

function idOf({ metadata: { name, namespace } }: KubeObject): string {
    return namespace ? `${namespace}/${name}` : name;
}

const suffix = (seed: Uint8Array): string => createHash("sha256").update(seed).digest("hex").slice(0, 8);

/** Who owns the fields that a resource declares. The provider keeps a random name in the state. */
const managerOf = (urn: string): string =>
    `pulumi-kubernetes-${createHash("sha256").update(urn).digest("hex").slice(0, 8)}`;

const writing = (urn: string, { metadata }: KubeObject) => ({
    fieldManager: managerOf(urn),
    force:
        metadata.annotations?.["pulumi.com/patchForce"] === "true" ||
        process.env.PULUMI_K8S_ENABLE_PATCH_FORCE === "true",
});

/** A live object as outputs; who wrote which field is the server's own affair. */
function outputsOf(type: string, inputs: Inputs, live: KubeObject): Inputs {
    if (isRelease(type)) return { ...inputs, status: { name: inputs.name, status: "recorded, not rendered" } };
    const { managedFields: _, ...metadata } = live.metadata;
    return { ...live, metadata };
}

/** What of a live object somebody could have declared. */
function declarable({ status: _, ...live }: KubeObject): Inputs {
    const { managedFields, uid, resourceVersion, generation, creationTimestamp, ...metadata } = live.metadata;
    return { ...live, metadata };
}

const holdsUnknown = (value: unknown): boolean =>
    value === UNKNOWN || (typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown));

const isImmutable = ({ causes, message }: ApiError): boolean =>
    /immutable|updates to .* are forbidden/.test([message, ...causes.map((cause) => cause.message)].join());
