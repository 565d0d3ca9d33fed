import type { Runtime } from "./runtime";

/** One run of a job. */
export interface JobRun {
    /** Longest time from its beginning to its end, with all retries, seconds. */
    deadlineSeconds: number;
    /** How often it is tried again after a failure. Default 3. */
    retries?: number;
}

/** One pod at a time, and the next one only once the last one is gone. */
export const jobSpec = ({ deadlineSeconds, retries = 3 }: JobRun, template: Runtime["template"]) => ({
    parallelism: 1,
    completions: 1,
    backoffLimit: retries,
    activeDeadlineSeconds: deadlineSeconds,
    podReplacementPolicy: "Failed",
    template: { ...template, spec: { ...template.spec, restartPolicy: "Never" } },
});
