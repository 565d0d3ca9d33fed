import { describe, expect, test } from "vitest";
import { forbiddenOptions, forbiddenVariables } from "../../governance/apply/dangers";
import { operationsOf } from "../../governance/apply/operations";
import { type Deployment, faultsOf, readState, type StateResource } from "../../governance/apply/state";
import { told, withoutValues } from "../../governance/apply/told";
import { driftInTheWay, driftOf, hasDrift } from "../../governance/drift";
import type { EngineEvent, Pulumi } from "../../governance/pulumi";
import { assertSigned, type Receipt, signReceipt } from "../../governance/receipt";
import { identityOf } from "../../governance/recover/ids";
import { assertDead } from "../../governance/recover/lock";
import { lostCreations } from "../../governance/recover/lost";
import { resolve } from "../../governance/recover/resolve";
import { sshsig } from "../../governance/ssh/sshsig";
import { digest } from "../../preview/canonical";
import { makeKey } from "./people";

const PROVIDER = "urn:pulumi:mainnet::small::pulumi:providers:gcp::google";
const urn = (name: string, type = "kubernetes:core/v1:ConfigMap") => `urn:pulumi:mainnet::small::${type}::${name}`;

const map = (
    name: string,
    data: Record<string, unknown> = { x: "1" },
    more: Partial<StateResource> = {},
): StateResource => {
    const inputs = { metadata: { name, namespace: "rooms" }, data };
    return {
        ...{ urn: urn(name), type: "kubernetes:core/v1:ConfigMap", custom: true, id: `rooms/${name}` },
        inputs,
        outputs: inputs,
        ...more,
    };
};

const stateOf = (deployment: Deployment) =>
    readState(JSON.stringify({ version: 3, deployment }), { project: "small", stack: "mainnet" });

describe("an update is not led around its plan", () => {
    test.each([
        ...["--skip-preview", "--target=x", "--exclude=x", "--replace=x", "--target-replace=x", "--ignore-protect"],
        ...["--override-env", "--skip-config-validation", "--config=a=b", "--refresh", "--plan=x", "--policy-pack=x"],
        ...[
            "--continue-on-error",
            "--stack=other",
            "--show-secrets",
            "-f",
            "--parallel",
            "--parallel=8 --target=x",
            "x",
        ],
    ])("by the option %s", (option) => {
        expect(forbiddenOptions([option])).toHaveLength(1);
    });

    test.each([
        ...["PULUMI_OPTION_SKIP_PREVIEW", "PULUMI_SKIP_CHECKPOINTS", "PULUMI_EXPERIMENTAL", "PULUMI_DEBUG_PROVIDERS"],
        ...["PULUMI_CLOUD_SECRET_OVERRIDE", "PULUMI_CONTINUE_ON_ERROR", "PULUMI_RUN_PROGRAM", "pulumi_dev"],
        ...["NODE_OPTIONS", "LD_PRELOAD"],
    ])("by the variable %s", (name) => {
        expect(forbiddenVariables({ [name]: "x" })).toEqual([
            `the variable ${name} is set, which can change what an update does; unset it`,
        ]);
    });

    test("by nothing, if it is only told how fast and why, and where the state is", () => {
        expect(forbiddenOptions(["--parallel=16", "--message=Raise the budget"])).toEqual([]);
        const where = { PULUMI_BACKEND_URL: "gs://state", PULUMI_HOME: "/home", PATH: "/bin", NODE_OPTIONS: "" };
        expect(forbiddenVariables(where)).toEqual([]);
    });
});

describe("a state", () => {
    test("has a digest of all that lasts, and none of when it was written", () => {
        const written = (version: string, data?: Record<string, unknown>) =>
            stateOf({ manifest: { version }, resources: [map("a", data)] });
        expect(written("v3.1.0").digest).toBe(written("v3.2.0").digest);
        expect(written("v3.1.0").writer).toBe("3.1.0");
        expect(written("v3.1.0", { x: "2" }).digest).not.toBe(written("v3.1.0").digest);
    });

    test("that is as the last receipt says can be updated, and no other", () => {
        const state = stateOf({ resources: [map("a")] });
        expect(faultsOf(state, "mainnet", state.digest)).toEqual([]);
        expect(faultsOf(state, "mainnet", null)).toEqual([]);
        expect(faultsOf(state, "mainnet", digest("another"))).toEqual([
            expect.stringMatching(
                /^the state has moved since the change was bundled: it is sha256:.* run `slipway recover mainnet`/,
            ),
        ]);
    });

    test.each<[string, Deployment, RegExp]>([
        [
            "an operation that never ended",
            { pending_operations: [{ type: "creating", resource: map("b") }] },
            /^1 operation .*\(creating .*::b\)/,
        ],
        ["a resource that is tainted", { resources: [map("a", {}, { taint: true })] }, /^urn.*::a is tainted/],
        ["snippets", { snippets: [{}] }, /^the state holds snippets/],
    ])("with %s cannot", (_, deployment, why) => {
        expect(faultsOf(stateOf(deployment), "mainnet", null)).toEqual([expect.stringMatching(why)]);
    });
});

describe("what the CLI says is passed on", () => {
    test.each([
        [
            "resource x violates plan: properties changed: ++a[{s3cret}]",
            "resource x violates the plan: properties changed, a first",
        ],
        [
            "resource x violates plan: properties changed: ~~a[{s3cret: ++b[}!={s3cret}]",
            "resource x violates the plan: properties changed, a first",
        ],
        [
            "resource x violates plan: protect changed (expected true)",
            "resource x violates the plan: protect changed (expected true)",
        ],
        ["quota exceeded", "quota exceeded"],
    ])("without values: %s", (message, expected) => {
        expect(withoutValues(message)).toBe(expected);
    });

    test("from its events, rules that are broken first, or else from what it printed", () => {
        const event = (what: object): EngineEvent => ({ sequence: 0, timestamp: 0, ...what });
        const run = { code: 1, stdout: "", stderr: "error: no such stack\nmore", events: [] };
        expect(told(run)).toBe("error: no such stack");
        const error = event({ diagnosticEvent: { severity: "error", message: "failed\n" } });
        const broken = {
            policyName: "SEC-04",
            resourceUrn: urn("a"),
            message: "data.x: a secret\n",
            enforcementLevel: "mandatory",
        };
        expect(told({ ...run, events: [error, event({ policyEvent: broken })] })).toBe(
            `SEC-04 is broken at ${urn("a")}: data.x: a secret (and 1 more)`,
        );
        expect(told({ ...run, stderr: "" })).toBe("the Pulumi CLI ended with exit code 1 and gave no reason");
    });
});

describe("drift", () => {
    const state = stateOf({ resources: [map("a"), map("b")] }).declared;
    const found = (
        name: string,
        op: string,
        data: Record<string, unknown> | null,
        paths: string[] = [],
    ): EngineEvent => ({
        ...{ sequence: 0, timestamp: 0 },
        resOutputsEvent: {
            metadata: {
                op,
                urn: urn(name),
                old: map(name),
                new: data && map(name, data),
                diffs: paths,
                detailedDiff: null,
            },
        },
    });
    const look = (events: EngineEvent[], ignoreChanges: string[] = []) => {
        const declared = { ...state, resources: state.resources.map((one) => ({ ...one, ignoreChanges })) };
        return driftOf(state, operationsOf(events, "results"), declared);
    };

    test("is none where the providers find what the state says", () => {
        const drift = look([found("a", "same", { x: "1" }), found("b", "same", { x: "1" })]);
        expect(hasDrift(drift)).toBe(false);
        expect(drift.lines).toEqual([]);
    });

    test("is a change like any other, with its class", () => {
        const drift = look([found("a", "update", { x: "2" }, ["data"]), found("b", "delete", null)]);
        expect(drift.changes.map(({ op, urn: of }) => [op === "delete", of])).toEqual([
            [false, urn("a")],
            [true, urn("b")],
        ]);
        expect(drift.lines.map(({ urn: of }) => of)).toEqual(expect.arrayContaining([urn("a"), urn("b")]));
        expect(driftInTheWay(drift, state)).toEqual([`${urn("a")} was changed at data.x`, `${urn("b")} is gone`]);
    });

    test("is not what the program leaves to others, nor what an output alone says", () => {
        expect(hasDrift(look([found("a", "update", { x: "2" }, ["data"])], ["data.x"]))).toBe(false);
        expect(hasDrift(look([found("a", "update", { x: "1" })]))).toBe(false);
    });

    test("of a secret is told without it", () => {
        const secret = {
            "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
            ciphertext: "[secret]",
        };
        const drift = look([found("a", "update", { x: secret }, ["data.x"])]);
        expect(drift.secret).toEqual([{ urn: urn("a"), paths: ["data.x"] }]);
    });

    test("is in no change's way that declares what somebody made, or lets go of what is gone", () => {
        const drift = look([found("a", "update", { x: "2" }, ["data"]), found("b", "delete", null)]);
        const [a] = stateOf({ resources: [map("a", { x: "2" })] }).declared.resources;
        expect(driftInTheWay(drift, { ...state, resources: a ? [a] : [] })).toEqual([]);
    });
});

describe("a recovery", () => {
    const creating = (resource: StateResource) => ({ type: "creating", resource });
    const bare = ({ id: _, outputs: __, ...resource }: StateResource): StateResource => resource;

    test("puts what was being created under the id that it must have, and asks for it", () => {
        const state = stateOf({ resources: [map("a")], pending_operations: [creating(bare(map("b")))] });
        const { whole, asked } = resolve(state, {});
        expect(asked).toEqual([urn("b")]);
        expect(whole.deployment.pending_operations).toBeUndefined();
        expect(whole.deployment.resources).toMatchObject([{ urn: urn("a") }, { urn: urn("b"), id: "rooms/b" }]);
        // Whoever stops it here must not pass for done.
        const again = stateOf(whole.deployment);
        expect(faultsOf(again, "mainnet", null)).toEqual([
            "the last recovery was interrupted; run `slipway recover mainnet` again",
        ]);
        expect(resolve(again, {}).asked).toEqual([urn("b")]);
    });

    test("asks for what was being changed or deleted, and lets go of what was only read", () => {
        const pending = (type: string, name: string) => ({ type, resource: map(name) });
        const state = stateOf({
            resources: [map("a"), map("b"), map("c")],
            pending_operations: [
                pending("updating", "a"),
                pending("deleting", "b"),
                pending("reading", "c"),
                pending("deleting", "d"),
            ],
        });
        expect(resolve(state, {}).asked).toEqual([urn("a"), urn("b")]);
    });

    test("keeps what a replacement takes the place of, to be deleted", () => {
        const state = stateOf({
            resources: [map("a", {}, { id: "rooms/old" })],
            pending_operations: [creating(bare(map("a")))],
        });
        expect(resolve(state, {}).whole.deployment.resources).toMatchObject([
            { id: "rooms/a" },
            { id: "rooms/old", delete: true },
        ]);
        const gone = stateOf({
            resources: [map("a", {}, { pendingReplacement: true })],
            pending_operations: [creating(bare(map("a")))],
        });
        expect(resolve(gone, {}).whole.deployment.resources).toHaveLength(1);
    });

    test("asks the operator for a name that only a server knows", () => {
        const type = "gcp:monitoring/alertPolicy:AlertPolicy";
        const policy: StateResource = { urn: urn("p", type), type, custom: true, inputs: { displayName: "x" } };
        const state = stateOf({ pending_operations: [creating(policy)] });
        expect(() => resolve(state, {})).toThrow(
            /^only you can find out whether these exist: .*::p; .*--id URN=ID or --absent URN/,
        );
        expect(
            resolve(state, { ids: { [policy.urn]: "projects/p/alertPolicies/7" } }).whole.deployment.resources,
        ).toMatchObject([{ id: "projects/p/alertPolicies/7" }]);
        expect(resolve(state, { absent: [policy.urn] }).whole.deployment.resources).toEqual([]);
    });

    test.each<[string, Record<string, unknown>, unknown]>([
        ["gcp:compute/network:Network", { name: "n" }, { id: "projects/p/global/networks/n" }],
        [
            "gcp:kms/cryptoKey:CryptoKey",
            { keyRing: "projects/p/locations/l/keyRings/r", name: "k" },
            { id: "projects/p/locations/l/keyRings/r/cryptoKeys/k" },
        ],
        [
            "gcp:sql/databaseInstance:DatabaseInstance",
            { name: "d", project: "other" },
            { id: "projects/other/instances/d" },
        ],
        ["gcp:secretmanager/secret:Secret", { secretId: "s" }, { id: "projects/p/secrets/s" }],
        [
            "gcp:container/nodePool:NodePool",
            { name: "n", location: "l", cluster: "projects/p/locations/l/clusters/c" },
            { id: "projects/p/locations/l/clusters/c/nodePools/n" },
        ],
        ["gcp:storage/bucket:Bucket", { name: "b" }, { id: "b" }],
        ["gcp:projects/iAMMember:IAMMember", { role: "r", member: "m" }, "again"],
        ["kubernetes:core/v1:Namespace", { metadata: { name: "n" } }, { id: "n" }],
        ["kubernetes:helm.sh/v3:Release", { name: "r", namespace: "n" }, { id: "n/r" }],
        ["kubernetes:core/v1:ConfigMap", { metadata: {} }, undefined],
        ["vault:index/mount:Mount", { path: "m" }, { id: "m" }],
        ["random:index/randomPassword:RandomPassword", {}, "again"],
        ["other:index/thing:Thing", { name: "t" }, undefined],
    ])("knows how a %s is called", (type, inputs, expected) => {
        const provider = { urn: PROVIDER, type: "pulumi:providers:gcp", inputs: { project: "p" } };
        expect(identityOf({ urn: urn("x", type), type, inputs }, provider)).toEqual(expected);
    });

    describe("of what could not be created and may exist", () => {
        const ring = urn("ring", "gcp:kms/keyRing:KeyRing");
        const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "x" };
        const inputs = { name: "ring", location: "04da6b54-80e4-46f7-96ec-b56ff0331ba9", labels: [{ secret }] };
        const made = { urn: ring, type: "gcp:kms/keyRing:KeyRing", custom: true, provider: `${PROVIDER}::7`, inputs };
        const metadata = { op: "create", urn: ring, old: null, new: made, detailedDiff: null };
        const events = [{ sequence: 1, timestamp: 1, resourcePreEvent: { metadata } }];
        const pulumi = (code = 0) =>
            ({ run: async () => ({ code, stdout: "", stderr: "error: no", events }) }) as unknown as Pulumi;
        const state = stateOf({ resources: [{ urn: PROVIDER, type: "pulumi:providers:gcp", custom: true, id: "7" }] });

        test("takes from the program what it asks for, but neither secrets nor what nobody knows", async () => {
            const [creation] = await lostCreations(pulumi(), state, [ring]);
            expect(creation).toEqual({
                type: "creating",
                resource: {
                    ...{ urn: ring, type: made.type, custom: true, protect: false },
                    ...{ provider: `${PROVIDER}::7`, inputs: { name: "ring" } },
                },
            });
        });

        test("leaves alone what the state knows to be under way, and asks nobody for nothing", async () => {
            const known = { ...state, pending: [creating(bare(map("a", {}, { urn: ring })))] };
            expect(await lostCreations(pulumi(), known, [ring])).toEqual([]);
            expect(await lostCreations(pulumi(1), state, [])).toEqual([]);
        });

        test("refuses what the next update would not create, and a program that does not run", async () => {
            await expect(lostCreations(pulumi(), state, [urn("other")])).rejects.toThrow(
                /^nothing of .*::other can be lost: the next update would not create it$/,
            );
            await expect(lostCreations(pulumi(1), state, [ring])).rejects.toThrow(
                /^nobody knows what would be created/,
            );
        });
    });

    test("takes the lock only of a process that is gone", () => {
        const { hostname } = require("node:os") as typeof import("node:os");
        const held = (host: string, pid: number) =>
            `file:///x: created by root@${host} (pid ${pid}) at 2027-01-01T00:00:00Z`;
        expect(() => assertDead(held(hostname(), 2 ** 22 + 1))).not.toThrow();
        expect(() => assertDead(held(hostname(), process.pid))).toThrow(
            /^an update may still run: the stack is locked by root on /,
        );
        expect(() => assertDead(held("elsewhere", 2 ** 22 + 1))).toThrow(/locked by root on elsewhere/);
        expect(() => assertDead("no holder")).toThrow(/locked by somebody/);
    });
});

describe("a receipt", () => {
    const receipt: Receipt = {
        ...{ schema: "slipway.receipt/v1", stack: "mainnet", sequence: 1, manifest: digest("m"), result: "applied" },
        ...{ state: digest("s"), resources: 1, pulumi: "3.259.0", at: "2027-01-02T00:00:00.000Z" },
    };
    const [machine, stranger] = [makeKey(), makeKey()];
    const approvers = { people: [], receipts: [sshsig.key(machine.line)] };
    const signing = (key: typeof machine) => ({
        ...sshsig,
        sign: (message: Uint8Array, _: string, purpose: "approval" | "veto" | "receipt") => key.sign(message, purpose),
    });

    test("counts if a key for receipts has signed it as one", () => {
        const signed = signReceipt(receipt, "", signing(machine));
        expect(() => assertSigned(signed, approvers, sshsig)).not.toThrow();
        const forged = { ...signed, receipt: { ...receipt, state: digest("other") } };
        expect(() => assertSigned(forged, approvers, sshsig)).toThrow(
            /^the receipt of change 1 of mainnet does not match/,
        );
        expect(() => assertSigned(signReceipt(receipt, "", signing(stranger)), approvers, sshsig)).toThrow(
            /is signed by a key that the applied revision does not name; name it under receipts/,
        );
        const vote = { receipt, signature: machine.sign(Buffer.from("x"), "approval") };
        expect(() => assertSigned(vote, approvers, sshsig)).toThrow(/is made for the namespace slipway-governance-v1;/);
    });
});
