import { CloudRefusal } from "../refusal";
import { existence } from "./existence";
import { identity } from "./identity";
import { kms } from "./kms";
import { network } from "./network";
import type { Ask, Rule } from "./rule";
import { services } from "./services";
import { sql } from "./sql";

/** Everything that the simulated cloud refuses, in the order in which it looks. */
export const rules: readonly Rule[] = [...services, ...existence, ...identity, ...kms, ...network, ...sql];

/** Throws what Google would answer, if it would refuse. */
export function judge(ask: Ask): void {
    const type = ask.type.replace(/^gcp:/, "");
    for (const { on, types, status, refuses } of rules) {
        if (!on.includes(ask.op) || (types && !types.includes(type))) continue;
        const words = refuses(ask);
        if (words !== undefined) throw new CloudRefusal(words, status);
    }
}
