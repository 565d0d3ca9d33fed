import type { Rule } from "../rule";
import { pathOf } from "../walk";
import { FILE } from "./places";
import { assigned, readable, told } from "./readable";

const TYPE = "kubernetes:core/v1:ConfigMap";

export const urls: Rule = {
    id: "SEC-08",
    title: "addresses and connection strings hold no login",
    why: "an address is written to logs, to traces and to error reports as a matter of course",
    severity: "critical",
    level: "mandatory",
    sameAs: ["secretlint:basicauth", "secretlint:database-connection-string", "detect-secrets:BasicAuthDetector"],
    *judge(subject) {
        const wanted = `an address without the login, and ${FILE}`;
        for (const text of readable(subject)) {
            for (const { kind, position } of text.said.logins) {
                yield { path: pathOf(text.place), found: told(text, `${kind} ${position}`), wanted };
            }
        }
        for (const { text, kind, position, connection } of assigned(subject)) {
            if (!connection) continue;
            const found = told(text, `a ${kind} in a connection string ${position}`);
            yield { path: pathOf(text.place), found, wanted };
        }
    },
    good: [
        {
            type: TYPE,
            props: {
                data: {
                    url: "postgres://api:$(DB_PASSWORD)@db:5432/api",
                    composed: "postgres://api:{{ .password }}@db/api",
                    peers: `${"d5b2".repeat(10)}@10.0.0.1:26656`,
                    git: "ssh://git@example.com/acme/api.git",
                },
            },
        },
    ],
    bad: [
        { type: TYPE, props: { data: { url: "postgres://api:hunter2@db:5432/api" } }, at: ["data.url"] },
        { type: TYPE, props: { data: { dsn: "host=db user=api password=hunter2 dbname=api" } }, at: ["data.dsn"] },
        {
            type: TYPE,
            props: { data: { jdbc: "jdbc:postgresql://db/api?user=api&password=hunter2" } },
            at: ["data.jdbc"],
        },
        {
            type: "kubernetes:helm.sh/v3:Release",
            props: { values: { redis: { url: "redis://:hunter2@cache:6379" } } },
            at: ["values.redis.url"],
        },
        {
            type: TYPE,
            props: { data: { header: `Authorization: Basic ${Buffer.from("api:hunter2").toString("base64")}` } },
            at: ["data.header"],
        },
    ],
};
