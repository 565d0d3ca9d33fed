import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeBundle } from "../../governance/make";
import { assess } from "../../governance/risk";
import { sshsig } from "../../governance/ssh/sshsig";
import { APPROVERS } from "./case";
import { commit, git, project, scratch, stackFile } from "./project";

const folder = scratch();
const AT = new Date("2027-03-01T08:00:00.999Z");

const make = (directory: string, against: string, at = AT) =>
    makeBundle({ directory, stack: "mainnet", against, ledger: "ledger", at, collect: 24, assess, scheme: sshsig });

describe("a bundle", () => {
    test("says when it may be applied, and is the same for the same commit and moment", async () => {
        const { directory, base } = project(join(folder, "same"), APPROVERS);
        commit(directory, { "Pulumi.mainnet.yaml": stackFile("mainnet", "goodbye") });
        const first = await make(directory, base);
        expect(first.manifest.validity).toEqual({ notBefore: "2027-03-02T08:00:00Z", expires: "2027-03-04T08:00:00Z" });
        expect(first.manifest.summary).toMatchObject({ resources: 2, risk: "low", violations: 0 });
        expect(first.files["report.md"]).toContain(base.slice(0, 12));
        expect(await make(directory, base)).toEqual(first);

        const later = await make(directory, base, new Date("2027-03-01T09:00:00Z"));
        const { "manifest.json": _, ...files } = later.files;
        expect(first.files).toMatchObject(files);
        expect(later.digest).not.toBe(first.digest);
    });

    test("holds no secret that the stack file, the environment or Git knows", async () => {
        const canary = ["c4n4ry", "Hunter", "2"].join("");
        const { directory, base } = project(join(folder, "canary"), APPROVERS);
        commit(directory, {
            "index.ts":
                'module.exports = { token: new (require("@pulumi/pulumi").Config)("small").requireSecret("token") };',
            "Pulumi.mainnet.yaml": `${stackFile("mainnet", "hello")}    small:token: { secure: ${canary} }\n`,
        });
        git(directory, ["config", "http.extraHeader", `Authorization: ${canary}`]);
        process.env.SLIPWAY_TOKEN = canary;
        const { files } = await make(directory, base).finally(() => delete process.env.SLIPWAY_TOKEN);
        expect(files["plan.json"]).toContain('"token":{"$secret":true}');
        for (const [name, text] of Object.entries(files)) expect(text.includes(canary), name).toBe(false);
    });

    test("is refused for a plan that depends on the clock", async () => {
        const { directory, base } = project(join(folder, "clock"), APPROVERS);
        commit(directory, { "index.ts": "module.exports = { at: Date.now() };" });
        await expect(make(directory, base)).rejects.toThrow(/outputs\.at is not the same twice/);
    });

    test("is refused for a plan that breaks a mandatory rule", async () => {
        const { directory, base } = project(join(folder, "blocked"), APPROVERS);
        const pod =
            '"kubernetes:core/v1:Pod", "web", { spec: { containers: [{ name: "web", image: "nginx:latest" }] } }';
        commit(directory, { "index.ts": `new (require("@pulumi/pulumi").CustomResource)(${pod});` });
        await expect(make(directory, base)).rejects.toThrow(/^the plan breaks a mandatory rule/);
    });

    test("is refused for a stack of which the applied revision says nothing", async () => {
        const { directory, base } = project(join(folder, "unknown"), APPROVERS.replace("mainnet:", "testnet:"));
        commit(directory, {});
        await expect(make(directory, base)).rejects.toThrow(/does not say who approves changes of mainnet; add it/);
    });
});
