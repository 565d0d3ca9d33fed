import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Ran } from "../command";
import { STACK, URN } from "../governed/program";
import { Rehearsal } from "../governed/rehearsal";
import type { Chapter, Check } from "./chapter";

/** When the bundle is made, and when it is applied. */
const MADE = "2027-03-01T08:00:00Z";
const APPLIED = "2027-03-01T10:00:00Z";

const NETWORK = URN("network", "gcp:compute/network:Network");

export const chapter: Chapter = {
    name: "apply",
    title: "A change of mainnet is applied once, if its digest is approved; anything else is not",
    needs: ["pulumi"],
    // test/sandbox/apply.sandbox.ts holds the same step by step, in `--all`.
    daily: true,
    async run(world, check) {
        const folder = join(world.directory, "apply");
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder, { recursive: true });
        world.say("apply: a stack, a ledger and three people");
        const rehearsal = new Rehearsal({ folder, packages: world.project });
        try {
            await rehearsal.start();
            await tell(rehearsal, join(folder, "bundle"), check, world.say);
        } finally {
            await rehearsal.stop();
        }
    },
};

/** docs/governance.md, step by step, each command a process in the clone of whoever runs it. */
async function tell(rehearsal: Rehearsal, bundle: string, check: Check, say: (words: string) => void): Promise<void> {
    const common = (at: string) => ["--against", rehearsal.base, "--at", at];
    say("apply: bundle and approvals");
    rehearsal.change({ greeting: "good day", maps: 3 });
    const made = await rehearsal.slipway(["bundle", STACK, "--collect", "1", "--out", bundle, ...common(MADE)]);
    const [, digest = "none"] = /^Digest: (sha256:[0-9a-f]{64})$/m.exec(made.stdout) ?? [];
    check("a change is bundled under a digest", {
        found: { code: made.code, named: digest !== "none" || made.stderr },
        expected: { code: 0, named: true },
    });
    for (const name of ["alice", "bob"]) {
        const args = ["approve", bundle, "--key", rehearsal.key(name), ...common(MADE)];
        const { stdout } = await rehearsal.slipway(args, rehearsal.clone(name));
        check(`${name} approves that digest`, stdout.includes(digest) && stdout.includes(`Approved by ${name}: `));
    }
    const again = ["verify", bundle, "--reproduce", "--json", ...common(APPLIED)];
    const { accepted, digest: found } = JSON.parse((await rehearsal.slipway(again, rehearsal.clone("carol"))).stdout);
    check("a third clone makes the same digest of the commit", {
        found: { accepted, digest: found },
        expected: { accepted: true, digest },
    });

    const apply = (folder: string) =>
        rehearsal.slipway([
            ...["apply", folder, "--stack", STACK, "--key", rehearsal.key("machine")],
            ...["--at", APPLIED, ...Object.entries(rehearsal.against).flatMap(([name, of]) => [`--${name}`, of])],
        ]);
    const before = await rehearsal.state();
    const refused = async (words: string, why: RegExp, ran: Promise<Ran>) => {
        say(`apply: ${words}`);
        const { code, stderr } = await ran;
        const told = stderr.split("\n").filter((line) => line.startsWith("Refused: "));
        check(`${words} is refused, with the reason`, {
            found: { code, told: told.some((line) => why.test(line)) || told },
            expected: { code: 1, told: true },
        });
        check("and neither the stack nor the ledger knows of it", {
            found: { state: await rehearsal.state(), ledger: rehearsal.results() },
            expected: { state: before, ledger: [] },
        });
    };
    await refused(
        "a bundle with one byte changed",
        /plan\.json is not the file that the manifest binds/,
        apply(forged(bundle)),
    );
    await refused(
        "a bundle that one of two has approved",
        /1 more person must approve it/,
        apply(halfApproved(bundle)),
    );
    const back = rehearsal.tamper(({ resources = [] }) => {
        for (const resource of resources)
            if (resource.urn === NETWORK) Object.assign(resource, { retainOnDelete: false });
    });
    await refused(
        "an approved bundle on a state that has lost a guard",
        /the state has moved/,
        apply(bundle).finally(back),
    );

    say("apply: the approved bundle");
    const done = await apply(bundle);
    check("the approved digest is applied", {
        found: {
            code: done.code,
            told: done.stdout.startsWith(`Applied ${digest} to ${STACK}: `) || done.stderr,
            ledger: rehearsal.results(),
        },
        expected: { code: 0, told: true, ledger: ["applied"] },
    });
    const after = await rehearsal.state();
    const added = (after.resources ?? []).filter(({ urn }) => !before.resources?.some((one) => one.urn === urn));
    check("and the stack has what was approved, no more", {
        found: { added: added.map(({ urn }) => urn), greeting: greetingIn(rehearsal) },
        expected: { added: [URN("map-2")], greeting: "good day" },
    });
    say("apply: once more");
    const twice = await apply(bundle);
    check("a bundle is good for once", {
        found: { code: twice.code, told: /it was let through before/.test(twice.stderr), ledger: rehearsal.results() },
        expected: { code: 1, told: true, ledger: ["applied"] },
    });
}

/** What stands where the provider keeps it. */
const greetingIn = ({ kubernetes }: Rehearsal): unknown =>
    (kubernetes.entries.get("kubernetes:core/v1:ConfigMap greetings/greeting")?.inputs.data as { greeting?: unknown })
        ?.greeting;

function forged(bundle: string): string {
    const folder = `${bundle}-forged`;
    cpSync(bundle, folder, { recursive: true });
    const plan = join(folder, "plan.json");
    writeFileSync(plan, readFileSync(plan, "utf8").replace("good day", "good dax"));
    return folder;
}

function halfApproved(bundle: string): string {
    const folder = `${bundle}-half`;
    cpSync(bundle, folder, { recursive: true });
    const [first = ""] = readdirSync(join(folder, "approvals"));
    rmSync(join(folder, "approvals", first));
    return folder;
}
