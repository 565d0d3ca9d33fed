/** What a signature says. A signature of one purpose never passes for the other. */
export type Purpose = Vote | "receipt";

/** What a person says of a change. */
export type Vote = "approval" | "veto";

/** A way to sign. People and thresholds know nothing of it, so another one can stand beside it. */
export interface SignatureScheme {
    /** Signs with the key in a file, or with the one that the file names. */
    sign(message: Uint8Array, keyFile: string, purpose: Purpose): string;
    /** The one text of a public key: equal for equal keys only. Throws a sentence for a key that must not be used. */
    key(text: string): string;
    /** The key, as `key` gives it, that signed these bytes. Throws a sentence for everything else. */
    signer(message: Uint8Array, signature: string, purpose: Purpose): string;
}
