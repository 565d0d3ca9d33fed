import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Store } from "../../sandbox/cloud/store";
import { CloudLab, cloudFolder, TYPES } from "./cloud-lab";

type Step =
    | { op: "create" | "delete"; kind: "address" | "network" | "firewall"; name: string }
    | { op: "update"; kind: "address" | "network" | "firewall"; name: string; description: string };

const kind = fc.constantFrom("address" as const, "network" as const, "firewall" as const);
const name = fc.constantFrom("a", "b", "c");
const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ op: fc.constantFrom("create" as const, "delete" as const), kind, name }),
    fc.record({ op: fc.constant("update" as const), kind, name, description: fc.string({ maxLength: 5 }) }),
);

/** A firewall of a network of the same name, so that one is in use by the other. */
const given = ({ kind, name }: Step, rest: object = {}) => ({
    name,
    ...(kind === "address" && { region: "europe-west1" }),
    ...(kind === "firewall" && { network: `projects/lab/global/networks/${name}` }),
    ...rest,
});

const idOf = ({ kind, name }: Step) =>
    ({
        address: `projects/lab/regions/europe-west1/addresses/${name}`,
        network: `projects/lab/global/networks/${name}`,
        firewall: `projects/lab/global/firewalls/${name}`,
    })[kind];

/** What a cloud has to do, in a few lines: what exists, and whether a step is refused. */
function expected(model: Map<string, object>, step: Step): boolean {
    const id = idOf(step);
    const network = `projects/lab/global/networks/${step.name}`;
    if (step.op === "create") {
        if (model.has(id) || (step.kind === "firewall" && !model.has(network))) return false;
        model.set(id, given(step));
    } else if (step.op === "update") {
        if (!model.has(id)) return false;
        model.set(id, given(step, { description: step.description }));
    } else {
        if (step.kind === "network" && model.has(id) && model.has(`projects/lab/global/firewalls/${step.name}`))
            return false;
        model.delete(id);
    }
    return true;
}

function happened(lab: CloudLab, step: Step): boolean {
    try {
        if (step.op === "create") lab.make(step.kind, given(step));
        else if (step.op === "update")
            lab.change(step.kind, idOf(step), given(step, { description: step.description }));
        else lab.remove(step.kind, idOf(step));
        return true;
    } catch {
        return false;
    }
}

describe("the cloud's memory", () => {
    test("is what was created and changed and not deleted, whatever the order", () => {
        fc.assert(
            fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
                const lab = new CloudLab(["compute"]);
                const model = new Map<string, object>();
                for (const one of steps) expect(happened(lab, one)).toBe(expected(model, one));
                const kept = (["address", "network", "firewall"] as const).flatMap((kind) =>
                    lab.cloud.store.list(TYPES[kind]).map(({ id, given }) => [id, given] as const),
                );
                expect(new Map(kept)).toEqual(model);
            }),
            { numRuns: 25 },
        );
    });

    test("outlives the process, and takes changes by hand at once", () => {
        const lab = new CloudLab();
        const { type, id } = lab.make("network", { name: "net", routingMode: "GLOBAL" });
        const { store } = lab.cloud;
        const file = store.file(type, id);
        expect(new Store(store.folder).get(type, id)?.given.routingMode).toBe("GLOBAL");
        writeFileSync(file, readFileSync(file, "utf8").replace("GLOBAL", "REGIONAL"));
        expect(lab.get("network", id)?.given.routingMode).toBe("REGIONAL");
    });

    test("never shows a file half written, and leaves none beside it", () => {
        const lab = new CloudLab();
        lab.make("network", { name: "net" });
        const folder = join(lab.cloud.store.folder, "compute.Network");
        // What a process that was killed while writing leaves behind.
        writeFileSync(join(folder, "projects~lab~global~networks~other.json.4711"), "{");
        expect(lab.cloud.store.list(TYPES.network).map(({ id }) => id)).toEqual(["projects/lab/global/networks/net"]);
        expect(readdirSync(folder)).toHaveLength(2);
    });

    test("tells which file is no JSON", () => {
        const lab = new CloudLab();
        const { type, id } = lab.make("network", { name: "net" });
        writeFileSync(lab.cloud.store.file(type, id), "{");
        expect(() => lab.get("network", id)).toThrow(/networks~net.json is no JSON/);
    });

    test("keeps ids apart that differ in what a file name cannot hold", () => {
        fc.assert(
            fc.property(fc.uniqueArray(fc.string({ maxLength: 300 }), { minLength: 2, maxLength: 5 }), (ids) => {
                const store = new Store(cloudFolder());
                const files = ids.map((id) => store.file(TYPES.network, id));
                expect(new Set(files).size).toBe(ids.length);
            }),
        );
    });
});
