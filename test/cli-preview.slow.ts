import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { allowanceOn } from "../preview/allowance";
import { canonical } from "../preview/canonical";
import { previewFiles, Review, reviewed } from "../preview/review";
import { copy, scratch, slipway } from "./command";
import { stack as declared, ROOT } from "./stack";

const FILES = ["changes.json", "cost.json", "plan.json", "report.html", "report.md", "risk.json", "verdicts.json"];
const folder = scratch();

describe("slipway preview", () => {
    test("writes its files and says what is in them", { timeout: 60_000 }, async () => {
        const out = join(folder, "good");
        const { code, stdout, stderr } = await slipway(["preview", "mainnet", "--out", out]);
        expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
        expect(readdirSync(out).sort()).toEqual(FILES);
        const plan = JSON.parse(readFileSync(join(out, "plan.json"), "utf8"));
        const verdicts = JSON.parse(readFileSync(join(out, "verdicts.json"), "utf8"));
        const { plan: own } = await declared("mainnet");
        expect(readFileSync(join(out, "plan.json"), "utf8")).toBe(canonical(own));
        expect(plan).toMatchObject({ schema: "slipway.plan/v1", project: "slipway", stack: "mainnet" });
        expect(verdicts).toMatchObject({ schema: "slipway.verdicts/v1", blocked: false, violations: 0 });
        expect(stdout).toContain(verdicts.plan);
        expect(readFileSync(join(out, "report.md"), "utf8")).toContain(verdicts.plan);

        // The command judges in a thread of its own, and proves who reaches whom in another.
        const known = allowanceOn(new Date().toISOString().slice(0, 10), ROOT);
        const { resources, ...frame } = own;
        const review = new Review();
        for (const resource of [...resources].reverse()) review.take(resource);
        const files = previewFiles(reviewed(review.judged(frame, known.allowance), known));
        expect(Object.keys(files).sort()).toEqual(FILES);
        for (const [name, text] of Object.entries(files))
            expect(readFileSync(join(out, name), "utf8") === text, `${name} is the same`).toBe(true);

        const again = await slipway(["preview", "mainnet", "--json", "--against", join(out, "plan.json")]);
        expect(JSON.parse(again.stdout)).toMatchObject({ stack: "mainnet", digest: verdicts.plan, violations: 0 });
    });

    test("fails on a wrong stack file with every problem, and leaves an earlier preview alone", async () => {
        const project = copy(join(folder, "wrong"), {
            "Pulumi.mainnet.yaml": (text) =>
                text
                    .replace("europe-west4: standby", "europe-west4: primary")
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
                "  ground.database.instances has 2 primaries: europe-west1, europe-west4; use exactly one primary",
                "  ground.database.recoveryDays is 90; use 1 to 35",
                "",
            ].join("\n"),
        );
        expect(FILES.map((file) => readFileSync(join(out, file), "utf8"))).toEqual(before);
        expect(readdirSync(out).sort()).toEqual(FILES);
    });

    test("declares a program that sends a function as code, with the packages that it runs with", async () => {
        const program = `
            import { runtime } from "@pulumi/pulumi";
            const told = "told".toUpperCase();
            export const code = runtime.serializeFunction(() => told).then(({ text }) => text);
            export const packages = runtime.computeCodePaths().then((paths) => paths.size > 0);
        `;
        const project = copy(join(folder, "code"), { "index.ts": () => program });
        const { stderr } = await slipway(["preview", "mainnet", "--out", "out"], { cwd: project });
        expect(stderr).toBe("");
        const { outputs } = JSON.parse(readFileSync(join(project, "out/plan.json"), "utf8"));
        expect(outputs).toEqual({ code: expect.stringContaining('told: "TOLD"'), packages: true });
    });

    test("shows a secret that somebody pasted nowhere", { timeout: 30_000 }, async () => {
        const canary = ["c4n4ry", "Hunter", "2"].join("");
        const project = copy(join(folder, "canary"), {
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
        const project = copy(join(folder, "unstable"), {
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
