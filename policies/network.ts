import { policies } from "./network/policies";
import { services } from "./network/services";
import type { Rule } from "./rule";

/** Who can reach what in a cluster. */
export const network: readonly Rule[] = [...policies, ...services];
