import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../stack";
import { folder } from "./folder";

/** A project with a loader and packages of its own, so that what is kept is its own as well. */
function project(files: Record<string, string>) {
    const directory = folder();
    const packages = join(directory, "node_modules");
    mkdirSync(packages);
    for (const name of ["tsx", "esbuild", "@esbuild"]) {
        if (name === "tsx") cpSync(join(ROOT, "node_modules", name), join(packages, name), { recursive: true });
        else symlinkSync(join(ROOT, "node_modules", name), join(packages, name));
    }
    const write = (name: string, text: string) => writeFileSync(join(directory, name), text);
    cpSync(join(ROOT, "preview/typescript.js"), join(directory, "typescript.js"));
    for (const [name, text] of Object.entries(files)) write(name, text);
    const kept = () => readdirSync(join(packages, ".cache/slipway")).sort();
    const keep = (name: string, change: (text: string) => string) => {
        const place = join(packages, ".cache/slipway", name);
        writeFileSync(place, change(readFileSync(place, "utf8")));
    };
    const say = (code = 'require("./main")') =>
        execFileSync(process.execPath, ["-e", `require("./typescript"); ${code}`], {
            cwd: directory,
            encoding: "utf8",
            stdio: ["ignore", "pipe", "pipe"],
        }).trim();
    return { write, kept, keep, say };
}

describe("TypeScript that is loaded as it is", () => {
    const main = 'import { word } from "./word";\nconst said: string = word;\nconsole.log(said);\n';

    test("is compiled once, and again when it changes or what compiles it does", () => {
        const { write, kept, keep, say } = project({ "main.ts": main, "word.ts": 'export const word = "one";\n' });
        expect(say()).toBe("one");
        expect(kept()).toEqual(["main.ts.js", "word.ts.js"]);
        const seen = 'console.log(Object.keys(require.cache).some((file) => file.includes("tsx/dist")))';
        expect(say(`require("./main"); ${seen}`)).toBe("one\nfalse");

        // What is kept is what runs, as long as it was made of what is there.
        keep("word.ts.js", (text) => text.replace('"one"', '"kept"'));
        expect(say()).toBe("kept");
        write("word.ts", 'export const word = "two";\n');
        expect(say()).toBe("two");
        keep("word.ts.js", (text) => text.replace('"two"', '"kept"'));
        write("tsconfig.json", '{ "compilerOptions": { "target": "es2022" } }');
        expect(say()).toBe("two");
        keep("word.ts.js", (text) => text.replace('"two"', '"kept"'));
        write("tsconfig.json", '{ "extends": "./other.json" }');
        write("other.json", "{}");
        expect(say()).toBe("two");
        write("tsconfig.json", "{}");
        expect(say()).toBe("two");
        // A process that was ended while it wrote.
        keep("word.ts.js", (text) => text.slice(0, 40));
        expect(say()).toBe("two");
        expect(kept()).toEqual(["main.ts.js", "word.ts.js"]);
    });

    test("comes before JavaScript of the same name, and beside it", () => {
        const { say } = project({
            "main.ts":
                'import { word } from "./word";\nimport { other } from "./other.js";\nconsole.log(word, other);\n',
            "word.ts": 'export const word = "typed";\n',
            "word.js": 'exports.word = "left over";\n',
            "other.ts": 'export const other = "named as what it becomes";\n',
        });
        expect(say()).toBe("typed named as what it becomes");
    });

    test("says where it failed, as it was written, also when it was compiled before", () => {
        const failing = 'interface Nothing {\n    here: true;\n}\n\nthrow new Error("stop" as string);\n';
        const { say } = project({ "main.ts": failing });
        for (let time = 0; time < 2; time++) expect(() => say()).toThrow(/main\.ts:5:\d+/);
    });

    test("is refused with its place where it is no TypeScript, each time", () => {
        const { say } = project({ "main.ts": "const = 1;\n" });
        for (let time = 0; time < 2; time++) expect(() => say()).toThrow(/main\.ts:1:6/);
    });
});

test("a package that is loaded later is whole to whoever looks at it", () => {
    const code = `
        require("./cli/packages");
        const { compute } = require("@pulumi/gcp");
        const kubernetes = { ...require("@pulumi/kubernetes") };
        const { Server } = require("@grpc/grpc-js");
        const sdk = require("node:module").createRequire(require.resolve("@pulumi/pulumi"));
        const names = [];
        for (const name in compute) names.push(name);
        console.log(JSON.stringify({
            listed: names.includes("Network") && Object.keys(compute).includes("Network"),
            asked: "Network" in compute && !("Nothing" in compute),
            copied: typeof { ...compute }.Network,
            deep: typeof kubernetes.apps.v1.Deployment,
            made: new Server() instanceof Server,
            default: typeof sdk("normalize-package-data").default,
            same: compute.Network === require("@pulumi/gcp/compute").Network,
        }));
    `;
    const said = execFileSync(process.execPath, ["-e", code], { cwd: ROOT, encoding: "utf8" });
    const whole = {
        ...{ listed: true, asked: true, copied: "function", deep: "function", made: true },
        ...{ default: "function", same: true },
    };
    expect(JSON.parse(said)).toEqual(whole);
});
