import type { PlanResource } from "../../plan";
import { googleGuards, type HolderKind, holders, kindOf } from "../kinds";
import { lookup } from "../text";

/** What one layer puts between a holder of data or keys and its loss. */
export interface Guard {
    layer: "pulumi" | "provider" | "api" | "kept";
    stands: "yes" | "no" | "unknown";
    fact: string;
    /** What is left after a deletion, for the layer `kept`. */
    stays?: string;
}

export interface Holder {
    resource: number;
    holds: "data" | "keys";
    why: string;
    guards: Guard[];
    /** Guards that stand. */
    standing: number;
}

export function holderKind(resource: PlanResource): HolderKind | undefined {
    const kind = resource.custom ? lookup(holders, kindOf(resource.type)) : undefined;
    return kind?.when?.(resource.inputs).holds === "no" ? undefined : kind;
}

/** Everything that could stand between a holder and its loss, whether it stands or not. */
export function guardsOf(resource: PlanResource, kind: HolderKind): Guard[] {
    const google = resource.type.startsWith("gcp:") ? googleGuards : [];
    const declared = [...kind.guards, ...google].map((guard): Guard => {
        const { holds, fact } = guard.test(resource.inputs);
        return { layer: guard.layer, stands: holds, fact, ...(guard.layer === "kept" && { stays: guard.stays }) };
    });
    return [
        { layer: "pulumi", stands: resource.protect ? "yes" : "no", fact: `protect is ${resource.protect}` },
        ...declared,
        {
            layer: "kept",
            stands: resource.retainOnDelete ? "yes" : "no",
            fact: `retainOnDelete is ${resource.retainOnDelete}`,
            stays: "Pulumi only forgets it",
        },
    ];
}

/** Holders of data and keys, the least guarded first. */
export function custody(resources: readonly PlanResource[]): Holder[] {
    const found = resources.flatMap((resource, id): Holder[] => {
        const kind = holderKind(resource);
        if (!kind) return [];
        const guards = guardsOf(resource, kind);
        const standing = guards.filter(({ stands }) => stands === "yes").length;
        return [{ resource: id, holds: kind.holds, why: kind.why, guards, standing }];
    });
    return found.sort((a, b) => rank(a) - rank(b) || a.resource - b.resource);
}

const REFUSING = { pulumi: "Pulumi", provider: "the provider", api: "the API" } as const;

/** What stands between a holder and its loss, as a sentence. Only what stands for certain is told. */
export function sentence(guards: readonly Guard[]): string {
    const standing = guards.filter(({ stands }) => stands === "yes");
    const refusing = Object.entries(REFUSING).flatMap(([layer, who]) =>
        standing.some((guard) => guard.layer === layer) ? [who] : [],
    );
    const stays = standing.flatMap((guard) => guard.stays ?? []);
    const refused = `${listed(refusing) || "nothing"} ${refusing.length > 1 ? "refuse" : "refuses"} to delete it`;
    const said = [refused, ...(stays.length > 0 ? [`if it is deleted even so, ${listed(stays)}`] : [])].join("; ");
    return `${said[0]?.toUpperCase()}${said.slice(1)}.`;
}

/** `a`, `a and b`, `a, b and c`. */
const listed = (items: readonly string[]) =>
    [items.slice(0, -1).join(", "), items.at(-1) ?? ""].filter((part) => part !== "").join(" and ");

const rank = ({ standing, guards }: Holder) =>
    standing === 0 ? 0 : guards.some(({ layer, stands }) => layer === "pulumi" && stands === "yes") ? 2 : 1;

/** Guards that stood before and do not stand any more. */
export function guardsLost(before: PlanResource, after: PlanResource): string[] {
    const kind = holderKind(after);
    if (!kind) return before.protect && !after.protect ? ["protect was true"] : [];
    const standing = new Map(guardsOf(after, kind).map((guard, i) => [i, guard.stands]));
    return guardsOf(before, kind).flatMap(({ stands, fact }, i) =>
        stands === "yes" && standing.get(i) !== "yes" ? [fact.replace(" is ", " was ")] : [],
    );
}
