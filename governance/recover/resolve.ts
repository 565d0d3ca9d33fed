import { type Deployment, isUnverified, type State, type StateResource, UNVERIFIED } from "../apply/state";
import { Refusal } from "../refusal";
import { type Identity, identityOf } from "./ids";

/** What an operator knows of resources that were being created. */
export interface Known {
    /** Ids by URN. */
    ids?: Readonly<Record<string, string>>;
    /** URNs of what does not exist. */
    absent?: readonly string[];
}

/** A state without pending operations, and whom to ask about. */
export interface Resolved {
    whole: State["whole"];
    /** URNs of which only the providers know what became of them. */
    asked: string[];
}

/**
 * Takes the pending operations out of a state. What was being created goes among the resources, under the id that it has
 * if it exists; what was being changed or deleted is there already. Both have to be looked at.
 */
export function resolve({ whole, resources, pending }: State, { ids = {}, absent = [] }: Known): Resolved {
    const providers = new Map(resources.map((one) => [`${one.urn}::${one.id}`, one]));
    const creating = pending.flatMap(({ type, resource }) => {
        if (type !== "creating" || absent.includes(resource.urn)) return [];
        const id = ids[resource.urn];
        const identity: Identity =
            id === undefined ? identityOf(resource, providers.get(resource.provider ?? "")) : { id };
        return identity === "again" ? [] : [{ resource, identity }];
    });
    const nameless = creating.filter(({ identity }) => identity === undefined);
    if (nameless.length > 0)
        throw new Refusal(
            `only you can find out whether these exist: ${nameless.map(({ resource }) => resource.urn).join(", ")}; ` +
                "look for them, and say --id URN=ID or --absent URN for each",
        );
    const made = creating.map(({ resource, identity }) => ({
        ...resource,
        id: (identity as { id: string }).id,
        outputs: resource.inputs ?? {},
        initErrors: [UNVERIFIED],
    }));
    const deployment: Deployment = { ...whole.deployment, resources: made.reduce(put, resources) };
    delete deployment.pending_operations;
    const touched = pending.flatMap(({ type, resource }) => (/^(updating|deleting)$/.test(type) ? [resource.urn] : []));
    const there = new Set(deployment.resources?.flatMap((one) => (one.delete === true ? [] : [one.urn])));
    const asked = [...made, ...resources.filter(isUnverified)].map(({ urn }) => urn);
    return {
        whole: { ...whole, deployment },
        asked: [...new Set([...asked, ...touched])].filter((urn) => there.has(urn)).sort(),
    };
}

/** Adds a resource, after all that it can depend on. Of one that it takes the place of the state knows what to delete. */
function put(resources: StateResource[], made: StateResource): StateResource[] {
    const at = resources.findIndex(({ urn, delete: going }) => urn === made.urn && going !== true);
    const old = resources[at];
    if (!old) return [...resources, made];
    const taking = (place: StateResource) => resources.map((one, index) => (index === at ? place : one));
    // Deleted already, and waiting for this one; or the same thing, of which the state has all.
    if (old.pendingReplacement === true) return taking(made);
    if (old.id === made.id) return taking({ ...old, initErrors: [UNVERIFIED] });
    return [...taking(made), { ...old, delete: true }];
}
