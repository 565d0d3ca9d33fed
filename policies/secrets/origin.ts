import { steps } from "../path";
import { once, type Subject } from "../subject";
import { isSecret, isUnknown } from "../value";
import { type Place, pathOf } from "../walk";
import { isHiddenInput } from "./inputs";

/**
 * Where a hidden value came from. What another resource makes is not known before the update; what is known stood in the
 * program or in its settings, whether or not the SDK has marked it secret since.
 */
export type Origin = "hardcoded" | "computed" | "pending" | { undetermined: string };

export function originOf(subject: Subject, place: Place): Origin {
    const { resource } = subject;
    const path = pathOf(place);
    const property = topOf(place);
    if (isSecret(place.value) && !subject.secretPaths.has(path))
        return { undetermined: "nobody says what this secret was made from" };
    if (resource.originsPending) return "pending";
    const made =
        Object.hasOwn(resource.propertyDependencies ?? {}, property) &&
        (resource.propertyDependencies?.[property]?.length ?? 0) > 0;
    if (isUnknown(place.value) || subject.unknownPaths.has(path)) {
        return made ? "computed" : { undetermined: "the value is not known, and no resource is named that makes it" };
    }
    if (isHiddenInput(subject.type, property)) {
        return made ? "computed" : { undetermined: "the SDK hides this value, which may be no secret" };
    }
    if (!made) return "hardcoded";
    // The dependency may be that of another part of the same property.
    return path !== property && openProperties(subject).has(property)
        ? { undetermined: `parts of ${property} come from other resources, and nobody says which` }
        : "computed";
}

/** The top-level properties of which some part is not known. */
const openProperties = once((subject) => new Set([...subject.unknownPaths].map((path) => String(steps(path)[0]))));

/** The top-level property that a place belongs to. */
export function topOf(place: Place): string {
    let at = place;
    while (at.parent && at.parent.key !== null) at = at.parent;
    return String(at.key ?? "");
}
