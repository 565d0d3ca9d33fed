import { describe, expect, test } from "vitest";
import { reachText } from "../../cli/reach";
import { stack } from "../stack";

const slipwayReach = async (from?: string, to?: string, options = {}) =>
    reachText((await stack("testnet")).plan, from, to, options);

describe("slipway reach", () => {
    test("prints the ways between two ends, rule by rule", async () => {
        const written = await slipwayReach("web", "coordinator");
        expect(written).toMatch(
            /^intents\/web reaches intents\/coordinator\n {2}TCP 8080\n {4}egress: \S+-web spec\.egress\[\d\]: web to .*\n {4}ingress: \S+-coordinator spec\.ingress\[\d\]: /,
        );
    });

    test("says that there is none, and which policies see to it", async () => {
        const written = await slipwayReach("internet", "coordinator");
        expect(written).toMatch(
            /^internet cannot reach intents\/coordinator\n {2}closed for ingress at .*default-deny/,
        );
    });

    test("prints all that concerns one end, or everybody", async () => {
        const written = await slipwayReach("coordinator");
        expect(written).toMatch(
            /coordinator reaches\n(.*\n)+ {2}\S+coordinator +internet \(by name: rpc\.osmotest5\.osmosis\.zone\) +TCP 443\n/,
        );
        expect(written).toMatch(/coordinator is reached by\n {2}intents\/web +intents\/coordinator +TCP 8080\n/);
        const all = await slipwayReach();
        expect(all).toMatch(/monitoring\/prometheus +intents\/coordinator +TCP 9090\n/);
        expect(all).toMatch(/No policy of this stack guards kube-system\/kube-dns/);
    });

    test("gives the same as JSON", async () => {
        const written = await slipwayReach("prometheus", "coordinator", { json: true });
        expect(JSON.parse(written)).toMatchObject({
            stack: "testnet",
            answers: [
                {
                    ways: [
                        { protocol: "TCP", ports: ["9090"], via: [{ direction: "egress" }, { direction: "ingress" }] },
                    ],
                },
            ],
        });
    });

    test("refuses a name that nobody has", async () => {
        await expect(slipwayReach("validatr", "web")).rejects.toThrow(/nothing is called validatr/);
    });
});
