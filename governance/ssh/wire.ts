/** Reads SSH's binary format (RFC 4251, section 5) and takes nothing that has a second spelling. */
export class Wire {
    private readonly bytes: Buffer;
    private at = 0;

    constructor(bytes: Buffer) {
        this.bytes = bytes;
    }

    take(length: number): Buffer {
        if (length > this.bytes.length - this.at) throw new Error("ends too early");
        this.at += length;
        return this.bytes.subarray(this.at - length, this.at);
    }

    byte(): number {
        return this.take(1).readUInt8();
    }

    uint32(): number {
        return this.take(4).readUInt32BE();
    }

    string(): Buffer {
        return this.take(this.uint32());
    }

    text(): string {
        const bytes = this.string();
        const text = bytes.toString("latin1");
        if (!/^[\x21-\x7e]*$/.test(text)) throw new Error("has a name that is not plain ASCII");
        return text;
    }

    /** A positive number, as big-endian bytes without leading zeros. */
    positive(): Buffer {
        const bytes = this.string();
        const [first = 0, second = 0] = bytes;
        if (first >= 0x80 || (first === 0 && second < 0x80)) throw new Error("has a number in a wrong form");
        return first === 0 ? bytes.subarray(1) : bytes;
    }

    end(): void {
        if (this.at !== this.bytes.length) throw new Error("has something after its end");
    }
}

/** A string as SSH writes it: its length, then its bytes. */
export function string(value: Uint8Array | string): Buffer {
    const bytes = Buffer.from(value as Uint8Array);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
}

/** Decodes base64 that encodes back to the same text. */
export function base64(text: string): Buffer {
    const bytes = Buffer.from(text, "base64");
    if (bytes.length === 0 || bytes.toString("base64") !== text) throw new Error("is not base64");
    return bytes;
}
