import { APPROVERS, readApprovers } from "./approvers";
import { readBundle } from "./bundle";
import type { Case } from "./decide";
import { Repository } from "./git";
import { readLedger } from "./ledger";
import { baseOf, originOf } from "./origin";
import { assertSigned } from "./receipt";
import { Refusal } from "./refusal";
import type { Assess } from "./risk";
import type { SignatureScheme } from "./scheme";

export interface VerifyOptions {
    /** A clone that has the bundle's commit, the revision that is applied, and the ledger. */
    directory: string;
    /** The bundle's folder. */
    folder: string;
    /** The stack that is about to be changed; without it the bundle's own. */
    stack?: string;
    /** The revision that is applied now, while the ledger says nothing of the stack. */
    against?: string;
    /** Branch of the ledger. */
    ledger: string;
    at: Date;
    assess: Assess;
    scheme: SignatureScheme;
}

/** Reads a bundle and everything that it is held against. Offline: fetching is the caller's. */
export function openCase({ directory, folder, stack, against, ledger: ref, at, assess, scheme }: VerifyOptions): Case {
    const bundle = readBundle(folder);
    const { manifest } = bundle;
    if (stack !== undefined && manifest.stack !== stack)
        throw new Refusal(`the bundle is for ${manifest.stack} and not for ${stack}; name the right one`);
    const repository = new Repository(directory);
    const all = readLedger(repository, ref, manifest.stack);
    // A bundle that was let through is told so, and can be made again, whatever is applied by now.
    const spent = all.findIndex((entry) => entry.manifest === bundle.digest);
    const ledger = spent < 0 ? all : all.slice(0, spent);
    const base = spent < 0 ? baseOf(repository, ledger, against) : repository.commit(manifest.base.commit);
    const commit = repository.commit(manifest.source.commit);
    const origin = originOf(repository, { stack: manifest.stack, base, commit, ledger });
    const approvers = readApprovers(repository.read(base, APPROVERS) ?? "", scheme);
    // The state that it is made for is no better than the word of who says so.
    const receipt = ledger.at(-1)?.receipts.at(-1);
    if (receipt) assertSigned(receipt, approvers, scheme);
    return { bundle, origin, approvers, ledger: all, at, assess, scheme };
}
