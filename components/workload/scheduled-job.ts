import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { JobRun } from "./job-run";
import { jobSpec } from "./job-run";
import type { RuntimeArgs } from "./runtime";
import { declareRuntime } from "./runtime";

export interface ScheduledJobArgs extends RuntimeArgs, JobRun {
    /** In the five fields of cron. */
    schedule: string;
    /** Name of the time zone that the schedule is in. Default `Etc/UTC`. */
    timeZone?: string;
    /** A single writer runs in the active site alone; what only looks may run in every site. */
    runs: { writer: "one" } | { sites: "every" };
    /** How late a run may begin, seconds, at least 10; after that it is left out. Default 300. */
    lateSeconds?: number;
}

/** A container that runs to its end at set times, and never twice at once. */
export class ScheduledJob extends pulumi.ComponentResource {
    constructor(name: string, args: ScheduledJobArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:workload:ScheduledJob", name, {}, opts);
        const { metadata, template, after } = declareRuntime(name, args, { first: "writer" in args.runs }, this);
        new kubernetes.batch.v1.CronJob(
            name,
            {
                metadata,
                spec: {
                    schedule: args.schedule,
                    timeZone: args.timeZone ?? "Etc/UTC",
                    suspend: "writer" in args.runs && !args.site.active,
                    concurrencyPolicy: "Forbid",
                    startingDeadlineSeconds: args.lateSeconds ?? 300,
                    successfulJobsHistoryLimit: 3,
                    failedJobsHistoryLimit: 3,
                    jobTemplate: {
                        metadata: { labels: metadata.labels },
                        spec: { ...jobSpec(args, template), ttlSecondsAfterFinished: 7 * 86_400 },
                    },
                },
            },
            after,
        );
        this.registerOutputs();
    }
}
