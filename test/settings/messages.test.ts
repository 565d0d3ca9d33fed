import { describe, expect, test } from "vitest";
import { check } from "../../components/settings/check";
import { format } from "../../components/settings/problems";
import { database, good, rules, Sample, said } from "./sample";

/** A mistake, and all that is said of it. */
const cases: Record<string, [mistake: object, ...lines: string[]][]> = {
    "a key that is missing": [
        [{ network: undefined }, "network is missing; give testnet or mainnet"],
        [{ network: null }, "network is empty; give testnet or mainnet"],
        [{ database: null }, "database is empty; give a map with primary"],
        [{ database: { standby: "europe-west4" } }, "database.primary is missing; give a region such as europe-west1"],
        [{ pools: { a: {} } }, "pools.a.size is missing; give 1 or more"],
        [{ keys: { west: { rotationDays: 9, id: "a" } } }, "keys.east is missing; give a map with rotationDays and id"],
    ],
    "a key that is no setting": [
        [{ netwrk: "testnet", network: undefined }, "netwrk is not a setting; did you mean network?"],
        [database({ recovery_days: 90 }), "database.recovery_days is not a setting; did you mean recoveryDays?"],
        [{ nodes: { min: 1, max: 2, size: 3 } }, "nodes.size is not a setting; here you can set min and max"],
        [{ nodes: { min: 1, mix: 2 } }, "nodes.mix is not a setting; did you mean max?"],
        [{ keys: { west: { rotationDays: 9, id: "a" }, esat: {} } }, "keys.esat is not a setting; did you mean east?"],
        [{ pools: { Big: { size: 1 } } }, "pools.Big is not a name allowed here; use lower-case letters"],
        [{ pools: { "a b": { size: 1 } } }, 'pools["a b"] is not a name allowed here; use lower-case letters'],
    ],
    "a value of another type": [
        [{ database: "primary: europe-west1" }, "database is text; use a map with primary"],
        [{ database: [] }, "database is a list; use a map with primary"],
        [{ zones: "a" }, "zones is text; use a list of 2 or 3 entries"],
        [{ zones: { a: 1 } }, "zones is a map; use a list of 2 or 3 entries"],
        [database({ recoveryDays: {} }), "database.recoveryDays is a map; use 1 to 35"],
        [database({ recoveryDays: "ten" }), 'database.recoveryDays is "ten"; use 1 to 35'],
        [database({ recoveryDays: "10" }), 'database.recoveryDays is "10"; use 1 to 35, without quotes'],
        [database({ recoveryDays: 1.5 }), "database.recoveryDays is 1.5; use 1 to 35, without a fraction"],
        [database({ deletable: "true" }), 'database.deletable is "true"; use true or false, without quotes'],
        [database({ deletable: 1 }), "database.deletable is 1; use true or false"],
        [database({ version: "eighteen" }), 'database.version is "eighteen"; use two digits such as 18'],
        [database({ owner: 5 }), "database.owner is 5; use text of 1 to 20 characters (Who answers for it), in quotes"],
    ],
    "a value that is out of bounds": [
        [{ network: "prod" }, 'network is "prod"; use testnet or mainnet'],
        [database({ tier: "big" }), 'database.tier is "big"; use small'],
        [database({ recoveryDays: 90 }), "database.recoveryDays is 90; use 1 to 35"],
        [database({ backups: 0 }), "database.backups is 0; use 1 or more"],
        [database({ ratio: 0 }), "database.ratio is 0; use more than 0, up to 1"],
        [database({ replicas: 3 }), "database.replicas is 3; use 0 or more, a multiple of 2"],
        [database({ owner: "" }), 'database.owner is ""; use text of 1 to 20 characters (Who answers for it)'],
        [database({ standby: "Berlin" }), 'database.standby is "Berlin"; use a region such as europe-west1'],
        [{ zones: ["a"] }, "zones has 1 entry; use 2 or 3 entries"],
        [{ zones: [] }, "zones has no entries; use 2 or 3 entries"],
        [
            { zones: ["a", "b", "c", "DD"] },
            "zones has 4 entries; use 2 or 3 entries",
            'zones[3] is "DD"; use text that matches ^[a-z]$',
        ],
        [{ window: [1] }, "window has 1 entry; use 2 entries"],
        [{ nodes: { min: 3, max: 1 } }, "nodes does not fit together; use a min that is not above max"],
    ],
    "a value of one of several shapes": [
        [{ receivers: [{ type: "sms" }] }, 'receivers[0].type is "sms"; use page or chat'],
        [{ receivers: [{ channel: "#a" }] }, "receivers[0].type is missing; give page or chat"],
        [{ receivers: [{ type: "chat", channel: "ops" }] }, 'receivers[0].channel is "ops"; use text such as "#ops"'],
        [
            { receivers: [{ type: "chat", chanel: "#ops" }] },
            "receivers[0].chanel is not a setting; did you mean channel?",
        ],
        [{ receivers: ["x"] }, "receivers[0] is text; use a map with type and routing or a map with type and channel"],
        [{ access: "all" }, 'access is "all"; use none or a map with from'],
        [{ access: [] }, "access is a list; use none or a map with from"],
        [{ access: { from: [] } }, "access.from has no entries; use 1 or more entries"],
        [{ access: { from: ["10.0.0.0"] } }, 'access.from[0] is "10.0.0.0"; use an IPv4 range such as 10.0.0.0/16'],
    ],
    "a placeholder": [
        [
            database({ standby: "<region>" }),
            'database.standby is "<region>", a placeholder; use a region such as europe-west1',
        ],
        [{ database: "TODO" }, "database is a placeholder; use a map with primary"],
        [{ labels: { a: { b: ["x", "changeme"] } } }, 'labels.a.b[1] is "changeme", a placeholder; use the real value'],
        [{ labels: { "<team>": 1 } }, 'labels["<team>"] is named by a placeholder; use the real name'],
        [{ password: "change-me-now" }, "password is a placeholder; use text of 8 or more characters"],
    ],
    "a secret": [
        [
            database({ standby: { secure: "v1:abc" } }),
            "database.standby is a Pulumi secret; put the value in Secret Manager and name the secret here",
        ],
        [
            { receivers: [{ type: "page", routing: "R0UT1NG" }] },
            "receivers[0].routing is given (not shown); use the name of a secret",
        ],
        [{ password: "short" }, "password is given (not shown); use text of 8 or more characters"],
        [{ network: `0x${"ab".repeat(32)}` }, "network is given (not shown); use testnet or mainnet"],
    ],
    "settings at odds with each other": [
        [
            database({ standby: "europe-west1" }),
            'database.standby is "europe-west1"; use a region other than database.primary',
        ],
        [database({ backups: 7 }), "database.backups is 7; use 14 or more, as many as recoveryDays"],
        [database({ recoveryDays: 35 }), "database.backups is 30 by default; use 35 or more, as many as recoveryDays"],
        [{ zones: ["a", "b", "a"] }, 'zones[2] is "a"; use each once; zones[0] is the same'],
        [{ zones: ["a", "z"] }, "receivers has no receiver that pages; use at least one of type page"],
    ],
};

for (const [kind, table] of Object.entries(cases))
    describe(kind, () => {
        for (const [mistake, ...lines] of table)
            test(lines.join(", and "), () => {
                expect(said(mistake)).toEqual(lines);
            });
    });

test("a good file has nothing to answer for", () => {
    expect(said({})).toEqual([]);
});

test("long values are cut and stay on their line", () => {
    expect(said({ network: `${"long ".repeat(20)}\n\u202e` })).toEqual([
        'network is "long long long long long long long long long long …"; use testnet or mainnet',
    ]);
    expect(said({ network: "a\nb\u202e" })).toEqual(['network is "a\\nb\\u202e"; use testnet or mainnet']);
});

test("all problems come in one message, in the order of the schema", () => {
    const result = check(Sample, rules, {
        ...good,
        zones: ["a"],
        database: { primary: "here", recoveryDays: 90, standby: "there" },
    });
    const problems = "problems" in result ? result.problems : [];
    expect(format("Pulumi.mainnet.yaml", problems)).toBe(
        [
            "Pulumi.mainnet.yaml has 4 problems:",
            '  database.primary is "here"; use a region such as europe-west1',
            '  database.standby is "there"; use a region such as europe-west1',
            "  database.recoveryDays is 90; use 1 to 35",
            "  zones has 1 entry; use 2 or 3 entries",
        ].join("\n"),
    );
    expect(format("Pulumi.mainnet.yaml", problems.slice(0, 1))).toMatch(/^Pulumi.mainnet.yaml has 1 problem:\n/);
});
