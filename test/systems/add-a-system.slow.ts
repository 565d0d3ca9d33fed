import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copy, scratch, slipway } from "../command";
import { ROOT } from "../stack";

const document = readFileSync(join(ROOT, "docs/add-a-system.md"), "utf8");

/** Whole files: a block of code after a sentence that ends in the file's name. */
const files = [...document.matchAll(/`([\w./-]+\.ts)`:\n\n```ts\n([\s\S]*?)```/g)].map(([, file = "", text = ""]) => [
    file,
    text,
]);

/** Lines added to files that are there. */
const changes = [...document.matchAll(/```diff\n([\s\S]*?)```/g)].flatMap(([, lines = ""]) =>
    lines
        .split(/^\+\+\+ /m)
        .flatMap((part) => (part === "" ? [] : [[part.split("\n", 1)[0], part.replace(/^.*\n/, "")]])),
);

/** Puts each added line after the line of the file that stands before it, or at the beginning. */
function changed(text: string, diff: string): string {
    const lines = text.split("\n");
    let place = 0;
    for (const line of diff.split("\n").filter((one) => one !== "")) {
        if (line.startsWith("+")) lines.splice(place++, 0, line.slice(1));
        else {
            const found = lines.indexOf(line.slice(1));
            expect(found, `${line} is in the file, once`).toBe(lines.lastIndexOf(line.slice(1)));
            expect(found, `${line} is in the file`).toBeGreaterThanOrEqual(0);
            place = found + 1;
        }
    }
    return lines.join("\n");
}

test("what the document says makes a sixth system, which compiles and breaks no rule", async () => {
    expect(document.trimEnd().split("\n").length).toBeLessThan(60);
    expect([files.length, changes.length]).toEqual([2, 3]);
    const project = copy(
        scratch(),
        Object.fromEntries(changes.map(([file = "", diff = ""]) => [file, (text: string) => changed(text, diff)])),
    );
    for (const [file = "", text = ""] of files) writeFileSync(join(project, file), text);
    execFileSync(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "--noEmit"], { cwd: project });

    const { code, stdout } = await slipway(["preview", "testnet", "--json"], { cwd: project });
    expect(JSON.parse(stdout)).toMatchObject({ blocked: false, violations: 0, undetermined: 0 });
    expect(code).toBe(0);

    const known = await slipway(["reach", "testnet", "reporter/reporter"], { cwd: project });
    expect(known.stdout).toContain("reporter/reporter");
}, 300_000);
