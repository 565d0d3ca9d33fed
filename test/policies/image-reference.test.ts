import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, parseImage } from "../../policies/image-reference";
import { judge } from "../../policies/judge";
import { HEX, POD, sample } from "./sample";

const DIGEST = `sha256:${HEX}`;

describe("a reference", () => {
    test.each([
        ["nginx", { path: "nginx" }],
        ["nginx:1.27", { path: "nginx", tag: "1.27" }],
        [`nginx:1.27@${DIGEST}`, { path: "nginx", tag: "1.27", digest: DIGEST }],
        [`nginx@${DIGEST}`, { path: "nginx", digest: DIGEST }],
        ["example.com", { path: "example.com" }],
        ["example.com:5000", { path: "example.com", tag: "5000" }],
        ["example.com:5000/a/b", { domain: "example.com:5000", path: "a/b" }],
        ["EXAMPLE/a", { domain: "EXAMPLE", path: "a" }],
        ["[::1]:5000/a:t", { domain: "[::1]:5000", path: "a", tag: "t" }],
        ["a_b/c", { path: "a_b/c" }],
        ["a__b---c.d/e", { path: "a__b---c.d/e" }],
        [`a:${"t".repeat(128)}`, { path: "a", tag: "t".repeat(128) }],
        [`h.example/${"p".repeat(255)}`, { domain: "h.example", path: "p".repeat(255) }],
    ])("is read: %s", (text, parts) => {
        expect(parse(text)).toEqual(parts);
    });

    test.each([
        ["", "is empty"],
        [":tag", "has no name"],
        ["a/", "has no name"],
        ["a//b", "is not of the form registry/name:tag@digest"],
        ["a b", "is not of the form registry/name:tag@digest"],
        ["nginx\n", "is not of the form registry/name:tag@digest"],
        ["-a/b", "is not of the form registry/name:tag@digest"],
        ["a._b", "is not of the form registry/name:tag@digest"],
        ["a___b", "is not of the form registry/name:tag@digest"],
        ["https://example.com/a", "is not of the form registry/name:tag@digest"],
        ["acme/API", "has capital letters in its name"],
        ["a:", "has a tag that no registry takes"],
        ["a:-t", "has a tag that no registry takes"],
        [`a:${"t".repeat(129)}`, "has a tag that no registry takes"],
        [`h.example/${"p".repeat(256)}`, "has a name of more than 255 characters"],
        ["a@b@c", "holds more than one @"],
        ["a@sha256", "has a digest that is none"],
        [`a@sha256:${HEX.slice(1)}`, "has a sha256 digest that is not 64 hexadecimal digits"],
        [`a@sha256:${HEX.toUpperCase()}`, "has a sha256 digest that is not 64 hexadecimal digits"],
        [`a@sha512:${HEX}${HEX}`, "has a digest of another kind than sha256"],
    ])("is refused: %j", (text, fault) => {
        expect(parse(text)).toEqual({ fault });
    });

    test("stands for Docker Hub where it names no registry", () => {
        expect(parseImage("nginx")).toEqual({ domain: "docker.io", path: "library/nginx" });
        expect(parseImage("index.docker.io/nginx")).toEqual({ domain: "docker.io", path: "library/nginx" });
        expect(parseImage("acme/api:1")).toEqual({ domain: "docker.io", path: "acme/api", tag: "1" });
        expect(parseImage("localhost/api")).toEqual({ domain: "localhost", path: "api" });
        expect(parseImage(HEX)).toEqual({ fault: "is the id of an image, not a name" });
    });

    test("that was put together is read back", () => {
        const label = fc.stringMatching(/^[a-z0-9]{1,12}$/);
        const path = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join("/"));
        const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/);
        const port = fc.integer({ min: 1, max: 65535 });
        fc.assert(
            fc.property(label, port, path, tag, (host, port, path, tag) => {
                const domain = `${host}.example:${port}`;
                expect(parse(`${domain}/${path}:${tag}@${DIGEST}`)).toEqual({ domain, path, tag, digest: DIGEST });
            }),
        );
    });

    test("may be any text at all", () => {
        fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => void parseImage(text)));
        expect(parseImage("a-".repeat(200_000))).toHaveProperty("fault");
        expect(parseImage(`${"a.".repeat(200_000)}!/b`)).toHaveProperty("fault");
    });
});

/** The tables of the registries' own library, where they lie beside the repository. */
const TABLES = join(__dirname, "../../../shared/cases/image-refs.jsonl");
const rows = existsSync(TABLES)
    ? readFileSync(TABLES, "utf8")
          .trim()
          .split("\n")
          .map((row) => JSON.parse(row))
    : [];
if (rows.length === 0) console.warn("image-refs.jsonl is not here: the library's own tables are not compared");

test.skipIf(rows.length === 0)("agrees with the registries' own library on each of its cases", () => {
    const wrong = rows.filter((row) => {
        const parsed = row.rule === "parse" ? parse(row.input) : parseImage(row.input);
        if ("fault" in parsed) return row.verdict !== "fail";
        const repository = parsed.domain === undefined ? parsed.path : `${parsed.domain}/${parsed.path}`;
        const same = (key: string, value: string | undefined) => !(key in row) || row[key] === value;
        return (
            row.verdict !== "pass" ||
            !same("repository", repository) ||
            !same("domain", parsed.domain) ||
            !same("tag", parsed.tag) ||
            !same("digest", parsed.digest)
        );
    });
    expect(wrong).toEqual([]);
});

test.skipIf(rows.length === 0)("reports as IMG-06 what the library refuses, and nothing else", () => {
    const wrong = rows.filter(({ input, verdict }) => {
        const pod = sample(POD, { spec: { containers: [{ image: input }] } });
        return judge([pod]).some(({ rule }) => rule === "IMG-06") !== (verdict === "fail");
    });
    expect(wrong).toEqual([]);
});
