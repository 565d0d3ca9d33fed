import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Approvers, readApprovers } from "../../governance/approvers";
import { readBundle } from "../../governance/bundle";
import { type Case, decide } from "../../governance/decide";
import { type Manifest, manifestText } from "../../governance/manifest";
import type { Origin } from "../../governance/origin";
import { Refusal } from "../../governance/refusal";
import type { Class } from "../../governance/risk";
import { sshsig } from "../../governance/ssh/sshsig";
import { canonical, digest } from "../../preview/canonical";
import type { Plan } from "../../preview/plan";
import { judgePlan } from "../../preview/verdicts";
import { undeclared } from "../undeclared";
import { type Key, makeKey } from "./people";
import { write } from "./project";

/** Who can sign in these tests. The author has a key, and a role, and still may not approve. */
export const KEYS = {
    alice: makeKey(),
    bob: makeKey("ecdsa"),
    carol: makeKey("sk-ed25519"),
    author: makeKey(),
    /** The second key of alice. */
    alice2: makeKey(),
    /** Nobody's. */
    mallory: makeKey(),
} satisfies Record<string, Key>;
export type Signer = keyof typeof KEYS;

export const APPROVERS = `
people:
    - { name: alice, emails: [alice@example.com], roles: [operator], keys: ["${KEYS.alice.line}", "${KEYS.alice2.line}"] }
    - { name: bob, emails: [bob@example.com], roles: [security], keys: ["${KEYS.bob.line}"] }
    - { name: carol, emails: [carol@example.com, carol@home.example], roles: [operator, security], keys: ["${KEYS.carol.line}"] }
    - { name: author, emails: [author@example.com], roles: [operator, security], keys: ["${KEYS.author.line}"] }
automation: [noreply@github.com]
stacks:
    mainnet:
        window: 48
        risks:
            low: { people: 1 }
            medium: { people: 2, roles: { operator: 1, security: 1 } }
            critical: { people: 3, roles: { operator: 1, security: 1 }, timelock: 24 }
`;

const approvers: Approvers = readApprovers(APPROVERS, sshsig);

const PLAN: Plan = {
    schema: "slipway.plan/v1",
    project: "small",
    stack: "mainnet",
    resources: [
        {
            urn: "urn:pulumi:mainnet::small::kubernetes:core/v1:ConfigMap::greeting",
            type: "kubernetes:core/v1:ConfigMap",
            name: "greeting",
            custom: true,
            inputs: { metadata: { name: "greeting", namespace: "greetings" }, data: { greeting: "hello" } },
            ...undeclared(),
        },
    ],
    outputs: {},
};

/** The files of a small preview. */
export function previewed(): Record<string, string> {
    const plan = canonical(PLAN);
    return {
        "plan.json": plan,
        "verdicts.json": `${JSON.stringify({ ...judgePlan(PLAN, digest(plan)), rules: [] })}\n`,
        "report.md": "# A report\n",
    };
}

const id = (letter: string) => letter.repeat(40);

export const ORIGIN: Origin = {
    network: "mainnet",
    project: "small",
    stack: "mainnet",
    sequence: 1,
    previous: null,
    state: null,
    base: { commit: id("a"), approvers: digest(APPROVERS) },
    source: { commit: id("b"), tree: id("c"), content: digest("files"), authors: ["author@example.com"] },
    stackFile: digest("stack file"),
    lockfile: digest("lockfile"),
};

export const AT = new Date("2027-01-02T12:00:00Z");

export function manifestOf(files: Record<string, string>, risk: Class, changes: Partial<Manifest> = {}): Manifest {
    return {
        schema: "slipway.manifest/v1",
        ...ORIGIN,
        toolchain: { node: "20.20.2", pulumi: "3.248.0", slipway: "0.1.0", preview: digest("preview") },
        policyPack: { name: "slipway-policies", version: "0.1.0", digest: digest("policies") },
        summary: {
            plan: digest(files["plan.json"] ?? ""),
            resources: 1,
            unknowns: 0,
            violations: 0,
            advisory: 0,
            undetermined: 0,
            risk,
        },
        validity: { notBefore: "2027-01-02T00:00:00Z", expires: "2027-01-04T00:00:00Z" },
        files: Object.fromEntries(Object.entries(files).map(([name, text]) => [name, digest(text)])),
        ...changes,
    };
}

export interface Making {
    risk?: Class;
    signers?: Signer[];
    vetoes?: Signer[];
    /** What the manifest says otherwise than it should. */
    manifest?: Partial<Manifest>;
}

/** Writes a bundle that may be applied, but for what is asked to be otherwise, and what it is held against. */
export function makeCase(folder: string, { risk = "medium", signers, vetoes = [], manifest = {} }: Making = {}): Case {
    const files = previewed();
    const text = manifestText(manifestOf(files, risk, manifest));
    const signed = Buffer.from(text);
    mkdirSync(folder, { recursive: true });
    write(folder, { ...files, "manifest.json": text });
    mkdirSync(join(folder, "approvals"), { recursive: true });
    for (const signer of signers ?? ["alice", "bob"])
        writeFileSync(join(folder, `approvals/${signer}.approval.sig`), KEYS[signer].sign(signed));
    for (const signer of vetoes)
        writeFileSync(join(folder, `approvals/${signer}.veto.sig`), KEYS[signer].sign(signed, "veto"));
    return heldAgainst(folder, risk);
}

/** Reads a bundle again, to decide on it. */
export const heldAgainst = (folder: string, risk: Class = "medium"): Case => ({
    bundle: readBundle(folder),
    origin: ORIGIN,
    approvers,
    ledger: [],
    at: AT,
    assess: () => ({ class: risk, because: ["the test says so"] }),
    scheme: sshsig,
});

/** Why a bundle is refused; nothing if it is not. */
export function refusals(bundle: string): string[] {
    try {
        return decide(heldAgainst(bundle)).refusals;
    } catch (error) {
        if (Refusal.isInstance(error)) return [error.message];
        throw error;
    }
}
