import type { EngineEvent } from "../../governance/pulumi";

/** What happens to one resource: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/events.go */
interface StepEvent {
    metadata: { op: string; urn: string; type: string; diffs?: string[] | null };
}

/** What the engine does to a resource, as `create urn`. */
export function stepsIn(events: readonly EngineEvent[]): { op: string; urn: string }[] {
    return events.flatMap(({ resourcePreEvent }) => {
        const { metadata } = (resourcePreEvent ?? {}) as Partial<StepEvent>;
        return metadata ? [{ op: metadata.op, urn: metadata.urn }] : [];
    });
}

/** What a refresh does to a resource that is as it was. */
const NOTHING = new Set(["same", "read", "refresh"]);

/** Steps that change something, in words. A refresh tells what it found only when it is done. */
export function changesIn(events: readonly EngineEvent[]): string[] {
    const found = events.flatMap(({ resOutputsEvent }) => {
        const { metadata } = (resOutputsEvent ?? {}) as Partial<StepEvent>;
        return metadata ? [metadata] : [];
    });
    return found.filter(({ op }) => !NOTHING.has(op)).map(({ op, urn }) => `${op} ${urn}`);
}

/** What rules found, in their words; advice is left out. */
export function violationsIn(events: readonly EngineEvent[]): { urn: string; words: string }[] {
    return events.flatMap(({ policyEvent }) => {
        const found = policyEvent as
            | { resourceUrn?: string; message: string; policyName: string; enforcementLevel: string }
            | undefined;
        if (found?.enforcementLevel !== "mandatory") return [];
        return [{ urn: found.resourceUrn ?? "", words: `${found.policyName}: ${found.message}` }];
    });
}
