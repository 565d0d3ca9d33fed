import { describe, expect, test } from "vitest";
import { registryRules } from "../../components/settings/registries";
import type { Settings } from "../../components/settings/settings";
import type { Json } from "../../preview/plan";
import { images } from "../../preview/report/facts/images";
import { stack } from "../stack";

const DIGEST = `@sha256:${"1".repeat(64)}`;

/** Registry paths and images of a system, and where the rules object. */
function problems(registries: string[], ...found: string[]): string[] {
    const settings = { ground: { registries }, systems: { intents: { images: found, web: { host: found[0] } } } };
    return registryRules.flatMap((rule) => [...rule(settings as unknown as Settings)].map(({ at }) => at));
}

describe("the image of a system", () => {
    test.each([
        [`quay.io/team/app:1.0${DIGEST}`, []],
        [`quay.io/team/deep/app:1.0${DIGEST}`, []],
        [`quay.io/teammate/app:1.0${DIGEST}`, ["systems.intents.images[0]", "systems.intents.web.host"]],
        [`evil.io/quay.io/team/app:1.0${DIGEST}`, ["systems.intents.images[0]", "systems.intents.web.host"]],
        ["no image at all", []],
    ])("%s", (image, at) => {
        expect(problems(["quay.io/team"], image)).toEqual(at);
    });
});

test.each(["testnet", "mainnet"])("every image of %s is one that its clusters let in", async (name) => {
    const network = await stack(name);
    const [policy] = network.all("gcp:binaryauthorization/policy:Policy");
    expect(policy?.inputs).toMatchObject({ defaultAdmissionRule: { evaluationMode: "ALWAYS_DENY" } });
    const patterns = policy?.inputs.admissionWhitelistPatterns as { [key: string]: Json }[];
    const paths = patterns.map(({ namePattern }) => String(namePattern).replace("**", ""));
    const found = images(network.plan.resources).map((image) => image.name);
    expect(found.length).toBeGreaterThan(5);
    expect(found.filter((image) => !paths.some((path) => image.startsWith(path)))).toEqual([]);
});
