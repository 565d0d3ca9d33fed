import type { PlanResource } from "../preview/plan";

/** What a plan says of a resource of which a program said nothing. New each time: tests change it. */
export const undeclared = () =>
    ({
        ...{ parent: null, provider: null, protect: false, retainOnDelete: false, deleteBeforeReplace: false },
        ...{ ignoreChanges: [], aliases: [], dependencies: [], propertyDependencies: {} },
        ...{ secretPaths: [], unknownPaths: [] },
    }) satisfies Partial<PlanResource>;
