import { z } from "zod";
import { canonical, digest } from "../preview/canonical";
import type { Json } from "../preview/plan";
import type { Repository } from "./git";
import type { Manifest } from "./manifest";
import { type Receipt, SignedReceipt } from "./receipt";
import { Refusal } from "./refusal";

/**
 * What was let through to be applied, one file for each, and what became of it, one file for each time that somebody
 * looked, on a branch of its own that is only ever added to. It moves from one commit to the next, or not at all: of two
 * that claim the same place one fails.
 */
const Entry = z.strictObject({
    schema: z.literal("slipway.ledger/v1"),
    stack: z.string(),
    sequence: z.int(),
    /** Digest of the manifest. */
    manifest: z.string(),
    previous: z.string().nullable(),
    /** The revision that the change was compared with. */
    base: z.string(),
    commit: z.string(),
    at: z.iso.datetime(),
});
export type Entry = z.infer<typeof Entry>;

/** An entry, and what became of it. Without a receipt it still runs, or nobody knows. */
export interface Passed extends Entry {
    receipts: readonly SignedReceipt[];
}

/** Whether a change was applied to its end. */
export const isApplied = ({ receipts }: Passed): boolean =>
    receipts.some(({ receipt }) => receipt.result === "applied");

const pathOf = (stack: string, sequence: number, receipt?: number) =>
    `${stack}/${String(sequence).padStart(6, "0")}${receipt === undefined ? "" : `.receipt-${receipt}`}.json`;

/** Reads the entries of a stack, in order and without a gap. */
export function readLedger(repository: Repository, ref: string, stack: string): Passed[] {
    if (repository.find(ref) === undefined)
        throw new Refusal(`there is no ledger ${ref} here; fetch it, or start it as docs/governance.md says`);
    const files = new Map(repository.files(ref, stack).map(({ path, content }) => [path, content]));
    const broken = (path: string) =>
        new Refusal(`the ledger ${ref} is broken at ${path}; find out who changed it before anything is applied`);
    const take = <T>(path: string, schema: z.ZodType<T>, expected: (found: T) => boolean): T | undefined => {
        const content = files.get(path);
        if (content === undefined) return undefined;
        files.delete(path);
        const { data } = schema.safeParse(parsed(content));
        if (data === undefined || !expected(data)) throw broken(path);
        return data;
    };
    const passed: Passed[] = [];
    for (let sequence = 1; ; sequence++) {
        const previous = passed.at(-1)?.manifest ?? null;
        const entry = take(
            pathOf(stack, sequence),
            Entry,
            (found) => found.stack === stack && found.sequence === sequence && found.previous === previous,
        );
        if (!entry) break;
        const receipts: SignedReceipt[] = [];
        for (let number = 1; ; number++) {
            const receipt = take(
                pathOf(stack, sequence, number),
                SignedReceipt,
                ({ receipt: of }) => of.stack === stack && of.sequence === sequence && of.manifest === entry.manifest,
            );
            if (!receipt) break;
            receipts.push(receipt);
        }
        passed.push({ ...entry, receipts });
    }
    const [stranger] = files.keys();
    if (stranger !== undefined) throw broken(stranger);
    return passed;
}

function parsed(content: Buffer): unknown {
    try {
        return JSON.parse(content.toString());
    } catch {
        return undefined;
    }
}

/** Makes the commit that records a change as spent. It counts once the ledger is at it, which happens to one alone. */
export function claim(
    repository: Repository,
    ref: string,
    { manifest, digest: name, at }: { manifest: Manifest; digest: string; at: Date },
): string {
    const { stack, sequence, previous, source, base } = manifest;
    const entry: Entry = {
        schema: "slipway.ledger/v1",
        stack,
        sequence,
        manifest: name,
        previous,
        base: base.commit,
        commit: source.commit,
        at: at.toISOString(),
    };
    const message = `Let ${stack} ${sequence} through\n\n${name}`;
    return repository.commitOnto(repository.commit(ref), pathOf(stack, sequence), `${canonical(entry)}\n`, message, at);
}

/** Makes the commit that says what became of the stack's last change. */
export function record(repository: Repository, ref: string, signed: SignedReceipt): string {
    const { stack, sequence, result, at }: Receipt = signed.receipt;
    const number = (readLedger(repository, ref, stack).at(-1)?.receipts.length ?? 0) + 1;
    const text = canonical(signed as unknown as Json);
    const message = `${stack} ${sequence} is ${result}\n\n${digest(text)}`;
    return repository.commitOnto(
        repository.commit(ref),
        pathOf(stack, sequence, number),
        `${text}\n`,
        message,
        new Date(at),
    );
}
