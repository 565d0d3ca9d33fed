import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const POLICIES = join(__dirname, "../../policies");

/** Written by us over our own examples, or over what only the pack itself writes. */
const OURS = new Set(["admission.ts", "document.ts", "examples.ts"]);

/** Every pattern that is written in a file of the policies, by its place. */
function patternsOf(file: string): [place: string, pattern: RegExp][] {
    const source = ts.createSourceFile(file, readFileSync(join(POLICIES, file), "utf8"), ts.ScriptTarget.ES2022);
    const found: [string, RegExp][] = [];
    const visit = (node: ts.Node): void => {
        if (ts.isRegularExpressionLiteral(node)) {
            const text = node.getText(source);
            const end = text.lastIndexOf("/");
            const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
            found.push([`${file}:${line + 1}`, new RegExp(text.slice(1, end), text.slice(end + 1))]);
        }
        ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
}

const patterns = readdirSync(POLICIES, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !OURS.has(file))
    .flatMap(patternsOf);

/**
 * A pattern that tries every way to read a text stops at 60 characters, the cube of the length at a thousand, its square
 * at the last: ten thousand million steps, which are many seconds. As many as the length are some milliseconds.
 */
const LENGTHS = [30, 60, 1_000, 100_000];
const LIMIT = 1_000;

/** What patterns stumble over when it is repeated: classes of characters, two of them in turn, what opens and never closes. */
const PUMPS = [
    ...["a", "A", "0", "-", "/", " ", "\n", '"', "=", "[", "\\", "é"],
    ...[
        "a-",
        "-1",
        "-a1",
        "a.",
        "a/",
        "a ",
        "a_",
        "0,",
        "0:",
        "a=",
        "1s",
        "[0,",
        "${a",
        "{{",
        "<a",
        "%(",
        "a\n",
        "x/y-",
    ],
];

/** The first words of a pattern: what has to stand in a text before the rest of the pattern is tried. */
const headOf = ({ source }: RegExp): string => /[A-Za-z]{3,}/.exec(source)?.[0] ?? "a";

/** The first text over which the pattern takes too long. */
function slowText(pattern: RegExp): string | undefined {
    const word = headOf(pattern);
    for (const head of ["", "a", word])
        for (const pump of [...PUMPS, `${word} `, `${word}=[\n`])
            for (const length of LENGTHS) {
                const text = `${head}${pump.repeat(length / pump.length)}\u0000`;
                const start = process.cpuUsage();
                text.replace(pattern, "");
                if (process.cpuUsage(start).user / 1000 > LIMIT) return `${length} of ${JSON.stringify(head + pump)}`;
            }
    return undefined;
}

test("no pattern takes longer than the length of a text allows, whatever the text", () => {
    expect(patterns.length).toBeGreaterThan(100);
    const slow = patterns.flatMap(([place, pattern]) => {
        const text = slowText(pattern);
        return text === undefined ? [] : [`${place} ${text}`];
    });
    expect(slow).toEqual([]);
});
