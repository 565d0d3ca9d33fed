import { beforeAll, describe, expect, test } from "vitest";
import { check } from "../../components/settings/check";
import { registryRules } from "../../components/settings/registries";
import { Settings } from "../../components/settings/settings";
import { declare } from "../../preview/capture";
import type { Plan, PlanResource } from "../../preview/plan";
import { reach } from "../../preview/reach/reach";
import { judgePlan } from "../../preview/verdicts";
import { ports } from "../reach/plans";
import { settingsOf, withValue } from "../settings/yaml";
import { ROOT, stack } from "../stack";

const TRACING = {
    image: `docker.io/library/otelcol:0.130.0@sha256:${"5".repeat(64)}`,
    share: 0.1,
};

const traced = (tracing: object) => withValue(settingsOf("mainnet"), ["watch", "tracing"], tracing);

/** What is said of a resource, apart from where it is. */
const said = ({ inputs, protect, provider }: PlanResource) => JSON.stringify({ inputs, protect, provider });

describe("applications that are traced", () => {
    let off: Plan;
    let on: Plan;
    beforeAll(async () => {
        off = (await stack("mainnet")).plan;
        const config = Object.entries(traced(TRACING)).map(([key, block]) => [
            `slipway:${key}`,
            typeof block === "string" ? block : JSON.stringify(block),
        ]);
        on = await declare({ directory: ROOT, stack: "mainnet", config: Object.fromEntries(config) });
    });

    /** The names of applications whose pods are told where to send traces. */
    const told = ({ resources }: Plan) =>
        resources
            .filter(({ inputs }) => JSON.stringify(inputs).includes('"OTEL_EXPORTER_OTLP_ENDPOINT"'))
            .map(({ inputs }) => inputs.metadata as { namespace: string; name: string })
            .map(({ namespace, name }) => `${namespace}/${name}`);

    test("are none by default: nobody is told of a collector, and there is none", () => {
        expect(told(off)).toEqual([]);
        expect(off.resources.filter(({ name }) => name.includes("traces"))).toEqual([]);
    });

    test("are told of it by the variables that every SDK reads, in both regions", () => {
        const own = ["api", "settler"].map((one) => `betting/${one}`);
        const agents = [...new Set(told(on))].filter((name) => name.startsWith("agents/"));
        expect(agents).toContain("agents/orchestrator");
        expect([...told(on)].sort()).toEqual(
            [...agents, ...own, "executor/executor", "intents/coordinator"].flatMap((one) => [one, one]).sort(),
        );
        const coordinator = on.resources.find(
            ({ name, type }) => name === "coordinator-europe-west1" && type.includes("StatefulSet"),
        );
        expect(JSON.stringify(coordinator?.inputs)).toContain('{"name":"OTEL_TRACES_SAMPLER_ARG","value":"0.1"}');
    });

    test("change nothing but those, the ways to the collector and what it is made of", () => {
        const before = new Map(off.resources.map((one) => [one.urn, said(one)]));
        const added = on.resources.filter(({ urn }) => !before.has(urn));
        expect(added.map(({ name }) => name).filter((name) => !name.includes("traces"))).toEqual([
            "watch-cloudtrace",
            "watch-telemetry",
        ]);
        const changed = on.resources.filter((one) => before.has(one.urn) && before.get(one.urn) !== said(one));
        const kinds = new Set(changed.map(({ type }) => type.split(":").at(-1)));
        expect([...kinds].sort()).toEqual(["AllowedPaths", "Deployment", "NetworkPolicy", "StatefulSet"]);
        expect(changed.filter(({ type }) => /:(Deployment|StatefulSet)$/.test(type))).toHaveLength(told(on).length);
        expect(off.resources.filter(({ urn }) => !on.resources.some((one) => one.urn === urn))).toEqual([]);
    });

    test("reach the collector on one port, and it Google's API alone", () => {
        const found = reach(on);
        const here = (name: string) => name.split("@")[0] ?? "";
        const into = found.to("traces");
        expect([...new Set(into.map(({ from }) => here(from)))].sort()).toEqual([...new Set(told(on))].sort());
        expect([...new Set(into.map((way) => ports([way]).join()))]).toEqual(["TCP 4318"]);
        const out = found.from("traces").filter(({ to }) => !/dns|^169\.254\./.test(to));
        expect([...new Set(out.map((way) => `${here(way.to)} ${ports([way])}`))]).toEqual([
            "internet TCP 443 at 199.36.153.8/30",
        ]);
    });

    test("break no rule", () => {
        const { verdicts } = judgePlan(on, "");
        expect(verdicts.filter(({ level }) => level === "mandatory")).toEqual([]);
    });

    test("are written to Cloud Trace by an account that may do nothing else", () => {
        const roles = on.resources.filter(({ name, type }) => name.includes("traces") && type.includes("IAMMember"));
        expect(roles.map(({ inputs }) => inputs.role)).toEqual([
            "roles/telemetry.tracesWriter",
            "roles/iam.workloadIdentityUser",
        ]);
    });
});

test.each([
    ["from where images may not come", { ...TRACING, image: `ghcr.io/other/otelcol:1@sha256:${"5".repeat(64)}` }],
    ["without a digest", { ...TRACING, image: "docker.io/library/otelcol:1" }],
])("a collector %s is refused", (_, tracing) => {
    const result = check(Settings, registryRules, traced(tracing));
    expect("problems" in result ? result.problems.map(({ at }) => at) : []).toEqual(["watch.tracing.image"]);
});

test("a share that is none is refused", () => {
    const result = check(Settings, [], traced({ ...TRACING, share: 5 }));
    expect("problems" in result ? result.problems.map(({ at }) => at) : []).toEqual(["watch.tracing.share"]);
});
