import { UNKNOWN } from "../../policies/wire";
import { PreviewError } from "../failure";
import { propertyPath } from "../path";
import type { Json, Plan, PlanResource } from "../plan";
import { runtime } from "../sdk";
import type { Baseline } from "./changes";

type Wire = { readonly [key: string]: unknown };

const isMap = (value: unknown): value is Wire => typeof value === "object" && value !== null && !Array.isArray(value);

/** The provider that Pulumi makes by itself where the program names none. */
const DEFAULT_PROVIDER = /^urn:pulumi:[^$]*::pulumi:providers:[^:]+::default(_|$)/;

/** Whether a file is what `pulumi stack export` writes: a deployment, or the checkpoint of a self-managed backend. */
export const isStackExport = (value: unknown): value is Wire =>
    isMap(value) && (isMap(value.deployment) || isMap(value.checkpoint));

/** Reads the text of a stack export that says itself which stack it is of. */
export function readState(name: string, text: string): Baseline {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        throw new PreviewError(`${name} is not JSON; give the output of pulumi stack export`, "usage");
    }
    if (!isStackExport(value))
        throw new PreviewError(`${name} is no stack export; give the output of pulumi stack export`, "usage");
    return readStackExport(name, value, { project: "none", stack: "none" });
}

/**
 * Reads a stack export as what it says was declared, so that it compares with a plan. Secrets become marks, whether the
 * export holds them encrypted or, made with `--show-secrets`, in the clear.
 */
export function readStackExport(name: string, value: Wire, wanted: Pick<Plan, "project" | "stack">): Baseline {
    const checkpoint = isMap(value.checkpoint) ? value.checkpoint.latest : value.deployment;
    // A stack that was never updated has no deployment in its checkpoint.
    const deployment: Wire = isMap(checkpoint) ? checkpoint : {};
    const listed = deployment.resources ?? [];
    if (!Array.isArray(listed) || !listed.every((one) => isMap(one) && typeof one.urn === "string"))
        throw new PreviewError(`${name} is a stack export without a list of resources`, "usage");
    const states = listed as (Wire & { urn: string })[];
    const [, stack = wanted.stack, project = wanted.project] =
        /^urn:pulumi:(.*?)::(.*?)::/.exec(states[0]?.urn ?? "") ?? [];
    const present = states.filter((state) => state.delete !== true && state.external !== true && isOurs(state.urn));
    const root = present.find(({ type }) => type === "pulumi:pulumi:Stack");
    const resources = present.map(resourceOf).sort((a, b) => (a.urn < b.urn ? -1 : 1));
    const pending = deployment.pending_operations ?? deployment.pendingOperations;
    return {
        name,
        kind: "state",
        plan: { schema: "slipway.plan/v1", project, stack, resources, outputs: new Reader().record(root?.outputs) },
        notes: [
            ...told(
                Array.isArray(pending) ? pending.length : 0,
                "operation of this state never ended",
                "operations of this state never ended",
            ),
            ...told(
                states.filter((state) => state.delete === true).length,
                "resource of this state still waits to be deleted",
                "resources of this state still wait to be deleted",
            ),
        ],
    };
}

/** Whether a program asked for a resource: not of a provider that the engine makes by itself. */
export const isOurs = (urn: string) => !DEFAULT_PROVIDER.test(urn);
const told = (number: number, one: string, several: string) =>
    number > 0 ? [`${number} ${number === 1 ? one : several}`] : [];
const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
const texts = (value: unknown) => (Array.isArray(value) ? value.map(String).sort() : []);

/** A resource of a state, or of an engine's event, as a plan has it. */
export function resourceOf(state: Wire & { urn: string }): PlanResource {
    const reader = new Reader();
    const inputs = reader.record(state.inputs);
    const type = text(state.type) ?? "";
    // Of a provider the engine keeps more than the program gave.
    if (type.startsWith("pulumi:providers:")) for (const key of ["version", "pluginDownloadURL"]) delete inputs[key];
    const provider = text(state.provider)?.replace(/::[^:]*$/, "") ?? null;
    const dependencies = isMap(state.propertyDependencies) ? Object.entries(state.propertyDependencies) : [];
    const deletedWith = text(state.deletedWith);
    return {
        urn: state.urn,
        type,
        name: state.urn.split("::").slice(3).join("::"),
        custom: state.custom === true,
        parent: text(state.parent),
        provider: provider !== null && isOurs(provider) ? provider : null,
        inputs,
        protect: state.protect === true,
        retainOnDelete: state.retainOnDelete === true,
        deleteBeforeReplace: false,
        ignoreChanges: [],
        aliases: [],
        dependencies: texts(state.dependencies),
        propertyDependencies: Object.fromEntries(
            dependencies
                .map(([property, urns]) => [property, texts(urns)] as const)
                .filter(([, urns]) => urns.length > 0),
        ),
        secretPaths: reader.secretPaths.sort(),
        unknownPaths: [],
        ...(deletedWith !== null && { options: { deletedWith } }),
    };
}

/** Reads properties as a state holds them; what a provider filled in by itself is left out. */
class Reader {
    readonly secretPaths: string[] = [];
    private readonly trail: (string | number)[] = [];

    record(value: unknown): { [key: string]: Json } {
        if (!isMap(value)) return {};
        const filled = new Set(texts(value.__defaults));
        const found: { [key: string]: Json } = {};
        for (const [key, inner] of Object.entries(value)) {
            if (!key.startsWith("__") && !filled.has(key)) found[key] = this.at(key, inner);
        }
        return found;
    }

    private at(key: string | number, value: unknown): Json {
        this.trail.push(key);
        const read = this.read(value);
        this.trail.pop();
        return read;
    }

    private read(value: unknown): Json {
        if (Array.isArray(value)) return value.map((item, index) => this.at(index, item));
        // A state knows its values; an event of a preview may not.
        if (typeof value === "string" && UNKNOWN.has(value)) return { $unknown: true };
        if (!isMap(value)) return (value as Json | undefined) ?? null;
        const mark = value[runtime.specialSigKey];
        if (mark === runtime.specialSecretSig) return this.secret();
        if (mark === runtime.specialOutputValueSig)
            return value.secret === true ? this.secret() : this.read(value.value);
        if (mark === runtime.specialResourceSig) return { $resource: String(value.urn) };
        if (mark === runtime.specialAssetSig) return asset(value, "file", "text");
        if (mark === runtime.specialArchiveSig) return asset(value, "archive file", "archive");
        return this.record(value);
    }

    private secret(): Json {
        this.secretPaths.push(propertyPath(this.trail));
        return { $secret: true };
    }
}

const asset = (value: Wire, file: string, other: string): Json =>
    typeof value.uri === "string"
        ? { $asset: { kind: file === "file" ? "remote" : "remote archive", uri: value.uri } }
        : { $asset: { kind: typeof value.path === "string" ? file : other, sha256: String(value.hash) } };
