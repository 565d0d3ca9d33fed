import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readBundle } from "../../governance/bundle";
import { Repository } from "../../governance/git";
import { claim } from "../../governance/ledger";
import { canonical, digest } from "../../preview/canonical";
import { slipway } from "../command";
import { ROOT } from "../stack";
import { commit, git, scratch, startLedger, write } from "./project";

const folder = scratch();
const [alice, bob, carol, verifier] = ["alice", "bob", "carol", "verifier"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
];
const bundle = join(folder, "bundle");
const AT = "2027-03-01T08:00:00Z";
const SIGNED = "2027-03-01T20:00:00Z";
const APPLIED = "2027-03-03T10:00:00Z";

const key = (name: string) => join(folder, `${name}.key`);
const pub = (name: string) => readFileSync(`${key(name)}.pub`, "utf8").trim();

const approvers = () => `people:
    - { name: alice, emails: [alice@example.com], roles: [operator], keys: ["${pub("alice")}"] }
    - { name: bob, emails: [bob@example.com], roles: [operator], keys: ["${pub("bob")}"] }
    - { name: carol, emails: [carol@example.com], roles: [security], keys: ["${pub("carol")}"] }
stacks:
    mainnet:
        window: 48
        risks:
            low: { people: 1 }
            medium: { people: 2, roles: { operator: 1, security: 1 }, timelock: 4 }
            critical: { people: 2, roles: { operator: 1, security: 1 }, timelock: 24 }
`;

/** A clone of the shared repository, by one person. */
function clone(directory: string): void {
    git(folder, ["clone", "--quiet", join(folder, "shared.git"), directory]);
    symlinkSync(join(ROOT, "node_modules"), join(directory, "node_modules"));
    writeFileSync(join(directory, ".git/info/exclude"), "/node_modules\n");
}

const change = (file: string, from: string, to: string) => {
    const text = readFileSync(join(alice, file), "utf8");
    expect(text).toContain(from);
    return { [file]: text.replace(from, to) };
};

let [base, bundled] = ["", ""];

/** A repository that has this one's files, approvers with keys, and an empty ledger; and three clones of it. */
beforeAll(() => {
    for (const name of ["alice", "bob", "carol"])
        execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", key(name)]);
    mkdirSync(alice);
    const tracked = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
        cwd: ROOT,
    });
    for (const file of tracked
        .toString()
        .split("\0")
        .filter((path) => path && existsSync(join(ROOT, path))))
        cpSync(join(ROOT, file), join(alice, file), { recursive: true });
    git(alice, ["init", "--quiet", "--initial-branch", "main"]);
    base = commit(alice, { "governance/approvers.yaml": approvers() }, "alice@example.com");
    startLedger(alice);
    git(folder, ["clone", "--quiet", "--bare", alice, "shared.git"]);
    execFileSync("rm", ["-r", alice]);
    for (const directory of [alice, bob, carol]) clone(directory);
});

describe("a change of mainnet", () => {
    const run = (cwd: string, ...args: string[]) => slipway(args, { cwd });

    const edited = () => change("Pulumi.mainnet.yaml", "monthly: 6000", "monthly: 6500");

    test("is seen by its author before it is committed, against what another clone has", async () => {
        const there = join(folder, "there");
        expect((await run(bob, "preview", "mainnet", "--out", there)).code).toBe(0);
        write(alice, edited());
        const out = join(folder, "here");
        const { code } = await run(alice, "preview", "mainnet", "--against", join(there, "plan.json"), "--out", out);
        expect(code).toBe(0);
        const { changes } = JSON.parse(readFileSync(join(out, "changes.json"), "utf8"));
        expect(changes).toMatchObject([
            { op: "update", urn: expect.stringContaining("budget"), inputs: [{ before: "6000", after: "6500" }] },
        ]);
        git(alice, ["checkout", "--quiet", "."]);
    });

    test("is bundled by its author, and not before it is committed", async () => {
        const edit = edited();
        write(alice, edit);
        const early = await run(alice, "bundle", "mainnet", "--against", base, "--at", AT, "--out", bundle);
        expect(early).toMatchObject({ code: 1, stdout: "" });
        expect(early.stderr).toMatch(/^Refused: Pulumi\.mainnet\.yaml is not as in [0-9a-f]{12}; commit or undo/);
        expect(existsSync(bundle)).toBe(false);

        commit(alice, edit, "alice@example.com");
        git(alice, ["push", "--quiet", "origin", "main"]);
        const { code, stdout, stderr } = await run(
            alice,
            "bundle",
            "mainnet",
            "--against",
            base,
            "--at",
            AT,
            "--out",
            bundle,
        );
        expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
        expect(stdout).toMatch(/^slipway: change 1 of mainnet, network mainnet\n/);
        bundled = /^Digest: (sha256:[0-9a-f]{64})$/m.exec(stdout)?.[1] ?? "";
        expect(stdout).toContain("To be applied from 2027-03-03T08:00:00Z to 2027-03-05T08:00:00Z");
        expect(readdirSync(bundle)).toContain("manifest.json");
    });

    test("cannot be approved by its author, or applied without approvals", async () => {
        const own = await run(alice, "approve", bundle, "--key", key("alice"), "--against", base, "--at", SIGNED);
        expect(own.code).toBe(1);
        expect(own.stderr).toMatch(
            /Refused: alice wrote part of the change and cannot approve it; ask somebody else\n$/,
        );
        const { code, stderr } = await run(alice, "verify", bundle, "--against", base, "--at", APPLIED);
        expect(code).toBe(1);
        expect(stderr).toMatch(/^Refused: 2 more people, among them operator, security must approve it/);
    });

    test("is approved by two people in clones of their own", async () => {
        for (const [directory, name] of [
            [bob, "bob"],
            [carol, "carol"],
        ] as const) {
            git(directory, ["pull", "--quiet"]);
            const { code, stdout } = await run(
                ...[directory, "approve", bundle, "--key", key(name), "--against", base, "--at", SIGNED],
            );
            expect(code).toBe(0);
            expect(stdout).toContain(`Digest: ${bundled}\n`);
            expect(stdout).toContain(`Approved by ${name}: `);
        }
    });

    test("is made again byte for byte in a fresh clone, under the same digest, and let through once", async () => {
        clone(verifier);
        const args = ["verify", bundle, "--stack", "mainnet", "--against", base, "--at", APPLIED];
        const { code, stdout, stderr } = await run(verifier, ...args, "--reproduce", "--json");
        expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
        const decision = JSON.parse(stdout);
        expect(decision).toMatchObject({
            accepted: true,
            reproduced: true,
            stack: "mainnet",
            sequence: 1,
            digest: bundled,
        });
        expect(decision.approved.map(({ name }: { name: string }) => name).sort()).toEqual(["bob", "carol"]);
        const verdicts = JSON.parse(readFileSync(join(bundle, "verdicts.json"), "utf8"));
        const preview = await run(verifier, "preview", "mainnet", "--json");
        expect(JSON.parse(preview.stdout).digest).toBe(verdicts.plan);

        const spent = { ...readBundle(bundle), at: new Date(APPLIED) };
        const repository = new Repository(verifier);
        expect(repository.advance("origin/ledger", claim(repository, "origin/ledger", spent))).toBe(true);
        git(bob, ["fetch", "--quiet"]);
        const again = await run(bob, "verify", bundle, "--at", APPLIED);
        expect(again.code).toBe(1);
        expect(again.stderr).toContain(
            "it was let through before, on 2027-03-03T10:00:00.000Z; a bundle is good for once",
        );
    });

    test("is refused for another stack, too early, too late, and with one byte changed", async () => {
        const told = async (...args: string[]) => (await run(carol, "verify", ...args, "--against", base)).stderr;
        expect(await told(bundle, "--stack", "testnet", "--at", APPLIED)).toMatch(/is for mainnet and not for testnet/);
        expect(await told(bundle, "--at", SIGNED)).toContain("it may not be applied before 2027-03-03T08:00:00Z");
        expect(await told(bundle, "--at", "2027-03-05T08:00:00Z")).toContain("it expired at 2027-03-05T08:00:00Z");
        const forged = join(folder, "forged");
        cpSync(bundle, forged, { recursive: true });
        const plan = readFileSync(join(forged, "plan.json"), "utf8");
        writeFileSync(join(forged, "plan.json"), plan.replace("6500", "9500"));
        expect(await told(forged, "--at", APPLIED)).toBe(
            "Refused: plan.json is not the file that the manifest binds; ask for the bundle again\n",
        );
    });

    test("whose files are not its commit's is told from them by the place, though its digests are in order", async () => {
        const forged = join(folder, "reforged");
        cpSync(bundle, forged, { recursive: true });
        const read = (file: string) => readFileSync(join(forged, file), "utf8");
        const plan = read("plan.json").replace('"6500"', '"9500"');
        expect(plan).not.toBe(read("plan.json"));
        const verdicts = read("verdicts.json").replaceAll(digest(read("plan.json")), digest(plan));
        const manifest = JSON.parse(read("manifest.json"));
        manifest.files["plan.json"] = manifest.summary.plan = digest(plan);
        manifest.files["verdicts.json"] = digest(verdicts);
        const files = { "plan.json": plan, "verdicts.json": verdicts, "manifest.json": canonical(manifest) };
        for (const [file, text] of Object.entries(files)) writeFileSync(join(forged, file), text);
        const { code, stderr } = await run(carol, "verify", forged, "--reproduce", "--against", base, "--at", APPLIED);
        expect(code).toBe(1);
        expect(stderr).toMatch(
            /Refused: the commit does not give this bundle: plan\.json has .*9500.* at urn:\S+ .*6500/,
        );
    });

    test("shows nothing of the machine in any file", () => {
        const files = readdirSync(bundle, { recursive: true, encoding: "utf8" }).filter((file) => /\.\w+$/.test(file));
        expect(files.length).toBeGreaterThan(6);
        for (const file of files) {
            const text = readFileSync(join(bundle, file), "utf8");
            for (const secret of [folder, ROOT, "PRIVATE KEY"]) expect(text.includes(secret), file).toBe(false);
        }
    });
});

describe("wrong usage", () => {
    test.each([
        [["approve", "."], /required option '--key <file>' not specified/],
        [["verify", ".", "--at", "tomorrow"], /use a moment in UTC such as 2027-03-02T10:00:00Z/],
        [["bundle", "mainnet", "--collect", "0"], /use a whole number from 1 to 99999/],
        [["bundle", "mainnet", "--out", "governance"], /governance is not empty; name a new folder with --out/],
    ])("fails %j with exit code 2 and a plain sentence", async (args, sentence) => {
        const { code, stdout, stderr } = await slipway(args);
        expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
        expect(stderr).toMatch(sentence);
        expect(stderr).not.toMatch(/\n\s+at /);
    });

    test("of a folder that is no bundle is refused with exit code 1", async () => {
        const { code, stderr } = await slipway(["verify", "governance"]);
        expect({ code, stderr }).toEqual({
            code: 1,
            stderr: "Refused: governance has no manifest.json; name a folder that `bundle` has made\n",
        });
    });
});
