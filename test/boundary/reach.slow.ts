import { describe, expect, test } from "vitest";
import { reach, type Way } from "../../preview/reach/reach";
import { open } from "../reach/open";
import { stack } from "../stack";
import type { End } from "./tables";
import { addressesOf, allows, podsOf, portsOf, tables } from "./tables";

const title = (end: End) => ("address" in end ? end.address : `${end.namespace}/${end.pod}`);

/** No policy of ours holds for it. */
const isForeign = (end: End) => "pod" in end && end.namespace === "kube-system";

/** Which addresses a host has only DNS knows; hosts are held against the tables by their names. */
const isByName = ({ undetermined }: Way) =>
    undetermined?.every((reason) => reason.endsWith(" has the addresses that its DNS gives")) ?? false;

describe.each(["testnet", "mainnet"])("%s", (network) => {
    test("lets through what its tables of paths say, and nothing else", async () => {
        const { plan } = await stack(network);
        const all = tables(plan);
        const clusters = [...new Set(all.map(({ cluster }) => cluster))];
        const found = reach(plan);
        const pods = podsOf(all);
        const ends: End[] = [...pods, ...addressesOf(all).map((address) => ({ address }))];
        const ports = portsOf(all);
        // With one cluster there is nothing to tell apart.
        const name = (end: End) => ("pod" in end && clusters.length > 1 ? `${title(end)}@${end.cluster}` : title(end));

        const wrong: string[] = [];
        let through = 0;
        const hold = (from: End, to: End) => {
            const ways = found.between(name(from), name(to)).filter((way) => !isByName(way));
            for (const protocol of ["TCP", "UDP"] as const)
                for (const port of ports) {
                    const said = allows(all, from, to, protocol, port);
                    if (said) through++;
                    if (open(ways, protocol, port) !== said)
                        wrong.push(`${name(from)} to ${name(to)} ${protocol} ${port}: ${said ? "closed" : "open"}`);
                }
        };
        for (const pod of pods.filter((one) => !isForeign(one)))
            for (const end of ends) {
                hold(pod, end);
                if ("address" in end) hold(end, pod);
            }
        expect(wrong).toEqual([]);
        expect(through).toBeGreaterThan(20);
    });

    test("lets each pod out to the hosts that its table names, on their ports, and to no other", async () => {
        const { plan } = await stack(network);
        const said = tables(plan).flatMap(({ cluster, namespace, paths }) =>
            paths.flatMap(({ from, to, ports }) =>
                "pods" in from && "names" in to
                    ? to.names.map((host) => `${namespace}/${from.pods}@${cluster} to ${host} TCP ${ports.join(", ")}`)
                    : [],
            ),
        );
        const cluster = tables(plan)[0]?.cluster;
        const found = reach(plan)
            .matrix()
            .filter(({ host }) => host !== undefined)
            .map(({ from, host, protocol, ports }) => {
                const pod = from.includes("@") ? from : `${from}@${cluster}`;
                return `${pod} to ${host} ${protocol} ${ports.join(", ")}`;
            });
        expect(new Set(found)).toEqual(new Set(said));
        expect(found.length).toBeGreaterThan(5);
    });

    test("has a table for every pod but the cluster's own", async () => {
        const { plan } = await stack(network);
        const named = new Set(podsOf(tables(plan)).map(title));
        const declared = reach(plan).workloads.map((workload) => workload.split("@")[0] ?? "");
        expect(declared.filter((workload) => !named.has(workload))).toEqual([]);
    });
});
