import { hosts } from "./network/hosts";
import { policies } from "./network/policies";
import { privatePorts } from "./network/private-ports";
import { services } from "./network/services";
import type { Rule } from "./rule";

/** Who can reach what in a cluster. */
export const network: readonly Rule[] = [...policies, services, ...hosts, privatePorts];
