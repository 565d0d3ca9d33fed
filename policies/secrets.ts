import type { Rule } from "./rule";
import { chainKeys } from "./secrets/chain-keys";
import { configMaps } from "./secrets/config-maps";
import { environment } from "./secrets/environment";
import { weakPasswords } from "./secrets/guessed";
import { inline } from "./secrets/inline";
import { metadata } from "./secrets/metadata";
import { plaintext } from "./secrets/plaintext";
import { references } from "./secrets/references";
import { spelled } from "./secrets/spelled";
import { urls } from "./secrets/urls";

/** Secrets that stand where others can read them: in the program, its state, its plan, its logs. */
export const secrets: readonly Rule[] = [
    ...[plaintext, environment, spelled, configMaps, inline, weakPasswords, urls, chainKeys, metadata],
    ...references,
].sort((a, b) => (a.id < b.id ? -1 : 1));
