import { isOpen, reader } from "../constraint";
import { baseKind } from "../kubernetes";
import { onceForStack } from "../stack";
import type { Subject } from "../subject";
import { asText } from "../value";
import { homeOf } from "../workloads";

/** An autoscaler, and what it scales as `nameIn` names it. */
export interface Scaler {
    subject: Subject;
    kind: string;
    /** Undefined where nobody knows. */
    target: string | undefined;
}

export const TARGET = "spec.scaleTargetRef.name";

const targetKind = reader("spec.scaleTargetRef.kind");
const targetName = reader(TARGET);
const ownName = reader("metadata.name");

/** The autoscalers of a stack that name what they scale. KEDA's mean a Deployment where they say no kind. */
export const scalersOf = onceForStack((stack): readonly Scaler[] =>
    [...stack.kind("HorizontalPodAutoscaler"), ...stack.kind("ScaledObject")].flatMap((subject) => {
        const { props } = subject.resource;
        const kind = targetKind(props) ?? "Deployment";
        const name = targetName(props);
        if (isOpen(kind) || isOpen(name)) return [{ subject, kind: "", target: undefined }];
        if (typeof kind !== "string" || typeof name !== "string") return [];
        return [{ subject, kind, target: named(subject, kind, name) }];
    }),
);

/** A workload within its stack: cluster, namespace, kind and name; undefined where nobody knows. */
export function nameIn(subject: Subject): string | undefined {
    const name = ownName(subject.resource.props);
    return isOpen(name) ? undefined : named(subject, baseKind(subject.type), asText(name));
}

function named(subject: Subject, kind: string, name: string): string | undefined {
    const home = homeOf(subject);
    return home === undefined ? undefined : `${home} ${kind}/${name}`;
}
