import type { Json, PlanResource } from "../../plan";
import { type DoorKind, doors } from "../doors";
import { kindOf } from "../kinds";
import { lookup, some } from "../text";
import { isHidden, isMarker, valuesAt } from "./path";

export interface Door {
    resource: number;
    way: "in" | "out";
    why: string;
    /** Unknown when the deciding value is not known before the update. */
    open: "yes" | "unknown";
    fact: string;
    /** Ports, hosts and ranges, as far as the plan knows them. */
    details: { name: string; value: string }[];
}

const none: readonly DoorKind[] = [];
const address = "gcp:compute/address:Address";
const router = "gcp:compute/routerNat:RouterNat";

/** What can be reached from the internet, and what leads out to it; ways in first. Of some resources, if only they matter. */
export function exposure(
    resources: readonly PlanResource[],
    wanted: (resource: PlanResource) => boolean = () => true,
): Door[] {
    const natted = natAddresses(resources);
    const found = resources.flatMap((resource, id) => {
        if (!wanted(resource)) return [];
        const everyGoogle = resource.type.startsWith("gcp:") ? (doors["gcp:*"] ?? none) : none;
        const kinds = resource.custom ? [...(lookup(doors, kindOf(resource.type)) ?? none), ...everyGoogle] : none;
        const nat = resource.type === address && natted.has(resource.urn);
        return kinds.flatMap((kind) =>
            openings(kind, resource.inputs).map(
                (opening): Door => ({
                    resource: id,
                    way: nat ? "out" : kind.way,
                    why: nat ? "is the address from which the NAT sends" : kind.why,
                    ...opening,
                }),
            ),
        );
    });
    return found.sort((a, b) => Number(a.way === "out") - Number(b.way === "out") || a.resource - b.resource);
}

type Inputs = PlanResource["inputs"];

function openings({ each, open, show = [] }: DoorKind, inputs: Inputs): Pick<Door, "open" | "fact" | "details">[] {
    const members = each === undefined ? [{ at: "", value: inputs as Json }] : membersOf(inputs, each);
    return members.flatMap(({ at, value }) => {
        if (isHidden(value)) return [{ open: "unknown", fact: `${at} is not known before the update`, details: [] }];
        if (value === null || typeof value !== "object" || Array.isArray(value)) return [];
        const { holds, fact } = open(value);
        if (holds === "no") return [];
        return [{ open: holds, fact: at === "" ? fact : `${at}: ${fact}`, details: details(value, show) }];
    });
}

const membersOf = (inputs: Inputs, path: string) =>
    valuesAt(inputs, path).map((value, i) => ({ at: isHidden(value) ? path : `${path}[${i}]`, value }));

/** Whether a resource is of a kind that can face the internet, open or closed. */
export const canFace = ({ type, custom }: Pick<PlanResource, "type" | "custom">): boolean =>
    custom && lookup(doors, kindOf(type)) !== undefined;

/** An external address that only a NAT uses accepts no connection. */
function natAddresses(resources: readonly PlanResource[]): Set<string> {
    const urns = new Set<string>();
    for (const { type, propertyDependencies } of resources) {
        if (type === router) for (const urn of propertyDependencies.natIps ?? []) urns.add(urn);
    }
    for (const { type, propertyDependencies } of resources) {
        // Whoever else in Google Cloud or a cluster takes the address may answer on it; others, such as Vault, allow-list it.
        if (type !== router && /^(gcp|kubernetes):/.test(type))
            for (const urn of Object.values(propertyDependencies).flat()) urns.delete(urn);
    }
    return urns;
}

function details(inputs: Inputs, paths: readonly string[]): Door["details"] {
    return paths.flatMap((path) => {
        const values = valuesAt(inputs, path);
        if (values.length === 0) return [];
        const name =
            path
                .replace(/\[\*\]/g, "")
                .split(".")
                .at(-1) ?? path;
        return [{ name, value: joined([...new Set(values.map(show))]) }];
    });
}

function joined(values: readonly string[]): string {
    const { shown, rest } = some(values, 12);
    return `${shown.join(", ")}${rest}`;
}

function show(value: Json): string {
    if (isMarker(value, "$unknown")) return "not known yet";
    if (isMarker(value, "$secret")) return "secret";
    return typeof value === "string" ? value : JSON.stringify(value);
}
