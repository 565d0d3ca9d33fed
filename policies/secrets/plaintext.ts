import type { Rule } from "../rule";
import { kept } from "./places";

const USER = "gcp:sql/user:User";
const generated = { password: ["urn:pulumi:demo::app::random:index/randomPassword:RandomPassword::db"] };

export const plaintext: Rule = {
    id: "SEC-01",
    title: "inputs that take a secret hold no literal",
    why: "a password in the program is in the repository, in every copy of it and in its history",
    severity: "critical",
    level: "mandatory",
    sameAs: ["pulumi-policy#241", "CKV2_GCP_7"],
    judge: (subject) => kept(subject, "input", "Secret Manager or Vault, or a value that another resource makes"),
    good: [
        {
            type: USER,
            props: { name: "api", password: { $secret: true } },
            secretPaths: ["password"],
            unknownPaths: ["password"],
            propertyDependencies: generated,
        },
        {
            type: USER,
            props: { name: "api", password: { $unknown: true } },
            unknownPaths: ["password"],
            propertyDependencies: generated,
        },
        {
            type: "kubernetes:helm.sh/v3:Release",
            props: {
                values: {
                    auth: { existingSecret: "db-login", passwordKey: "password", passwordFile: "/run/secrets/db" },
                },
            },
        },
        {
            type: "gcp:secretmanager/secretVersion:SecretVersion",
            props: { secret: "projects/acme/secrets/db-password" },
        },
        { type: "kubernetes:core/v1:Secret", props: { metadata: { name: "empty" } } },
    ],
    bad: [
        { type: USER, props: { name: "api", password: "hunter2" }, at: ["password"] },
        // The SDK marks this input by itself: the program said "hunter2".
        {
            type: USER,
            props: { name: "api", password: { $secret: true } },
            secretPaths: ["password"],
            unknownPaths: [],
            propertyDependencies: {},
            at: ["password"],
        },
        {
            type: "kubernetes:helm.sh/v3:Release",
            props: { values: { grafana: { adminPassword: "hunter2" } } },
            at: ["values.grafana.adminPassword"],
        },
        {
            type: "kubernetes:core/v1:Secret",
            props: { stringData: { login: "hunter2" } },
            at: ["stringData.login"],
        },
        {
            type: "kubernetes:core/v1:Service",
            props: { metadata: { annotations: { "acme.example/password": "hunter2" } } },
            at: ['metadata.annotations["acme.example/password"]'],
        },
    ],
    open: [
        { type: USER, props: { password: { $secret: true } }, at: ["password"] },
        { type: USER, props: { password: { $unknown: true } }, unknownPaths: ["password"], at: ["password"] },
    ],
};
