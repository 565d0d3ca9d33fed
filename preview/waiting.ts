import { PreviewError } from "./failure";
import { type LabelledPromise, pulumi, store } from "./sdk";

const SHOWN = 10;

/** The error for a run that waits for ever: names the resources and outputs that wait, as far as anything tells. */
export function stalledError(outputs: PendingOutputs): PreviewError {
    const waiting = [...waitingResources(), ...outputs.names().map((name) => `the stack output "${name}"`)];
    const shown = waiting.slice(0, SHOWN).map((line) => `\n  ${line}`);
    const more = waiting.length > SHOWN ? `\n  and ${waiting.length - SHOWN} more` : "";
    const list = waiting.length === 0 ? "." : `. What waits:${shown.join("")}${more}`;
    return new PreviewError(`The program never finishes: it waits for a promise that nobody keeps${list}`);
}

/** The resource whose declaration an error ended: the SDK leaves the promise that it broke on the error. */
export function resourceOf(thrown: unknown): string | undefined {
    return typeof thrown === "object" && thrown !== null && "promise" in thrown
        ? resourceIn(thrown.promise)
        : undefined;
}

/** The resource that a promise of the SDK belongs to, by the label that its leak detector puts on promises. */
function resourceIn(promise: unknown): string | undefined {
    const label = (promise as LabelledPromise | undefined)?._debugCtx;
    const [, name, type] = /resource:(.+?)\[([^\]]+)\]/.exec(label ?? "") ?? [];
    return name === undefined ? undefined : `${type} "${name}"`;
}

function waitingResources(): string[] {
    const resources = new Map<string, Set<string>>();
    for (const promise of store().leakCandidates) {
        const resource = resourceIn(promise);
        if (resource === undefined) continue;
        const properties = resources.get(resource) ?? new Set();
        const [, property] = /^serializeProperty\.await\(.*\]\.([^>]+)>/.exec(promise._debugCtx ?? "") ?? [];
        if (property !== undefined) properties.add(property);
        resources.set(resource, properties);
    }
    return [...resources]
        .map(([resource, [...properties]]) => [resource, ...properties.sort().map((name) => `(${name})`)].join(" "))
        .sort();
}

/** Which of a program's outputs have no value yet. */
export class PendingOutputs {
    private readonly pending = new Set<string>();

    /** Looks at outputs on their way to the stack. */
    watch<T>(outputs: T): T {
        if (typeof outputs !== "object" || outputs === null) return outputs;
        for (const [name, value] of Object.entries(outputs)) {
            if (!(value instanceof Promise) && !pulumi.Output.isInstance(value)) continue;
            this.pending.add(name);
            const settled = () => this.pending.delete(name);
            const promise = value instanceof Promise ? value : (value as unknown as Settling).promise();
            promise.then(settled, settled);
        }
        return outputs;
    }

    names(): string[] {
        return [...this.pending].sort();
    }
}

interface Settling {
    promise(): Promise<unknown>;
}
