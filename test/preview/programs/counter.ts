let calls = 0;

/** Says how often it was called, by anybody since this module was loaded. */
export function count(): number {
    calls++;
    return calls;
}
