import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { copy, scratch, slipway } from "./command";

const folder = scratch();

describe("slipway check", () => {
    test("passes both networks", { timeout: 30_000 }, async () => {
        const { code, stdout } = await slipway(["check", "mainnet", "testnet"]);
        expect(code).toBe(0);
        expect(stdout).toMatch(/mainnet: \d+ resources, \d+ rules, 0 violations, 0 undetermined/);
        expect(stdout).toMatch(/testnet: \d+ resources, \d+ rules, 0 violations, 0 undetermined/);
    });

    test("lists what a revision had before, and fails for nothing of it", async () => {
        const { code, stdout } = await slipway(["check", "testnet", "--against", "HEAD"]);
        expect(code).toBe(0);
        expect(stdout).toMatch(
            /^testnet: \d+ resources, \d+ rules, 0 violations, 0 undetermined, 0 advisory, [1-9]\d* old\n/,
        );
        expect(stdout.split("\n")[1]).toBe("  Found before as well:");
    });

    test("names the place of an unpinned image and of a password", { timeout: 30_000 }, async () => {
        const password = ["hunter", "2"].join("");
        const project = copy(join(folder, "violations"), {
            "components/ground/database.ts": (text) =>
                text.replace('type: "CLOUD_IAM_SERVICE_ACCOUNT" }', `type: "BUILT_IN", password: "${password}" }`),
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
        [["undo", "mainnet"], /unknown command 'undo'/],
        [["preview", "mainnet", "--parallel", "0"], /use a whole number from 1 to 99999/],
        [["check", "--format", "xml"], /Allowed choices are text, json, sarif, junit/],
        [["preview", "mainnet", "--against", "nowhere.json"], /nowhere\.json is neither a file nor a/],
    ])("fails %j with a plain sentence", async (args, sentence) => {
        const { code, stdout, stderr } = await slipway(args);
        expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
        expect(stderr).toMatch(sentence);
        expect(stderr).not.toMatch(/\n\s+at /);
    });
});
