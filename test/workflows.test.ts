import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { stack } from "./stack";
import { type Job, jobs, one, texts, workflows } from "./workflow";

/** Everything that any job may do beyond reading the repository. */
const MAY: Record<string, Record<string, string>> = {
    "pull-request.yml publish": { "pull-requests": "write", "security-events": "write" },
    "bundle.yml publish": { contents: "write" },
    "deploy.yml apply": { contents: "read", "id-token": "write" },
    "drift.yml look": { contents: "read", "id-token": "write" },
    "drift.yml tell": { issues: "write" },
};

describe("workflows", () => {
    test.each(workflows)("%s grants no job more than it was given", (file, { permissions, jobs }) => {
        expect([{}, { contents: "read" }]).toContainEqual(permissions);
        for (const [name, job] of Object.entries(jobs)) {
            const granted = job.permissions ?? permissions;
            expect(granted, name).toEqual(MAY[`${file} ${name}`] ?? { contents: "read" });
        }
    });

    test.each(jobs)(
        "%s ends, and puts nothing that others wrote into a script",
        (_, { "timeout-minutes": minutes, steps }) => {
            expect(minutes).toBeGreaterThan(0);
            for (const { run = "", with: inputs = {} } of steps) {
                expect(run).not.toContain("${{");
                expect(String(inputs.script ?? "")).not.toContain("${{");
            }
        },
    );

    test.each(jobs)("%s has scripts that Bash can read, with variables that somebody sets", (_, { steps }) => {
        for (const { run, env = {} } of steps) {
            if (run === undefined) continue;
            const { status, stderr } = spawnSync("bash", ["-n"], { input: run });
            expect(`${stderr}${status}`, run).toBe("0");
            const used = [...run.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name = ""]) => name);
            const set = [...run.matchAll(/(?:^|[\s;])([A-Za-z_]\w*)=/g)].map(([, name = ""]) => name);
            // https://docs.github.com/en/actions/reference/workflows-and-actions/variables
            const known = [...Object.keys(env), ...set, "PWD", "RUNNER_TEMP"];
            expect(used.filter((name) => !known.includes(name) && !name.startsWith("GITHUB_"))).toEqual([]);
        }
    });

    test.each(jobs)("%s leaves no token in a clone where code of the repository runs", (_, { steps }) => {
        const runsCode = steps.some(({ run }) => /\bnpm\b|\bnpx\b|\bnode\b/.test(run ?? ""));
        const clones = steps.filter(
            ({ uses, with: inputs }) => uses?.startsWith("actions/checkout@") && !inputs?.["ssh-key"],
        );
        for (const { with: inputs } of clones)
            expect(!runsCode || inputs?.["persist-credentials"] === false).toBe(true);
    });

    test("know no secret but the ledger's key, in the environment that reviewers open", () => {
        const found = jobs.flatMap(([name, job]) => (JSON.stringify(job).includes("secrets.") ? [name] : []));
        expect(found).toEqual(["deploy.yml apply"]);
        expect(texts["deploy.yml"]?.match(/secrets\.\w+/g)).toEqual(["secrets.LEDGER_KEY"]);
    });

    test("have no credential for pull requests, and do not run them in the branch's place", () => {
        for (const [file, { on, jobs }] of workflows) {
            expect(Object.keys(on), file).not.toContain("pull_request_target");
            if (!("pull_request" in on)) continue;
            for (const { environment, permissions } of Object.values(jobs)) {
                expect(environment).toBeUndefined();
                expect(permissions ?? {}).not.toHaveProperty("id-token");
            }
            expect(texts[file]).not.toMatch(/secrets\.|google-github-actions/);
        }
    });

    test("write to pull requests from a job that runs none of their code", () => {
        const { steps } = one("pull-request.yml").jobs.publish ?? { steps: [] };
        expect(steps.map(({ uses = "a script" }) => uses.split("@")[0])).toEqual([
            "actions/download-artifact",
            "github/codeql-action/upload-sarif",
            "actions/github-script",
        ]);
    });
});

describe("deploy.yml", () => {
    const { on, concurrency, jobs } = one("deploy.yml");
    const [job] = Object.values(jobs) as [Job];
    const at = (part: string) => job.steps.findIndex((step) => JSON.stringify(step).includes(part));

    test("is the one workflow, branch and environment that Google lets apply", async () => {
        const { all } = await stack("mainnet");
        const conditions = all("gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider").map(({ inputs }) =>
            String(inputs.attributeCondition),
        );
        const [apply = ""] = conditions.filter((condition) => condition.includes("workflow_ref"));
        expect(apply).toContain('/.github/workflows/deploy.yml@refs/heads/main"');
        expect(apply).toContain(`environment:${job.environment}"`);
        expect(job.if).toBe("github.ref == 'refs/heads/main'");
        expect(Object.keys(on)).toEqual(["workflow_dispatch"]);
    });

    test("lets one run at a time end what it began", () => {
        expect(Object.keys(jobs)).toEqual(["apply"]);
        expect(concurrency).toEqual({ group: "deploy-mainnet", "cancel-in-progress": false });
    });

    test("verifies the bundle and makes it again before it has a credential, and applies it by the one command", () => {
        const order = ["slipway verify", "/auth@", "slipway apply", "rm -f"].map(at);
        expect(order).not.toContain(-1);
        expect(order).toEqual([...order].sort((a, b) => a - b));
        const { run = "" } = job.steps[at("slipway verify")] ?? {};
        for (const option of ["--stack mainnet", "--reproduce"]) expect(run).toContain(option);
        expect(texts["deploy.yml"]).not.toMatch(/pulumi (up|refresh|destroy|import)\b/);
    });

    test("never skips the preview, ignores protection or takes a part", () => {
        expect(texts["deploy.yml"]).not.toMatch(
            /--(skip-preview|ignore-protect|target|exclude|replace|config)\b|continue-on-error/,
        );
    });
});
