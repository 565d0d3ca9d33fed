import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { step } from "./workflow";

const folder = mkdtempSync(join(tmpdir(), "slipway-scripts-"));
const home = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
});

interface Said {
    number: number;
    id?: number;
    user: { type: string };
    body: string;
}

/** What a script asks of GitHub, where these issues are open and these comments are there. */
async function asked(script: unknown, { issues = [], comments = [] }: { issues?: Said[]; comments?: Said[] }) {
    const calls: [string, Record<string, unknown>][] = [];
    const recorder = new Proxy(
        { listForRepo: async () => ({ data: issues }), listComments: {} },
        {
            get: (known, method: string) =>
                known[method as keyof typeof known] ??
                (async (args: Record<string, unknown>) => {
                    calls.push([method, args]);
                }),
        },
    );
    const github = { rest: { issues: recorder }, paginate: async () => comments };
    const context = { repo: { owner: "example", repo: "chain" }, payload: { pull_request: { number: 7 } } };
    // As actions/github-script runs it.
    const run = new Function("github", "context", "require", `return (async () => {${String(script)}})();`);
    await run(github, context, require);
    return calls.map(([method, { owner: _, repo: __, ...args }]) => [method, args]);
}

const bot = (number: number, body = "") => ({ number, id: number, user: { type: "Bot" }, body });
const person = (number: number, body = "") => ({ ...bot(number, body), user: { type: "User" } });

describe("drift.yml", () => {
    const script = step("drift.yml", "Open an issue for drift").with?.script;
    const told = (drift: string, issues: Said[]) => {
        process.env.DRIFT = drift;
        return asked(script, { issues }).finally(() => delete process.env.DRIFT);
    };
    beforeAll(() => writeFileSync("drift.txt", "2 resources\n# no heading\n"));
    const body = "    2 resources\n    # no heading\n    ";

    test("opens an issue for drift, and writes into the one that is open", async () => {
        const title = "mainnet is not as applied";
        expect(await told("1", [])).toEqual([["create", { title, labels: ["drift"], body }]]);
        expect(await told("1", [person(3)])).toEqual([["create", { title, labels: ["drift"], body }]]);
        expect(await told("1", [person(3), bot(4)])).toEqual([["update", { issue_number: 4, body }]]);
    });

    test("closes it once there is none, and nobody else's", async () => {
        expect(await told("0", [])).toEqual([]);
        expect(await told("0", [person(3)])).toEqual([]);
        expect(await told("0", [bot(4)])).toEqual([
            ["createComment", { issue_number: 4, body: "It is as applied again." }],
            ["update", { issue_number: 4, state: "closed" }],
        ]);
    });
});

describe("pull-request.yml", () => {
    const script = step("pull-request.yml", "Comment, in place of").with?.script;

    test("comments the report once, and no more than that where there is none", async () => {
        expect(await asked(script, {})).toEqual([]);
        mkdirSync("out");
        writeFileSync("out/report.md", "# Report\n");
        const body = "<!-- slipway -->\n# Report\n";
        expect(await asked(script, {})).toEqual([["createComment", { issue_number: 7, body }]]);
        const comments = [bot(1, "unrelated"), person(2, "<!-- slipway -->\nmine"), bot(3, "<!-- slipway -->\nold")];
        expect(await asked(script, { comments })).toEqual([["updateComment", { comment_id: 3, body }]]);
    });
});
