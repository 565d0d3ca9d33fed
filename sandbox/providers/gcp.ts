import { setTimeout as sleep } from "node:timers/promises";
import { version } from "@pulumi/gcp/package.json";
import { Cloud } from "../cloud/cloud";
import type { Discovery } from "../cloud/google/discovery";
import { packageType } from "../cloud/package";
import { check } from "./gcp/check";
import { diff } from "./gcp/diff";
import { merge, outputs, unknownOutputs } from "./gcp/outputs";
import { kept, onlyForgets, sent } from "./gcp/own";
import type * as provider from "./stand-in";

export interface GoogleOptions {
    /** Folder of the simulated cloud; it outlives the process. */
    folder: string;
    /** Google's descriptions of its APIs. Without them inputs are held against the npm package alone. */
    discovery?: Discovery;
    /** How long an operation takes, in milliseconds. @default 2 */
    delay?: (type: string) => number;
}

const SECRET_VERSION = "gcp:secretmanager/secretVersion:SecretVersion";

/** Stands in for the Google Cloud provider, with a simulated cloud behind it. */
export class GoogleStandIn implements provider.StandIn {
    readonly name = "gcp";
    readonly version = version;
    readonly cloud: Cloud;
    readonly #discovery: Discovery | undefined;
    readonly #delay: (type: string) => number;

    constructor({ folder, discovery, delay = () => 2 }: GoogleOptions) {
        this.cloud = new Cloud(folder);
        this.#discovery = discovery;
        this.#delay = delay;
    }

    check(request: provider.CheckRequest): provider.Checked {
        return check(request, this.#discovery);
    }

    diff(request: provider.DiffRequest): provider.Difference {
        return diff(request);
    }

    async create({ type, inputs, preview, config, signal }: provider.CreateRequest) {
        const project = projectOf(inputs, config);
        if (preview) return { id: "", outputs: unknownOutputs(type, inputs, project) };
        const made = await this.#operation(type, signal, () => this.cloud.create(type, sent(type, inputs), project));
        return { id: made.id, outputs: outputs(made, inputs, config) };
    }

    async read({ type, id, inputs = {}, config }: provider.ReadRequest): Promise<provider.Standing | undefined> {
        const found = this.cloud.read(type, id);
        if (found === undefined) return undefined;
        const now = { ...found.given, ...kept(type, inputs) };
        return { id, inputs: now, outputs: outputs(found, now, config) };
    }

    async update({ type, id, oldOutputs, news, preview, config, signal }: provider.UpdateRequest) {
        if (preview) return { outputs: merge(this.cloud.read(type, id)?.made ?? oldOutputs, news) };
        const project = projectOf(news, config);
        const now = await this.#operation(type, signal, () => this.cloud.update(type, id, sent(type, news), project));
        return { outputs: outputs(now, news, config) };
    }

    async delete(request: provider.DeleteRequest): Promise<void> {
        const { type, id, inputs, outputs: state, config, signal } = request;
        if (onlyForgets(request)) return;
        const project = projectOf(inputs, config);
        await this.#operation(type, signal, () => {
            if (type === SECRET_VERSION && state.deletionPolicy === "DISABLE") this.cloud.disable(type, id);
            else this.cloud.delete(type, id, project);
        });
    }

    secretOutputs(type: string): readonly string[] {
        return packageType(type)?.secret ?? [];
    }

    /** Half of the time before the change and half after it, so that a process can be killed on either side. */
    async #operation<T>(type: string, signal: AbortSignal, change: () => T): Promise<T> {
        const half = this.#delay(type) / 2;
        await sleep(half, undefined, { signal });
        const result = change();
        await sleep(half);
        return result;
    }
}

/** The resource's own project, else that of the provider instance. */
function projectOf(inputs: provider.Inputs, config: provider.Inputs): string {
    const project = inputs.project ?? config.project;
    if (typeof project !== "string") throw new Error("no project is given, to the resource or to its provider");
    return project;
}
