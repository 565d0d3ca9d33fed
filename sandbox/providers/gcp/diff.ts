import { isDeepStrictEqual } from "node:util";
import { forcedBy } from "../../../preview/changes/replaces";
import { differences } from "../../../preview/changes/values";
import { instanceChange } from "../../../preview/database-changes";
import { isWithin, steps } from "../../../preview/path";
import type { PlanResource } from "../../../preview/plan";
import { CloudRefusal } from "../../cloud/refusal";
import { INSTANCE } from "../../cloud/sql";
import { difference } from "../difference";
import type { Difference, DiffRequest, Inputs } from "../stand-in";
import { plannedInputs } from "./check";

/** What changes, and whether the Google provider can do it in place: the table of `preview/changes/forcing.jsonl`. */
export function diff({ urn, type, oldInputs, oldOutputs, news, ignoreChanges }: DiffRequest): Difference {
    const ignored = (path: string) => ignoreChanges.some((outer) => isWithin(path, outer));
    const [before, after] = [oldInputs, news].map(plannedInputs);
    // Cloud SQL's rules look at what the API has said since: who follows whom.
    const state = type === INSTANCE ? plannedInputs({ ...oldOutputs, ...oldInputs }) : before;
    if (type === INSTANCE) refusePromotion(plannedInputs(oldOutputs), plannedInputs(news));
    const of = (inputs: PlanResource["inputs"] = {}) =>
        ({ urn, type, inputs, custom: true, ignoreChanges: [...ignoreChanges] }) as unknown as PlanResource;
    const forced = forcedBy(of(state), of(after), differences(before, after), []).filter(
        // What the program now says may be what the provider had filled in.
        ({ path }) => !isDeepStrictEqual(valueAt(news, path), valueAt(oldOutputs, path)),
    );
    const replaces = (path: string) => forced.some((one) => isWithin(path, one.path) || isWithin(one.path, path));
    const { changes } = difference(oldInputs, news, replaces);
    return {
        changes: Object.fromEntries(Object.entries(changes).filter(([path]) => !ignored(path))),
        // A name that was given is taken while the old one stands.
        deleteBeforeReplace: forced.length > 0 && news.name !== undefined && news.name === oldInputs.name,
    };
}

/** checkPromoteConfigurations in google-beta/services/sql/resource_sql_database_instance.go. */
function refusePromotion(state: PlanResource["inputs"], news: PlanResource["inputs"]): void {
    const { kind, because } = instanceChange(state, news);
    if (kind !== "refused") return;
    const name = because[0] === "masterInstanceName" ? "master_instance_name" : "replica_configuration";
    throw new CloudRefusal(`Replica promote configuration check failed. Please remove ${name} and try again.`);
}

function valueAt(inputs: Inputs, path: string): unknown {
    let found: unknown = inputs;
    for (const step of steps(path)) found = (found as Inputs | undefined | null)?.[step];
    return found;
}
