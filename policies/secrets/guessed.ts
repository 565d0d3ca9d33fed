import type { Rule } from "../rule";
import type { Subject } from "../subject";
import { isMap } from "../value";
import { nameOf, type Place, pathOf } from "../walk";
import { meanings } from "./places";
import { assigned, readable, told } from "./readable";
import { isLiteral } from "./values";
import { isWeak } from "./weak";

const TYPE = "kubernetes:apps/v1:Deployment";
const USER = "gcp:sql/user:User";

const GUESSED = "a password that anybody would try";
const SECRET = "kubernetes:core/v1:Secret";

const env = (...variables: { name: string; value: string }[]) => ({
    spec: { template: { spec: { containers: [{ name: "api", env: variables }] } } },
});

/** Names of users and databases that stand beside a password: it must be none of them. */
function beside({ parent }: Place): string[] {
    const around = isMap(parent?.value) ? Object.entries(parent.value) : [];
    return around.flatMap(([key, value]) =>
        typeof value === "string" && /user|login|name|database|db$/i.test(key) ? [value] : [],
    );
}

/** What stands beside a password in a Secret and is none. */
const OTHER = /(user|login|name|host|server|port|database|db|scheme|engine|region|email|address|ur[il]|crt|pem)$/i;

function* guessed(subject: Subject): Iterable<{ path: string; found: string }> {
    const known = meanings(subject);
    for (const text of readable(subject)) {
        const { value, place, said } = text;
        // Only a place whose name says password is asked; a text of words is no password.
        const meaning = known.get(place);
        const isPassword =
            meaning?.kind.includes("password") ||
            (meaning?.level === "certain" && meaning.kind === "secret" && !OTHER.test(nameOf(place)));
        if (isPassword && isLiteral(value, "certain") && isWeak(value, beside(place)))
            yield { path: pathOf(place), found: told(text, GUESSED) };
        for (const { position, weak } of said.logins)
            if (weak) yield { path: pathOf(place), found: told(text, `${GUESSED} ${position}`) };
    }
    for (const { text, position, weak } of assigned(subject))
        if (weak) yield { path: pathOf(text.place), found: told(text, `${GUESSED} ${position}`) };
}

export const weakPasswords: Rule = {
    id: "SEC-07",
    title: "no password is one that anybody would try",
    why: "default and demo passwords are the first that a scanner tries, and they travel from the demo to mainnet",
    severity: "critical",
    level: "mandatory",
    sameAs: ["zxcvbn", "CWE-521", "CWE-798"],
    *judge(subject) {
        for (const { path, found } of guessed(subject))
            yield { path, found, wanted: "one that a generator makes, or a login without a password" };
    },
    good: [
        { type: USER, props: { name: "api", password: ["k7Tq", "zW2x", "Jd9V", "mN4e"].join("-") } },
        { type: SECRET, props: { stringData: { username: "postgres", host: "db" } } },
        { type: TYPE, props: env({ name: "POSTGRES_PASSWORD_FILE", value: "/var/run/secrets/password" }) },
    ],
    bad: [
        { type: USER, props: { name: "intents", password: "intents" }, at: ["password"] },
        {
            type: SECRET,
            props: { data: { password: Buffer.from("letmein2024").toString("base64") } },
            at: ["data.password"],
        },
        {
            type: TYPE,
            props: env({ name: "POSTGRES_PASSWORD", value: "intents_demo" }),
            at: ["spec.template.spec.containers[0].env[0].value"],
        },
        {
            type: "kubernetes:helm.sh/v3:Release",
            props: { values: { grafana: { adminPassword: "prom-operator" } } },
            at: ["values.grafana.adminPassword"],
        },
        {
            type: "kubernetes:core/v1:ConfigMap",
            props: { data: { url: "postgres://intents:intents@db/intents" } },
            at: ["data.url"],
        },
        {
            type: "gcp:compute/instance:Instance",
            props: { metadataStartupScript: "#!/bin/sh\nexport DB_PASSWORD=changeme\n" },
            at: ["metadataStartupScript"],
        },
    ],
};
