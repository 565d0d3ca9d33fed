import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { copy, scratch, slipway } from "../command";
import { ROOT } from "../stack";

const folder = scratch();

/** A project whose stack declares nothing at all. */
function empty(config: string): string {
    const project = join(folder, "empty");
    mkdirSync(project, { recursive: true });
    writeFileSync(join(project, "Pulumi.yaml"), "name: quiet\nruntime: nodejs\nmain: index.js\n");
    writeFileSync(join(project, "Pulumi.lab.yaml"), `config:\n${config}`);
    writeFileSync(join(project, "index.js"), "");
    return project;
}

describe("slipway ready", () => {
    test("exits 0 when nothing stands", async () => {
        const { code, stdout } = await slipway(["ready", "lab"], { cwd: empty("    quiet:domain: mychain.io\n") });
        expect(stdout).toBe("lab: nothing stands between this stack file and a launch\n");
        expect(code).toBe(0);
    });

    test("exits 1 when anything does, and leaves encrypted values alone", async () => {
        const cwd = empty("    quiet:domain: example.com\n    quiet:key:\n        secure: AAABexample\n");
        const { code, stdout } = await slipway(["ready", "lab", "--json"], { cwd });
        const { standing, groups } = JSON.parse(stdout);
        expect(standing).toBe(1);
        expect(groups).toMatchObject([{ id: "examples", items: [{ what: "domain" }] }]);
        expect(code).toBe(1);
    });

    test("says what approvers lack for a stack that they are asked about", async () => {
        const cwd = empty("    quiet:domain: mychain.io\n");
        mkdirSync(join(cwd, "governance"));
        const approvers = readFileSync(join(ROOT, "governance/approvers.yaml"), "utf8");
        writeFileSync(join(cwd, "governance/approvers.yaml"), approvers.replace("mainnet:", "lab:"));
        const { code, stdout } = await slipway(["ready", "lab"], { cwd });
        expect(stdout).toMatch(/^Who approves changes \(4\): write it into governance\/approvers\.yaml/m);
        expect(stdout).toMatch(/^ {2}receipts +holds no key/m);
        expect(code).toBe(1);
    });

    test("exits 2 for a stack that is not there, and for a file that is not in order", async () => {
        expect((await slipway(["ready", "nowhere"])).code).toBe(2);
        const cwd = copy(join(folder, "broken"), {
            "Pulumi.testnet.yaml": (text) => text.replace("recoveryDays: 7", "recoveryDays: 0"),
        });
        const { code, stdout, stderr } = await slipway(["ready", "testnet"], { cwd });
        expect(stderr).toContain("ground.database.recoveryDays is 0");
        expect(stdout).toBe("");
        expect(code).toBe(2);
    });
});
