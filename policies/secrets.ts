import type { Rule } from "./rule";
import { configMaps } from "./secrets/config-maps";
import { environment } from "./secrets/environment";
import { inline } from "./secrets/inline";
import { plaintext } from "./secrets/plaintext";
import { spelled } from "./secrets/spelled";
import { urls } from "./secrets/urls";

/** Secrets that stand where others can read them: in the program, its state, its plan, its logs. */
export const secrets: readonly Rule[] = [plaintext, environment, spelled, configMaps, inline, urls];
