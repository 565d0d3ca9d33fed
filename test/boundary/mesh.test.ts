import { describe, expect, test } from "vitest";
import { judgePlan } from "../../preview/verdicts";
import { withValue } from "../settings/yaml";
import { stack } from "../stack";
import { at, pods } from "../workload/lab";

/** Labels and annotations by which meshes are asked for a proxy. */
const ASKS = /^(istio-injection|istio\.io\/rev|sidecar\.istio\.io\/inject|linkerd\.io\/inject)$/;

describe("docs/decisions/2026-11-21-no-service-mesh.md", () => {
    test.each(["testnet", "mainnet"])("nothing on %s asks a webhook for a proxy", async (name) => {
        const { plan, all } = await stack(name);
        const told = [
            ...all("kubernetes:core/v1:Namespace").map(({ inputs }) => at(inputs, "metadata")),
            ...pods(plan).map(({ template }) => at(template, "metadata")),
        ];
        expect(told.length).toBeGreaterThan(20);
        const keys = told.flatMap((one) =>
            [at(one, "labels"), at(one, "annotations")].flatMap((map) => Object.keys(map ?? {})),
        );
        expect(keys.filter((key) => ASKS.test(key))).toEqual([]);
    });

    test("a proxy that is put into an approved pod breaks the rules that the clusters hold", async () => {
        const { plan } = await stack("mainnet");
        const [web] = plan.resources.filter(
            ({ name, type }) => type.endsWith(":Deployment") && name.startsWith("web-"),
        );
        const proxy = { name: "istio-proxy", image: "gcr.io/gke-release/asm/proxyv2:1.23.4-asm.1" };
        const injected = withValue(web, ["inputs", "spec", "template", "spec", "containers", 1], proxy);
        const { verdicts } = judgePlan({ ...plan, resources: [injected as typeof web & object] }, "");
        const broken = verdicts.filter(
            ({ verdict, level, path }) =>
                verdict === "violation" && level === "mandatory" && path.includes("containers[1]"),
        );
        expect(broken.map(({ rule }) => rule)).toContain("IMG-01");
    });
});
