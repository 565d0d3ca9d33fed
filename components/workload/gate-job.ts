import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { digest, versions } from "./files";
import type { JobRun } from "./job-run";
import { jobSpec } from "./job-run";
import type { RuntimeArgs } from "./runtime";
import { declareRuntime } from "./runtime";

export interface GateJobArgs extends RuntimeArgs, JobRun {}

/**
 * A container that runs once to its end before what depends on it is touched, such as the migration of a database. Its
 * name holds what it runs: other content is another Job, and the same content never runs again. It runs in the active
 * site; a site that takes over runs what it has not run, so it must do no harm the second time. @meets S3-04
 */
export class GateJob extends pulumi.ComponentResource {
    constructor(name: string, args: GateJobArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:workload:GateJob", name, {}, opts);
        const { metadata, template, after } = declareRuntime(name, args, { first: true }, this);
        const suspend = !args.site.active;
        new kubernetes.batch.v1.Job(
            name,
            {
                metadata: {
                    ...metadata,
                    name: `${args.app}-${content(args)}`,
                    // A suspended Job never ends, so nobody may wait for it.
                    ...(suspend && { annotations: { "pulumi.com/skipAwait": "true" } }),
                },
                // It stays until the next one replaces it: taken away by age, it would be found missing and run again.
                spec: { ...jobSpec(args, template), suspend },
            },
            { ...after, customTimeouts: { create: `${args.deadlineSeconds + 300}s` } },
        );
        this.registerOutputs();
    }
}

/**
 * Short digest of what it runs, as far as that is known before the update. What other resources make comes in through
 * the checksum on the pod, which no Job lets change: it is replaced then.
 */
function content({ image, command, args, env = {}, config = {}, binaryConfig = {}, secrets }: GateJobArgs): string {
    const plain = (values: Readonly<Record<string, pulumi.Input<string>>>) =>
        Object.entries(values).filter(([, value]) => typeof value === "string");
    const files = versions(secrets?.files ?? {});
    return digest([image, command, args, plain(env), plain(config), plain(binaryConfig), files]).slice(0, 8);
}
