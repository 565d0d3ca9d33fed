import type { Json, Plan } from "../preview/plan";
import { reach } from "../preview/reach/reach";
import { namespace, plan, pod, policy } from "../test/reach/plans";
import { median, round } from "./measure";

const NAMESPACES = 20;

/** Workloads that carry several labels each, and policies of every form, spread over namespaces. */
function cluster(policies: number, workloads: number): Plan {
    const each = (count: number) => [...Array(count).keys()];
    return plan(
        each(NAMESPACES).map((n) => namespace(`n${n}`, { team: `t${n % 4}` })),
        each(workloads).map((n) =>
            pod(`n${n % NAMESPACES}/w${n}`, { app: `w${n}`, tier: `t${n % 3}` }, [
                { name: "http", containerPort: 8000 + n },
            ]),
        ),
        each(policies).map((n) => policy(`n${n % NAMESPACES}/p${n}`, spec(n, workloads))),
    );
}

const spec = (n: number, workloads: number): { [key: string]: Json } => ({
    podSelector: { matchLabels: { app: `w${n % workloads}` } },
    policyTypes: ["Ingress", "Egress"],
    ingress: [
        {
            from: [
                {
                    namespaceSelector: { matchLabels: { team: `t${n % 4}` } },
                    podSelector: { matchLabels: { tier: `t${n % 3}` } },
                },
            ],
            ports: [{ port: "http" }],
        },
        { from: [{ ipBlock: { cidr: `10.${n % 256}.0.0/16`, except: [`10.${n % 256}.1.0/24`] } }] },
    ],
    egress: [
        {
            to: [
                {
                    namespaceSelector: {},
                    podSelector: { matchExpressions: [{ key: "tier", operator: "NotIn", values: ["t1"] }] },
                },
            ],
            ports: [{ port: 8000, endPort: 9000 }],
        },
    ],
});

/** What it takes to prove all pairs of 300 workloads under 500 policies, and how that grows with the policies. */
export function proving(runs: number) {
    const milliseconds = (policies: number) => {
        const times = Array.from({ length: runs + 1 }, () => {
            const given = cluster(policies, 300);
            const start = performance.now();
            reach(given).matrix();
            return performance.now() - start;
        });
        // The first run loads and compiles.
        return median(times.slice(1));
    };
    const [half, whole] = [milliseconds(250), milliseconds(500)];
    return {
        "250 policies, ms": round(half),
        "500 policies, ms": round(whole),
        growthExponent: round(Math.log2(whole / half), 2),
    };
}
