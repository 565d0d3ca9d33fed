import { expect, test } from "vitest";
import { reach } from "../../preview/reach/reach";
import { namespace, plan, pod, policy } from "./plans";

test("takes a second or so for 500 policies and 300 workloads, all pairs of them", () => {
    const namespaces = [...Array(20).keys()];
    const big = plan(
        namespaces.map((n) => namespace(`n${n}`, { team: `t${n % 4}` })),
        [...Array(300).keys()].map((n) =>
            pod(`n${n % 20}/w${n}`, { app: `w${n}`, tier: `t${n % 3}` }, [{ name: "http", containerPort: 8000 + n }]),
        ),
        [...Array(500).keys()].map((n) =>
            policy(`n${n % 20}/p${n}`, {
                podSelector: { matchLabels: { app: `w${n % 300}` } },
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
            }),
        ),
    );
    const started = performance.now();
    expect(reach(big).matrix().length).toBeGreaterThan(1000);
    // Far more than it needs, for machines that are busy; what would grow with the square of the policies takes longer.
    expect(performance.now() - started).toBeLessThan(3000);
});
