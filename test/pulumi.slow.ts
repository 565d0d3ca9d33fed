import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { ROOT, stack } from "./stack";

/** The stack file's configuration as the Pulumi CLI hands it to a program: maps and lists as JSON text. */
function configOf(name: string): string {
    const { config } = parse(readFileSync(join(ROOT, `Pulumi.${name}.yaml`), "utf8")) as { config: object };
    return JSON.stringify(
        Object.fromEntries(
            Object.entries(config).map(([key, value]) => [
                key,
                typeof value === "string" ? value : JSON.stringify(value),
            ]),
        ),
    );
}

interface Registered {
    inputs: Record<string, unknown>;
    protect: boolean;
    parent: string;
    dependencies: string[];
    ignoreChanges: string[];
}

/**
 * Runs the unmodified program under the Pulumi runtime's own program runner: separate process, gRPC, its own TypeScript
 * loader. That loader's type check is left out: it takes a quarter of a minute, and `npm run lint` does the same.
 */
async function underPulumi(name: string, config: string, earlier: object = {}) {
    const env = { ...process.env, PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
    const { stdout, stderr } = await promisify(execFile)(
        process.execPath,
        [join(__dirname, "engine/engine.cjs"), ROOT, name, config, JSON.stringify(earlier)],
        { maxBuffer: 64 * 1024 * 1024, env },
    );
    const result = JSON.parse(stdout) as { code: number; messages: string[]; registered: Record<string, Registered> };
    return { ...result, stderr };
}

/** Where the database component and its instance are in the state. */
const urn = (type: string, name: string) =>
    `urn:pulumi:testnet::slipway::slipway:ground:Ground$slipway:ground:Database${type}::${name}`;
const database = urn("", "postgres");
const instance = urn("$gcp:sql/databaseInstance:DatabaseInstance", "postgres-europe-west1");
/** A state in which the database stands at a placement. */
const standing = (placement: object) => ({ [database]: { inputs: { placement }, outputs: { placement } } });

test("the Pulumi runtime runs the program as it is and registers what a preview shows", {
    timeout: 60_000,
}, async () => {
    const { plan } = await stack("testnet");
    // The replica that was removed since is a step that the database's hooks let pass.
    const earlier = standing({ "europe-west1": "primary", "europe-west4": "replica" });
    const { code, messages, registered, stderr } = await underPulumi("testnet", configOf("testnet"), earlier);
    expect({ code, messages, stderr }).toEqual({ code: 0, messages: [], stderr: "" });
    expect(Object.keys(registered).sort()).toEqual(plan.resources.map(({ urn }) => urn).sort());
    for (const { urn, inputs, protect, parent, dependencies, ignoreChanges } of plan.resources) {
        const asked = registered[urn];
        expect(Object.keys(asked?.inputs ?? {}).sort(), urn).toEqual(Object.keys(inputs).sort());
        expect(asked, urn).toMatchObject({ protect, parent: parent ?? "", dependencies, ignoreChanges });
    }
});

test("a wrong stack file ends in the same message under Pulumi", { timeout: 60_000 }, async () => {
    const config = JSON.stringify({ "slipway:network": "devnet" });
    const { code, messages, registered } = await underPulumi("testnet", config);
    expect(code).not.toBe(0);
    expect(messages.join("\n")).toMatch(/Pulumi\.testnet\.yaml has \d+ problems:\n/);
    expect(messages.join("\n")).not.toMatch(/\n\s+at /);
    expect(Object.keys(registered).filter((urn) => !urn.includes("pulumi:pulumi:Stack"))).toEqual([]);
});

describe("a database that is already there", () => {
    test.concurrent.each<[string, object, string]>([
        [
            "a placement that no single step leads to",
            standing({ "europe-west1": "primary", "europe-west4": "standby" }),
            'before hook "postgres-placement" failed: no single step leads from europe-west1: primary, europe-west4: ' +
                "standby to europe-west1: primary; next: release the standby in europe-west4",
        ],
        [
            "a primary that follows another, whatever the placement says",
            { [instance]: { outputs: { instanceType: "READ_REPLICA_INSTANCE", masterInstanceName: "other" } } },
            'before hook "postgres-europe-west1-takeover" failed: postgres-europe-west1 follows other',
        ],
    ])("refuses %s, in a preview", { timeout: 60_000 }, async (_, earlier, words) => {
        const { code, messages } = await underPulumi("testnet", configOf("testnet"), earlier);
        expect(code).not.toBe(0);
        expect(messages.join("\n")).toContain(words);
    });
});
