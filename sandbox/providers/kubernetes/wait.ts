import { setTimeout as sleep } from "node:timers/promises";
import { ApiError } from "../../cluster/api-error";

export interface Patience {
    signal: AbortSignal;
    /** Milliseconds. */
    patience: number;
}

/** Asks again while the server is away, busy or starting, as the provider's client does; other refusals are final. */
export async function patiently<T>(request: () => Promise<T>, { signal, patience }: Patience): Promise<T> {
    const deadline = Date.now() + patience;
    for (let pause = 100; ; pause = Math.min(2 * pause, 3000)) {
        try {
            return await request();
        } catch (error) {
            if (!(error instanceof ApiError && error.passing) || Date.now() > deadline) throw error;
            await sleep((error.retryAfter ?? 0) * 1000 || pause, undefined, { signal });
        }
    }
}

/** Whether something holds before time is over. */
export async function waitFor(holds: () => Promise<boolean>, { signal, patience }: Patience): Promise<boolean> {
    const deadline = Date.now() + patience;
    for (let pause = 50; ; pause = Math.min(2 * pause, 1000)) {
        if (await patiently(holds, { signal, patience })) return true;
        if (Date.now() > deadline) return false;
        await sleep(pause, undefined, { signal });
    }
}
