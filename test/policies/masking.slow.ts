import fc from "fast-check";
import { expect, test } from "vitest";
import { judge } from "../../policies/judge";
import { judgeLine } from "../../policies/lines";
import { type Json, message } from "../../policies/rule";
import { CONFIG_MAP, POD, RELEASE, sample, token, USER } from "./sample";

type Props = { [key: string]: Json };

/** Places in which a text is a violation whatever it is. */
const PLACES: readonly ((secret: string) => [string, Props])[] = [
    (secret) => [USER, { password: secret }],
    (secret) => ["kubernetes:core/v1:Secret", { stringData: { login: secret } }],
    (secret) => [RELEASE, { values: { auth: { adminPassword: secret } } }],
    (secret) => [POD, { spec: { containers: [{ env: [{ name: "API_KEY", value: secret }] }] } }],
    (secret) => [POD, { spec: { containers: [{ args: ["--password", secret] }] } }],
    (secret) => [POD, { metadata: { annotations: { x: `password="${secret}"` } } }],
    (secret) => [POD, { spec: { containers: [{ image: `https://me:${secret}@example.com/x` }] } }],
    (secret) => [POD, { spec: { containers: [{ image: token("ghp_", secret.padEnd(36, "aB3dE5fG7")) }] } }],
    (secret) => [CONFIG_MAP, { data: { password: secret } }],
    (secret) => [CONFIG_MAP, { data: { "app.env": `A=1\nPASSWORD='${secret}'\nB=2\n` } }],
    (secret) => [CONFIG_MAP, { data: { "app.json": JSON.stringify({ db: { password: secret } }) } }],
    (secret) => [CONFIG_MAP, { data: { url: `postgres://me:${secret}@db:5432/x` } }],
    (secret) => [CONFIG_MAP, { data: { dsn: `host=db user=me password=${secret} dbname=x` } }],
    (secret) => [CONFIG_MAP, { data: { login: `Basic ${Buffer.from(`me:${secret}`).toString("base64")}` } }],
];

/** Long enough that no sentence of ours contains it by chance; without what ends a text in one of the places. */
const secrets = fc
    .stringMatching(/^[A-Za-z0-9!+*~^-]{9,40}$/)
    .filter((text) => /[a-z]/i.test(text) && /\d/.test(text) && !/([x*])\1{7}/i.test(text));

test("a secret is found wherever it was put, and never repeated", () => {
    fc.assert(
        fc.property(fc.constantFrom(...PLACES), secrets, (place, secret) => {
            const [type, props] = place(secret);
            const verdicts = judge([sample(type, props)]);
            expect(verdicts.some(({ verdict }) => verdict === "violation")).toBe(true);
            const told = JSON.stringify([verdicts, verdicts.map(message)]);
            expect(told).not.toContain(secret);
            expect(told).not.toContain(Buffer.from(`me:${secret}`).toString("base64"));
        }),
        { numRuns: 300 },
    );
});

test("a broken line is not repeated either", () => {
    fc.assert(
        fc.property(secrets, (secret) => {
            for (const line of [secret, `{"id": "${secret}`, JSON.stringify({ items: [{ type: { secret } }] })]) {
                expect(judgeLine(line)).not.toContain(secret);
            }
        }),
    );
});
