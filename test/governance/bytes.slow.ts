import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeCase, refusals } from "./case";
import { scratch } from "./project";

const bundle = join(scratch(), "bundle");
makeCase(bundle);
const FILES = readdirSync(bundle, { recursive: true, encoding: "utf8" }).filter((file) => file.includes("."));

test.each(FILES)("a bundle is refused with any one byte of %s changed, missing or more", (file) => {
    const path = join(bundle, file);
    const bytes = readFileSync(path);
    for (let at = 0; at < bytes.length; at++) {
        const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at + 1)];
        const other = Buffer.from([(bytes[at] ?? 0) ^ (1 << (at % 8))]);
        for (const form of [
            [head, other, tail],
            [head, tail],
            [head, other, bytes.subarray(at)],
        ]) {
            writeFileSync(path, Buffer.concat(form));
            expect(refusals(bundle), `byte ${at}`).not.toEqual([]);
        }
    }
    writeFileSync(path, bytes);
    expect(refusals(bundle)).toEqual([]);
});
