import { rmSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Json, PlanResource } from "../../preview/plan";
import { stacksOf } from "../../preview/stack-file";
import { asPlanned } from "../engine/as-planned";
import { type Registration, registrations } from "../engine/registrations";
import type { Network } from "../network";
import type { Chapter, Check } from "./chapter";

export const chapter: Chapter = {
    name: "agree",
    title: "Our plan and the engine's preview agree on every field of every registration",
    needs: ["pulumi"],
    daily: true,
    async run(world, check) {
        for (const name of stacksOf(world.project)) {
            await world.fresh(name, { bare: true }, (network) => {
                world.say(`${name}: preview`);
                return agrees(network, world.project, check);
            });
        }
    },
};

async function agrees(network: Network, project: string, check: Check): Promise<void> {
    const calls = join(network.directory, "calls.jsonl");
    await network.must(["preview"], { calls });
    const asked = await registrations(calls);
    // It holds whole requests, and is of no use once they are read.
    rmSync(calls);
    const { plan, places } = network.declared;
    const planned = new Map(plan.resources.map((resource) => [resource.urn, resource]));
    check(`${network.name}: the same ${planned.size} resources`, {
        found: asked.map(({ urn }) => urn).sort(),
        expected: [...planned.keys()],
    });
    const theirs = new Map<string, PlanResource>();
    for (const registration of asked) {
        theirs.set(registration.urn, asPlanned(registration, theirs.get(String(registration.request.parent))));
    }
    const fields = [...new Set([...theirs.values(), ...planned.values()].flatMap((resource) => Object.keys(resource)))];
    for (const field of fields) {
        const unlike = [...planned].filter(
            ([urn, ours]) => !isDeepStrictEqual(at(ours, field), at(theirs.get(urn), field)),
        );
        check(`${network.name}: every resource has the same ${field}`, {
            found: unlike.map(([urn]) => [urn, at(theirs.get(urn), field)]),
            expected: unlike.map(([urn, ours]) => [urn, at(ours, field)]),
        });
    }
    // The SDK cannot tell it of everything; of what it can, both must say the same.
    const placed = asked.filter((registration) => placeIn(registration, project) !== undefined);
    check(`${network.name}: every resource is declared at the same place, where the SDK knows it (${placed.length})`, {
        found: Object.fromEntries(placed.map((registration) => [registration.urn, placeIn(registration, project)])),
        expected: Object.fromEntries(placed.map(({ urn }) => [urn, places.get(urn)])),
    });
}

const at = (resource: PlanResource | undefined, field: string): Json | undefined =>
    (resource as unknown as { [field: string]: Json } | undefined)?.[field];

/** Only places in the project are of interest: the stack itself is declared within the SDK. */
function placeIn({ request }: Registration, project: string): string | undefined {
    const { uri = "", line } = (request.sourcePosition ?? {}) as { uri?: string; line?: number };
    const root = `file://${project}/`;
    if (!uri.startsWith(root) || uri.includes("/node_modules/")) return undefined;
    return `${uri.slice(root.length)}:${line}`;
}
