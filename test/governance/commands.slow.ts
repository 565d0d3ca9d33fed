import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeBundle } from "../../governance/make";
import { assess } from "../../governance/risk";
import { sshsig } from "../../governance/ssh/sshsig";
import { canonical, digest } from "../../preview/canonical";
import { slipway } from "../command";
import { APPROVERS, KEYS } from "./case";
import { commit, git, project, scratch, stackFile, write } from "./project";

const folder = scratch();
const [bundle, called] = [join(folder, "bundle"), join(folder, "called")];

/** A copy of the bundle that a test may change. */
function copied(name: string): string {
    cpSync(bundle, join(folder, name), { recursive: true });
    return join(folder, name);
}
const BUNDLED = "2027-03-01T08:00:00Z";
const AT = "2027-03-02T10:00:00Z";
let [directory, base] = ["", ""];

/** All that there is on a `PATH`, and a Pulumi CLI that only notes that it was called. */
function programs(name: string, ...pulumi: string[]): string {
    const bin = join(folder, name);
    mkdirSync(bin);
    for (const program of ["git", "ssh-keygen"])
        symlinkSync(execFileSync("which", [program]).toString().trim(), join(bin, program));
    for (const line of pulumi) writeFileSync(join(bin, "pulumi"), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
    return bin;
}
const path = programs("bin", `echo "$@" >> ${called}; echo "error: no such stack" >&2; exit 255`);
const bare = programs("bare");

const approved = (text: string) => ({ "approvals/alice.approval.sig": KEYS.alice.sign(Buffer.from(text)) });

beforeAll(async () => {
    ({ directory, base } = project(join(folder, "project"), APPROVERS));
    commit(directory, { "Pulumi.mainnet.yaml": stackFile("mainnet", "goodbye") });
    const { files } = await makeBundle({
        ...{ directory, stack: "mainnet", against: base, ledger: "ledger", at: new Date(BUNDLED), collect: 24 },
        ...{ assess, scheme: sshsig },
    });
    write(bundle, { ...files, ...approved(files["manifest.json"] ?? "") });
    writeFileSync(join(folder, "key"), "");
});

const run = (args: string[], bin = path) => slipway(args, { cwd: directory, path: bin });

const applying = (...more: string[]) => [
    ...["apply", "--stack", "mainnet", "--key", join(folder, "key"), "--ledger", "ledger"],
    ...["--against", base, "--at", AT, ...more],
];

const untouched = () => ({ refs: git(directory, ["for-each-ref"]), status: git(directory, ["status", "--porcelain"]) });

describe("a command that may not go on says why in plain sentences, and leaves all as it was", () => {
    let before: ReturnType<typeof untouched>;
    beforeEach(() => {
        before = untouched();
    });

    const refused = async (args: string[], bin?: string, code = 1) => {
        const ran = await run(args, bin);
        expect(ran).toMatchObject({ code, stdout: "" });
        expect(ran.stderr).not.toMatch(/\n\s+at /);
        expect(untouched()).toEqual(before);
        return ran.stderr.trimEnd().split("\n");
    };
    const UNSPENT = "Refused: nothing was changed, and the bundle is not spent";

    test("apply, of every option that is not for it", async () => {
        expect(await refused(applying(bundle, "--", "--skip-preview", "--target=x", "--parallel=4"))).toEqual([
            expect.stringMatching(/^Refused: --skip-preview is not for an approved change: what violates the plan/),
            expect.stringMatching(/^Refused: --target is not for an approved change: only a part would be applied/),
            UNSPENT,
        ]);
        expect(existsSync(called)).toBe(false);
    });

    test("apply, for another stack", async () => {
        expect(await refused([...applying(bundle), "--stack", "testnet"])).toEqual([
            "verifying the bundle",
            "Refused: the bundle is for mainnet and not for testnet; name the right one",
        ]);
        expect(existsSync(called)).toBe(false);
    });

    test("apply, of everything that is wrong with a bundle at once", async () => {
        const unsigned = copied("unsigned");
        rmSync(join(unsigned, "approvals/alice.approval.sig"));
        expect(await refused([...applying(unsigned), "--at", "2027-04-01T00:00:00Z"])).toEqual([
            "verifying the bundle",
            "Refused: it expired at 2027-03-04T08:00:00Z; make another bundle",
            "Refused: 1 more person must approve it, because its risk is low",
            UNSPENT,
        ]);
        expect(existsSync(called)).toBe(false);
    });

    test("apply, of a bundle with one byte changed", async () => {
        const forged = copied("forged");
        const plan = readFileSync(join(forged, "plan.json"), "utf8");
        writeFileSync(join(forged, "plan.json"), plan.replace("goodbye", "goodbyf"));
        expect(await refused(applying(forged))).toEqual([
            "verifying the bundle",
            "Refused: plan.json is not the file that the manifest binds; ask for the bundle again",
        ]);
        expect(existsSync(called)).toBe(false);
    });

    test("apply, where the commit does not give what was signed", async () => {
        const forged = copied("reforged");
        const manifest = JSON.parse(readFileSync(join(forged, "manifest.json"), "utf8"));
        const report = `${readFileSync(join(forged, "report.md"), "utf8")}\n`;
        manifest.files["report.md"] = digest(report);
        const text = canonical(manifest);
        write(forged, { "report.md": report, "manifest.json": text, ...approved(text) });
        expect(await refused(applying(forged))).toEqual([
            "verifying the bundle",
            "making it again from its commit",
            expect.stringMatching(/^Refused: the commit does not give this bundle: report\.md differs at line \d+/),
        ]);
        expect(existsSync(called)).toBe(false);
    });

    test("apply, where there is no Pulumi CLI, and where it knows no such stack", async () => {
        const steps = ["verifying the bundle", "making it again from its commit", "reading the state"];
        expect(await refused(applying(bundle), bare)).toEqual([
            ...steps,
            "Refused: there is no pulumi here; install the Pulumi CLI: pulumi.com/docs/install",
        ]);
        expect(await refused(applying(bundle))).toEqual([
            ...steps,
            "Refused: the state of mainnet cannot be read: error: no such stack",
        ]);
        expect(readFileSync(called, "utf8")).toBe("stack export --stack mainnet --non-interactive --color never\n");
    });

    test("recover, of what it was asked in vain", async () => {
        expect(await refused(["recover", "mainnet", "--ledger", "ledger"], bare)).toEqual([
            "reading the state",
            "Refused: there is no pulumi here; install the Pulumi CLI: pulumi.com/docs/install",
        ]);
        expect(await refused(["recover", "mainnet", "--ledger", "ledger"])).toEqual([
            "reading the state",
            "Refused: the state of mainnet cannot be read: error: no such stack",
        ]);
    });

    test("drift, which then has no answer: exit code 2", async () => {
        expect(await refused(["drift", "mainnet"], bare, 2)).toEqual([
            "there is no pulumi here; install the Pulumi CLI: pulumi.com/docs/install",
        ]);
        expect(await refused(["drift", "mainnet"], path, 2)).toEqual([
            "the state of mainnet cannot be read: error: no such stack",
        ]);
        expect((await refused(["drift", "nonet"], path, 2)).join()).toMatch(/Pulumi\.nonet\.yaml/);
    });
});

test.each([
    [["apply", "--stack", "mainnet", "--key", "key"], /missing required argument 'bundle'/],
    [["apply", "."], /required option '--stack <stack>' not specified/],
    [["apply", ".", "--stack", "mainnet"], /required option '--key <file>' not specified/],
    [["recover"], /missing required argument 'stack'/],
    [["recover", "mainnet", "--id", "urn"], /use URN=ID/],
    [["drift"], /missing required argument 'stack'/],
    [["drift", "mainnet", "--force"], /unknown option '--force'/],
])("%j is wrong usage: exit code 2 and a plain sentence", async (args, sentence) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
});
