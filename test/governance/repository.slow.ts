import { execFileSync } from "node:child_process";
import { chmodSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assertCheckedOut } from "../../governance/checkout";
import { Repository } from "../../governance/git";
import { claim, readLedger } from "../../governance/ledger";
import { makeBundle } from "../../governance/make";
import { baseOf, originOf } from "../../governance/origin";
import { assess } from "../../governance/risk";
import { sshsig } from "../../governance/ssh/sshsig";
import { digest } from "../../preview/canonical";
import { APPROVERS, AT, manifestOf, ORIGIN, previewed } from "./case";
import { commit, git, project, scratch, stackFile, write } from "./project";

const folder = scratch();
let made = 0;
const fresh = () => project(join(folder, String(made++)), APPROVERS);

describe("a working tree is refused", () => {
    const changes: [string, (directory: string) => void, RegExp][] = [
        [
            "with a changed file",
            (at) => write(at, { "index.ts": "// other" }),
            /^index\.ts is not as in [0-9a-f]{12}; commit/,
        ],
        [
            "with a staged change",
            (at) => {
                write(at, { "index.ts": "// other" });
                git(at, ["add", "."]);
            },
            /^index\.ts is not as/,
        ],
        ["with a missing file", (at) => rmSync(join(at, "index.ts")), /^index\.ts is not as in/],
        [
            "with a change that Git was told to overlook",
            (at) => {
                git(at, ["update-index", "--assume-unchanged", "index.ts"]);
                write(at, { "index.ts": "// other" });
            },
            /^index\.ts is not as in/,
        ],
        [
            "with a link in place of a file",
            (at) => {
                write(at, { "out/index.ts": "" });
                rmSync(join(at, "index.ts"));
                symlinkSync("out/index.ts", join(at, "index.ts"));
            },
            /^index\.ts is not as in/,
        ],
        [
            "with a file that nobody committed",
            (at) => write(at, { "src/more.ts": "" }),
            /^src\/ is not in the commit; commit, remove/,
        ],
        [
            "with a file that only this clone ignores",
            (at) => write(at, { ".git/info/exclude": "*.ts\n", "more.ts": "" }),
            /^more\.ts is not in the commit/,
        ],
        [
            "with many changes, of which it names three",
            (at) =>
                write(at, { "index.ts": "1", "package.json": "2", "Pulumi.yaml": "3", ".gitignore": "node_modules" }),
            /^\.gitignore, Pulumi\.yaml, index\.ts and 1 more files are not as in/,
        ],
        [
            "with other packages than the lockfile's",
            (at) => {
                rmSync(join(at, "node_modules"));
                write(at, {
                    "node_modules/.package-lock.json": '{"packages":{"node_modules/zod":{"version":"0.0.1"}}}',
                });
            },
            /^node_modules\/\S+ is not what package-lock\.json of [0-9a-f]{12} pins; check that out and run npm ci$/,
        ],
        [
            "without packages",
            (at) => rmSync(join(at, "node_modules")),
            /^node_modules\/\S+ is not what package-lock\.json of [0-9a-f]{12} pins; check that out and run npm ci$/,
        ],
    ];
    test.each(changes)("%s", (_, change, why) => {
        const { directory, base } = fresh();
        const repository = new Repository(directory);
        expect(() => assertCheckedOut(repository, base)).not.toThrow();
        change(directory);
        expect(() => assertCheckedOut(repository, base)).toThrow(why);
    });

    test("by the command too, before anything is declared", async () => {
        const { directory, base } = fresh();
        write(directory, { "index.ts": "throw new Error('declared');" });
        const made = makeBundle({
            directory,
            stack: "mainnet",
            against: base,
            ledger: "ledger",
            at: AT,
            collect: 1,
            assess,
            scheme: sshsig,
        });
        await expect(made).rejects.toThrow(/^index\.ts is not as in/);
    });
});

describe("a commit", () => {
    test("is told by its content, authors and base, whatever the working tree says", () => {
        const { directory, base } = fresh();
        const repository = new Repository(directory);
        const first = commit(directory, { "Pulumi.mainnet.yaml": stackFile("mainnet", "goodbye") });
        commit(directory, { "notes.md": "one" }, "Bob@Example.com");
        const text = "Two\n\nCo-authored-by: Carol <carol@example.com>";
        git(directory, ["commit", "--quiet", "--allow-empty", "-m", text], "alice@example.com");
        const last = git(directory, ["rev-parse", "HEAD"]);
        write(directory, { "Pulumi.mainnet.yaml": stackFile("testnet", "goodbye"), "governance/approvers.yaml": "" });
        const change = { stack: "mainnet", base, ledger: [] };
        const origin = originOf(repository, { ...change, commit: last });
        expect(origin).toMatchObject({
            network: "mainnet",
            project: "small",
            sequence: 1,
            previous: null,
            base: { commit: base, approvers: digest(APPROVERS) },
            stackFile: digest(stackFile("mainnet", "goodbye")),
        });
        expect(origin.source.authors).toEqual([
            "alice@example.com",
            "author@example.com",
            "bob@example.com",
            "carol@example.com",
        ]);
        const earlier = originOf(repository, { ...change, commit: first });
        expect(earlier.source.content).not.toBe(origin.source.content);
        expect(earlier.source.authors).toEqual(["author@example.com"]);
    });

    test("whose files differ in a mode alone has other content", () => {
        const { directory, base } = fresh();
        const repository = new Repository(directory);
        chmodSync(join(directory, "index.ts"), 0o755);
        const next = commit(directory, {});
        const content = (at: string) =>
            originOf(repository, { stack: "mainnet", base, commit: at, ledger: [] }).source.content;
        const again = commit(directory, { "notes.md": "" });
        rmSync(join(directory, "notes.md"));
        expect(content(commit(directory, {}))).toBe(content(next));
        expect(content(again)).not.toBe(content(next));
        chmodSync(join(directory, "index.ts"), 0o644);
        expect(content(commit(directory, {}))).not.toBe(content(next));
    });

    test("that Git was told to show in place of another is not shown", () => {
        const { directory, base } = fresh();
        const honest = commit(directory, { "Pulumi.mainnet.yaml": stackFile("mainnet", "goodbye") });
        const repository = new Repository(directory);
        const before = originOf(repository, { stack: "mainnet", base, commit: honest, ledger: [] });
        const other = commit(directory, { "Pulumi.mainnet.yaml": stackFile("mainnet", "evil") });
        git(directory, ["replace", honest, other]);
        expect(originOf(repository, { stack: "mainnet", base, commit: honest, ledger: [] })).toEqual(before);
    });

    test("is refused unless it comes after what is applied", () => {
        const { directory, base } = fresh();
        const repository = new Repository(directory);
        const change = { stack: "mainnet", ledger: [] };
        expect(() => originOf(repository, { ...change, base, commit: base })).toThrow(/does not come after/);
        const next = commit(directory, {});
        expect(() => originOf(repository, { ...change, base: next, commit: base })).toThrow(/does not come after/);
        expect(() => repository.commit("f".repeat(40))).toThrow(/^there is no commit f{40} here; fetch it/);
        expect(() => repository.commit("--all")).toThrow(/^there is no commit --all here/);
    });

    test("is refused where the stack file names no network, or the base names no approvers", () => {
        const { directory, base } = fresh();
        const repository = new Repository(directory);
        const nameless = commit(directory, { "Pulumi.mainnet.yaml": "config: {}\n" });
        const change = { stack: "mainnet", ledger: [] };
        expect(() => originOf(repository, { ...change, base, commit: nameless })).toThrow(/says no small:network/);
        rmSync(join(directory, "governance/approvers.yaml"));
        const lawless = commit(directory, { "Pulumi.mainnet.yaml": stackFile("mainnet", "hello") });
        const next = commit(directory, { "notes.md": "" });
        expect(() => originOf(repository, { ...change, base: lawless, commit: next })).toThrow(
            /has no governance\/approvers\.yaml; commit it, and have that applied first/,
        );
    });

    test("has an author even where it names none", () => {
        const { directory, base } = fresh();
        const repository = new Repository(directory);
        git(directory, ["commit", "--quiet", "--allow-empty", "--author", "Nobody <>", "-m", "Empty"]);
        expect(repository.authors(base, "HEAD")).toEqual(["author@example.com", "nobody named"]);
    });

    test("is not read where history is cut off", () => {
        const { directory } = fresh();
        commit(directory, {});
        const shallow = join(folder, String(made++));
        git(folder, ["clone", "--quiet", "--depth", "1", `file://${directory}`, shallow]);
        expect(() => new Repository(shallow)).toThrow(/has no full history; run git fetch --unshallow first/);
    });

    test("is no concern of a folder that is not the top of a clone", () => {
        const { directory } = fresh();
        expect(() => new Repository(folder)).toThrow(/is not a Git repository/);
        expect(() => new Repository(join(directory, "governance"))).toThrow(/is not the top of its repository/);
    });
});

describe("the ledger", () => {
    const manifest = manifestOf(previewed(), "low");

    test("names the revision that is applied, and nobody can name another", () => {
        const { directory, base } = fresh();
        const repository = new Repository(directory);
        expect(() => baseOf(repository, [], undefined)).toThrow(/^the ledger has nothing of this stack/);
        expect(baseOf(repository, [], "main")).toBe(base);
        const source = { ...ORIGIN.source, commit: base };
        const entry = claim(repository, "ledger", { manifest: { ...manifest, source }, digest: digest("one"), at: AT });
        const ledger = readLedger(repository, entry, "mainnet");
        expect(baseOf(repository, ledger, undefined)).toBe(base);
        const next = commit(directory, {});
        expect(() => baseOf(repository, ledger, next)).toThrow(/and the ledger says that [0-9a-f]{40} is applied/);
    });

    test("takes one entry for a place: of two pushes the second is refused", () => {
        const { directory } = fresh();
        const remote = join(folder, `${made++}.git`);
        git(directory, ["init", "--quiet", "--bare", remote]);
        git(directory, ["push", "--quiet", remote, "ledger"]);
        const repository = new Repository(directory);
        const claims = ["one", "two"].map((name) =>
            claim(repository, "ledger", { manifest, digest: digest(name), at: AT }),
        );
        expect(readLedger(repository, "ledger", "mainnet")).toEqual([]);
        git(directory, ["push", "--quiet", remote, `${claims[0]}:refs/heads/ledger`]);
        expect(() => git(directory, ["push", "--quiet", remote, `${claims[1]}:refs/heads/ledger`])).toThrow(/rejected/);
        const after = readLedger(new Repository(remote), "ledger", "mainnet");
        expect(after).toMatchObject([{ sequence: 1, previous: null, manifest: digest("one"), at: AT.toISOString() }]);
    });

    test("of one stack says nothing of another", () => {
        const { directory } = fresh();
        const repository = new Repository(directory);
        const entry = claim(repository, "ledger", { manifest, digest: digest("one"), at: AT });
        expect(readLedger(repository, entry, "mainnet")).toHaveLength(1);
        expect(readLedger(repository, entry, "testnet")).toEqual([]);
        expect(readLedger(repository, entry, "main")).toEqual([]);
    });

    test("is refused when it is not there, and when it has a gap or a link that does not hold", () => {
        const { directory } = fresh();
        const repository = new Repository(directory);
        expect(() => readLedger(repository, "origin/ledger", "mainnet")).toThrow(
            /^there is no ledger origin\/ledger here; fetch it/,
        );
        const at = (sequence: number, previous: string | null, onto = "ledger") =>
            claim(repository, onto, {
                manifest: { ...manifest, sequence, previous },
                digest: digest(`${sequence}`),
                at: AT,
            });
        const good = at(2, digest("1"), at(1, null));
        expect(readLedger(repository, good, "mainnet")).toHaveLength(2);
        for (const broken of [
            at(2, null),
            at(2, digest("other"), at(1, null)),
            at(3, digest("1"), at(1, null)),
            at(1, digest("0")),
        ])
            expect(() => readLedger(repository, broken, "mainnet")).toThrow(/is broken at mainnet\/00000\d\.json/);
    });

    test("is left as it is by whoever reads or claims", () => {
        const { directory } = fresh();
        const repository = new Repository(directory);
        const before = git(directory, ["for-each-ref"]);
        claim(repository, "ledger", { manifest, digest: digest("one"), at: AT });
        expect(git(directory, ["for-each-ref"])).toBe(before);
        expect(execFileSync("git", ["status", "--porcelain"], { cwd: directory }).toString()).toBe("");
    });
});

test("what is checked out for a while is gone afterwards, and runs no hook", async () => {
    const { directory, base } = fresh();
    const repository = new Repository(directory);
    const hook = join(directory, ".git/hooks/post-checkout");
    writeFileSync(hook, `#!/bin/sh\ntouch ${join(directory, "hooked")}\n`);
    chmodSync(hook, 0o755);
    const seen = await repository.checkedOut(base, async (at) => {
        expect(git(at, ["hash-object", "index.ts"])).toBe(git(directory, ["rev-parse", `${base}:index.ts`]));
        return at;
    });
    expect(() => git(seen, ["status"])).toThrow();
    expect(repository.strangers()).toEqual([]);
});
