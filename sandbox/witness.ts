import { setTimeout as sleep } from "node:timers/promises";
import type { Call, Intercept } from "./providers/protocol";

/** Sees all that stand-ins do, whether or not the engine lives to hear of it. */
export class Witness {
    /** Ids of what exists, by URN. */
    readonly #existing = new Map<string, Set<string>>();
    #running = 0;

    readonly intercept: Intercept = async (call, proceed) => {
        this.#running += 1;
        try {
            await proceed();
            this.#note(call);
        } finally {
            this.#running -= 1;
        }
    };

    /** What exists, as `urn` to the ids under which it was made; more than one id is one too many. */
    existing(): Map<string, string[]> {
        const left = [...this.#existing].filter(([, ids]) => ids.size > 0);
        return new Map(left.map(([urn, ids]) => [urn, [...ids].sort()]));
    }

    /** Waits until servers are done with what an engine that is gone has asked of them. */
    async quiet(): Promise<void> {
        while (this.#running > 0) await sleep(20);
    }

    #note({ method, urn, id, preview }: Call): void {
        if (preview) return;
        const ids = this.#existing.get(urn) ?? new Set();
        this.#existing.set(urn, ids);
        if (method === "create") ids.add(id);
        if (method === "delete") ids.delete(id);
    }
}
