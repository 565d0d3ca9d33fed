import { judge } from "../../policies/judge";
import type { Json, Resource, Rule } from "../../policies/rule";
import { rules } from "../../policies/rules";

/** The rules of a kind: a sample that shows one hazard breaks many rules of other kinds. */
export const rulesOf = (...kinds: string[]): readonly Rule[] =>
    rules.filter(({ id }) => kinds.some((kind) => id === kind || id.startsWith(`${kind}-`)));

/** A resource for a test: what it does not say is made up. */
export const sample = (type: string, props: { [key: string]: Json }, more: Partial<Resource> = {}): Resource => ({
    urn: `urn:pulumi:demo::app::${type}::sample`,
    name: "sample",
    type,
    props,
    ...more,
});

/** What a rule says of what is declared together: each path, with a question mark where it leaves the place open. */
export const said = (rule: string, ...declared: readonly Resource[]): string[] =>
    judge(declared, rulesOf(rule)).map(({ verdict, path }) => (verdict === "violation" ? path : `${path}?`));

/** The same with what was found there. */
export const found = (rule: string, ...declared: readonly Resource[]): string[] =>
    judge(declared, rulesOf(rule)).map((one) =>
        one.verdict === "violation" ? `${one.path}: ${one.found}` : `${one.path}?`,
    );

/** A value that nobody knows yet. */
export const UNKNOWN = { $unknown: true };

/** An exception for two objects by their names. */
export const EXCEPTION = {
    rule: "POD-09",
    resource: "urn:pulumi:testnet::*::sentry-0",
    objects: ["paw/sentry-0", "paw/probe"],
    reason: "it listens on the address of its node",
    owner: "chain",
    ticket: "CHAIN-1",
    expires: "2027-01-31",
};

export const POD = "kubernetes:core/v1:Pod";
export const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
export const RELEASE = "kubernetes:helm.sh/v3:Release";
export const USER = "gcp:sql/user:User";

export const HEX = "3b1f9ac4d5e60718".repeat(4);
export const PINNED = `ghcr.io/acme/api:1.4.2@sha256:${HEX}`;

/** Letters and digits as chance would mix them. */
export const MIXED = "aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW3xY5zA7bC9d";

/** A token is put together here, so that nothing in the repository looks like one. */
export const token = (mark: string, rest: string): string => mark + rest;
