/** A value as a plan holds it: JSON in which an unknown is `{"$unknown": true}` and a secret `{"$secret": true}`. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * One registration, as the program asked for it. Sets are sorted; nothing depends on the clock or the machine.
 * @meets S0-23
 */
export interface PlanResource {
    urn: string;
    type: string;
    name: string;
    /** False for a component, which groups other resources and exists only in the state. */
    custom: boolean;
    parent: string | null;
    /** URN of the explicit provider, null for the default one. */
    provider: string | null;
    inputs: { [key: string]: Json };
    protect: boolean;
    retainOnDelete: boolean;
    deleteBeforeReplace: boolean;
    ignoreChanges: string[];
    aliases: Json[];
    dependencies: string[];
    propertyDependencies: Record<string, string[]>;
    /** Property paths whose value is secret; one that is unknown too stands in both lists. */
    secretPaths: string[];
    /** Property paths whose value is not known before the update. */
    unknownPaths: string[];
    /** Further resource options, present only where the program sets them. */
    options?: { [key: string]: Json };
}

/** What a stack would become: written as `plan.json` in the canonical form of RFC 8785. */
export interface Plan {
    schema: "slipway.plan/v1";
    project: string;
    stack: string;
    /** Sorted by URN. */
    resources: PlanResource[];
    outputs: { [key: string]: Json };
}
