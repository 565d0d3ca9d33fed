import { chain } from "./production/chain";
import { databasePair } from "./production/database-pair";
import { operations } from "./production/operations";
import type { Rule } from "./rule";

/** What a stack must be as a whole before it carries value. */
export const production: readonly Rule[] = [databasePair, chain, ...operations];
