import { host, mounts } from "./pods/host";
import { identity } from "./pods/identity";
import { kernel } from "./pods/kernel";
import { namespaces } from "./pods/namespaces";
import { privilege } from "./pods/privilege";
import { user } from "./pods/user";
import type { Rule } from "./rule";

/** What a pod may do to its node and to the API server: the restricted Pod Security Standard and a little more. */
export const pods: readonly Rule[] = [...privilege, ...user, ...kernel, ...host, ...mounts, ...identity, ...namespaces];
