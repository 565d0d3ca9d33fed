import type { Change } from "../preview/changes/model";
import { differences } from "../preview/changes/values";
import { isWithin } from "../preview/path";
import type { Plan, PlanResource } from "../preview/plan";
import { report } from "../preview/report/report";
import type { RiskLine } from "../preview/risk/model";
import { judgePlan } from "../preview/verdicts";
import { type Operation, operationsOf } from "./apply/operations";
import type { State } from "./apply/state";
import { told } from "./apply/told";
import type { Pulumi } from "./pulumi";
import { Refusal } from "./refusal";

/** What is not as the state has it, though nobody applied a change. */
export interface Drift {
    /** From what was applied to what is there, by resource. */
    changes: Change[];
    /** What that means, by the classes of changes. */
    lines: RiskLine[];
    /** Places whose value is secret: that it differs is known, and not how. */
    secret: { urn: string; paths: string[] }[];
    /** Places that the program leaves to others with `ignoreChanges`. They are no drift. */
    left: { urn: string; paths: string[] }[];
}

/** Asks the providers what is there. Nothing changes, in the cloud or in the state. */
export async function lookForDrift(pulumi: Pulumi, state: State, declared?: Plan): Promise<Drift> {
    const run = await pulumi.run(["refresh", "--preview-only", "--suppress-progress"]);
    if (run.code !== 0) throw new Refusal(`the providers cannot say what is there: ${told(run)}`);
    return driftOf(state.declared, operationsOf(run.events, "results"), declared);
}

/** Holds what the providers found against what a state says. */
export function driftOf(state: Plan, found: readonly Operation[], declared?: Plan): Drift {
    const ignored = new Map(declared?.resources.map(({ urn, ignoreChanges }) => [urn, ignoreChanges]));
    const before = { ...state, resources: state.resources.map((one) => leaving(one, ignored.get(one.urn))) };
    const by = new Map(found.map((operation) => [operation.urn, operation]));
    const resources = before.resources.flatMap((resource): PlanResource[] => {
        const operation = by.get(resource.urn);
        if (operation?.verb === "delete") return [];
        if (operation?.verb !== "update" || !operation.after) return [resource];
        const { inputs, secretPaths } = operation.after;
        return [{ ...resource, inputs, secretPaths }];
    });
    const after = { ...before, resources };
    const compared = report(after, judgePlan(after, "").verdicts, {
        digest: "",
        against: { name: "what was applied", plan: before, verdicts: judgePlan(before, "").verdicts },
    });
    const changes = compared.changes?.changes ?? [];
    const secret = found.flatMap(({ urn, verb, paths, after: there }) => {
        if (verb !== "update" || !there) return [];
        const hidden = paths.filter((path) =>
            there.secretPaths.some((one) => isWithin(path, one) || isWithin(one, path)),
        );
        return hidden.length > 0 ? [{ urn, paths: hidden }] : [];
    });
    return { changes, lines: compared.risk.lines, secret, left: compared.changes?.ignored ?? [] };
}

const leaving = (resource: PlanResource, ignoreChanges: string[] = []): PlanResource => ({
    ...resource,
    ignoreChanges,
});

export const hasDrift = ({ changes, secret }: Drift): boolean => changes.length + secret.length > 0;

/**
 * Drift that an approved change does not undo or adopt, as sentences. What somebody made as the change declares it is in
 * nobody's way.
 */
export function driftInTheWay({ changes, secret }: Drift, plan: Plan): string[] {
    const planned = new Map(plan.resources.map((resource) => [resource.urn, resource]));
    const told = changes.flatMap(({ urn, op, inputs, after }) => {
        const wanted = planned.get(urn);
        if (op === "delete") return wanted ? [`${urn} is gone`] : [];
        const unlike = differences(wanted?.inputs, after?.inputs);
        const other = inputs.filter(({ path }) =>
            unlike.some((one) => isWithin(path, one.path) || isWithin(one.path, path)),
        );
        return other.length > 0 ? [`${urn} was changed at ${other.map(({ path }) => path).join(", ")}`] : [];
    });
    return [...told, ...secret.map(({ urn, paths }) => `${urn} was changed at ${paths.join(", ")}, which is secret`)];
}
