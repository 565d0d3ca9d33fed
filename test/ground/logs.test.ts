import { describe, expect, test } from "vitest";
import { stack } from "../stack";

describe.each([
    ["testnet", { retentionDays: 30, dropped: ["probes"] }],
    ["mainnet", { retentionDays: 365, dropped: ["probes", "debug"] }],
] as const)("logs of workloads of %s", (name, { retentionDays, dropped }) => {
    test("are kept once, in one region, under a key of ours, for as long as the stack file says", async () => {
        const network = await stack(name);
        const bucket = network.one("gcp:logging/projectBucketConfig:ProjectBucketConfig", "logs");
        expect(bucket).toMatchObject({
            protect: true,
            inputs: { location: "europe-west1", retentionDays, enableAnalytics: true, deletionPolicy: "PREVENT" },
        });
        const audit = network.one("gcp:logging/projectBucketConfig:ProjectBucketConfig", "audit");
        expect(bucket.inputs.cmekSettings).toEqual(audit.inputs.cmekSettings);
        const sink = network.one("gcp:logging/projectSink:ProjectSink", "logs");
        const { filter } = sink.inputs;
        expect(filter).toContain('resource.type=("k8s_container" OR ');
        expect(network.one("gcp:logging/projectExclusion:ProjectExclusion", "logs").inputs.filter).toBe(filter);
    });

    test("leave out what tells nobody anything, and details where nobody looks for them", async () => {
        const sink = (await stack(name)).one("gcp:logging/projectSink:ProjectSink", "logs");
        expect((sink.inputs.exclusions as { name: string }[]).map((one) => one.name)).toEqual(dropped);
    });
});
