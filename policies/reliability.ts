import { availability } from "./reliability/availability";
import { containers } from "./reliability/containers";
import { versions } from "./reliability/versions";
import { workloads } from "./reliability/workloads";
import type { Rule } from "./rule";

/** What keeps a service up. */
export const reliability: readonly Rule[] = [...containers, ...availability, ...versions, ...workloads].sort((a, b) =>
    a.id < b.id ? -1 : 1,
);
