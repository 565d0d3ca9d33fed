import { describe, expect, test } from "vitest";
import { reach } from "../../preview/reach/reach";
import { open } from "../reach/open";
import { stack } from "../stack";
import type { End } from "./tables";
import { addressesOf, allows, podsOf, portsOf, tables } from "./tables";

const title = (end: End) => ("address" in end ? end.address : `${end.namespace}/${end.pod}`);

/** No policy of ours holds for it. */
const isForeign = (end: End) => "pod" in end && end.namespace === "kube-system";

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
            // Which addresses a name stands for is nobody's to say before the update.
            const ways = found.between(name(from), name(to)).filter((way) => !way.undetermined);
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

    test("has a table for every pod but the cluster's own", async () => {
        const { plan } = await stack(network);
        const named = new Set(podsOf(tables(plan)).map(title));
        const declared = reach(plan).workloads.map((workload) => workload.split("@")[0] ?? "");
        expect(declared.filter((workload) => !named.has(workload))).toEqual([]);
    });
});
