import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { analyzer, PACK, type Pack, Struct, startPack } from "./process";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
let pack: Pack;

beforeAll(async () => {
    pack = await startPack();
}, 60_000);

afterAll(() => pack?.stop());

/** What the rules of image references say of a pod; it breaks others as well. */
async function analyze(properties: object): Promise<[string, number, string][]> {
    const request = new analyzer.AnalyzeRequest();
    request.setUrn("urn:pulumi:demo::app::kubernetes:core/v1:Pod::api");
    request.setType("kubernetes:core/v1:Pod");
    request.setName("api");
    request.setProperties(Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]));
    request.setOptions(new analyzer.AnalyzerResourceOptions());
    await pack.call("remediate", request);
    const response = await pack.call("analyze", request);
    return response
        .getDiagnosticsList()
        .filter((found) => /^IMG-0[16]$/.test(found.getPolicyname()))
        .map((found) => [found.getPolicyname(), found.getEnforcementlevel(), found.getMessage()]);
}

const pod = (image: string) => ({ spec: { containers: [{ image }] } });
const { ADVISORY, MANDATORY } = analyzer.EnforcementLevel;

test("the pack starts under Pulumi's own runtime and stops what it must", async () => {
    expect(await analyze(pod("nginx:latest"))).toEqual([
        ["IMG-01", MANDATORY, expect.stringMatching(/^spec\.containers\[0\]\.image: "nginx:latest"; use /)],
    ]);
});

test("what cannot be known is reported, or stops the preview where the configuration says so", async () => {
    const levels = async () => (await analyze(pod(UNKNOWN))).map(([rule, level]) => [rule, level]);
    expect(await levels()).toEqual([
        ["IMG-01", ADVISORY],
        ["IMG-06", ADVISORY],
    ]);
    const config = new analyzer.PolicyConfig();
    config.setEnforcementlevel(MANDATORY);
    config.setProperties(Struct.fromJavaScript({ undetermined: "block" }));
    const request = new analyzer.ConfigureAnalyzerRequest();
    request.getPolicyconfigMap().set("slipway", config);
    await pack.call("configure", request);
    expect(await levels()).toEqual([
        ["IMG-01", MANDATORY],
        ["IMG-06", MANDATORY],
    ]);
});

test("no rule needs a provider's SDK, which would make every preview wait for it", () => {
    const files = readdirSync(PACK, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    const imports = files.flatMap((file) =>
        [...readFileSync(join(PACK, file), "utf8").matchAll(/from "([^."][^"]*)"/g)].map(([, name]) => name),
    );
    const others = imports.filter((name) => !name?.startsWith("node:"));
    expect([...new Set(others)].sort()).toEqual(["@pulumi/policy", "re2js"]);
});
