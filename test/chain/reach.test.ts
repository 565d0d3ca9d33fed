import { beforeAll, describe, expect, test } from "vitest";
import type { Reach, Way } from "../../preview/reach/reach";
import { reach } from "../../preview/reach/reach";
import { ports } from "../reach/plans";
import { stack } from "../stack";

const app = (end: string) => end.split("@")[0] ?? "";
const place = (end: string) => end.split("@")[1] ?? "";

/** Who is on the other end, and on which ports, without what every pod may: look up names. */
const told = (ways: readonly Way[], end: "from" | "to") => {
    const named = ways.filter(({ to }) => !/^kube-system|169\.254\.20\.10/.test(to));
    return [
        ...new Set(named.map((way) => `${app(way[end])} ${way.host ?? ""} ${ports([way])}`.replace("  ", " "))),
    ].sort();
};

/**
 * D12: network policies are a union, so one generous policy undoes all strict ones. Each role is asked what all of its
 * policies let through together.
 */
describe.each(["testnet", "mainnet"])("D12: on %s, all policies together", (name) => {
    let found: Reach;
    let active: string;
    const in_ = (pod: string) => found.workloads.find((one) => app(one) === pod && place(one) === active) ?? pod;
    beforeAll(async () => {
        const { plan } = await stack(name);
        found = reach(plan);
        active = String(plan.outputs.activeRegion);
        if (!found.workloads.some((one) => place(one) !== "")) active = "";
    });

    test("let a validator dial the sentries of its region, and be dialled by its signers and Prometheus", () => {
        const validator = in_("paw/validator");
        const hosts = told(found.from(validator), "to").filter((way) => way.startsWith("internet"));
        expect(hosts).toHaveLength(1);
        expect(hosts[0]).toMatch(/^internet [a-z.]+ TCP 443/);
        expect(told(found.from(validator), "to").filter((way) => !hosts.includes(way))).toEqual([
            "paw/sentry-a TCP 26656",
            "paw/sentry-b TCP 26656",
        ]);
        expect(told(found.to(validator), "from")).toEqual([
            "monitoring/prometheus TCP 1317",
            "monitoring/prometheus TCP 26660",
            ...[1, 2, 3].map((shard) => `paw/cosigner-${shard} TCP 1234`),
        ]);
    });

    test("let a cosigner dial what it signs for, and only its like and Prometheus dial it", () => {
        for (const [shard, others] of [
            [1, [2, 3]],
            [2, [1, 3]],
            [3, [1, 2]],
        ] as const) {
            const cosigner = in_(`paw/cosigner-${shard}`);
            expect(told(found.from(cosigner), "to")).toEqual([
                ...others.map((other) => `paw/cosigner-${other} TCP 2222`),
                "paw/sentry-a TCP 1234",
                "paw/sentry-b TCP 1234",
                "paw/validator TCP 1234",
            ]);
            expect(told(found.to(cosigner), "from")).toEqual([
                "monitoring/prometheus TCP 6001",
                ...others.map((other) => `paw/cosigner-${other} TCP 2222`),
            ]);
        }
    });

    test("open of a sentry to the internet the one port of the chain's network", () => {
        const sentries = found.workloads.filter((one) => app(one).startsWith("paw/sentry-"));
        expect(sentries.length).toBeGreaterThan(1);
        for (const sentry of sentries) {
            const inward = found.between("internet", sentry);
            expect(ports(inward)).toEqual(["TCP 26656 at IPv4"]);
            const unnamed = found.between(sentry, "internet").filter((way) => way.host === undefined);
            expect(ports(unnamed)).toEqual(["TCP 26656 at IPv4"]);
        }
    });

    test("give nobody but sentries the chain's network, and nobody but the signer a privval port", () => {
        for (const way of found.matrix().filter(({ via }) => via.some(({ policy }) => policy !== null))) {
            const text = ports([way]).join();
            if (/\b26656\b/.test(text))
                expect([way.from, way.to].some((end) => app(end).startsWith("paw/sentry-"))).toBe(true);
            if (/\b(1234|2222)\b/.test(text)) expect(app(way.from)).toMatch(/^paw\/cosigner-/);
        }
    });

    test("keep the internet out of everything that holds a key or answers only insiders", () => {
        expect(found.workloads.map(app)).toContain("paw/relayer-hub");
        for (const pod of found.workloads
            .map(app)
            .filter((pod) => pod.startsWith("paw/") && !pod.startsWith("paw/sentry-")))
            expect(found.between("internet", pod)).toEqual([]);
    });

    test("let a relayer out to the chains that it relays with, by name", () => {
        const ways = found.from(in_("paw/relayer-hub")).filter(({ to }) => app(to) === "internet");
        expect(ways.length).toBeGreaterThan(1);
        expect(ways.filter(({ host }) => host === undefined)).toEqual([]);
    });
});
