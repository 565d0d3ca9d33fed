import fc from "fast-check";
import { expect, test } from "vitest";
import { declared, settings } from "./generated";
import { broken } from "./proofs";
import { settingsOf, withoutSystem, withValue } from "./settings/yaml";

const SYSTEMS = Object.keys(settingsOf("mainnet").systems as object);
const allBut = (name: string) => SYSTEMS.filter((one) => one !== name);

/** All, none, each alone and each left out: any two systems are there in every combination. */
const subsets = [SYSTEMS, [], ...SYSTEMS.map((name) => [name]), ...SYSTEMS.map(allBut)];

const cases = ["testnet", "mainnet"].flatMap((network) =>
    subsets.map((systems) => [network, systems.join(", ") || "no system", systems] as const),
);

test.each(cases)(
    "%s with %s keeps every promise, by the blocks of its stack file alone",
    async (network, _, systems) => {
        const off = SYSTEMS.filter((name) => !systems.includes(name));
        const { plan } = await declared(off.reduce(withoutSystem, settingsOf(network)));
        const made = plan.resources.filter(
            ({ type, name }) => type.startsWith("slipway:systems:") && SYSTEMS.includes(name),
        );
        expect(made.map(({ name }) => name).sort()).toEqual([...systems].sort());
        expect(broken(plan)).toEqual([]);
    },
);

/** What the intents solver may be given or not. */
const options = fc.record({
    sidecar: fc.boolean(),
    hermes: fc.boolean(),
    drain: fc.option(fc.constantFrom(["/app/drain"], ["/app/drain", "--wait"]), { nil: undefined }),
});

test("any network keeps every promise: regions, systems, active region and what systems are given are data", async () => {
    await fc.assert(
        fc.asyncProperty(settings, options, async (generated, { sidecar, hermes, drain }) => {
            const off = [...(sidecar ? [] : [["oracle", "sidecar"]]), ...(hermes ? [] : [["relayer", "hermes"]])];
            const given = off.reduce(
                (whole, path) => withValue(whole, ["systems", "intents", ...path], undefined),
                withValue<object>(generated, ["systems", "intents", "coordinator", "drainCommand"], drain),
            );
            const { plan } = await declared(given);
            expect(broken(plan)).toEqual([]);
            const steps = plan.resources
                .filter(({ type, name }) => type.endsWith(":StatefulSet") && name.startsWith("coordinator-"))
                .map(({ inputs }) => JSON.stringify(inputs).match(/"preStop":\{"(exec|sleep)"/)?.[1]);
            expect(new Set(steps).size).toBeLessThan(2);
            for (const step of steps) expect(step).toBe(drain ? "exec" : "sleep");
        }),
        { numRuns: Number(process.env.SLIPWAY_RUNS ?? 10), interruptAfterTimeLimit: 90_000 },
    );
});
