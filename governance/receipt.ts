import { z } from "zod";
import { canonical } from "../preview/canonical";
import type { Approvers } from "./approvers";
import { Refusal } from "./refusal";
import type { SignatureScheme } from "./scheme";

/** What became of a change that was let through, and in which state it left the stack. */
export const Receipt = z.strictObject({
    schema: z.literal("slipway.receipt/v1"),
    stack: z.string(),
    sequence: z.int(),
    /** Digest of the manifest. */
    manifest: z.string(),
    /** `recovered`: `slipway recover` has brought the state back to what exists. */
    result: z.enum(["applied", "failed", "recovered"]),
    /** Digest of the state as it is now; the next bundle is made for it, and for no other. */
    state: z.string(),
    resources: z.int().min(0),
    /** Version of the Pulumi CLI that wrote it. */
    pulumi: z.string(),
    at: z.iso.datetime(),
});
export type Receipt = z.infer<typeof Receipt>;

export const SignedReceipt = z.strictObject({ receipt: Receipt, signature: z.string() });
export type SignedReceipt = z.infer<typeof SignedReceipt>;

const bytes = (receipt: Receipt) => Buffer.from(canonical(receipt));

/** Signs a receipt with the key in a file. */
export const signReceipt = (receipt: Receipt, keyFile: string, scheme: SignatureScheme): SignedReceipt => ({
    receipt,
    signature: scheme.sign(bytes(receipt), keyFile, "receipt"),
});

/** Refuses a receipt unless one of the keys for receipts, or a person, has signed it. */
export function assertSigned(
    { receipt, signature }: SignedReceipt,
    { people, receipts }: Pick<Approvers, "people" | "receipts">,
    scheme: SignatureScheme,
): void {
    const what = `the receipt of change ${receipt.sequence} of ${receipt.stack}`;
    let key: string;
    try {
        key = scheme.signer(bytes(receipt), signature, "receipt");
    } catch (error) {
        throw new Refusal(`${what} ${error instanceof Error ? error.message : "is not signed"}`);
    }
    if (!receipts.includes(key) && !people.some(({ keys }) => keys.includes(key)))
        throw new Refusal(`${what} is signed by a key that the applied revision does not name; name it under receipts`);
}
