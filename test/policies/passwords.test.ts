import { describe, expect, test } from "vitest";
import { judge } from "../../policies/judge";
import { isWeak } from "../../policies/secrets/weak";
import { CONFIG_MAP, MIXED, POD, RELEASE, rulesOf, sample } from "./sample";

describe("a password that anybody would try", () => {
    test.each([
        ...["hunter2", "password1", "Passw0rd2024", "S3cur3P@ssw0rd", "Welcome2024", "letmein123", "changeme"],
        ...["prom-operator", "minioadmin", "postgres-password", "Postgres2024!", "Grafana#1", "validator-password"],
        ...["intents_demo", "my-test-1", "mysecretpassword", "abcdefghijkl", "qwertyuiop", "1q2w3e4r5t6y"],
        ...["x".repeat(40), "password".repeat(6), "changeme".repeat(30), "", "a1!B"],
    ])("is %j", (password) => {
        expect(isWeak(password)).toBe(true);
    });

    test("is the name that stands beside it, also with a year", () => {
        expect(isWeak("intents-api", ["intents-api"])).toBe(true);
        expect(isWeak("Settlement2024", ["settlement"])).toBe(true);
        expect(isWeak("settlement-ledger-prices", ["other"])).toBe(false);
    });

    test.each([
        ...["k7Tq-zW2x-Jd9V-mN4e", MIXED, "correct horse battery staple", "xK9#mP2$vLq!", "8f3a9c2e71b0"],
        ...["app-73915820467", `${MIXED}password`, `password${MIXED}`],
    ])("is not %j", (password) => {
        expect(isWeak(password)).toBe(false);
    });
});

describe("a weak password is found", () => {
    const at = (type: string, props: Parameters<typeof sample>[1]) =>
        judge([sample(type, props)], rulesOf("SEC-07")).map(({ path, found }) => `${path}: ${found}`);
    const GUESSED = "a password that anybody would try";

    test("in the data of a Secret, but for names and hosts", () => {
        const encoded = (text: string) => Buffer.from(text).toString("base64");
        const data = { username: encoded("api"), password: encoded("postgres"), host: encoded("db") };
        expect(at("kubernetes:core/v1:Secret", { data })).toEqual([
            `data.password: ${GUESSED} of what is in base64 there`,
        ]);
        const stringData = { POSTGRES_USER: "postgres", POSTGRES_PASSWORD: "postgres", POSTGRES_DB: "app" };
        expect(at("kubernetes:core/v1:Secret", { stringData })).toEqual([`stringData.POSTGRES_PASSWORD: ${GUESSED}`]);
    });

    test("in an address, in a file, in a file in base64", () => {
        expect(at(RELEASE, { values: { url: "postgres://api:postgres@db/api" } })).toEqual([
            `values.url: ${GUESSED} at character 9`,
        ]);
        const file = "LOG=info\nREDIS_PASSWORD=redis1234\n";
        expect(at(CONFIG_MAP, { data: { env: file } })).toEqual([`data.env: ${GUESSED} on line 2`]);
        const script = `echo ${Buffer.from(file).toString("base64")} | base64 -d > .env`;
        expect(at(POD, { spec: { containers: [{ args: ["-c", script] }] } })).toEqual([
            `spec.containers[0].args[1]: ${GUESSED} on line 2 of what is in base64 there`,
        ]);
    });
});
