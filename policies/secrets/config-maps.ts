import type { Rule } from "../rule";
import { pathOf } from "../walk";
import { FILE, isConfigMap, kept } from "./places";
import { assigned, told } from "./readable";

const TYPE = "kubernetes:core/v1:ConfigMap";

export const configMaps: Rule = {
    id: "SEC-04",
    title: "ConfigMaps hold no secret",
    why: "a ConfigMap is readable by all who may look at the namespace, and is not encrypted at rest",
    severity: "critical",
    level: "mandatory",
    sameAs: ["polaris:sensitiveConfigmapContent", "KSV-0109", "KSV-01010", "rule-credentials-configmap"],
    appliesTo: isConfigMap,
    *judge(subject) {
        yield* kept(subject, "configMap", FILE);
        for (const { text, kind, position, connection } of assigned(subject)) {
            if (!connection) yield { path: pathOf(text.place), found: told(text, `${kind} ${position}`), wanted: FILE };
        }
    },
    good: [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder is the point
        { type: TYPE, props: { data: { env: "REDIS_PASSWORD=${REDIS_PASSWORD}\nTOKEN_DECIMALS=18\n" } } },
        {
            type: TYPE,
            props: { data: { "config.toml": 'priv_validator_key_file = "config/priv_validator_key.json"\n' } },
        },
    ],
    bad: [
        { type: TYPE, props: { data: { password: "hunter2" } }, at: ["data.password"] },
        { type: TYPE, props: { data: { "app.env": "LOG=info\nREDIS_PASSWORD=hunter2\n" } }, at: ['data["app.env"]'] },
        {
            type: TYPE,
            props: { data: { "init.sql": "CREATE USER api WITH PASSWORD 'hunter2';" } },
            at: ['data["init.sql"]'],
        },
        {
            type: TYPE,
            props: { data: { url: { $secret: true } } },
            secretPaths: ["data.url"],
            propertyDependencies: { data: ["urn:pulumi:demo::app::random:index/randomPassword:RandomPassword::db"] },
            at: ["data.url"],
        },
    ],
};
