import { describe, expect, test } from "vitest";
import type { PlanResource } from "../../preview/plan";
import { placeBefore } from "../../sandbox/cloud/before";
import { GoogleStandIn } from "../../sandbox/providers/gcp";
import { stack } from "../stack";
import { cloudFolder } from "./cloud-lab";
import { type Deployed, deploy } from "./deployed";

/** Chance that comes again with the same seed: https://en.wikipedia.org/wiki/Linear_congruential_generator. */
function chance(seed: number): () => number {
    let state = seed;
    return () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 32;
    };
}

const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);

const isGoogle = ({ type, custom }: PlanResource) => custom && type.startsWith("gcp:");

describe(`the simulated cloud (SEED=${SEED})`, () => {
    test.each(["testnet", "mainnet"])("takes all of %s in whatever order its dependencies allow", async (name) => {
        const { plan, one } = await stack(name);
        const project = String(one("pulumi:providers:gcp", "google-provider").inputs.project);
        const google = new GoogleStandIn({ folder: cloudFolder(), delay: () => 0 });
        placeBefore(google.cloud, plan, project);
        const random = chance(SEED);
        const made = await deploy(name, google, () => random() * 20);

        const keys = (resources: readonly { type: string; name: string }[]) =>
            resources.map(({ type, name }) => `${type} ${name}`).sort();
        expect(keys(made)).toEqual(keys(plan.resources.filter(isGoogle)));
        for (const { type, inputs } of made)
            expect(JSON.stringify({ type, inputs })).not.toMatch(/undefined|\$unknown/);

        const about = ({ type, name: urn }: Deployed) => ({
            urn,
            type,
            config: { project },
            signal: new AbortController().signal,
        });
        for (const one of made) {
            const read = await google.read({ ...about(one), id: one.id, inputs: one.inputs });
            expect({ id: one.id, ...google.diff({ ...about(one), ...old(one), news: read?.inputs ?? {} }) }).toEqual({
                id: one.id,
                changes: {},
                deleteBeforeReplace: false,
            });
        }

        const kept: string[] = [];
        for (const one of [...made].reverse()) {
            const deletion = google.delete({ ...about(one), id: one.id, inputs: one.inputs, outputs: one.outputs });
            await deletion.catch((error: Error) => kept.push(`${one.type} ${one.name}: ${error.message}`));
        }
        const guarded = made.filter(
            ({ inputs }) => inputs.deletionPolicy === "PREVENT" || inputs.deletionProtection === true,
        );
        const others = kept.filter(
            (line) => !guarded.some((one) => line.startsWith(`${one.type} ${one.name}: cannot`)),
        );
        expect(others).toEqual([]);
        expect(kept.length).toBeGreaterThanOrEqual(guarded.length);
    });
});

const old = ({ id, inputs, outputs }: Deployed) => ({
    id,
    oldInputs: inputs,
    oldOutputs: outputs,
    ignoreChanges: [],
});
