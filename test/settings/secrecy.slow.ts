import fc from "fast-check";
import { describe, test } from "vitest";
import { check } from "../../components/settings/check";
import { format } from "../../components/settings/problems";
import { rules as ourRules, Settings } from "../../components/settings/settings";
import { Encrypted } from "../../components/settings/visit";
import { database, good, rules, Sample } from "./sample";
import { type Path, places, settingsOf, withValue } from "./yaml";

/** Something as hard to guess as a secret, in the letters that secrets are written in. */
const canary = fc.stringMatching(/^[A-Za-z0-9+/_=.!-]{16,40}$/);

/** Where people paste secrets: keys that do not exist, secrets' own fields, whole blocks as text. */
const pasted: Record<string, (secret: string) => object> = {
    "at a key that does not exist": (secret) => ({ extra: secret }),
    "below a key that does not exist": (secret) => database({ extra: { list: [secret], [secret]: 1 } }),
    "where a secret's name belongs": (secret) => ({ receivers: [{ type: "page", routing: `${secret}!` }] }),
    "in place of the map that names it": (secret) => ({ receivers: [secret] }),
    "as a Pulumi secret": (secret) => ({ network: { secure: secret } }),
    "at a sensitive key": (secret) => ({ password: { value: secret }, labels: { apiKey: `TODO ${secret}` } }),
    "below a sensitive key": (secret) => ({
        keys: { west: { rotationDays: secret, id: `<${secret}>` }, east: secret },
    }),
    "as text where a map belongs": (secret) => ({ database: `password: ${secret} ...` }),
    "as text where a list belongs": (secret) => ({ zones: secret }),
    "with its form about it": (secret) => ({ network: `https://ops:${secret}@example.com/` }),
    "as a name": (secret) => ({ pools: { [`sk-${secret.replaceAll(/\W/g, "0")}`]: { size: 1 } } }),
};

describe("a secret is never shown", () => {
    for (const [where, mistake] of Object.entries(pasted))
        test(where, () => {
            fc.assert(
                fc.property(canary, (secret) => {
                    const result = check(Sample, rules, { ...good, ...mistake(secret) });
                    const message = "problems" in result ? format("Pulumi.yaml", result.problems) : "accepted";
                    return message.includes(" problem") && !message.includes(secret);
                }),
            );
        });

    test("that Pulumi holds encrypted, wherever in the block it is", () => {
        fc.assert(
            fc.property(canary, fc.constantFrom(...Object.values(pasted)), (secret, mistake) => {
                const mistaken: Record<string, unknown> = {
                    ...database({ owner: `${secret}${secret}` }),
                    ...mistake(secret),
                };
                const encrypted = Object.entries(mistaken).map(([key, value]) => [key, new Encrypted(value)]);
                const result = check(Sample, rules, { ...good, ...Object.fromEntries(encrypted) });
                const message = "problems" in result ? format("Pulumi.yaml", result.problems) : "accepted";
                return message.includes("a Pulumi secret") && !message.includes(secret);
            }),
        );
    });

    test("anywhere in our own stack files", () => {
        const file = settingsOf("mainnet");
        const all = places(file);
        const maps = all.filter(({ value }) => typeof value === "object" && !Array.isArray(value));
        const blocks = all.filter(({ value }) => typeof value === "object");
        const sensitive = all.filter(({ path }) => /key|webhook|token|secret|password/i.test(String(path.at(-1))));
        const pick = (from: typeof all) => fc.constantFrom(...from.map(({ path }) => path));
        const mistake: fc.Arbitrary<(secret: string) => [Path, unknown]> = fc.oneof(
            pick(maps).map((path) => (secret: string) => [[...path, "password"], secret] as [Path, unknown]),
            pick(all).map((path) => (secret: string) => [path, { secure: secret }] as [Path, unknown]),
            pick(blocks).map((path) => (secret: string) => [path, secret] as [Path, unknown]),
            pick(sensitive).map((path) => (secret: string) => [path, `${secret}!`] as [Path, unknown]),
        );
        fc.assert(
            fc.property(canary, mistake, (secret, place) => {
                const result = check(Settings, ourRules, withValue(file, ...place(secret)));
                const message = "problems" in result ? format("Pulumi.yaml", result.problems) : "accepted";
                return message.includes(" problem") && !message.includes(secret);
            }),
        );
    });
});
