import { execFile } from "node:child_process";
import {
    cpSync,
    existsSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canonical } from "../preview/canonical";
import { stack as declared, ROOT } from "./stack";

const COMMAND = join(ROOT, "cli/slipway.js");
const FILES = ["plan.json", "report.html", "report.md", "verdicts.json"];

/** Runs the command as a person would, without any cloud or cluster configuration around. */
function slipway(args: string[], { cwd = ROOT, input = "" } = {}) {
    return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
        const env = { PATH: process.env.PATH ?? "", HOME: join(tmpdir(), "nobody"), NO_COLOR: "1" };
        const child = execFile(
            process.execPath,
            [COMMAND, ...args],
            { cwd, env, maxBuffer: 64 * 1024 * 1024 },
            (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
        );
        child.stdin?.end(input);
    });
}

let folder: string;
beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of the project whose files a test may change. */
function copy(name: string, changes: Record<string, (text: string) => string>): string {
    const project = join(folder, name);
    for (const part of ["components", "systems", "index.ts", "package.json", "tsconfig.json"])
        cpSync(join(ROOT, part), join(project, part), { recursive: true });
    for (const file of readdirSync(ROOT).filter((file) => /^Pulumi\..*yaml$/.test(file)))
        cpSync(join(ROOT, file), join(project, file));
    symlinkSync(join(ROOT, "node_modules"), join(project, "node_modules"));
    for (const [file, change] of Object.entries(changes)) {
        const before = readFileSync(join(project, file), "utf8");
        expect(change(before), `${file} is changed`).not.toBe(before);
        writeFileSync(join(project, file), change(before));
    }
    return project;
}

describe("slipway preview", () => {
    test("writes its four files and says what is in them", { timeout: 30_000 }, async () => {
        const out = join(folder, "good");
        const { code, stdout, stderr } = await slipway(["preview", "mainnet", "--out", out]);
        expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
        expect(readdirSync(out).sort()).toEqual(FILES);
        const plan = JSON.parse(readFileSync(join(out, "plan.json"), "utf8"));
        const verdicts = JSON.parse(readFileSync(join(out, "verdicts.json"), "utf8"));
        expect(readFileSync(join(out, "plan.json"), "utf8")).toBe(canonical((await declared("mainnet")).plan));
        expect(plan).toMatchObject({ schema: "slipway.plan/v1", project: "slipway", stack: "mainnet" });
        expect(verdicts).toMatchObject({ schema: "slipway.verdicts/v1", blocked: false, violations: 0 });
        expect(stdout).toContain(verdicts.plan);
        expect(readFileSync(join(out, "report.md"), "utf8")).toContain(verdicts.plan);

        const again = await slipway(["preview", "mainnet", "--json", "--against", join(out, "plan.json")]);
        expect(JSON.parse(again.stdout)).toMatchObject({ stack: "mainnet", digest: verdicts.plan, violations: 0 });
    });

    test("fails on a wrong stack file with every problem, and leaves an earlier preview alone", async () => {
        const project = copy("wrong", {
            "Pulumi.mainnet.yaml": (text) =>
                text
                    .replace("standby: europe-west4", "standby: europe-west1")
                    .replace("recoveryDays: 14", "recoveryDays: 90"),
        });
        const out = join(project, "out");
        cpSync(join(folder, "good"), out, { recursive: true });
        const before = FILES.map((file) => readFileSync(join(out, file), "utf8"));
        const { code, stdout, stderr } = await slipway(["preview", "mainnet", "--out", out], { cwd: project });
        expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
        expect(stderr).toBe(
            [
                "Pulumi.mainnet.yaml has 2 problems:",
                '  ground.database.standby is "europe-west1"; use a region other than ground.database.primary',
                "  ground.database.recoveryDays is 90; use 1 to 35",
                "",
            ].join("\n"),
        );
        expect(FILES.map((file) => readFileSync(join(out, file), "utf8"))).toEqual(before);
        expect(readdirSync(out).sort()).toEqual(FILES);
    });

    test("shows a secret that somebody pasted nowhere", { timeout: 30_000 }, async () => {
        const canary = ["c4n4ry", "Hunter", "2"].join("");
        const project = copy("canary", {
            "Pulumi.mainnet.yaml": (text) =>
                text
                    .replace("routingKey: pagerduty-routing-key", `routingKey: ${canary}`)
                    .replace("webhook: slack-webhook", `webhook: https://hooks.example.com/${canary}`)
                    .replace("logLevel: info", `logLevel: info\n            password: ${canary}`)
                    .replace(
                        "slipway:network: mainnet",
                        `slipway:network: mainnet\n    slipway:token: { secure: ${canary} }`,
                    )
                    .replace("memoryGb: 5", `memoryGb: { secure: ${canary} }`),
        });
        const { code, stdout, stderr } = await slipway(["preview", "mainnet", "--out", "out"], { cwd: project });
        expect(code).toBe(2);
        expect(stderr).toMatch(/^Pulumi\.mainnet\.yaml has 5 problems:\n/);
        expect(stdout + stderr).not.toContain(canary);
        expect(existsSync(join(project, "out"))).toBe(false);
    });

    test("names what depends on the clock, on chance or on the environment", { timeout: 60_000 }, async () => {
        const project = copy("unstable", {
            "components/ground/network.ts": (text) =>
                text.replace(
                    "{ name, autoCreateSubnetworks: false,",
                    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a program
                    "{ name, description: `${Date.now()} ${Math.random()} ${process.env.SOME_TOKEN}`, autoCreateSubnetworks: false,",
                ),
        });
        const { code, stderr } = await slipway(["preview", "testnet", "--twice", "--out", "out"], { cwd: project });
        expect(code).toBe(1);
        expect(stderr).toContain("slipway:ground:Network$gcp:compute/network:Network::slipway description");
        expect(existsSync(join(project, "out"))).toBe(false);
    });
});

describe("slipway check", () => {
    test("passes both networks", { timeout: 30_000 }, async () => {
        const { code, stdout } = await slipway(["check", "mainnet", "testnet"]);
        expect(code).toBe(0);
        expect(stdout).toMatch(/mainnet: \d+ resources, \d+ rules, 0 violations, 0 undetermined/);
        expect(stdout).toMatch(/testnet: \d+ resources, \d+ rules, 0 violations, 0 undetermined/);
    });

    test("names the place of an unpinned image and of a password", { timeout: 30_000 }, async () => {
        const password = ["hunter", "2"].join("");
        const project = copy("violations", {
            "components/ground/database.ts": (text) =>
                text.replace('type: "CLOUD_IAM_SERVICE_ACCOUNT",', `type: "BUILT_IN", password: "${password}",`),
            "components/workload/database-proxy.ts": (text) => text.replace("IMAGES.cloudSqlProxy", '"nginx:latest"'),
        });
        const { code, stdout } = await slipway(["check", "testnet"], { cwd: project });
        expect(code).toBe(1);
        expect(stdout).toMatch(/SEC-01 .*gcp:sql\/user:User::atom_intents-user\n {4}password: /);
        expect(stdout).toMatch(
            /IMG-01 .*::coordinator-europe-west1\n {4}spec\.template\.spec\.initContainers\[0\]\.image: "nginx:latest"/,
        );
        expect(stdout).not.toContain(password);
    });
});

describe("slipway judge", () => {
    test("answers line by line, and goes on after a line that it cannot read", async () => {
        const item = {
            type: "kubernetes:core/v1:Pod",
            name: "web",
            props: { spec: { containers: [{ name: "web", image: "nginx:latest" }] } },
        };
        const lines = [JSON.stringify({ id: "1", items: [item] }), "not json", JSON.stringify({ id: "2", items: [] })];
        const { code, stdout } = await slipway(["judge"], { input: `${lines.join("\n")}\n` });
        const [first, second, third] = stdout
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line));
        expect(code).toBe(0);
        expect(first).toMatchObject({ id: "1", undetermined: [] });
        expect(first.violations).toContainEqual(
            expect.objectContaining({ rule: "IMG-01", resource: "web", path: "spec.containers[0].image" }),
        );
        expect(second).toMatchObject({ error: expect.any(String) });
        expect(third).toEqual({ id: "2", violations: [], undetermined: [] });
    });
});

describe("slipway", () => {
    test.each([
        [["recover", "mainnet"], /unknown command 'recover'/],
        [["preview"], /missing required argument 'stack'/],
        [["preview", "mainnet", "--parallel", "0"], /use a whole number from 1 to 99999/],
        [["check", "--format", "xml"], /Allowed choices are text, json, sarif, junit/],
        [["preview", "mainnet", "--against", "nowhere.json"], /nowhere\.json cannot be read/],
    ])("fails %j with a plain sentence", async (args, sentence) => {
        const { code, stdout, stderr } = await slipway(args);
        expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
        expect(stderr).toMatch(sentence);
        expect(stderr).not.toMatch(/\n\s+at /);
    });
});
