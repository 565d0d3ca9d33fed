import type { Json, StackFinding } from "../rule";
import { matches, pairs } from "../selector";
import type { Stack } from "../stack";
import { asText, isMap, isUnknown, listOf, own } from "../value";
import { type Workload, workloadsOfStack } from "../workloads";

/** A workload that has a port for metrics is scraped. */
export function* scraped(stack: Stack): Iterable<StackFinding> {
    const near = selectorsNear(stack);
    for (const workload of workloadsOfStack(stack).all) {
        if (!["Deployment", "StatefulSet"].includes(workload.kind) || !hasMetrics(workload)) continue;
        const states = near(workload.labels).map((selector) => matches(selector, workload.labels));
        const { subject } = workload;
        if (states.includes(true)) continue;
        if (states.includes("open"))
            yield { subject, path: "", undetermined: "whether a monitor takes it is not known" };
        else yield { subject, path: "", found: "metrics that nobody scrapes", wanted: "a ServiceMonitor" };
    }
}

const hasMetrics = ({ pod }: Workload): boolean =>
    listOf(own(pod.spec, "containers")).some((container) =>
        listOf(own(container, "ports")).some((port) =>
            /^(http-)?(metrics|prometheus|prom)$/.test(asText(own(port, "name"))),
        ),
    );

type Selector = Json | undefined;

/** The selectors of monitors that may take these labels: each is found by one label that it asks for. */
function selectorsNear(stack: Stack): (labels: Json | undefined) => readonly Selector[] {
    const monitors = ["ServiceMonitor", "PodMonitor", "PodMonitoring"].flatMap((kind) => stack.kind(kind));
    const all = monitors.map(({ resource }): Selector => own(own(resource.props, "spec"), "selector"));
    const byLabel = new Map<string, Selector[]>();
    for (const selector of all) {
        const label = pairs(selector)[0]?.join("=") ?? NO_LABEL;
        const known = byLabel.get(label);
        if (known) known.push(selector);
        else byLabel.set(label, [selector]);
    }
    return (labels) => {
        if (!isMap(labels) || Object.values(labels).some(isUnknown)) return all;
        const asked = [NO_LABEL, ...Object.entries(labels).map(([key, value]) => `${key}=${asText(value)}`)];
        return asked.flatMap((label) => byLabel.get(label) ?? []);
    };
}

/** No label is called so. */
const NO_LABEL = "";
