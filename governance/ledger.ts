import { z } from "zod";
import { canonical } from "../preview/canonical";
import type { Repository } from "./git";
import type { Manifest } from "./manifest";
import { Refusal } from "./refusal";

/**
 * What was let through to be applied, one file for each, on a branch of its own that is only ever added to. A push that
 * is not a fast-forward is refused, so of two that claim the same place one fails.
 */
const Entry = z.strictObject({
    schema: z.literal("slipway.ledger/v1"),
    stack: z.string(),
    sequence: z.int(),
    /** Digest of the manifest. */
    manifest: z.string(),
    previous: z.string().nullable(),
    commit: z.string(),
    at: z.iso.datetime(),
});
export type Entry = z.infer<typeof Entry>;

const pathOf = (stack: string, sequence: number) => `${stack}/${String(sequence).padStart(6, "0")}.json`;

/** Reads the entries of a stack, in order and without a gap. */
export function readLedger(repository: Repository, ref: string, stack: string): Entry[] {
    if (repository.find(ref) === undefined)
        throw new Refusal(`there is no ledger ${ref} here; fetch it, or start it as docs/governance.md says`);
    const entries = repository.files(ref, stack).map(({ path, content }, index, all) => {
        const { data: entry } = Entry.safeParse(parsed(content));
        const before = Entry.safeParse(parsed(all[index - 1]?.content)).data?.manifest ?? null;
        const expected = { stack, sequence: index + 1, previous: before };
        if (
            !entry ||
            path !== pathOf(stack, index + 1) ||
            Object.entries(expected).some(([key, value]) => entry[key as keyof Entry] !== value)
        )
            throw new Refusal(
                `the ledger ${ref} is broken at ${path}; find out who changed it before anything is applied`,
            );
        return entry;
    });
    return entries;
}

function parsed(content: Buffer | undefined): unknown {
    try {
        return JSON.parse(content?.toString() ?? "");
    } catch {
        return undefined;
    }
}

/** Makes the commit that records a change as spent. It counts once it is pushed, which one push alone can do. */
export function claim(
    repository: Repository,
    ref: string,
    { manifest, digest, at }: { manifest: Manifest; digest: string; at: Date },
): string {
    const { stack, sequence, previous, source } = manifest;
    const entry: Entry = {
        schema: "slipway.ledger/v1",
        stack,
        sequence,
        manifest: digest,
        previous,
        commit: source.commit,
        at: at.toISOString(),
    };
    const message = `Let ${stack} ${sequence} through\n\n${digest}`;
    return repository.commitOnto(repository.commit(ref), pathOf(stack, sequence), `${canonical(entry)}\n`, message, at);
}
