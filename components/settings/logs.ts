import { z } from "zod";
import { days } from "./fields";

/** What workloads and clusters write, and for how long it can be read. */
export const Logs = z
    .strictObject({
        retentionDays: days(1, 3650)
            .default(90)
            .describe("Days that logs of workloads and clusters are kept, 1 to 3650. Default 90."),
        debug: z.boolean().default(false).describe("Whether entries of severity DEBUG are kept. Default false."),
    })
    .prefault({})
    .describe("Logs of workloads and clusters, in a bucket of their own in the region of the audit logs.");
