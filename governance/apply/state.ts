import { canonical, digest } from "../../preview/canonical";
import { isStackExport, readStackExport } from "../../preview/changes/stack-export";
import type { Json, Plan } from "../../preview/plan";
import type { Pulumi } from "../pulumi";
import { Refusal } from "../refusal";
import { told } from "./told";

/** A resource as the state has it, and as far as it is read here. Secrets in it are encrypted. */
export interface StateResource {
    urn: string;
    type: string;
    custom?: boolean;
    id?: string;
    parent?: string;
    provider?: string;
    protect?: boolean;
    delete?: boolean;
    external?: boolean;
    taint?: boolean;
    initErrors?: string[];
    /** It is deleted, and its replacement is not there yet. */
    pendingReplacement?: boolean;
    inputs?: { [key: string]: unknown };
    outputs?: { [key: string]: unknown };
}

/** What the engine had begun when it was stopped: `creating`, `updating`, `deleting`, `reading`, `importing`. */
export interface PendingOperation {
    type: string;
    resource: StateResource;
}

export interface Deployment {
    resources?: StateResource[];
    pending_operations?: PendingOperation[];
    snippets?: unknown[];
    manifest?: { version?: string };
}

/** A stack's state, as `pulumi stack export` gives it. */
export interface State {
    /** The whole export: `stack import` takes it back. */
    whole: { deployment: Deployment };
    /** Names it to the last byte, but for when and by which CLI it was written. */
    digest: string;
    /** Version of the Pulumi CLI that wrote it. */
    writer: string;
    resources: StateResource[];
    pending: PendingOperation[];
    /** What it says was declared. */
    declared: Plan;
}

/** Reads the state. Nothing changes, and no secret is decrypted. */
export async function exportState(pulumi: Pulumi, wanted: Pick<Plan, "project" | "stack">): Promise<State> {
    const run = await pulumi.run(["stack", "export"]);
    if (run.code !== 0) throw new Refusal(`the state of ${wanted.stack} cannot be read: ${told(run)}`);
    return readState(run.stdout, wanted);
}

export function readState(text: string, wanted: Pick<Plan, "project" | "stack">): State {
    const whole = JSON.parse(text) as State["whole"];
    if (!isStackExport(whole)) throw new Refusal(`the state of ${wanted.stack} is no stack export`);
    const { deployment } = whole;
    // The CLI says when it wrote and which one it is.
    const { manifest, ...lasting } = deployment;
    return {
        whole,
        digest: digest(canonical(lasting as unknown as Json)),
        writer: manifest?.version?.replace(/^v/, "") ?? "",
        resources: deployment.resources ?? [],
        pending: deployment.pending_operations ?? [],
        declared: readStackExport("state", whole, wanted).plan,
    };
}

/** Stands with a resource that `recover` has put into the state and no provider has confirmed yet. */
export const UNVERIFIED = "slipway recover has not asked yet whether this exists";

export const isUnverified = ({ initErrors = [] }: StateResource): boolean => initErrors.includes(UNVERIFIED);

/** Why a change must not be applied to a state, as sentences. */
export function faultsOf(state: State, stack: string, expected: string | null): string[] {
    const { pending, resources, whole, digest: found } = state;
    const recover = `run \`slipway recover ${stack}\``;
    const faults: string[] = [];
    if (pending.length > 0)
        faults.push(
            `${pending.length} ${pending.length === 1 ? "operation" : "operations"} of an earlier update never ended ` +
                `(${pending.map(({ type, resource }) => `${type} ${resource.urn}`).join(", ")}); ${recover}`,
        );
    if (resources.some(isUnverified)) faults.push(`the last recovery was interrupted; ${recover} again`);
    if ((whole.deployment.snippets ?? []).length > 0)
        faults.push("the state holds snippets, which run at every update and are in no plan; take them out");
    for (const { urn, taint } of resources)
        if (taint) faults.push(`${urn} is tainted, so that it would be made anew; run \`pulumi state untaint\``);
    if (expected !== null && expected !== found && pending.length === 0)
        faults.push(
            `the state has moved since the change was bundled: it is ${found}, and the last receipt says ${expected}; ` +
                `find out who changed it, ${recover}, and make the bundle again`,
        );
    return faults;
}
