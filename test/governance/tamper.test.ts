import { cpSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide } from "../../governance/decide";
import { manifestText, readManifest } from "../../governance/manifest";
import { Refusal } from "../../governance/refusal";
import { AT, heldAgainst, KEYS, makeCase, manifestOf, ORIGIN, previewed, refusals, type Signer } from "./case";
import { scratch } from "./project";

const folder = scratch();
const good = join(folder, "good");
makeCase(good);
let made = 0;

/** A copy of a bundle that may be applied, with something done to it. */
function changed(change: (bundle: string) => void): string {
    const copy = join(folder, String(made++));
    cpSync(good, copy, { recursive: true });
    change(copy);
    return copy;
}

const FILES = readdirSync(good, { recursive: true, encoding: "utf8" }).filter((file) => file.includes("."));

test("a bundle that nobody touched may be applied", () => {
    expect(FILES).toHaveLength(6);
    expect(refusals(good)).toEqual([]);
});

describe("a bundle is refused", () => {
    // Each byte of each file in turn is in bytes.slow.ts.
    test("with any one byte of any file changed", () => {
        const places = FILES.flatMap((file) => {
            const bytes = readFileSync(join(good, file));
            return [...bytes.keys()].map((at) => ({ file, bytes, at }));
        });
        fc.assert(
            fc.property(fc.constantFrom(...places), fc.integer({ min: 1, max: 255 }), ({ file, bytes, at }, change) => {
                const other = Buffer.from(bytes);
                other[at] = (other[at] ?? 0) ^ change;
                writeFileSync(join(good, file), other);
                const found = refusals(good);
                writeFileSync(join(good, file), bytes);
                expect(found).not.toEqual([]);
            }),
            { numRuns: 300 },
        );
        expect(refusals(good)).toEqual([]);
    });

    const tampering: [string, (bundle: string) => void, RegExp][] = [
        [
            "with two files swapped",
            (at) => {
                renameSync(join(at, "plan.json"), join(at, "x"));
                renameSync(join(at, "report.md"), join(at, "plan.json"));
                renameSync(join(at, "x"), join(at, "report.md"));
            },
            /^plan\.json is not the file that the manifest binds/,
        ],
        ["with a file missing", (at) => rmSync(join(at, "report.md")), /^report\.md is missing/],
        ["without its manifest", (at) => rmSync(join(at, "manifest.json")), /has no manifest\.json/],
        [
            "with a file more",
            (at) => writeFileSync(join(at, "notes.md"), "apply it all"),
            /^notes\.md is in the bundle and not in its manifest/,
        ],
        [
            "with a link for a file",
            (at) => {
                rmSync(join(at, "plan.json"));
                symlinkSync(join(good, "plan.json"), join(at, "plan.json"));
            },
            /^plan\.json is not a regular file/,
        ],
        [
            "with something else among its approvals",
            (at) => writeFileSync(join(at, "approvals/readme"), ""),
            /^approvals\/readme is no approval/,
        ],
        [
            "with an approval that is called a veto",
            (at) => renameSync(join(at, "approvals/bob.approval.sig"), join(at, "approvals/bob.veto.sig")),
            /^approvals\/bob\.veto\.sig is made for the namespace slipway-governance-v1;/,
        ],
        [
            "with an approval of another bundle",
            (at) => writeFileSync(join(at, "approvals/bob.approval.sig"), KEYS.bob.sign(Buffer.from("another"))),
            /^approvals\/bob\.approval\.sig does not match what was signed/,
        ],
        [
            "with its manifest in another spelling",
            (at) => {
                const manifest = JSON.parse(readFileSync(join(at, "manifest.json"), "utf8"));
                const text = JSON.stringify(manifest, null, 1);
                writeFileSync(join(at, "manifest.json"), text);
                for (const signer of ["alice", "bob"] as const)
                    writeFileSync(join(at, `approvals/${signer}.approval.sig`), KEYS[signer].sign(Buffer.from(text)));
            },
            /^manifest\.json is not in the canonical form of RFC 8785/,
        ],
    ];
    test.each(tampering)("%s", (_, change, why) => {
        expect(refusals(changed(change)).join("\n")).toMatch(why);
    });

    test("with a manifest that says more than its schema, though it is signed", () => {
        const text = manifestText(manifestOf(previewed(), "medium"));
        for (const wrong of [
            text.replace('{"base"', '{"also":1,"base"'),
            text.replace('{"base"', '{"__proto__":1,"base"'),
            text.replace('"files":{', '"files":{"__proto__":"x",'),
            text.replace('"files":{', `"files":{"../plan.json":"${ORIGIN.lockfile}",`),
            text.replace('"sequence":1', '"sequence":1.0'),
            text.replace('"sequence":1', '"sequence":1,"sequence":1'),
            text.replace('"sequence":1', '"sequence":0'),
            text.replace('"sequence":1', '"sequence":"1"'),
            text.replace("2027-01-04T00:00:00Z", "2027-01-04T00:00:00+00:00"),
            `${text}\n`,
            `\uFEFF${text}`,
        ]) {
            expect(wrong).not.toBe(text);
            expect(() => readManifest(Buffer.from(wrong)), wrong).toThrow(Refusal);
        }
        expect(readManifest(Buffer.from(text)).manifest.sequence).toBe(1);
    });
});

describe("whatever is made up", () => {
    /** Signatures by people whose approval does not suffice, in any number and mix. */
    const TOO_FEW: readonly Signer[][] = [
        [],
        ["alice"],
        ["bob"],
        ["alice", "alice2"],
        ["author", "alice"],
        ["mallory", "bob"],
    ];
    const signature = fc.oneof(
        fc.constantFrom(...Object.values(KEYS)).map((key) => key.sign(Buffer.from("something else"))),
        fc.string(),
        fc
            .uint8Array({ maxLength: 300 })
            .map((bytes) => Buffer.concat([Buffer.from("SSHSIG\0\0\0\u0001"), bytes]))
            .map(
                (bytes) => `-----BEGIN SSH SIGNATURE-----\n${bytes.toString("base64")}\n-----END SSH SIGNATURE-----\n`,
            ),
    );

    test("signatures that are too few or made up are never enough", () => {
        const { bundle } = heldAgainst(good);
        fc.assert(
            fc.property(fc.constantFrom(...TOO_FEW), fc.array(signature, { maxLength: 3 }), (signers, more) => {
                const texts = [...signers.map((signer) => KEYS[signer].sign(bundle.signed)), ...more];
                const signatures = texts.map((text, index) => ({
                    name: `${index}`,
                    purpose: "approval" as const,
                    text,
                }));
                expect(decide({ ...heldAgainst(good), bundle: { ...bundle, signatures } }).refusals).not.toEqual([]);
            }),
            { numRuns: 100 },
        );
    });

    test("a manifest that says anything else is never let through, whoever signs it", () => {
        const honest = manifestOf(previewed(), "medium");
        const path = fc.constantFrom(...paths(honest));
        // What the verifier does not know better: which Node it was, and times that are in order.
        const told = /^toolchain|^policyPack|^validity/;
        fc.assert(
            fc.property(path, fc.jsonValue(), (at, value) => {
                fc.pre(!told.test(at.join(".")) && JSON.stringify(value) !== JSON.stringify(valueAt(honest, at)));
                const manifest = structuredClone(honest);
                set(manifest, at, value);
                const bytes = Buffer.from(safely(() => manifestText(manifest)) ?? JSON.stringify(manifest));
                let read: ReturnType<typeof readManifest>;
                try {
                    read = readManifest(bytes);
                } catch (error) {
                    expect(error).toBeInstanceOf(Refusal);
                    return;
                }
                const signatures = (["alice", "bob", "carol"] as const).map((signer) => ({
                    name: signer,
                    purpose: "approval" as const,
                    text: KEYS[signer].sign(bytes),
                }));
                const bundle = { ...read, signed: bytes, files: previewed(), signatures };
                const bound = JSON.stringify(read.manifest.files) === JSON.stringify(honest.files);
                // Reading a bundle holds its files against the manifest; deciding holds everything else.
                if (bound) expect(decide({ ...heldAgainst(good), bundle, at: AT }).refusals).not.toEqual([]);
            }),
            { numRuns: 500 },
        );
    });
});

type Path = readonly (string | number)[];

/** Paths of every value of a manifest, groups among them. */
function paths(value: unknown, at: Path = []): Path[] {
    if (typeof value !== "object" || value === null) return [at];
    const below = Object.entries(value).flatMap(([key, inner]) => paths(inner, [...at, key]));
    return at.length === 0 ? below : [at, ...below];
}

const valueAt = (value: unknown, path: Path): unknown =>
    path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);

function set(value: unknown, path: Path, to: unknown): void {
    const parent = valueAt(value, path.slice(0, -1)) as Record<string, unknown>;
    parent[String(path.at(-1))] = to;
}

function safely<T>(work: () => T): T | undefined {
    try {
        return work();
    } catch {
        return undefined;
    }
}
