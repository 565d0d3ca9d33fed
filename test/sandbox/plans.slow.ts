import { describe, expect, test } from "vitest";
import { identityOf } from "../../governance/recover/ids";
import type { PlanResource } from "../../preview/plan";
import { prepare } from "../../sandbox/cloud/before";
import { descriptionsAtHand } from "../../sandbox/cloud/google/at-hand";
import { designates } from "../../sandbox/cloud/sql";
import { GoogleStandIn } from "../../sandbox/providers/gcp";
import type { Inputs } from "../../sandbox/providers/stand-in";
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
        const folder = cloudFolder();
        prepare(folder, plan);
        const discovery = descriptionsAtHand();
        const google = new GoogleStandIn({ folder, delay: () => 0, ...(discovery && { discovery }) });
        const random = chance(SEED);
        const made = await deploy(name, google, () => random() * 20);

        const keys = (resources: readonly { type: string; name: string }[]) =>
            resources.map(({ type, name }) => `${type} ${name}`).sort();
        expect(keys(made)).toEqual(keys(plan.resources.filter(isGoogle)));
        for (const { type, inputs } of made)
            expect(JSON.stringify({ type, inputs })).not.toMatch(/undefined|\$unknown/);

        // What recovers an interrupted update asks the provider for exactly these.
        const provider = { urn: "provider", type: "pulumi:providers:gcp", inputs: { project } };
        const asked = made.flatMap(({ type, name, id, inputs }) => {
            const identity = identityOf({ urn: name, type, inputs }, provider);
            return typeof identity === "object" && identity.id !== id ? [`${type} is ${id}, not ${identity.id}`] : [];
        });
        expect(asked).toEqual([]);

        const about = ({ type, name: urn }: Deployed) => ({
            urn,
            type,
            config: { project },
            signal: new AbortController().signal,
        });
        const different: string[] = [];
        for (const one of made) {
            const read = await google.read({ ...about(one), id: one.id, inputs: one.inputs });
            const { changes } = google.diff({ ...about(one), ...old(one), news: read?.inputs ?? {} });
            different.push(...Object.keys(changes).map((path) => `${one.name} ${path}`));
        }
        // Whom a primary designates is sent once both are there.
        expect(different).toEqual(
            made.filter(({ inputs }) => designates(inputs)).map((one) => `${one.name} replicationCluster`),
        );

        const guarded = made.filter(({ inputs }) => guards(inputs));
        const removed = async (resources: readonly Deployed[]) => {
            const refused: string[] = [];
            for (const one of [...resources].reverse()) {
                const deletion = { ...about(one), id: one.id, inputs: one.inputs, outputs: one.outputs };
                await google.delete(deletion).catch((error: Error) => refused.push(`${one.name}: ${error.message}`));
            }
            return refused;
        };
        const refused = await removed(guarded);
        expect(refused).toHaveLength(guarded.length);
        expect(refused.filter((line) => !/: (cannot|Cannot|Error, failed to) /.test(line))).toEqual([]);

        for (const { type, id, inputs } of made) {
            const settings = inputs.settings as Inputs | undefined;
            const lifted = { ...inputs, settings: { ...settings, deletionProtectionEnabled: false } };
            if (settings?.deletionProtectionEnabled) google.cloud.update(type, id, lifted, project);
        }
        const unguarded = made.map((one) => ({ ...one, inputs: lift(one.inputs), outputs: lift(one.outputs) }));
        expect(await removed(unguarded)).toEqual([]);
    });
});

const old = ({ id, inputs, outputs }: Deployed) => ({
    id,
    oldInputs: inputs,
    oldOutputs: outputs,
    ignoreChanges: [],
});

const guards = ({ deletionPolicy, deletionProtection }: Inputs) =>
    deletionPolicy === "PREVENT" || deletionProtection === true;

const lift = (properties: Inputs): Inputs =>
    guards(properties) ? { ...properties, deletionPolicy: "DELETE", deletionProtection: false } : properties;
