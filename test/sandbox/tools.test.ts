import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderOf, linking } from "../../sandbox/tools/find";
import { type Built, type Program, serves, TOOLS, versionIn } from "../../sandbox/tools/tools";

const built = Object.entries(TOOLS as Record<string, Program>).filter(([, { source }]) => "folder" in source);
const goMod = (source: Built) => readFileSync(join(folderOf(source), "go.mod"), "utf8");

describe("programs of the sandbox", () => {
    test.each([
        ["kube-apiserver", "1.35.0", true],
        ["kube-apiserver", "1.35.9", true],
        ["kube-apiserver", "1.36.0", false],
        ["kube-apiserver", "1.34.9", false],
        ["etcd", "3.6.14", true],
        ["etcd", "3.4.30", false],
        ["pulumi", "3.260.1", true],
        ["pulumi", "3.99.0", false],
        ["pulumi", "4.0.0", false],
    ] as const)("%s %s serves: %s", (name, version, expected) => {
        expect(serves(TOOLS[name], version)).toBe(expected);
    });

    test.each([
        ["Kubernetes v1.35.0", "1.35.0"],
        ["etcd Version: 3.6.14\nGit SHA: a\nGo Version: go1.26.8", "3.6.14"],
        ["prometheus, version 2.42.0+ds (branch: debian/sid)", "2.42.0"],
        ["usage: nothing", undefined],
    ])("reads the version in %j", (text, expected) => {
        expect(versionIn(text)).toBe(expected);
    });

    test.each(built)(
        "%s is pinned: a tool of its module, which has every version that is set into it",
        (_, program) => {
            const source = program.source as Built;
            const text = goMod(source);
            expect(text).toMatch(new RegExp(`^(tool |\\t)${source.package}$`, "m"));
            for (const [, version] of linking(source).matchAll(/=(v\d+\.\d+\.\d+)/g))
                expect(text).toMatch(new RegExp(` ${version}( |$)`, "m"));
            expect(text).toContain(` v${program.from.split(".", program.alike).join(".")}.`);
        },
    );
});
