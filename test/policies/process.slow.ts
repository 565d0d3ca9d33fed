import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { scratch } from "../command";
import { analyzer, PACK, type Pack, Struct, startPack } from "./process";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const folder = scratch();
let pack: Pack;

beforeAll(async () => {
    pack = await startPack();
}, 180_000);

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

/** Sets the configuration of the policy that judges resources, as the engine does from its file. */
async function configure(properties: Record<string, string>): Promise<void> {
    const config = new analyzer.PolicyConfig();
    config.setEnforcementlevel(MANDATORY);
    config.setProperties(Struct.fromJavaScript(properties));
    const request = new analyzer.ConfigureAnalyzerRequest();
    request.getPolicyconfigMap().set("slipway", config);
    await pack.call("configure", request);
}

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
    await configure({ undetermined: "block" });
    expect(await levels()).toEqual([
        ["IMG-01", MANDATORY],
        ["IMG-06", MANDATORY],
    ]);
});

test("what a file of exceptions answers for is told and stops nothing; a file that is not there does", async () => {
    const file = join(folder, "exceptions.json");
    const exception = {
        ...{ rule: "IMG-01", resource: "urn:pulumi:demo::*::api", objects: ["app/api"], owner: "chain", ticket: "A-1" },
        ...{
            reason: "the image is built on the node itself",
            expires: new Date(Date.now() + 864e5).toISOString().slice(0, 10),
        },
    };
    writeFileSync(file, JSON.stringify({ exceptions: [exception] }));
    // The end of a stack: the next resource begins another, for which the file is read anew.
    const end = () => pack.call("analyzeStack", new analyzer.AnalyzeStackRequest());
    await end();
    await configure({ exceptions: file });
    expect(await analyze(pod("nginx:1"))).toEqual([
        ["IMG-01", ADVISORY, expect.stringContaining("by chain, A-1: the image is built on the node itself")],
    ]);
    await end();
    await configure({ exceptions: join(folder, "nowhere.yaml") });
    await expect(analyze(pod("nginx:1"))).rejects.toThrow(/nowhere\.yaml is not there; "exceptions" names a file/);
});

test("no rule needs a provider's SDK, which would make every preview wait for it", () => {
    const files = readdirSync(PACK, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    // What is imported as a type is not loaded.
    const imports = files.flatMap((file) =>
        [
            ...readFileSync(join(PACK, file), "utf8").matchAll(
                /^(?:import|export)(?! type)[^;]* from "([^."][^"]*)"/gm,
            ),
        ].map(([, name]) => name),
    );
    const others = imports.filter((name) => !name?.startsWith("node:"));
    expect([...new Set(others)].sort()).toEqual(["@pulumi/policy", "re2js"]);
});
