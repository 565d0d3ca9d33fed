import { rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Deployment, StateResource } from "../../governance/apply/state";
import { CANARY, URN } from "../../sandbox/governed/program";
import { Rehearsal } from "../../sandbox/governed/rehearsal";
import { scratch } from "../governance/project";
import { ROOT } from "../stack";

const rehearsal = new Rehearsal({ folder: scratch(), packages: ROOT });
const AT = new Date("2027-03-01T08:00:00Z");
const THEN = new Date("2027-03-01T10:00:00Z");
const NETWORK = URN("network", "gcp:compute/network:Network");

/** Everything that became of changes, to be searched for what must not be in it. */
const told: unknown[] = [];

beforeAll(() => rehearsal.start());
afterAll(() => rehearsal.stop());

const resource = ({ resources = [] }: Deployment, urn: string) =>
    resources.find((one) => one.urn === urn) as StateResource;

describe("an approved change", () => {
    let bundle = "";
    beforeAll(async () => {
        rehearsal.change({ greeting: "good day", maps: 3 });
        bundle = await rehearsal.bundle(AT);
    });

    const refused = async (options: Parameters<Rehearsal["apply"]>[2] = {}) => {
        const { spent, faults } = await rehearsal.apply(bundle, THEN, options);
        told.push(faults);
        expect(spent).toBe(false);
        return faults;
    };

    test("is refused with a dangerous option, a dangerous variable, and for another stack, before anything is asked", async () => {
        expect(await refused({ options: ["--skip-preview"] })).toEqual([
            expect.stringMatching(/^--skip-preview is not for an approved change: /),
        ]);
        expect(await refused({ environment: { PULUMI_OPTION_TARGET: "x" } })).toEqual([
            "the variable PULUMI_OPTION_TARGET is set, which can change what an update does; unset it",
        ]);
        await expect(rehearsal.apply(bundle, THEN, { stack: "testnet" })).rejects.toThrow(
            /is for mainnet and not for testnet/,
        );
    });

    test("is refused while an operation never ended", async () => {
        const back = rehearsal.tamper((deployment) => {
            deployment.pending_operations = [{ type: "updating", resource: resource(deployment, URN("greeting")) }];
        });
        expect(await refused().finally(back)).toEqual([
            `1 operation of an earlier update never ended (updating ${URN("greeting")}); run \`slipway recover mainnet\``,
        ]);
    });

    test("is refused where the state no longer retains what the applied revision retains", async () => {
        const back = rehearsal.tamper((deployment) => {
            delete (resource(deployment, NETWORK) as StateResource & { retainOnDelete?: boolean }).retainOnDelete;
        });
        expect(await refused().finally(back)).toEqual([
            `retainOnDelete of ${NETWORK} is not what it was when the change was approved; the state has moved`,
        ]);
    });

    test("is refused where the state has moved on, though Pulumi would take it", async () => {
        const entry = rehearsal.kubernetes.entries.get("kubernetes:core/v1:ConfigMap greetings/greeting");
        const was = structuredClone(entry);
        const moved = (inputs: StateResource["inputs"]) => Object.assign(inputs?.data as object, { greeting: "hullo" });
        const back = rehearsal.tamper((deployment) => {
            const { inputs, outputs } = resource(deployment, URN("greeting"));
            for (const properties of [inputs, outputs, entry?.inputs, entry?.outputs]) moved(properties);
        });
        expect(
            await refused().finally(() => {
                back();
                Object.assign(entry as object, was);
            }),
        ).toEqual([
            `data.greeting of ${URN("greeting")} is not what it was when its change was approved; the state has moved`,
        ]);
    });

    test("is refused where somebody has changed by hand what it does not touch", async () => {
        const entry = rehearsal.kubernetes.entries.get("kubernetes:core/v1:ConfigMap greetings/map-0");
        const was = structuredClone(entry);
        for (const properties of [entry?.inputs, entry?.outputs])
            Object.assign(properties?.data as object, { network: "https://elsewhere.example" });
        const back = () => Object.assign(entry as object, was);
        const drift = await rehearsal.slipway(["drift", "mainnet"]);
        const [fault, ...rest] = await refused().finally(back);
        expect(rest).toEqual([]);
        expect(fault).toContain(`${URN("map-0")} was changed at data.network, and nobody applied that`);
        expect(drift).toMatchObject({ code: 1, stderr: "" });
        expect(drift.stdout).toMatch(/^1 resource of mainnet is not as applied\n/);
        expect(drift.stdout).toMatch(/^ {2}map-0 .* at data\.network/m);
    });

    test("is refused where the program does something else under Pulumi", async () => {
        writeFileSync(rehearsal.surprise, "here");
        expect(await refused().finally(() => rmSync(rehearsal.surprise))).toEqual([
            `Pulumi would change data.surprise of ${URN("greeting")}, which nobody approved`,
            `data.surprise of ${URN("greeting")} is not as the approved plan declares it`,
        ]);
    });

    test("is applied once, and recorded", async () => {
        expect(rehearsal.results()).toEqual([]);
        const { code, stdout, stderr } = await rehearsal.slipway([
            ...["apply", bundle, "--stack", "mainnet", "--key", rehearsal.key("machine"), "--at", THEN.toISOString()],
            ...["--against", rehearsal.base, "--", "--parallel=4"],
        ]);
        expect({ code, stdout }).toEqual({
            code: 0,
            stdout: expect.stringMatching(/^Applied sha256:\w{64} to mainnet: 8 resources, state sha256:\w{64}\n$/),
        });
        expect(stderr.trimEnd().split("\n")).toEqual([
            "verifying the bundle",
            "making it again from its commit",
            "reading the state",
            "asking the providers for drift",
            "holding Pulumi's plan against the approved one",
            "updating",
            "looking whether anything is left to do",
        ]);
        expect(rehearsal.kubernetes.entries.has("kubernetes:core/v1:ConfigMap greetings/map-2")).toBe(true);
        expect(rehearsal.results()).toEqual(["applied"]);
        expect(await rehearsal.slipway(["drift", "mainnet"])).toEqual({
            ...{ code: 0, stderr: "", stdout: "mainnet is as it was applied\n" },
        });
        expect(await refused()).toEqual([expect.stringMatching(/^it was let through before, on 2027-03-01T10:00:00/)]);
    });
});

describe("a change whose update goes wrong", () => {
    test("is spent by an update that violates the plan, which changes nothing and says no value", async () => {
        rehearsal.change({ greeting: "good evening", maps: 6 });
        const bundle = await rehearsal.bundle(AT);
        const before = (await rehearsal.state()).resources;
        const say = (what: string) => {
            if (what === "updating") writeFileSync(rehearsal.surprise, CANARY);
        };
        const { spent, faults, receipt } = await rehearsal
            .apply(bundle, THEN, { say })
            .finally(() => rmSync(rehearsal.surprise, { force: true }));
        told.push(faults, receipt);
        expect(spent).toBe(true);
        expect(faults).toEqual([
            `the update ended early: resource ${URN("greeting")} violates the plan: properties changed, data first`,
        ]);
        expect(receipt).toMatchObject({ result: "failed" });
        expect((await rehearsal.state()).resources).toEqual(before);
    });

    test("is spent, and followed by no other, once the CLI was killed in the middle", async () => {
        rehearsal.change({ greeting: "good night", maps: 8 });
        const bundle = await rehearsal.bundle(AT);
        const [asked, killed] = [signal(), signal()];
        rehearsal.intercept = async ({ method, urn, preview }, proceed) => {
            if (method !== "create" || preview) return proceed();
            if (urn === URN("map-7")) {
                asked.give();
                await killed.given;
                throw new Error("never made");
            }
            await proceed();
            if (urn !== URN("map-6")) return;
            await asked.given;
            rehearsal.kill();
            killed.give();
        };
        const { spent, faults, receipt } = await rehearsal.apply(bundle, THEN);
        rehearsal.intercept = undefined;
        told.push(faults);
        expect({ spent, receipt }).toEqual({ spent: true, receipt: undefined });
        expect(faults).toEqual([expect.stringMatching(/^the update ended early: /)]);
        expect(rehearsal.results().at(-1)).toBe("");
        await expect(rehearsal.bundle(AT)).rejects.toThrow(
            /^change \d of mainnet was let through on .*, and nothing says what became of it: /,
        );
    });

    test("is brought back to what exists by one command: what was made is kept, what was not is let go", async () => {
        const recover = ["recover", "mainnet", "--key", rehearsal.key("machine")];
        const found = await rehearsal.slipway(recover);
        expect(found.code).toBe(0);
        for (const line of [
            `${URN("map-6")} exists, and is in the state now`,
            `${URN("map-7")} is not in the state: the next update creates it`,
            expect.stringMatching(/^Recorded for change 3: state sha256:/),
            expect.stringMatching(/^What remains: make a new bundle of the commit that was let through/),
        ])
            expect(found.stdout.split("\n")).toContainEqual(line);
        expect((await rehearsal.state()).pending_operations).toBeUndefined();
        expect(rehearsal.results().at(-1)).toBe("recovered");
        const again = await rehearsal.slipway(recover);
        expect(again.stdout).toMatch(/^No operation of mainnet was left unended\n/);
    });

    test("is finished by another bundle of the same commit: nothing lost, nothing twice", async () => {
        const { faults } = await rehearsal.apply(await rehearsal.bundle(AT), THEN);
        told.push(faults);
        expect(faults).toEqual([]);
        const maps = [...rehearsal.kubernetes.entries.keys()].filter((key) => /map-\d$/.test(key));
        expect(maps.sort()).toEqual(
            Array.from({ length: 8 }, (_, n) => `kubernetes:core/v1:ConfigMap greetings/map-${n}`),
        );
        expect(rehearsal.results().at(-1)).toBe("applied");
    });
});

/** Something that one part of a test waits for, and another part gives. */
function signal(): { given: Promise<void>; give(): void } {
    const pair = {} as { given: Promise<void>; give(): void };
    pair.given = new Promise((resolve) => {
        pair.give = resolve;
    });
    return pair;
}

test("no secret is in what anybody was told, or on the ledger", () => {
    expect(JSON.stringify([told, rehearsal.said])).not.toContain(CANARY);
    expect(told.length).toBeGreaterThan(2);
});
