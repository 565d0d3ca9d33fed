import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { version as google } from "@pulumi/gcp/package.json";
import { version as kubernetes } from "@pulumi/kubernetes/package.json";
import { type ApplyOptions, apply } from "../../governance/apply/apply";
import type { Deployment } from "../../governance/apply/state";
import { Repository } from "../../governance/git";
import { readLedger } from "../../governance/ledger";
import { makeBundle } from "../../governance/make";
import { Pulumi } from "../../governance/pulumi";
import { recover } from "../../governance/recover/recover";
import { assess } from "../../governance/risk";
import { sshsig } from "../../governance/ssh/sshsig";
import { environment } from "../../sandbox/engine/environment";
import { MemoryStandIn } from "../../sandbox/providers/memory";
import { attached, type Intercept, type Serving, serve } from "../../sandbox/providers/protocol";
import { tool } from "../../sandbox/tools/find";
import { type Key, makeKey } from "../governance/people";
import { commit, git, stackFile, write } from "../governance/project";
import { ROOT } from "../stack";

/** Must be in nothing that anybody can read. */
export const CANARY = ["c4n4ry", "Hunter", "2"].join("");

const LEDGER = "origin/ledger";

export const URN = (name: string, type = "kubernetes:core/v1:ConfigMap") =>
    `urn:pulumi:mainnet::small::${type}::${name}`;

/** A program of a few resources. What differs between commits is in the stack file. */
const PROGRAM = `import { existsSync, readFileSync } from "node:fs";
import * as gcp from "@pulumi/gcp";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config("small");
const greeting = config.require("greeting");
// What a program must never do: it is not the same everywhere.
const file = process.env.SURPRISE ?? "";
const surprise = existsSync(file) ? readFileSync(file, "utf8") : "none";

const provider = new gcp.Provider("google", { project: "example-small" });
const network = new gcp.compute.Network("network", { name: "small", autoCreateSubnetworks: false }, { provider, protect: true, retainOnDelete: true });
new kubernetes.core.v1.ConfigMap("greeting", {
    metadata: { name: "greeting", namespace: "greetings" },
    data: { greeting, surprise },
});
for (let number = 0; number < config.requireNumber("maps"); number++)
    new kubernetes.core.v1.ConfigMap("map-" + number, {
        metadata: { name: "map-" + number, namespace: "greetings" },
        data: { network: network.selfLink },
    });
export const gateway = pulumi.secret(network.gatewayIpv4);
`;

const approvers = (alice: Key, bob: Key, machine: string) => `people:
    - { name: alice, emails: [alice@example.com], roles: [operator, security], keys: ["${alice.line}"] }
    - { name: bob, emails: [bob@example.com], roles: [operator, security], keys: ["${bob.line}"] }
    - { name: author, emails: [author@example.com] }
receipts: ["${machine}"]
stacks:
    mainnet:
        window: 48
        risks: { low: { people: 2 }, medium: { people: 2 }, critical: { people: 2 } }
`;

/** A project in a clone with a shared repository beside it, its stack under the real engine, and two people. */
export class Rehearsal {
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
    base = "";
    readonly #folder: string;
    readonly #alice = makeKey();
    readonly #bob = makeKey();
    #servings: Serving[] = [];
    #env: NodeJS.ProcessEnv = {};
    #bundles = 0;

    constructor(folder: string) {
        this.#folder = folder;
        this.directory = join(folder, "clone");
    }

    /** File of the key that signs receipts. */
    get key(): string {
        return join(this.#folder, "machine");
    }

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
        this.#env = {
            ...environment({
                directory: join(this.#folder, "engine"),
                cli: tool("pulumi"),
                providers: attached(this.#servings),
            }),
            SURPRISE: this.surprise,
        };
        execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "machine", "-f", this.key]);
        mkdirSync(directory, { recursive: true });
        git(directory, ["init", "--quiet", "--initial-branch", "main"]);
        copyFileSync(join(ROOT, "package-lock.json"), join(directory, "package-lock.json"));
        symlinkSync(join(ROOT, "node_modules"), join(directory, "node_modules"));
        write(directory, {
            ".gitignore": "node_modules\nout/\n",
            "Pulumi.yaml": "name: small\nruntime: nodejs\n",
            "Pulumi.mainnet.yaml": this.#settings({ greeting: "hello", maps: 2 }),
            "package.json": '{ "main": "index.ts" }',
            "index.ts": PROGRAM,
            "governance/approvers.yaml": approvers(
                this.#alice,
                this.#bob,
                readFileSync(`${this.key}.pub`, "utf8").trim(),
            ),
        });
        await this.must(["stack", "init", "--no-select"]);
        this.base = commit(directory, {});
        await this.must(["up", "--yes", "--skip-preview"]);
        const empty = execFileSync("git", ["mktree"], { cwd: directory, input: "" }).toString().trim();
        git(directory, ["branch", "ledger", git(directory, ["commit-tree", empty, "-m", "Start the ledger"])]);
        git(this.#folder, ["clone", "--quiet", "--bare", directory, "shared.git"]);
        git(directory, ["remote", "add", "origin", join(this.#folder, "shared.git")]);
        git(directory, ["fetch", "--quiet", "origin"]);
    }

    async stop(): Promise<void> {
        await Promise.all(this.#servings.map((serving) => serving.stop()));
    }

    pulumi(cli = tool("pulumi")): Pulumi {
        return new Pulumi({ directory: this.directory, stack: "mainnet", cli, env: this.#env });
    }

    async must(args: string[]): Promise<string> {
        const { code, stdout, stderr } = await this.pulumi().run(args);
        if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ends with ${code}: ${stdout}${stderr}`);
        return stdout;
    }

    async state(): Promise<Deployment> {
        return (JSON.parse(await this.must(["stack", "export"])) as { deployment: Deployment }).deployment;
    }

    /** Changes the state behind the engine's back; the function that it gives puts it back. */
    tamper(change: (deployment: Deployment) => void): () => void {
        const file = join(this.#folder, "engine/state/.pulumi/stacks/small/mainnet.json");
        const text = readFileSync(file, "utf8");
        const whole = JSON.parse(text) as { checkpoint: { latest: Deployment } };
        change(whole.checkpoint.latest);
        writeFileSync(file, JSON.stringify(whole));
        return () => writeFileSync(file, text);
    }

    /** A CLI that says which process it is, so that a test can kill it. */
    get mortal(): { cli: string; kill(): void } {
        const [cli, pid] = [join(this.#folder, "pulumi"), join(this.#folder, "pid")];
        writeFileSync(cli, `#!/bin/sh\necho $$ > ${pid}\nexec ${tool("pulumi")} "$@"\n`, { mode: 0o755 });
        return { cli, kill: () => process.kill(Number(readFileSync(pid, "utf8")), "SIGKILL") };
    }

    /** Recovers the stack. */
    recover() {
        return recover({
            ...{ repository: new Repository(this.directory), project: "small", stack: "mainnet" },
            ...{ pulumi: this.pulumi(), ledger: LEDGER, key: this.key, scheme: sshsig },
            folder: join(this.#folder, "recover"),
        });
    }

    /** What the ledger says became of each change. */
    results(): string[] {
        return readLedger(new Repository(this.directory), LEDGER, "mainnet").map(({ receipts }) =>
            receipts.map(({ receipt }) => receipt.result).join(", "),
        );
    }

    /** Bundles a commit with other settings, approved by both people. */
    async bundle(settings: { greeting: string; maps: number } | undefined, at: Date): Promise<string> {
        if (settings) commit(this.directory, { "Pulumi.mainnet.yaml": this.#settings(settings) });
        const ledger = LEDGER;
        const first = git(this.directory, ["ls-tree", "--name-only", ledger]) === "";
        const { files } = await makeBundle({
            ...{ directory: this.directory, stack: "mainnet", ledger, at, collect: 1, assess, scheme: sshsig },
            ...(first && { against: this.base }),
        });
        const folder = join(this.#folder, `bundle-${this.#bundles++}`);
        write(folder, files);
        const signed = Buffer.from(files["manifest.json"] ?? "");
        mkdirSync(join(folder, "approvals"));
        writeFileSync(join(folder, "approvals/alice.approval.sig"), this.#alice.sign(signed));
        writeFileSync(join(folder, "approvals/bob.approval.sig"), this.#bob.sign(signed));
        return folder;
    }

    apply(folder: string, at: Date, options: Partial<ApplyOptions> & { cli?: string } = {}) {
        const ledger = LEDGER;
        const first = git(this.directory, ["ls-tree", "--name-only", ledger]) === "";
        const { cli = tool("pulumi"), say, ...rest } = options;
        return apply({
            ...{ directory: this.directory, folder, stack: "mainnet", ledger, at, assess, scheme: sshsig },
            ...{ key: this.key, pulumi: { cli, env: this.#env }, environment: {} },
            ...(first && { against: this.base }),
            ...rest,
            say: (what) => {
                this.said.push(what);
                say?.(what);
            },
        });
    }

    /** The stack file, with what the engine has written into it. */
    #settings({ greeting, maps }: { greeting: string; maps: number }): string {
        const file = join(this.directory, "Pulumi.mainnet.yaml");
        let salt = "";
        try {
            salt = /^encryptionsalt: .*$/m.exec(readFileSync(file, "utf8"))?.[0] ?? "";
        } catch {
            // The first one.
        }
        return `${stackFile("mainnet", greeting)}    small:maps: "${maps}"\n${salt}\n`;
    }
}
