import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { Repository } from "../governance/git";
import { claim } from "../governance/ledger";
import { makeBundle } from "../governance/make";
import { assess } from "../governance/risk";
import { sshsig } from "../governance/ssh/sshsig";
import { APPROVERS, KEYS, manifestOf, previewed } from "./governance/case";
import { commit, git, project, scratch, stackFile, write } from "./governance/project";
import { ROOT } from "./stack";
import { step } from "./workflow";

const folder = scratch();
const [temp, bin, summary, output] = ["temp", "bin", "summary.md", "output"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
];
let [origin, base] = ["", ""];

/** What stands outside of a runner's clone. It notes how it is called, and with which variables. */
const stub = (name: string, lines: string) =>
    writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $*" >> ${bin}/calls\n${lines}\n`, { mode: 0o755 });
const calls = () => (existsSync(join(bin, "calls")) ? readFileSync(join(bin, "calls"), "utf8").split("\n") : []);

/** The command of this checkout, wherever `npx` would find it. */
const COMMAND = `[ "$1" = slipway ] || exit 99\nshift\nexec "${process.execPath}" "${ROOT}/cli/slipway.js" "$@"`;

/** A small project whose stacks are those of this one, with the command where the workflows look for it. */
beforeAll(() => {
    for (const directory of [temp, bin]) mkdirSync(directory, { recursive: true });
    stub("npx", COMMAND);
    const made = project(join(folder, "author"), APPROVERS);
    base = commit(made.directory, { "cli/slipway.js": `require(${JSON.stringify(join(ROOT, "cli/slipway.js"))});\n` });
    git(made.directory, ["branch", "bundles", "ledger"]);
    commit(made.directory, { "Pulumi.mainnet.yaml": stackFile("mainnet", "goodbye") });
    origin = join(folder, "origin.git");
    git(folder, ["clone", "--quiet", "--bare", made.directory, origin]);
});

let clones = 0;

/** What `actions/checkout` leaves behind. */
function checkout(branch = "main"): string {
    const directory = join(folder, `clone-${clones++}`, "repository");
    git(folder, ["clone", "--quiet", "--branch", branch, origin, directory]);
    if (branch === "main") symlinkSync(join(ROOT, "node_modules"), join(directory, "node_modules"));
    return directory;
}

/** Runs a step as a runner does: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax */
function run(cwd: string, [file, words]: [string, string], env: Record<string, string> = {}) {
    const { run: script = "", shell, env: declared = {} } = step(file, words);
    expect(Object.keys(env).sort()).toEqual(Object.keys(declared).sort());
    const path = join(folder, "step.sh");
    writeFileSync(path, script);
    const options = shell === "bash" ? ["--noprofile", "--norc", "-e", "-o", "pipefail"] : ["-e"];
    const { status, stdout, stderr } = spawnSync("bash", [...options, path], {
        cwd,
        env: {
            PATH: [bin, process.env.PATH].join(delimiter),
            HOME: folder,
            RUNNER_TEMP: temp,
            GITHUB_STEP_SUMMARY: summary,
            GITHUB_OUTPUT: output,
            GITHUB_REPOSITORY: "example/chain",
            GITHUB_BASE_REF: "main",
            ...env,
        },
        encoding: "utf8",
    });
    return { status, stdout, stderr };
}

describe("bundle.yml", () => {
    const make: [string, string] = ["bundle.yml", "slipway bundle"];

    test("makes a bundle, tells it in the run's summary, and puts it on the branch of bundles", () => {
        const directory = checkout();
        const { status, stderr } = run(directory, make, { STACK: "mainnet", AGAINST: base });
        expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
        expect(readFileSync(summary, "utf8")).toMatch(/^small: change 1 of mainnet, network mainnet\nDigest: sha256:/);
        const made = readdirSync(join(directory, "out/bundles"));
        expect(made).toEqual([expect.stringMatching(/^mainnet-[0-9a-f]{12}$/)]);

        const bundles = checkout("bundles");
        execFileSync("cp", ["-r", join(directory, "out/bundles/."), bundles]);
        expect(run(bundles, ["bundle.yml", "Add a bundle"])).toMatchObject({ status: 0 });
        expect(git(origin, ["ls-tree", "-r", "--name-only", "bundles"])).toContain(`${made[0]}/manifest.json`);
    });

    test("fails where the command refuses, though its words go through a pipe", () => {
        const directory = checkout();
        writeFileSync(join(directory, "index.ts"), "");
        expect(run(directory, make, { STACK: "mainnet", AGAINST: "" })).toMatchObject({ status: 1 });
        expect(existsSync(join(directory, "out"))).toBe(false);
    });
});

describe("deploy.yml", () => {
    const verify: [string, string] = ["deploy.yml", "Verify the bundle"];
    const LEDGER_KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nof a test\n-----END OPENSSH PRIVATE KEY-----";
    let directory = "";

    beforeAll(async () => {
        const at = new Date(Date.now() - 2 * 3_600_000);
        const { files } = await makeBundle({
            ...{ directory: checkout(), stack: "mainnet", against: base, ledger: "origin/ledger", at, collect: 1 },
            ...{ assess, scheme: sshsig },
        });
        const signed = Buffer.from(files["manifest.json"] ?? "");
        const bundles = checkout("bundles");
        for (const [name, more] of [
            ["approved", { "approvals/alice.approval.sig": KEYS.alice.sign(signed) }],
            ["open", {}],
        ] as const)
            write(join(bundles, name), { ...files, ...more });
        commit(bundles, {});
        git(bundles, ["push", "--quiet"]);
        directory = checkout();
    });

    test.each(["../approved", "/approved", "Approved", "approved x", "-approved", ""])(
        "takes no bundle by the name of %j",
        (BUNDLE) => {
            const { status, stdout } = run(directory, verify, { BUNDLE, AGAINST: base });
            expect({ status, stdout }).toEqual({
                status: 2,
                stdout: "use the name of a folder on the branch bundles\n",
            });
            expect(readdirSync(temp)).toEqual([]);
        },
    );

    test("goes on with what was approved, and with nothing else", () => {
        const { status, stdout } = run(directory, verify, { BUNDLE: "approved", AGAINST: base });
        expect(status).toBe(0);
        expect(stdout).toMatch(/^Made again from the commit: the same to the last byte\n/);
        const open = run(directory, verify, { BUNDLE: "open", AGAINST: base });
        expect(open).toMatchObject({ status: 1, stderr: expect.stringContaining("1 more person must approve it") });
        expect(run(directory, verify, { BUNDLE: "nowhere", AGAINST: base }).status).not.toBe(0);
    });

    test("hands the ledger's key to the command alone, and keeps none", () => {
        const seen = join(folder, "seen");
        stub("pulumi", `env >> ${seen}`);
        stub("npx", `ls -l "$RUNNER_TEMP/ledger-key" >> ${seen}; env >> ${seen}; git remote get-url origin >> ${seen}`);
        const apply = { AGAINST: base, BUNDLE: "approved", LEDGER_KEY, STATE: "gs://example-state" };
        const { status, stdout, stderr } = run(directory, ["deploy.yml", "Spend it and apply it"], apply);
        stub("npx", COMMAND);
        expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
        const key = join(temp, "ledger-key");
        expect(readFileSync(key, "utf8")).toBe(`${LEDGER_KEY}\n`);
        expect(statSync(key).mode & 0o777).toBe(0o600);
        expect(calls()).toContain("pulumi login gs://example-state");
        expect(calls()).toContain(`npx slipway apply ${temp}/approved --stack mainnet --key ${key} --against ${base}`);
        const told = readFileSync(seen, "utf8");
        expect(told).toContain(
            `GIT_SSH_COMMAND=ssh -i ${key} -o IdentitiesOnly=yes -o UserKnownHostsFile=${temp}/hosts`,
        );
        expect(told).toContain("git@github.com:example/chain.git");
        expect(told).not.toContain("BEGIN OPENSSH");
        expect(run(directory, ["deploy.yml", "Keep no key"])).toMatchObject({ status: 0 });
        expect(existsSync(key)).toBe(false);
    });

    test("fails where nobody can log in, and where the command refuses", () => {
        const apply: [string, string] = ["deploy.yml", "Spend it and apply it"];
        const env = { AGAINST: base, BUNDLE: "approved", LEDGER_KEY, STATE: "gs://example-state" };
        stub("pulumi", "exit 7");
        expect(run(directory, apply, env).status).toBe(7);
        stub("pulumi", '[ "$1" = login ] || { echo "error: no stack" >&2; exit 255; }');
        const { status, stderr } = run(directory, apply, env);
        expect(stderr).toContain("Refused: the state of mainnet cannot be read: error: no stack");
        expect(status).toBe(1);
    });
});

describe("drift.yml", () => {
    const look: [string, string] = ["drift.yml", "slipway drift"];

    test("looks from the commit that was let through last, whatever became of it", () => {
        const directory = checkout();
        const repository = new Repository(directory);
        const manifest = manifestOf(previewed(), "low");
        const entry = (sequence: number, of: string, onto: string) => {
            const source = { ...manifest.source, commit: of };
            const changed = { ...manifest, sequence, source };
            return claim(repository, onto, { manifest: changed, digest: "", at: new Date() });
        };
        const first = entry(1, git(directory, ["rev-parse", "HEAD"]), "origin/ledger");
        const last = repository.commitOnto(
            entry(2, base, first),
            "mainnet/000002.1.json",
            "{}",
            "A receipt",
            new Date(),
        );
        git(directory, ["update-ref", "refs/remotes/origin/ledger", last]);
        expect(run(directory, ["drift.yml", "Take the commit"])).toMatchObject({ status: 0 });
        expect(git(directory, ["rev-parse", "HEAD"])).toBe(base);
    });

    test.each([
        [0, 0, "drift=0\n"],
        [1, 0, "drift=1\n"],
        [2, 1, ""],
    ])("takes exit code %i of the command for what it is", (code, status, said) => {
        const directory = checkout();
        writeFileSync(output, "");
        stub("pulumi", "");
        stub("npx", `echo "as it is"\nexit ${code}`);
        const ran = run(directory, look, { STATE: "gs://example-state" });
        stub("npx", COMMAND);
        expect({ status: ran.status, said: readFileSync(output, "utf8") }).toEqual({ status, said });
        expect(ran.stdout).toBe("as it is\n");
        expect(readFileSync(join(directory, "drift.txt"), "utf8")).toBe("as it is\n");
    });
});

test("pull-request.yml leaves a finding for each rule, and a report against the branch, for who publishes them", () => {
    const directory = checkout();
    commit(directory, { "Pulumi.mainnet.yaml": stackFile("mainnet", "good-evening") });
    for (const words of ["Judge both networks", "Declare what is on the branch", "Declare what it would become"])
        expect(run(directory, ["pull-request.yml", words])).toMatchObject({ status: 0 });
    const made = (file: string) => readFileSync(join(directory, "out", file), "utf8");
    expect(JSON.parse(made("slipway.sarif"))).toMatchObject({ version: "2.1.0" });
    expect(JSON.parse(made("changes.json")).changes).toMatchObject([
        { op: "replace", inputs: [{ path: "data.greeting", before: "goodbye", after: "good-evening" }] },
    ]);
    expect(made("report.md")).toContain("greeting");
});
