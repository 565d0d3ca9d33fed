import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { canonical } from "../../preview/canonical";
import { declare } from "../../preview/capture";
import { changes } from "../../preview/changes/changes";
import { declareRevision } from "../../preview/changes/revision";
import { isStackExport, readStackExport } from "../../preview/changes/stack-export";
import type { Plan } from "../../preview/plan";
import { ROOT } from "../stack";
import { mainnetWithOneSystem } from "./part";

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", plaintext: '"hunter2"' };

/** The state that a plan leaves behind: unknowns are known, providers have ids, secrets are there. */
function stateOf(plan: Plan): object[] {
    const known = (value: unknown): unknown => {
        if (Array.isArray(value)) return value.map(known);
        if (typeof value !== "object" || value === null) return value;
        if ("$unknown" in value) return "now-known";
        if ("$secret" in value) return SECRET;
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, known(inner)]));
    };
    return plan.resources.map(({ provider, inputs, options, ...resource }) => ({
        ...resource,
        id: "some-id",
        inputs: { ...(known(inputs) as object), __defaults: ["filledIn"], filledIn: "by the provider" },
        ...(provider !== null && { provider: `${provider}::some-id` }),
        ...(options?.deletedWith !== undefined && { deletedWith: options.deletedWith }),
    }));
}

describe("a stack export", () => {
    const wanted = { project: "slipway", stack: "mainnet" };
    const compared = (value: object, plan: Plan) => {
        if (!isStackExport(value)) throw new Error("is no stack export");
        const { plan: before, kind, notes } = readStackExport("state.json", value, wanted);
        return { before, found: changes(before, plan, kind), notes };
    };

    test.each(["deployment", "checkpoint"])(
        "of the form %s is what was declared, and shows no secret",
        async (form) => {
            const plan = await mainnetWithOneSystem();
            const deployment = { resources: stateOf(plan) };
            const value =
                form === "deployment"
                    ? { version: 3, deployment }
                    : { version: 3, checkpoint: { stack: "s", latest: deployment } };
            const { before, found } = compared(value, plan);
            expect(found).toMatchObject({ changes: [], unchanged: plan.resources.length });
            expect(canonical(before)).not.toContain("hunter2");
        },
    );

    test("tells what the program would change", async () => {
        const plan = await mainnetWithOneSystem();
        const resources = stateOf(plan).map(
            (one) =>
                structuredClone(one) as {
                    type: string;
                    protect: boolean;
                    inputs: { location?: string };
                    retainOnDelete: boolean;
                },
        );
        const ring = resources.find(({ type }) => type === "gcp:kms/keyRing:KeyRing");
        if (ring) Object.assign(ring, { protect: false, inputs: { ...ring.inputs, location: "us" } });
        const { found } = compared({ deployment: { resources } }, plan);
        const [change] = found.changes.filter(({ op }) => op === "replace");
        expect(change?.options).toEqual([{ path: "protect", before: false, after: true }]);
        expect(change?.replaces).toEqual([{ path: "location", certain: true }]);
    });

    test("says what of it is not at rest, and leaves out what is being deleted", async () => {
        const plan = await mainnetWithOneSystem();
        const [first, ...rest] = stateOf(plan);
        const resources = [first, ...rest, { ...first, delete: true }];
        const { found, notes } = compared({ deployment: { resources, pending_operations: [{}, {}] } }, plan);
        expect(found.changes).toEqual([]);
        expect(notes).toEqual([
            "2 operations of this state never ended",
            "1 resource of this state still waits to be deleted",
        ]);
    });

    test("of an empty stack makes everything new", async () => {
        const plan = await mainnetWithOneSystem();
        const { found } = compared({ version: 3, deployment: {} }, plan);
        expect(found.changes.every(({ op }) => op === "create")).toBe(true);
        expect(isStackExport({ schema: "slipway.plan/v1" })).toBe(false);
    });
});

describe("a git revision", () => {
    const folder = mkdtempSync(join(tmpdir(), "revision-"));
    const git = (...args: string[]) =>
        execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
            cwd: folder,
            encoding: "utf8",
            stdio: ["ignore", "pipe", "ignore"],
        });
    const program = (name: string) =>
        `import * as pulumi from "@pulumi/pulumi";\nnew pulumi.ComponentResource("a:b:C", "${name}");\n`;
    const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
    const commit = (message: string) => {
        git("add", "-A");
        git("commit", "-qm", message);
    };
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    git("init", "-q");
    write(".gitignore", "node_modules\n");
    write("Pulumi.yaml", "name: project\nruntime: nodejs\nmain: index.ts\n");
    write("Pulumi.dev.yaml", "config: {}\n");
    write("package.json", "{}\n");
    write("package-lock.json", "{}\n");
    write("index.ts", program("old"));
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "dir");
    commit("first");
    git("tag", "released");
    const options = { directory: folder, stack: "dev" };

    test("is declared as its program was, and leaves nothing behind", async () => {
        write("index.ts", program("new"));
        const { plan, name } = await declareRevision("released", options);
        const after = await declare(options);
        expect(name).toBe("released");
        expect(changes(plan, after).changes.map(({ op, urn }) => `${op} ${urn.split("::")[3]}`)).toEqual([
            "create new",
            "delete old",
        ]);
        expect(git("worktree", "list").trim().split("\n")).toHaveLength(1);
        expect(
            readdirSync(join(folder, ".git")).includes("worktrees") ? readdirSync(join(folder, ".git/worktrees")) : [],
        ).toEqual([]);
    });

    test("that fails leaves nothing behind either, and says which one it is", async () => {
        write("index.ts", 'throw new Error("not today");\n');
        commit("broken");
        await expect(declareRevision("HEAD", options)).rejects.toThrow(
            /^HEAD \([0-9a-f]{12}\) cannot be declared: .*not today/,
        );
        expect(git("worktree", "list").trim().split("\n")).toHaveLength(1);
    });

    test("with other packages is refused, with what to do", async () => {
        write("package-lock.json", '{"other":true}\n');
        await expect(declareRevision("released", options)).rejects.toThrow(
            /released has other packages.*npm ci and npx slipway preview dev/s,
        );
    });

    test("that does not exist is refused", async () => {
        await expect(declareRevision("--help", options)).rejects.toThrow("--help is no commit of this repository");
    });
});
