import type { Rule } from "../rule";
import { FILE, kept } from "./places";

const TYPE = "kubernetes:apps/v1:Deployment";
const env = (...variables: { name: string; value: string }[]) => ({
    spec: { template: { spec: { containers: [{ name: "api", env: variables }] } } },
});
const at = ["spec.template.spec.containers[0].env[0].value"];

export const environment: Rule = {
    id: "SEC-02",
    title: "environment variables hold no literal secret",
    why: "whoever may read a pod, its logs or a crash report can read its environment",
    severity: "critical",
    level: "mandatory",
    sameAs: ["kube-linter:env-var-secret", "polaris:sensitiveContainerEnvVar", "C-0012"],
    judge: (subject) => kept(subject, "environment", FILE),
    good: [
        {
            type: TYPE,
            props: env(
                { name: "POSTGRES_PASSWORD_FILE", value: "/var/run/secrets/slipway/password" },
                { name: "SECRET_NAME", value: "db-login" },
                { name: "TOKEN_ADDRESS", value: `0x${"a0b8".repeat(10)}` },
                { name: "FEE_TOKEN", value: "uosmo" },
                { name: "DB_PASSWORD", value: "$(DB_PASSWORD_FROM_VAULT)" },
            ),
        },
    ],
    bad: [
        { type: TYPE, props: env({ name: "POSTGRES_PASSWORD", value: "hunter2" }), at },
        { type: TYPE, props: env({ name: "RELAYER_MNEMONIC", value: "correct horse battery staple" }), at },
        { type: TYPE, props: env({ name: "DEPLOYER_KEY", value: `0x${"5a1e".repeat(16)}` }), at },
        {
            type: "gcp:cloudfunctionsv2/function:Function",
            props: { serviceConfig: { environmentVariables: { API_KEY: "hunter2" } } },
            at: ["serviceConfig.environmentVariables.API_KEY"],
        },
    ],
    open: [
        {
            type: "gcp:cloudrunv2/service:Service",
            props: { template: { containers: [{ envs: [{ name: "DB_PASSWORD", value: { $unknown: true } }] }] } },
            unknownPaths: ["template.containers[0].envs[0].value"],
            at: ["template.containers[0].envs[0].value"],
        },
    ],
};
