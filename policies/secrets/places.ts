import { memo } from "../memo";
import type { Finding } from "../rule";
import { once, type Subject } from "../subject";
import { isSecret, isUnknown, own } from "../value";
import { nameOf, type Place, pathOf } from "../walk";
import { isHiddenInput, secretInputs } from "./inputs";
import { type Sensitivity, sensitivity } from "./names";
import { originOf, topOf } from "./origin";
import { isLiteral } from "./values";

/** How a program gets a secret: the one way that leaves no copy behind. */
export const FILE = "a file from Secret Manager or Vault";

/** Who answers for a place, so that one mistake is reported once. */
export type Keeper = "environment" | "configMap" | "input";

/** A value whose name or input says that it is a secret, and what is wrong with it. */
export interface SecretPlace {
    path: string;
    keeper: Keeper;
    /** What was found, without the value; or why nobody can know yet. */
    verdict: { found: string } | { undetermined: string };
}

/** The values of a resource whose name or input says that they are a secret, and which one. */
export const meanings = once((subject: Subject): ReadonlyMap<Place, Sensitivity> => {
    const found = new Map<Place, Sensitivity>();
    const inputs = secretInputs(subject);
    for (const leaf of subject.leaves) {
        const meaning = meaningOf(leaf, inputs);
        if (meaning) found.set(leaf, meaning);
    }
    return found;
});

/** Every place of a resource that holds a secret it should not hold, or may do so. */
export const secretPlaces = once((subject: Subject): readonly SecretPlace[] => {
    const found: SecretPlace[] = [];
    const known = meanings(subject);
    for (const leaf of subject.leaves) {
        const meaning = known.get(leaf);
        if (!meaning && !isSecret(leaf.value)) continue;
        const verdict = judged(subject, leaf, meaning);
        if (verdict) found.push({ path: pathOf(leaf), keeper: keeperOf(subject, leaf), verdict });
    }
    return found;
});

/** The findings of the rule that keeps these places. */
export function* kept(subject: Subject, keeper: Keeper, wanted: string): Iterable<Finding> {
    for (const { path, keeper: its, verdict } of secretPlaces(subject)) {
        if (its === keeper) yield "found" in verdict ? { path, ...verdict, wanted } : { path, ...verdict };
    }
}

function judged(subject: Subject, leaf: Place, meaning: Sensitivity | undefined): SecretPlace["verdict"] | undefined {
    const { value } = leaf;
    const hidden = isSecret(value);
    // A ConfigMap is no place for a secret, wherever it came from.
    if (hidden && isConfigMap(subject.type)) return { found: "a secret in a ConfigMap" };
    if (hidden || (meaning && meaning.level === "certain" && isUnknown(value))) {
        if (hidden && isPublicInput(subject, leaf)) return undefined;
        const origin = originOf(subject, leaf);
        if (origin === "hardcoded") return { found: `${named(meaning)} that is known before the update` };
        return typeof origin === "object" ? origin : undefined;
    }
    if (!meaning) return undefined;
    // A number under such a name is a password of digits, unless it is so small that it counts something.
    const text = typeof value === "number" && value > 999 && meaning.kind === "password" ? String(value) : value;
    if (typeof text !== "string" || !isLiteral(text, meaning.level)) return undefined;
    return { found: `${named(meaning)} in plain text` };
}

/** What the input, the name beside the value or the key says that the value is. */
function meaningOf(leaf: Place, inputs: readonly string[] | undefined): Sensitivity | undefined {
    const { key, parent } = leaf;
    if (inputs?.includes(topOf(leaf))) {
        return { kind: sensitivity(nameOf(leaf))?.kind ?? "secret", level: "certain" };
    }
    const beside = key === "value" ? (own(parent?.value, "name") ?? own(parent?.value, "key")) : undefined;
    if (typeof beside === "string") return inEnvironment(sensitivity(beside), leaf);
    // The key of an external secret, and the keys in a reference to one, are names.
    if (key === "secretKey" && own(parent?.value, "remoteRef") !== undefined) return undefined;
    const above = typeof parent?.key === "string" ? plural(parent.key) : undefined;
    return inEnvironment(sensitivity(nameOf(leaf)) ?? above, leaf);
}

/** `passwords: { alice: "…" }`: what the plural says, its parts are. */
const plural = memo((name) => (/(passwords|tokens|apiKeys|api_keys)$/i.test(name) ? sensitivity(name) : undefined));

/** A variable called SECRET or TOKEN holds one, where elsewhere the name of one would be as likely. */
function inEnvironment(meaning: Sensitivity | undefined, leaf: Place): Sensitivity | undefined {
    if (meaning?.level !== "likely" || !isEnvironment(leaf) || !/secret|cred/.test(meaning.kind)) return meaning;
    return { ...meaning, level: "certain" };
}

const isPublicInput = (subject: Subject, leaf: Place): boolean =>
    leaf.key === "certificate" && isHiddenInput(subject.type, "certificate");

function keeperOf(subject: Subject, leaf: Place): Keeper {
    if (isConfigMap(subject.type)) return "configMap";
    return isEnvironment(leaf) ? "environment" : "input";
}

export const isConfigMap = (type: string): boolean => /^kubernetes:core\/v1:ConfigMap(Patch|List)?$/.test(type);

/** `env: [{ name, value }]`, `extraEnv`, `environmentVariables: { … }`. */
function isEnvironment(leaf: Place): boolean {
    for (let at: Place | null = leaf.parent; at; at = at.parent) {
        if (typeof at.key === "string") return /env(ironment)?(s|vars?|variables?)?$/i.test(at.key);
    }
    return false;
}

const named = (meaning: Sensitivity | undefined): string => {
    const kind = meaning?.kind ?? "secret";
    return `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}`;
};
