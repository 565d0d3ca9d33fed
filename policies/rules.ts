import { cloud } from "./cloud";
import { images } from "./images";
import { network } from "./network";
import { organisation } from "./organisation";
import { pods } from "./pods";
import { production } from "./production";
import { reliability } from "./reliability";
import { rights } from "./rights";
import type { Rule } from "./rule";
import { secrets } from "./secrets";

/** Every rule of the pack, in the order of its documentation. */
export const rules: readonly Rule[] = [
    ...secrets,
    ...images,
    ...pods,
    ...reliability,
    ...network,
    ...rights,
    ...cloud,
    ...production,
    ...organisation,
];
