import { beforeAll, describe, expect, test } from "vitest";
import { type Reach, reach } from "../../preview/reach/reach";
import { stack } from "../stack";
import { ports } from "./plans";

const OWN_DNS = /^kube-system\/(kube-dns|node-local-dns)/;
const CLOUD = { dns: ["TCP 53", "UDP 53"], nodeCache: "169.254.20.10/32", metadata: "169.254.169.254/32" };

describe.each(["testnet", "mainnet"])("%s", (name) => {
    let found: Reach;
    beforeAll(async () => {
        found = reach((await stack(name)).plan);
    });

    test("answers for certain about everything", () => {
        expect(found.matrix().filter(({ undetermined }) => undetermined)).toEqual([]);
    });

    test("leaves no pod without a policy but the cluster's own DNS", () => {
        for (const direction of ["ingress", "egress"] as const)
            expect(found.unguarded(direction).filter((pod) => !OWN_DNS.test(pod))).toEqual([]);
    });

    test("lets the internet reach no pod of the intents solver but the web UI, through Google's front ends", () => {
        const reached = found.from("internet").filter(({ to }) => to.startsWith("intents/"));
        expect([...new Set(reached.map(({ to }) => to.split("@")[0]))]).toEqual(["intents/web"]);
        for (const way of reached) expect(ports([way])).toEqual(["TCP 8080 at 35.191.0.0/16, 130.211.0.0/22"]);
    });

    test("lets the internet reach pods through Google's front ends alone, and sentries on the chain's own port", () => {
        const reached = found.from("internet").filter(({ to }) => !OWN_DNS.test(to));
        const sentries = reached.filter(({ to }) => to.startsWith("paw/sentry-"));
        expect(sentries.filter((way) => ports([way]).join() !== "TCP 26656 at IPv4")).toEqual([]);
        for (const way of reached.filter((way) => !sentries.includes(way)))
            expect(ports([way]).join()).toMatch(/^TCP \d+ at 35\.191\.0\.0\/16, 130\.211\.0\.0\/22$/);
        expect(found.workloads.length).toBeGreaterThan(7);
    });

    test("lets the web UI reach the coordinator's API and nothing else but DNS", () => {
        const targets = found.from("web").map((way) => `${way.to.split("@")[0]} ${ports([way])}`);
        expect([...new Set(targets)].sort()).toEqual([
            ...CLOUD.dns.map((port) => `${CLOUD.nodeCache} ${port}`),
            "intents/coordinator TCP 8080",
            ...CLOUD.dns.map((port) => `kube-system/kube-dns ${port}`),
            ...CLOUD.dns.map((port) => `kube-system/node-local-dns ${port}`),
        ]);
        expect(found.between("web", "internet")).toEqual([]);
        expect([...new Set(found.to("web").map(({ from }) => from))]).toEqual(["internet"]);
    });

    test("lets only the web UI and Prometheus reach the coordinator, each on its port", () => {
        const callers = found.to("coordinator").map((way) => `${way.from.split("@")[0]} ${ports([way])}`);
        expect([...new Set(callers)].sort()).toEqual(["intents/web TCP 8080", "monitoring/prometheus TCP 9090"]);
    });

    test("lets the coordinator out to hosts by name, Google's APIs, its oracle, databases, identity and DNS", () => {
        const ways = found.from("coordinator").map((way) => (way.host === undefined ? way : { ...way, to: "a host" }));
        const targets = ways.map((way) => `${way.to.split("@")[0]} ${ports([way])}`);
        expect([...new Set(targets)].sort()).toEqual([
            ...["TCP 80, 8080"].map((port) => `${CLOUD.metadata} ${port}`),
            ...CLOUD.dns.map((port) => `${CLOUD.nodeCache} ${port}`),
            "a host TCP 443",
            "intents/oracle TCP 8080",
            "internet TCP 443 at 199.36.153.8/30",
            ...CLOUD.dns.map((port) => `kube-system/kube-dns ${port}`),
            ...CLOUD.dns.map((port) => `kube-system/node-local-dns ${port}`),
            "slipway-private-services TCP 3307",
            "slipway-private-services TCP 6378",
        ]);
    });

    test("says of each way which rules make it, and why", () => {
        const [way] = found.between("web", "coordinator");
        expect(way?.via.map(({ direction, why }) => [direction, why])).toEqual([
            ["egress", "web to coordinator: passes on intents and follows auctions"],
            ["ingress", "web to coordinator: passes on intents and follows auctions"],
        ]);
    });
});

describe("mainnet", () => {
    test("keeps its regions apart: no pod of one reaches a pod of the other", async () => {
        const found = reach((await stack("mainnet")).plan);
        const region = (end: string) => end.split("@")[1];
        const crossing = found
            .matrix()
            .filter(({ from, to }) => region(from) && region(to) && region(from) !== region(to))
            // The clusters' own DNS has no policy of ours at either end.
            .filter(({ via }) => via.some(({ policy }) => policy !== null));
        expect(crossing).toEqual([]);

        const [active, standby] = found.workloads.filter((pod) => pod.startsWith("intents/coordinator@"));
        expect(found.between("web", standby ?? "")).toHaveLength(1);
        expect(found.between(`web@${region(active ?? "")}`, standby ?? "")).toEqual([]);
        expect(found.between(active ?? "", standby ?? "")).toEqual([]);
    });
});
