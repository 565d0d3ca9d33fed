import { clusters } from "./cloud/clusters";
import { databaseFlags } from "./cloud/database-flags";
import { databases } from "./cloud/databases";
import { identity } from "./cloud/identity";
import { keys } from "./cloud/keys";
import { network } from "./cloud/network";
import { storage } from "./cloud/storage";
import type { Rule } from "./rule";

/** What Google Cloud is asked for. */
export const cloud: readonly Rule[] = [
    ...databases,
    ...databaseFlags,
    ...clusters,
    ...keys,
    ...identity,
    ...network,
    ...storage,
];
