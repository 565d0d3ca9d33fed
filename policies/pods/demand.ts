import { standing, type ValueDemand } from "../cel";
import { isOpen, reader } from "../constraint";
import type { Example, Finding, Json, Rule } from "../rule";
import { workload } from "./example";
import { type Container, mayHavePods, type Pod, type Pods, podsOf, within } from "./pod";

/** What a property of pods or containers must be. */
export interface PodDemand {
    /** Whose property it is; `either`: the container's, and where it says nothing, the pod's. */
    of: "pod" | "metadata" | "container" | "either";
    /** For example `securityContext.privileged`. */
    at: string;
    /** What is wrong with the value, or undefined if nothing is. What is not there comes as undefined. */
    fault(value: Json | undefined, of: Pod | Container): string | undefined | readonly PathFault[];
    wanted: string;
    /** Which pods are concerned. Default: all. */
    concerns?(of: Pod | Container): boolean;
    /** The same in CEL. A rule of which one demand has none is not held by the API server. */
    cel?: ValueDemand;
}

/** A fault of a part of the value, such as one entry of a list. */
export interface PathFault {
    /** Below the property, for example `[0].hostPort`. */
    below: string;
    found: string | undefined;
}

/** Changes of a passing pod that break the rule: paths in its specification, and where the fault is found. */
export interface Broken {
    change: Readonly<Record<string, Json | undefined>>;
    at?: readonly string[];
}

type Head = Pick<Rule, "id" | "title" | "why" | "severity" | "level" | "sameAs">;

/** A rule over every pod of every workload, with its examples in three kinds of them. */
export function podRule(
    head: Head,
    demands: readonly PodDemand[],
    broken: readonly Broken[],
    more: { good?: readonly Example[]; bad?: readonly Example[]; fine?: readonly Broken["change"][] } = {},
): Rule {
    const [first] = broken;
    const [unknownAt = ""] = Object.keys(first?.change ?? {});
    const asked = demands.map(asking);
    const passes = demands.flatMap((demand) => celOf(demand) ?? []);
    const blocked = unknownAt.replace(/^(containers\[0\]|initContainers\[0\]).*$/, "$1");
    return {
        ...head,
        ...(passes.length === demands.length && { cel: [{ of: "pods", passes: allOf(passes) }] }),
        appliesTo: mayHavePods,
        judge(subject) {
            const pods = podsOf(subject);
            const found: Finding[] = [];
            for (const ask of asked) ask(pods, found);
            return found;
        },
        good: [
            ...EXAMPLES.map((example) => example({})),
            ...(more.fine ?? []).map((change) => inDeployment(change)),
            ...(more.good ?? []),
        ],
        bad: [
            ...broken.map(({ change, at = Object.keys(change) }, index) =>
                (EXAMPLES[index % EXAMPLES.length] ?? inDeployment)(change, at),
            ),
            ...(more.bad ?? []),
        ],
        open: [inDeployment({ [blocked]: { $unknown: true } }, [blocked])],
    };
}

const allOf = (passes: readonly string[]): string =>
    passes.length === 1 ? passes.join() : passes.map((one) => `(${one})`).join(" && ");

/** A demand on every pod or container of an object, in CEL. */
function celOf({ of, at, cel }: PodDemand): string | undefined {
    if (!cel) return undefined;
    if (of === "pod") return standing("variables.pod", at, cel);
    if (of === "metadata") return standing("variables.template", `metadata.${at}`, cel);
    const { among = "variables.containers", unless } = cel;
    // What the container does not say, the pod may.
    const absent = of === "either" ? standing("variables.pod", at, cel) : (cel.absent ?? false);
    const passes = standing("c", at, of === "either" ? { ...cel, absent: `(${absent})` } : cel);
    return `${among}.all(c, ${unless === undefined ? passes : `${unless} || (${passes})`})`;
}

/** Adds what a demand finds in pods. These rules are asked most often of all: lists cost less than generators do. */
function asking(demand: PodDemand): (pods: Pods, found: Finding[]) => void {
    const { of, at, concerns, fault, wanted } = demand;
    const read = reader(at);
    const ofPods = of === "pod" || of === "metadata";

    function ofOne(one: Pod | Container, found: Finding[]): void {
        const pod = "pod" in one ? one.pod : one;
        let holder: { path: string } = of === "metadata" ? pod.metadata : one;
        let value = read(of === "metadata" ? pod.metadata.value : "spec" in one ? one.spec : one.value);
        if ((value === undefined || value === null) && of === "either") {
            const inherited = read(pod.spec);
            // Where nobody says anything, it is the container that should.
            if (inherited !== undefined && inherited !== null) [value, holder] = [inherited, pod];
        }
        if (isOpen(value)) {
            found.push({ path: within(holder, at), undetermined: ELSEWHERE });
            return;
        }
        // What a part does not say stands in the chart, or in the object that it patches.
        if (!pod.whole && (value === undefined || value === null)) return;
        const wrong = fault(value ?? undefined, one);
        if (wrong === undefined) return;
        const path = within(holder, at);
        if (typeof wrong === "string") found.push({ path, found: wrong, wanted });
        else
            for (const { below, found: what } of wrong)
                found.push(
                    what === undefined
                        ? { path: path + below, undetermined: ELSEWHERE }
                        : { path: path + below, found: what, wanted },
                );
    }

    return ({ pods, containers, open, openContainers }, found) => {
        for (const path of open) found.push({ path, undetermined: "the pod comes from elsewhere" });
        if (!ofPods)
            for (const path of openContainers) found.push({ path, undetermined: "the container comes from elsewhere" });
        for (const one of ofPods ? pods : containers) if (concerns?.(one) ?? true) ofOne(one, found);
    };
}

const ELSEWHERE = "the value comes from elsewhere";

const AROUND: readonly [type: string, path: string][] = [
    ["kubernetes:apps/v1:Deployment", "spec.template"],
    ["kubernetes:batch/v1:CronJob", "spec.jobTemplate.spec.template"],
    ["kubernetes:core/v1:Pod", ""],
];

/** A passing pod with changes, in one kind of workload. */
const EXAMPLES = AROUND.map(([type, path]) => (change: Broken["change"], at: readonly string[] = []): Example => {
    const below = (key: string) => {
        const inner = key.startsWith("metadata") ? key : `spec.${key}`;
        return path === "" ? inner : `${path}.${inner}`;
    };
    const moved = Object.fromEntries(Object.entries(change).map(([key, value]) => [below(key), value]));
    const unknownPaths = Object.keys(moved).filter((key) => JSON.stringify(moved[key])?.includes("$unknown"));
    return {
        type,
        props: workload(type, moved),
        ...(unknownPaths.length > 0 && { unknownPaths }),
        ...(at.length > 0 && { at: at.map(below) }),
    };
});

const inDeployment = EXAMPLES[0] as (change: Broken["change"], at?: readonly string[]) => Example;
