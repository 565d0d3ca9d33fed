import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { approve } from "../../governance/approve";
import type { Case } from "../../governance/decide";
import { decide } from "../../governance/decide";
import type { Passed } from "../../governance/ledger";
import { AT, type Making, makeCase, ORIGIN } from "./case";
import { scratch } from "./project";

const folder = scratch();
let made = 0;
const given = (making: Making = {}): Case => makeCase(join(folder, String(made++)), making);

const entry = (sequence: number, manifest: string): Passed => ({
    schema: "slipway.ledger/v1",
    stack: "mainnet",
    sequence,
    manifest,
    previous: null,
    base: ORIGIN.base.commit,
    commit: ORIGIN.base.commit,
    at: "2027-01-02T01:00:00.000Z",
    receipts: [],
});

describe("a change may be applied", () => {
    test.each([
        ["low", ["bob"]],
        ["medium", ["alice", "bob"]],
        ["medium", ["carol", "bob"]],
        ["medium", ["alice", "carol"]],
        ["critical", ["alice", "bob", "carol"]],
    ] as const)("at risk %s with %j", (risk, signers) => {
        const { refusals, approved } = decide(given({ risk, signers: [...signers] }));
        expect(refusals).toEqual([]);
        expect(approved.map(({ name }) => name).sort()).toEqual([...signers].sort());
    });

    test("from the first second of its window to the one before its last", () => {
        const one = given();
        const when = (at: string) => decide({ ...one, at: new Date(at) }).refusals;
        expect(when("2027-01-01T23:59:59.999Z")).toEqual(["it may not be applied before 2027-01-02T00:00:00Z"]);
        expect(when("2027-01-02T00:00:00.000Z")).toEqual([]);
        expect(when("2027-01-03T23:59:59.999Z")).toEqual([]);
        expect(when("2027-01-04T00:00:00.000Z")).toEqual(["it expired at 2027-01-04T00:00:00Z; make another bundle"]);
        expect(when("no time")).toHaveLength(2);
    });

    test("after the one before it", () => {
        const one = given({ manifest: { sequence: 2, previous: ORIGIN.lockfile } });
        const ledger = [entry(1, ORIGIN.lockfile)];
        expect(
            decide({ ...one, ledger, origin: { ...ORIGIN, sequence: 2, previous: ORIGIN.lockfile } }).refusals,
        ).toEqual([]);
    });
});

describe("a change is refused", () => {
    const refused: [string, Making, Partial<Case>, RegExp][] = [
        ["without approvals", { signers: [] }, {}, /^2 more people, among them operator, security must approve it/],
        ["with too few people", { risk: "critical", signers: ["alice", "bob"] }, {}, /^1 more person must approve it/],
        ["with too few roles", { signers: ["alice"], risk: "medium" }, {}, /^1 more person, among them security/],
        [
            "with one person twice",
            { signers: ["alice", "alice2", "bob"] },
            {},
            /alice2\.approval\.sig is a second signature of alice$/,
        ],
        [
            "with an approval by its author",
            { signers: ["alice", "bob", "author"] },
            {},
            /^author wrote part of the change/,
        ],
        ["with a signature by nobody", { signers: ["alice", "bob", "mallory"] }, {}, /belongs to nobody/],
        ["with one veto", { vetoes: ["carol"] }, {}, /^carol vetoes it/],
        ["with a veto by its author", { vetoes: ["author"] }, {}, /^author vetoes it/],
        [
            "for another network",
            { manifest: { network: "testnet" } },
            {},
            /^manifest\.json says another network than the repository/,
        ],
        ["for another stack", { manifest: { stack: "testnet" } }, {}, /says another stack than the repository/],
        [
            "of another commit",
            { manifest: { source: { ...ORIGIN.source, commit: "d".repeat(40) } } },
            {},
            /says another source\.commit/,
        ],
        [
            "of another tree",
            { manifest: { source: { ...ORIGIN.source, tree: "d".repeat(40) } } },
            {},
            /says another source\.tree/,
        ],
        [
            "by other authors",
            { manifest: { source: { ...ORIGIN.source, authors: [] } } },
            {},
            /says another source\.authors\.0/,
        ],
        ["with another lockfile", { manifest: { lockfile: ORIGIN.stackFile } }, {}, /says another lockfile/],
        [
            "judged by other approvers",
            { manifest: { base: { ...ORIGIN.base, approvers: ORIGIN.lockfile } } },
            {},
            /says another base\.approvers/,
        ],
        [
            "out of turn",
            { manifest: { sequence: 2 } },
            {},
            /^it is change 2 of mainnet, and the ledger waits for 1 after none/,
        ],
        [
            "after another one",
            { manifest: { previous: ORIGIN.lockfile } },
            {},
            /^it is change 1 of mainnet, and the ledger waits for 1 after none/,
        ],
        [
            "that is valid for too long",
            { manifest: { validity: { notBefore: "2027-01-02T00:00:00Z", expires: "2027-01-04T00:00:01Z" } } },
            {},
            /^it is valid for longer than the 48 hours/,
        ],
        [
            "by an author whom nobody knows",
            {},
            { origin: { ...ORIGIN, source: { ...ORIGIN.source, authors: ["eve@example.com"] } } },
            /^eve@example\.com wrote part of the change and is nobody/,
        ],
        [
            "whose risk is higher than it says",
            {},
            { assess: () => ({ class: "critical", because: [] }) },
            /says another risk in its summary/,
        ],
        [
            "whose risk cannot be found",
            {},
            {
                assess: () => {
                    throw new Error("no file");
                },
            },
            /^the bundle's files cannot be read$/,
        ],
    ];

    test.each(refused)("%s", (_, making, changes, why) => {
        const { refusals } = decide({ ...given(making), ...changes });
        expect(refusals.join("\n")).toMatch(new RegExp(why.source, "m"));
    });

    test("when it was let through before", () => {
        const one = given();
        expect(decide({ ...one, ledger: [entry(1, one.bundle.digest)] }).refusals).toEqual([
            "it was let through before, on 2027-01-02T01:00:00.000Z; a bundle is good for once",
        ]);
    });

    test("when the author is known by a second address, or helped only", () => {
        const origin = {
            ...ORIGIN,
            source: { ...ORIGIN.source, authors: ["carol@home.example", "noreply@github.com"] },
        };
        const one = given({ signers: ["bob", "carol"], manifest: { source: origin.source } });
        expect(decide({ ...one, origin }).refusals).toEqual([
            "carol wrote part of the change and cannot approve it; ask somebody else",
            "1 more person, among them operator must approve it, because its risk is medium",
        ]);
    });

    test("when its plan is blocked, though everybody has signed", () => {
        const one = given({ signers: ["alice", "bob", "carol"] });
        const verdicts = (one.bundle.files["verdicts.json"] ?? "").replace('"blocked":false', '"blocked":true');
        one.bundle.files = { ...one.bundle.files, "verdicts.json": verdicts };
        expect(decide(one).refusals[0]).toMatch(/^the plan breaks a mandatory rule/);
    });

    test("when an exception ended after the commit was made", () => {
        const one = given();
        const file = JSON.parse(one.bundle.files["verdicts.json"] ?? "");
        const until = (expires: string) => {
            const excepted = { reason: "r", owner: "ops", ticket: "T-1", expires };
            file.verdicts = [{ rule: "POD-09", verdict: "violation", level: "advisory", excepted }];
            one.bundle.files = { ...one.bundle.files, "verdicts.json": JSON.stringify(file) };
            return decide(one).refusals.filter((text) => text.includes("exception"));
        };
        const day = (time: number) => new Date(time).toISOString().slice(0, 10);
        expect(until(day(one.at.getTime()))).toEqual([]);
        const yesterday = day(one.at.getTime() - 86_400_000);
        expect(until(yesterday)).toEqual([
            `the exception from POD-09 of ops ended on ${yesterday}; mend what it excepts, or extend it and make another bundle`,
        ]);
    });

    test("when its verdicts are those of another plan", () => {
        const one = given();
        const plan = (one.bundle.files["plan.json"] ?? "").replace("hello", "goodbye");
        one.bundle.files = { ...one.bundle.files, "plan.json": plan };
        expect(decide(one).refusals[0]).toMatch(
            /^verdicts\.json judges sha256:[0-9a-f]{64}, and plan\.json is sha256:/,
        );
    });
});

describe("nobody is asked to sign", () => {
    const KEY = { keyFile: "/nowhere", purpose: "approval" } as const;

    test("what is refused whoever signs", () => {
        expect(() => approve(given({ manifest: { network: "testnet" } }), KEY)).toThrow(/says another network/);
    });

    test("what expired, or so late that the timelock would be short", () => {
        const one = given({ risk: "critical" });
        const when = (at: string) => () => approve({ ...one, at: new Date(at) }, KEY);
        expect(when("2027-01-04T00:00:00Z")).toThrow(/^it expired/);
        expect(when("2027-01-01T00:00:00.001Z")).toThrow(
            "approvals were due by 2027-01-01T00:00:00.000Z, 24 hours before it may be applied; make another bundle",
        );
        expect(when("2027-01-01T00:00:00Z")).toThrow(/ssh-keygen/);
    });
});

test("a decision depends on nothing but what it is given", () => {
    const one = given();
    expect(decide({ ...one, at: AT })).toEqual(decide({ ...one, at: new Date(AT) }));
});
