import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "../../preview/plan";
import { readModel } from "../../preview/reach/model";
import { type Reach, reach } from "../../preview/reach/reach";
import { stack } from "../stack";
import { open } from "./open";
import { ADDRESSES, PORTS, PROTOCOLS, planOf, type RandomWorld, randomWorld, VALUES } from "./worlds";

/**
 * The same questions to another program: network-config-analyzer of the np-guard project. `pip install
 * network-config-analyzer==2.1.0` puts it on the PATH as `nca`; where it is not, these tests are skipped.
 */
const missing = spawnSync("nca", ["--version"]).error !== undefined;
const RUNS = Number(process.env.NCA_RUNS ?? 5);

/** Pods that only policies know are pods like the others here, unless labels are all the name they have. */
const isName = (title: string) => !title.includes("=");

/** The plan of one cluster as manifests. */
function manifests(plan: Plan): object[] {
    const workloads = readModel(plan).workloads.filter(({ title }) => isName(title));
    const labels = (name: string) => {
        const namespaces = plan.resources.filter(({ type }) => type === "kubernetes:core/v1:Namespace");
        const found = namespaces.map(({ inputs }) => inputs.metadata as { name: string; labels: object });
        return { ...found.find((one) => one.name === name)?.labels, "kubernetes.io/metadata.name": name };
    };
    return [
        ...[...new Set(workloads.map(({ namespace }) => String(namespace)))].map((name) => ({
            ...{ apiVersion: "v1", kind: "Namespace", metadata: { name, labels: labels(name) } },
        })),
        ...workloads.map(({ namespace, name, labels, ports }) => ({
            ...{ apiVersion: "v1", kind: "Pod" },
            metadata: {
                ...{ name, namespace },
                labels: Object.fromEntries([...labels.values].filter(([, value]) => typeof value === "string")),
            },
            spec: {
                containers: [
                    { name: "main", ports: ports.map(({ number, ...port }) => ({ ...port, containerPort: number })) },
                ],
            },
        })),
        ...plan.resources
            .filter(({ type }) => type.endsWith(":NetworkPolicy"))
            .map(({ inputs }) => ({ ...inputs, apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" })),
    ];
}

interface Line {
    from: string;
    to: string;
    connections: string;
}

/** What the other program says: `one/a => 10.0.0.0-10.0.0.7 : {protocols:TCP,dst_ports:80,90-99}`, a line for each. */
async function ask(file: string): Promise<Line[]> {
    const args = [
        "--connectivity",
        file,
        "-n",
        file,
        "-p",
        file,
        "--output_endpoints",
        "pods",
        "-o",
        "txt_no_fw_rules",
    ];
    const { stdout } = await promisify(execFile)("nca", args);
    return [...stdout.matchAll(/^(\S+) => (\S+) : (.+)$/gm)].map(([, from = "", to = "", connections = ""]) => ({
        ...{ from, to, connections },
    }));
}

const value = (address: string) => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

const means = (end: string, asked: string) => {
    if (/[a-z]/.test(end) || /[a-z]/.test(asked)) return end === asked;
    const [first = "", last = first] = end.split("-");
    return value(first) <= value(asked) && value(asked) <= value(last);
};

function allows(lines: readonly Line[], protocol: string, port: number): boolean {
    return lines.some(({ connections }) => {
        if (connections === "All connections") return true;
        const [, named = "", ports] = /^\{protocols:([A-Z, ]+?)(?:,dst_ports:([\d,-]+))?\}$/.exec(connections) ?? [];
        if (named === "") throw new Error(`nca says ${connections}`);
        const ranges = ports?.split(",").map((range) => range.split("-").map(Number)) ?? [[1, 65535]];
        return (
            named.split(", ").includes(protocol) &&
            ranges.some(([first = 0, last = first]) => first <= port && port <= last)
        );
    });
}

/** Connections on which the two differ, and how many were compared. A pod that talks to itself is left out by both. */
function compare(found: Reach, lines: readonly Line[], addresses: readonly string[], numbers: readonly number[]) {
    const pods = found.workloads.filter(isName);
    const outside = pods.flatMap((pod) =>
        addresses.flatMap((address) => [
            [pod, address],
            [address, pod],
        ]),
    );
    const pairs = [...pods.flatMap((from) => pods.filter((to) => to !== from).map((to) => [from, to])), ...outside];
    const differences: string[] = [];
    for (const [from = "", to = ""] of pairs) {
        const ways = found.between(from, to);
        const theirs = lines.filter((line) => means(line.from, from) && means(line.to, to));
        for (const protocol of PROTOCOLS)
            for (const port of numbers)
                if (open(ways, protocol, port) !== allows(theirs, protocol, port))
                    differences.push(`${from} to ${to}, ${protocol} ${port}`);
    }
    return { differences, compared: pairs.length * PROTOCOLS.length * numbers.length };
}

describe.skipIf(missing)("network-config-analyzer says the same", () => {
    let folder: string;
    beforeAll(() => {
        folder = mkdtempSync(join(tmpdir(), "slipway-nca-"));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    async function hold(plan: Plan, name: string, addresses: readonly string[], numbers: readonly number[]) {
        const file = join(folder, `${name}.yaml`);
        const texts = manifests(plan).map((one) => JSON.stringify(one));
        writeFileSync(file, texts.join("\n---\n"));
        return compare(reach(plan), await ask(file), addresses, numbers);
    }

    test("of each cluster of mainnet", { timeout: 60_000 }, async () => {
        const { plan } = await stack("mainnet");
        const clusters = new Set(
            plan.resources.map(({ type, provider }) => type.startsWith("kubernetes:") && provider),
        );
        const texts = JSON.stringify(plan.resources.filter(({ type }) => type.endsWith(":NetworkPolicy")));
        const bases = [...texts.matchAll(/"(\d+\.\d+\.\d+\.\d+)\/\d+"/g)].map(([, base = ""]) => base);
        const numbers = [...texts.matchAll(/"port":(\d+)/g)].map(([, port]) => Number(port));
        for (const cluster of [...clusters].filter(Boolean)) {
            // Policies by names are GKE's own, of which the other program knows nothing; ours must not lean on them here.
            const resources = plan.resources.filter(
                ({ type, provider }) =>
                    type.startsWith("kubernetes:") && provider === cluster && !type.endsWith(":FQDNNetworkPolicy"),
            );
            const held = await hold(
                { ...plan, resources },
                "cluster",
                [...new Set(bases)],
                [...new Set(numbers), 1, 65535],
            );
            expect(held.differences).toEqual([]);
            expect(held.compared).toBeGreaterThan(10_000);
        }
    });

    // The other program looks for labels that merely exist in the policy's own namespace only, whatever the
    // namespaceSelector says (get_peers_with_key is given it). With the values spelled out it looks everywhere.
    const withoutExists = <Spec>(spec: Spec): Spec =>
        JSON.parse(JSON.stringify(spec), (_, value) => {
            if (value?.operator === "Exists") return { ...value, operator: "In", values: VALUES };
            return value?.operator === "DoesNotExist" ? { ...value, operator: "NotIn", values: VALUES } : value;
        });

    // The other program refuses rules of a direction that the policy is not for, and is told the types in its order. It
    // takes an empty list of egress rules without types for "no egress", where the API server takes it for "not for egress".
    const readable = ({ policies, ...world }: RandomWorld): RandomWorld => ({
        ...world,
        policies: policies.map(({ namespace, spec: { ingress, egress, policyTypes = [], ...spec } }) => {
            const types = policyTypes.length > 0 ? policyTypes : ["Ingress", ...(egress?.length ? ["Egress"] : [])];
            const rules = {
                ...(ingress && types.includes("Ingress") && { ingress }),
                ...(egress && types.includes("Egress") && { egress }),
            };
            return { namespace, spec: withoutExists({ ...spec, policyTypes: [...types].sort().reverse(), ...rules }) };
        }),
    });

    test("of random clusters", { timeout: 600_000 }, async () => {
        for (const [index, world] of fc.sample(randomWorld, RUNS).entries()) {
            const { differences } = await hold(planOf(readable(world)), `random-${index}`, ADDRESSES, PORTS);
            expect(differences.slice(0, 10), JSON.stringify(world)).toEqual([]);
        }
    });
});
