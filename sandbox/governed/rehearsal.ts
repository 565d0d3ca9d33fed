import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { version as google } from "@pulumi/gcp/package.json";
import { version as kubernetes } from "@pulumi/kubernetes/package.json";
import { type ApplyOptions, apply } from "../../governance/apply/apply";
import type { Deployment } from "../../governance/apply/state";
import { Repository } from "../../governance/git";
import { readLedger } from "../../governance/ledger";
import { makeBundle } from "../../governance/make";
import { Pulumi } from "../../governance/pulumi";
import { assess } from "../../governance/risk";
import { sshsig } from "../../governance/ssh/sshsig";
import { type Ran, slipway } from "../command";
import { environment } from "../engine/environment";
import { MemoryStandIn } from "../providers/memory";
import { attached, type Intercept, type Serving, serve } from "../providers/protocol";
import { tool } from "../tools/find";
import { commit, git, startLedger, write } from "./git";
import { approvers, CANARY, PROGRAM, type Settings, STACK, stackFile } from "./program";

const LEDGER = "origin/ledger";

export interface RehearsalOptions {
    /** Where it all is. */
    folder: string;
    /** Root of a project with the packages. */
    packages: string;
}

/** A project in a clone with a shared repository beside it, its stack under the real engine, and two people. */
export class Rehearsal {
    /** The clone in which the author works. */
    readonly directory: string;
    readonly kubernetes = new MemoryStandIn({ name: "kubernetes", version: kubernetes });
    readonly google = new MemoryStandIn({
        name: "gcp",
        version: google,
        computed: {
            "gcp:compute/network:Network": (_, id) => ({ selfLink: `https://example.com/${id}`, gatewayIpv4: CANARY }),
        },
    });
    /** Stands between the engine and the providers, if it is there. */
    intercept: Intercept | undefined;
    /** Everything that anybody was told. */
    readonly said: string[] = [];
    /** The revision that was applied by hand. */
    base = "";
    readonly #folder: string;
    readonly #packages: string;
    #servings: Serving[] = [];
    #bundles = 0;

    constructor({ folder, packages }: RehearsalOptions) {
        this.#folder = folder;
        this.#packages = packages;
        this.directory = join(folder, "clone");
    }

    /** File of a key: of alice, of bob, or of the machine that signs receipts. */
    readonly key = (name: string): string => join(this.#folder, `${name}.key`);

    /** File that the program looks into. */
    get surprise(): string {
        return join(this.#folder, "surprise");
    }

    /** Commits the project, has it applied by hand, as a first deploy is, and starts a ledger. */
    async start(): Promise<void> {
        const { directory } = this;
        const between: Intercept = (call, proceed) => (this.intercept ? this.intercept(call, proceed) : proceed());
        this.#servings = await Promise.all(
            [this.kubernetes, this.google].map((standIn) => serve(standIn, { intercept: between })),
        );
        for (const name of ["alice", "bob", "machine"])
            execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", this.key(name)]);
        this.#install();
        mkdirSync(directory, { recursive: true });
        git(directory, ["init", "--quiet", "--initial-branch", "main"]);
        copyFileSync(join(this.#packages, "package-lock.json"), join(directory, "package-lock.json"));
        this.#link(directory);
        write(directory, {
            ".gitignore": "node_modules\nout/\n",
            "Pulumi.yaml": "name: small\nruntime: nodejs\n",
            [`Pulumi.${STACK}.yaml`]: stackFile({ greeting: "hello", maps: 2 }),
            "package.json": '{ "main": "index.ts" }',
            "index.ts": PROGRAM,
            "governance/approvers.yaml": approvers(this.key),
        });
        await this.must(["stack", "init", "--no-select"]);
        this.base = commit(directory, {});
        await this.must(["up", "--yes", "--skip-preview"]);
        startLedger(directory);
        git(this.#folder, ["clone", "--quiet", "--bare", directory, "shared.git"]);
        git(directory, ["remote", "add", "origin", join(this.#folder, "shared.git")]);
        git(directory, ["fetch", "--quiet", "origin"]);
    }

    async stop(): Promise<void> {
        await Promise.all(this.#servings.map((serving) => serving.stop()));
    }

    /** Somebody else's clone of all that is committed. */
    clone(name: string): string {
        const directory = join(this.#folder, name);
        git(this.directory, ["push", "--quiet", "origin", "main"]);
        git(this.#folder, ["clone", "--quiet", join(this.#folder, "shared.git"), directory]);
        this.#link(directory);
        return directory;
    }

    /** Runs a command of ours as a process of its own, in a clone. */
    async slipway(args: readonly string[], cwd = this.directory): Promise<Ran> {
        const path = [join(this.#folder, "bin"), process.env.PATH].join(delimiter);
        const ran = await slipway(args, { cwd, path });
        this.said.push(ran.stdout, ran.stderr);
        return ran;
    }

    get pulumi(): Pulumi {
        return new Pulumi({ directory: this.directory, stack: STACK, cli: this.#cli });
    }

    async must(args: string[]): Promise<string> {
        const { code, stdout, stderr } = await this.pulumi.run(args);
        if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ends with ${code}: ${stdout}${stderr}`);
        return stdout;
    }

    async state(): Promise<Deployment> {
        return (JSON.parse(await this.must(["stack", "export"])) as { deployment: Deployment }).deployment;
    }

    /** Changes the state behind the engine's back; the function that it gives puts it back. */
    tamper(change: (deployment: Deployment) => void): () => void {
        const file = join(this.#folder, `engine/state/.pulumi/stacks/small/${STACK}.json`);
        const text = readFileSync(file, "utf8");
        const whole = JSON.parse(text) as { checkpoint: { latest: Deployment } };
        change(whole.checkpoint.latest);
        writeFileSync(file, JSON.stringify(whole));
        return () => writeFileSync(file, text);
    }

    /** Kills the Pulumi CLI, which has no time to say anything. */
    kill(): void {
        process.kill(Number(readFileSync(this.#pid, "utf8")), "SIGKILL");
    }

    /** What the ledger says became of each change. */
    results(): string[] {
        return readLedger(new Repository(this.directory), LEDGER, STACK).map(({ receipts }) =>
            receipts.map(({ receipt }) => receipt.result).join(", "),
        );
    }

    /** Commits other settings. */
    change(settings: Settings): void {
        const before = readFileSync(join(this.directory, `Pulumi.${STACK}.yaml`), "utf8");
        commit(this.directory, { [`Pulumi.${STACK}.yaml`]: stackFile(settings, before) });
    }

    /** The revision to compare with, while the ledger knows of none. */
    get against(): { against?: string } {
        return git(this.directory, ["ls-tree", "--name-only", LEDGER]) === "" ? { against: this.base } : {};
    }

    /** Bundles the last commit, approved by both people. */
    async bundle(at: Date): Promise<string> {
        const { files } = await makeBundle({ ...this.#common(at), collect: 1 });
        const folder = join(this.#folder, `bundle-${this.#bundles++}`);
        const signed = Buffer.from(files["manifest.json"] ?? "");
        const approvals = ["alice", "bob"].map((name) => [
            `approvals/${name}.approval.sig`,
            sshsig.sign(signed, this.key(name), "approval"),
        ]);
        write(folder, { ...files, ...Object.fromEntries(approvals) });
        return folder;
    }

    apply(folder: string, at: Date, { say, ...options }: Partial<ApplyOptions> = {}) {
        return apply({
            ...this.#common(at),
            ...{ folder, key: this.key("machine"), pulumi: { cli: this.#cli }, environment: {} },
            ...options,
            say: (what) => {
                this.said.push(what);
                say?.(what);
            },
        });
    }

    #common = (at: Date) => ({
        ...{ directory: this.directory, stack: STACK, ledger: LEDGER, at, assess, scheme: sshsig },
        ...this.against,
    });

    get #cli(): string {
        return join(this.#folder, "bin/pulumi");
    }

    /** File with the process of the Pulumi CLI that was started last. */
    get #pid(): string {
        return join(this.#folder, "pid");
    }

    /** Puts in place a Pulumi CLI that knows the stand-ins: the variables of whoever starts it have nothing of them. */
    #install(): void {
        const env = {
            ...environment({
                directory: join(this.#folder, "engine"),
                cli: tool("pulumi"),
                providers: attached(this.#servings),
            }),
            SURPRISE: this.surprise,
        };
        const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
        const exports = Object.entries(env).map(([name, value]) => `export ${name}=${quoted(value ?? "")}`);
        const lines = [
            "#!/bin/sh",
            `echo $$ > ${quoted(this.#pid)}`,
            ...exports,
            `exec ${quoted(tool("pulumi"))} "$@"`,
        ];
        mkdirSync(join(this.#folder, "bin"), { recursive: true });
        writeFileSync(this.#cli, `${lines.join("\n")}\n`, { mode: 0o755 });
    }

    #link(directory: string): void {
        symlinkSync(join(this.#packages, "node_modules"), join(directory, "node_modules"));
    }
}
