import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
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
async function underPulumi(name: string, config: string) {
    const env = { ...process.env, PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
    const { stdout, stderr } = await promisify(execFile)(
        process.execPath,
        [join(__dirname, "engine/engine.cjs"), ROOT, name, config],
        { maxBuffer: 64 * 1024 * 1024, env },
    );
    const result = JSON.parse(stdout) as { code: number; messages: string[]; registered: Record<string, Registered> };
    return { ...result, stderr };
}

test("the Pulumi runtime runs the program as it is and registers what a preview shows", {
    timeout: 60_000,
}, async () => {
    const { plan } = await stack("testnet");
    const { code, messages, registered, stderr } = await underPulumi("testnet", configOf("testnet"));
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
