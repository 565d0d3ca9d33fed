import type { Plan } from "../preview/plan";
import { renderHtml } from "../preview/report/html";
import { renderMarkdown } from "../preview/report/markdown";
import { report } from "../preview/report/report";
import { judgePlan } from "../preview/verdicts";
import { median, round } from "./measure";

/** What comparing a plan costs beyond declaring and judging it: changes, risk, cost, reach and both reports. */
export function comparing(after: Plan, runs: number) {
    const before = { ...after, resources: after.resources.map(differing) };
    const [was, is] = [before, after].map((plan) => judgePlan(plan, "").verdicts);
    const times = Array.from({ length: runs }, () => {
        // Copies, because what is proved of a plan is kept.
        const [old, now] = [structuredClone(before), structuredClone(after)];
        const start = performance.now();
        const against = { name: "before", plan: old, ...(was && { verdicts: was }) };
        const made = report(now, is ?? [], { digest: "", against });
        renderHtml(made);
        renderMarkdown(made);
        return performance.now() - start;
    });
    return round(median(times));
}

/** Every tenth resource has one input more. */
const differing = (resource: Plan["resources"][number], index: number) =>
    index % 10 === 0 ? { ...resource, inputs: { ...resource.inputs, formerly: "so" } } : resource;
