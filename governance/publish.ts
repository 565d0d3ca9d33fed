import type { Repository } from "./git";
import { record } from "./ledger";
import { type Receipt, signReceipt } from "./receipt";
import { Refusal } from "./refusal";
import type { SignatureScheme } from "./scheme";

/** How often a receipt gives way to other entries of the ledger, which is that of every stack. */
const TRIES = 10;

/** Signs a receipt and puts it on the ledger. */
export function publish(
    repository: Repository,
    ledger: string,
    receipt: Receipt,
    keyFile: string,
    scheme: SignatureScheme,
): void {
    const signed = signReceipt(receipt, keyFile, scheme);
    for (let tried = 0; tried < TRIES; tried++) {
        if (repository.advance(ledger, record(repository, ledger, signed))) return;
        repository.refresh(ledger);
    }
    throw new Refusal(`the receipt finds no place on ${ledger}; run \`slipway recover ${receipt.stack}\` to record it`);
}
