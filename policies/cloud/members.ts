import { type Denial, entries, isOpen, reader } from "../constraint";
import type { Json, Resource } from "../rule";
import { asText } from "../value";
import { makersOf } from "./demand";

const EVERYBODY = /^(allUsers|allAuthenticatedUsers|principalSet:\/\/goog\/public:all)$/;

/** The members that a grant names, with their paths; one that another resource makes is not everybody. */
export function* members(
    props: Resource["props"],
    resource: Resource,
): Iterable<{ path: string; member: Json | "open" }> {
    for (const path of ["member", "entity"]) {
        const member = reader(path)(props);
        if (isOpen(member)) {
            if (isUnmade(resource, path)) yield { path, member: "open" };
        } else if (member !== undefined) yield { path, member };
    }
    for (const { path, entry } of entries("members", reader("members")(props))) {
        if (!isOpen(entry)) yield { path, member: entry as Json };
        else if (isUnmade(resource, "members")) yield { path, member: "open" };
    }
    const data = reader("policyData")(props);
    if (typeof data === "string")
        for (const [name] of data.matchAll(/all(Authenticated)?Users/g)) yield { path: "policyData", member: name };
}

const isUnmade = (resource: Resource, path: string): boolean =>
    !resource.originsPending && makersOf(resource, path).length === 0;

/** Grants to everybody. */
export function* openMembers(props: Resource["props"], resource: Resource): Iterable<Denial> {
    for (const { path, member } of members(props, resource)) {
        if (member === "open") yield { path, open: true };
        else if (EVERYBODY.test(asText(member))) yield { path, denied: "everybody" };
    }
}

export const publicExample = { denied: { member: "allUsers", role: "roles/storage.objectViewer" }, at: ["member"] };
