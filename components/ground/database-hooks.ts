import * as pulumi from "@pulumi/pulumi";
import { type Placement, Role } from "../settings/database";
import { refusal } from "./placement";

type Properties = Readonly<Record<string, unknown>> | undefined;

/**
 * A stack file has no memory; the state has. The engine runs these before it changes anything, in previews too, and
 * for components as well as for resources (UpdateStep.Apply in pkg/resource/deploy/step.go): a step too far ends
 * there, before any instance is registered. The component's inputs hold the placement that was begun, its outputs the
 * one that was finished; an update that fails on the way leaves it without outputs.
 */
export const placementHooks = (name: string): pulumi.ResourceHookBinding => {
    const hook = new pulumi.ResourceHook(
        `${name}-placement`,
        ({ oldInputs, oldOutputs, newInputs }) => refuse(placementRefusal(oldInputs, oldOutputs, newInputs)),
        { onDryRun: true },
    );
    return { beforeCreate: [hook], beforeUpdate: [hook] };
};

/** `refusal`, of what the engine hands to a hook. */
export function placementRefusal(begun: Properties, finished: Properties, declared: Properties): string | undefined {
    const placement = placementOf(begun);
    const standing = placement && { placement, finished: isSame(placement, placementOf(finished)) };
    return refusal(standing, placementOf(declared) ?? {});
}

/** Holds the role of an instance against what the state says it is, which may be more than the stack file knows. */
export const instanceHooks = (name: string, role: Role | undefined): pulumi.ResourceHookBinding => {
    const hook = new pulumi.ResourceHook(
        `${name}-takeover`,
        ({ newInputs, oldOutputs }) => refuse(takeoverRefusal(name, role, newInputs, oldOutputs)),
        { onDryRun: true },
    );
    return { beforeCreate: [hook], beforeUpdate: [hook] };
};

/**
 * Why an instance may not take a role, undefined where it may. A replica becomes a primary by a switchover or not at
 * all; a primary becomes a replica when another takes over from it, which the state learns by a refresh, and never
 * because a stack file says so: its backups would end while it is the only copy. Without a state it does not exist yet.
 */
export function takeoverRefusal(
    name: string,
    role: Role | undefined,
    declared: Properties,
    state: Properties,
): string | undefined {
    const [type, follows, followers] = [state?.instanceType, state?.masterInstanceName, declared?.replicaNames];
    if (type === undefined)
        return role === "former" || (role === "primary" && Array.isArray(followers) && followers.length > 0)
            ? `${name} does not exist; nothing was ever switched over from or to it. Take the promotion back`
            : undefined;
    const promoted = type === "READ_REPLICA_INSTANCE" && declared?.instanceType === "CLOUD_SQL_INSTANCE";
    if (promoted && !(Array.isArray(followers) && followers.includes(follows)))
        return (
            `${name} follows ${String(follows)}; declared a primary without it, it would part from it for ever. ` +
            `If ${String(follows)} has taken over, declare that one as primary and ${name} as former, then settle`
        );
    if ((role === "standby" || role === "replica") && type === "CLOUD_SQL_INSTANCE")
        return (
            `${name} is a primary as far as the state knows; run pulumi refresh. If it is one still, no switchover ` +
            "has taken place, and it stays primary or former until one has"
        );
    return undefined;
}

function placementOf(inputs: Properties): Placement | undefined {
    const placement = inputs?.placement;
    if (typeof placement !== "object" || placement === null) return undefined;
    const roles = Object.entries(placement).filter(([, role]) => Role.safeParse(role).success);
    return Object.fromEntries(roles) as Placement;
}

const isSame = (one: Placement, other: Placement | undefined): boolean =>
    other !== undefined &&
    Object.keys({ ...one, ...other }).every((region) => one[region] !== undefined && one[region] === other[region]);

function refuse(why: string | undefined): void {
    if (why !== undefined) throw new Error(why);
}
