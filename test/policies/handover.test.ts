import { describe, expect, test } from "vitest";
import { judge } from "../../policies/judge";
import type { Json, Resource } from "../../policies/rule";
import { CONFIG_MAP, found, HEX, MIXED, POD, RELEASE, rulesOf, said, sample, token, UNKNOWN, USER } from "./sample";

type Props = { [key: string]: Json };

const SECRET = "kubernetes:core/v1:Secret";
const hidden = { $secret: true };
const encoded = (text: string) => Buffer.from(text).toString("base64");

describe("how a workload comes by a secret", () => {
    const container = (more: Props) => sample(POD, { spec: { containers: [more] } });
    const env = "spec.containers[0].env";
    test.each<[string, Props, string[]]>([
        ["as a file", { volumeMounts: [{ name: "s" }] }, []],
        [
            "as a variable",
            {
                env: [
                    { name: "A", value: "1" },
                    { name: "B", valueFrom: { secretKeyRef: { name: "s" } } },
                ],
            },
            [`${env}[1].valueFrom.secretKeyRef: a secret in a variable`],
        ],
        [
            "as no variable",
            { env: [{ name: "B", valueFrom: { secretKeyRef: null } }, { valueFrom: { fieldRef: {} } }] },
            [],
        ],
        [
            "as a variable from elsewhere",
            { env: [UNKNOWN, { valueFrom: UNKNOWN }] },
            [`${env}[0].valueFrom.secretKeyRef?`, `${env}[1].valueFrom.secretKeyRef?`],
        ],
        [
            "as variables",
            { envFrom: [{ configMapRef: {} }, { secretRef: { name: "s" } }] },
            [`${env}From[1].secretRef: a whole secret in variables`],
        ],
        ["as variables of no secret", { envFrom: [{ secretRef: null }] }, []],
        [
            "as variables from elsewhere",
            { envFrom: [UNKNOWN, { secretRef: UNKNOWN }] },
            [`${env}From[0].secretRef?`, `${env}From[1].secretRef?`],
        ],
    ])("%s", (_, more, expected) => {
        expect(found("SEC-06", container(more))).toEqual(expected);
    });

    test.each<[string, Props, string[]]>([
        [
            "gcp:cloudfunctionsv2/function:Function",
            { serviceConfig: { secretEnvironmentVariables: [{ key: "A" }] } },
            [],
        ],
        [
            "gcp:cloudrun/service:Service",
            { template: { env: { secretKeyRef: { key: "1" } } } },
            ["template.env.secretKeyRef"],
        ],
        ["gcp:cloudrun/service:Service", { template: { env: { mySecretKeyRef: {}, secretKeyRefs: {} } } }, []],
        ["gcp:compute/instance:Instance", { env: { secretKeyRef: {} } }, []],
        ["acme:x:gcp:cloudrun/Service", { env: { secretKeyRef: {} } }, []],
    ])("SEC-06 judges %s %j", (type, props, paths) => {
        expect(said("SEC-06", sample(type, props))).toEqual(paths);
    });

    const STORE = "kubernetes:external-secrets.io/v1:SecretStore";
    const auth = (auth: Json) => sample(STORE, { spec: { provider: { vault: { auth } } } });
    const way = "spec.provider.vault.auth";
    test.each<[string, Resource, string[]]>([
        ["a role", auth({ kubernetes: { role: "a" } }), []],
        ["a role, by a token of its own", auth({ kubernetes: { secretRef: { name: "s" } } }), []],
        [
            "a token beside a role",
            auth({ kubernetes: {}, tokenSecretRef: { name: "s" } }),
            [`${way}.tokenSecretRef: a login that somebody made once`],
        ],
        [
            "two static logins",
            auth({ appRole: { secretRef: {} } }),
            [
                `${way}.appRole: a login that somebody made once`,
                `${way}.appRole.secretRef: a login that somebody made once`,
            ],
        ],
        ["a name like that of a token", auth({ token: "x", myToken: {}, tokens: {} }), []],
        ["what comes from elsewhere", sample(STORE, { spec: { provider: UNKNOWN } }), ["spec.provider?"]],
        [
            "a store of the cluster",
            sample("kubernetes:external-secrets.io/v1beta1:ClusterSecretStore", { ldap: {} }),
            ["ldap: a login that somebody made once"],
        ],
        ["a store of others", sample("kubernetes:external-secrets.io/v1:MySecretStore", { ldap: {} }), []],
    ])("SEC-10 judges a store with %s", (_, resource, expected) => {
        expect(found("SEC-10", resource)).toEqual(expected);
    });

    const never = ["spec.refreshInterval: 0, which means never again"];
    const long = ["spec.refreshInterval: more than a day"];
    test.each<[Props, string[]]>([
        [{ refreshInterval: "1h" }, []],
        [{ refreshInterval: "24h" }, []],
        [{ refreshInterval: "24h0m1s" }, long],
        [{ refreshInterval: "23h59m60.5s" }, long],
        [{ refreshInterval: "1440m" }, []],
        [{ refreshInterval: "1441m" }, long],
        [{ refreshInterval: "86400001ms" }, long],
        [{ refreshInterval: "100000000us" }, []],
        [{ refreshInterval: "100000000000ns" }, []],
        [{ refreshInterval: "0" }, never],
        [{ refreshInterval: 0 }, never],
        [{ refreshInterval: "0s" }, never],
        [{ refreshInterval: "0.0h" }, never],
        [{ refreshInterval: "often" }, []],
        [{ refreshInterval: "x720h" }, []],
        [{ refreshInterval: "720hours" }, []],
        [{ refreshInterval: null }, []],
        [{}, []],
        [{ refreshInterval: UNKNOWN }, ["spec.refreshInterval?"]],
        [{ refreshPolicy: "CreatedOnce" }, ["spec.refreshPolicy: CreatedOnce"]],
        [{ refreshPolicy: "Periodic" }, []],
    ])("SEC-10 judges %j", (spec, expected) => {
        expect(found("SEC-10", sample("kubernetes:external-secrets.io/v1:ExternalSecret", { spec }))).toEqual(expected);
    });
});

describe("SEC-12: what everybody reads", () => {
    const INSTANCE = "gcp:compute/instance:Instance";
    const github = token("ghp_", MIXED.slice(0, 36));
    test.each<[string, Props, string[]]>([
        [INSTANCE, { metadata: { "db-password": "hunter2" } }, ['metadata["db-password"]: a password in metadata']],
        [INSTANCE, { metadata: { note: `see ${github}` } }, ["metadata.note: GitHub token in metadata at character 4"]],
        [
            INSTANCE,
            { metadataStartupScript: `x\n${github}\n` },
            ["metadataStartupScript: GitHub token in metadataStartupScript on line 1"],
        ],
        [INSTANCE, { labels: { x: hidden } }, ["labels.x: a secret in labels"]],
        [INSTANCE, { labels: [{ a: hidden }] }, ["labels[0].a: a secret in labels"]],
        [INSTANCE, { metadata: { password: 12345 } }, []],
        [INSTANCE, { metadata: { token: "hunter2x" } }, []],
        [INSTANCE, { metadata: { password: "$PASSWORD" } }, []],
        [INSTANCE, { bootDisk: { password: "hunter2", x: hidden } }, []],
        [INSTANCE, { myMetadata: { password: "hunter2" } }, []],
        [
            "gcp:cloudfunctions/function:Function",
            { environmentVariables: { secretKeyRef: { password: "hunter2" } } },
            [],
        ],
        [
            "gcp:cloudfunctions/function:Function",
            { environmentVariables: { secretKeyReference: { password: "hunter2" } } },
            ["environmentVariables.secretKeyReference.password: a password in environmentVariables"],
        ],
        [
            "gcp:compute/disk:Disk",
            { diskEncryptionKey: { rawKey: "x" } },
            ["diskEncryptionKey.rawKey: the key of a disk"],
        ],
        ["gcp:compute/disk:Disk", { diskEncryptionKey: { rawKey: "", rsaEncryptedKey: null } }, []],
        ["gcp:compute/disk:Disk", { diskEncryptionKey: { rawKey: UNKNOWN } }, ["diskEncryptionKey.rawKey?"]],
        ["gcp:compute/network:Network", { description: github }, []],
    ])("%s %j", (type, props, expected) => {
        expect(found("SEC-12", sample(type, props))).toEqual(expected);
    });
});

describe("a hidden value is told of with what nobody knows", () => {
    const told = (props: Props, more: Partial<Resource>, type = USER) =>
        judge([sample(type, props, more)], rulesOf("SEC-01")).map(({ path, found }) => `${path}: ${found}`);
    const made = { propertyDependencies: { values: ["urn:x"], password: ["urn:x"] } };
    const both = { values: { password: hidden, host: UNKNOWN } };
    test.each<[string, () => string[], string[]]>([
        [
            "without a list",
            () => told({ password: hidden }, {}),
            ["password: nobody says what this secret was made from"],
        ],
        [
            "in a list of others",
            () => told({ password: hidden }, { secretPaths: ["name"] }),
            ["password: nobody says what this secret was made from"],
        ],
        [
            "made from nothing",
            () => told({ password: UNKNOWN }, { unknownPaths: ["password"] }),
            ["password: the value is not known, and no resource is named that makes it"],
        ],
        [
            "made from an empty list",
            () => told({ password: UNKNOWN }, { unknownPaths: ["password"], propertyDependencies: { password: [] } }),
            ["password: the value is not known, and no resource is named that makes it"],
        ],
        [
            "whose makers are still to come",
            () => told({ password: UNKNOWN }, { unknownPaths: ["password"], originsPending: true }),
            [],
        ],
        [
            "hidden by the SDK",
            () => told({ content: hidden }, { secretPaths: ["content"] }, "gcp:storage/bucketObject:BucketObject"),
            ["content: the SDK hides this value, which may be no secret"],
        ],
        [
            "hidden by the SDK, and made",
            () =>
                told(
                    { content: hidden },
                    { secretPaths: ["content"], propertyDependencies: { content: ["urn:x"] } },
                    "gcp:storage/bucketObject:BucketObject",
                ),
            [],
        ],
        [
            "beside one that comes later",
            () => told(both, { ...made, secretPaths: ["values.password"], unknownPaths: ["values.host"] }, RELEASE),
            ["values.password: parts of values come from other resources, and nobody says which"],
        ],
        [
            "beside one that comes later elsewhere",
            () =>
                told(
                    { ...both, name: UNKNOWN },
                    { ...made, secretPaths: ["values.password"], unknownPaths: ["name"] },
                    RELEASE,
                ),
            [],
        ],
        [
            "that is the property",
            () => told({ password: hidden }, { ...made, secretPaths: ["password"], unknownPaths: [] }),
            [],
        ],
        [
            "known before the update",
            () => told({ password: hidden }, { secretPaths: ["password"] }),
            ["password: a password that is known before the update"],
        ],
        [
            "of no name, known before the update",
            () => told({ values: { x: hidden } }, { secretPaths: ["values.x"] }, RELEASE),
            ["values.x: a secret that is known before the update"],
        ],
        [
            "under a name with a vowel",
            () => told({ apiKey: hidden }, { secretPaths: ["apiKey"] }),
            ["apiKey: an api key that is known before the update"],
        ],
    ])("%s", (_, said, expected) => {
        expect(said()).toEqual(expected);
    });
});

describe("what a name beside a value says of it", () => {
    test.each<[string, string, Props, string[]]>([
        ["SEC-01", RELEASE, { set: [{ key: "auth.password", value: "hunter2" }] }, ["set[0].value"]],
        ["SEC-01", RELEASE, { set: [{ name: "auth.password", note: "hunter2" }] }, []],
        ["SEC-01", USER, { password: 1000 }, ["password"]],
        ["SEC-01", USER, { password: 999 }, []],
        ["SEC-01", USER, { apiKey: 12345678 }, []],
        ["SEC-01", USER, { password: true }, []],
        ["SEC-01", RELEASE, { values: { token: UNKNOWN } }, []],
        ["SEC-01", RELEASE, { values: { tokens: { alice: MIXED } } }, ["values.tokens.alice"]],
        ["SEC-01", RELEASE, { values: { tokensOfGas: { alice: MIXED } } }, []],
        ["SEC-01", "acme:x/y:Z", { secretKey: "hunter2x", remoteRef: { key: "a" } }, []],
        ["SEC-01", "acme:x/y:Z", { secretKey: "hunter2x" }, ["secretKey"]],
        ["SEC-01", "acme:x/y:Z", { password: "hunter2x", remoteRef: { key: "a" } }, ["password"]],
        [
            "SEC-02",
            POD,
            { spec: { containers: [{ env: [{ name: "SECRET", value: "regcred" }] }] } },
            ["spec.containers[0].env[0].value"],
        ],
        ["SEC-02", POD, { spec: { containers: [{ env: [{ name: "TOKEN", value: "uatom" }] }] } }, []],
        ["SEC-01", RELEASE, { values: { secret: "regcred" } }, []],
        ["SEC-02", RELEASE, { values: { extraEnvVars: { SECRET: "regcred" } } }, ["values.extraEnvVars.SECRET"]],
        [
            "SEC-02",
            RELEASE,
            { values: { environmentVariable: { SECRET: "regcred" } } },
            ["values.environmentVariable.SECRET"],
        ],
        ["SEC-02", RELEASE, { values: { envoy: { SECRET: "regcred" } } }, []],
        ["SEC-04", `${CONFIG_MAP}Patch`, { data: { password: "hunter2" } }, ["data.password"]],
        ["SEC-04", `${CONFIG_MAP}X`, { data: { password: "hunter2" } }, []],
        [
            "SEC-01",
            "gcp:compute/sSLCertificate:SSLCertificate",
            { certificate: hidden, privateKey: hidden },
            ["privateKey"],
        ],
    ])("%s judges %s %j", (rule, type, props, paths) => {
        const secretPaths = ["certificate", "privateKey"];
        expect(said(rule, sample(type, props, { secretPaths }))).toEqual(paths);
    });
});

describe("SEC-03: an argument after a flag", () => {
    const args = (...list: Json[]) => sample(POD, { spec: { containers: [{ args: list }] } });
    test.each<[Json[], string[]]>([
        [["--password", "hunter2"], ["spec.containers[0].args[1]: password in plain text"]],
        [["-password", "hunter2"], ["spec.containers[0].args[1]: password in plain text"]],
        [["run --password", "hunter2"], []],
        [["password", "hunter2"], []],
        [["hunter2"], []],
        [[7, "hunter2"], []],
        [
            ["--password", encoded("nothing to see here, move on")],
            ["spec.containers[0].args[1]: password in plain text"],
        ],
        [["host=db password=k7Tq-zW2x"], []],
        [["secret=regcred-1234567"], []],
    ])("%j", (list, expected) => {
        expect(found("SEC-03", args(...list))).toEqual(expected);
    });
});

describe("SEC-07: a password that anybody would try", () => {
    const GUESSED = "a password that anybody would try";
    test.each<[string, string, Props, string[]]>([
        ["is the name beside it", USER, { name: "settlement", password: "settlement" }, ["password"]],
        [
            "is the database beside it",
            RELEASE,
            { values: { appDb: "settlement", password: "settlement" } },
            ["values.password"],
        ],
        ["is no name beside it", RELEASE, { values: { host: "settlement-xyzzy", password: "settlement-xyzzy" } }, []],
        ["stands in a Secret under any name", SECRET, { stringData: { x: "postgres" } }, ["stringData.x"]],
        ["stands in a Secret as a host", SECRET, { stringData: { dbHost: "postgres" } }, []],
        ["stands in a Secret in base64", SECRET, { data: { x: encoded("postgres") } }, ["data.x"]],
        [
            "stands elsewhere in base64, too short to tell",
            CONFIG_MAP,
            { data: { password: encoded("admin") } },
            ["data.password"],
        ],
        ["is a token", RELEASE, { values: { token: "postgres" } }, []],
        [
            "is another's password in an address",
            CONFIG_MAP,
            { data: { a: "https://me:k7Tq-zW2x-Jd9V-mN4e@x.com" } },
            [],
        ],
        ["is another's password in a file", CONFIG_MAP, { data: { a: "PASSWORD=k7Tq-zW2x-Jd9V-mN4e\n" } }, []],
    ])("%s", (_, type, props, paths) => {
        const told = judge([sample(type, props)], rulesOf("SEC-07"));
        expect(told.map(({ path }) => path)).toEqual(paths);
        expect(told.every(({ found }) => found.startsWith(GUESSED))).toBe(true);
    });
});

describe("SEC-09: a key under a name", () => {
    const key = "5a1e".repeat(16);
    test.each<[Props, string[]]>([
        [{ signerKey: key }, ["signerKey: a private key"]],
        [{ signerKey: ` 0x${key}\n` }, ["signerKey: a private key"]],
        [{ signerKey: `z${key}` }, []],
        [{ signerKey: `${key}z` }, []],
        [{ signerKey: key.slice(1) }, []],
        [{ signerKey: "a".repeat(64) }, []],
        [{ signerKey: "0".repeat(63) }, []],
        [{ signerKey: "f".repeat(63).concat("e") }, []],
        [{ txHash: key }, []],
        [{ env: [{ name: "DEPLOYER_KEY", value: key }] }, ["env[0].value: a private key"]],
        [{ env: [{ name: "DEPLOYER_KEY", note: key }] }, []],
        [{ notes: { description: `signer_key=${key}` } }, []],
        [{ script: `signer_key=${key}` }, ["script: a private key at character 12"]],
        [{ priv_key: { type: "x", value: "y" } }, ["priv_key: a consensus key"]],
        [{ privKey: { type: "x", value: "y" } }, ["privKey: a consensus key"]],
        [{ priv_key: { type: "x" } }, []],
        [{ priv_key: { type: 1, value: "y" } }, []],
        [{ my_priv_key: { type: "x", value: "y" } }, []],
        [{ priv_keys: { type: "x", value: "y" } }, []],
        [{ list: Array.from({ length: 64 }, (_, index) => index * 4) }, ["list: a key of Solana"]],
        [{ list: Array.from({ length: 64 }, (_, index) => index * 4 + 4) }, []],
        [{ list: Array.from({ length: 64 }, (_, index) => index - 1) }, []],
        [{ list: Array.from({ length: 64 }, (_, index) => index / 2) }, []],
        [{ list: Array.from({ length: 64 }, (_, index) => index % 16) }, []],
        [{ list: Array.from({ length: 63 }, (_, index) => index) }, []],
        [{ list: Array.from({ length: 64 }, (_, index) => `${index}`) }, []],
    ])("%j", (props, expected) => {
        expect(found("SEC-09", sample("acme:x/y:Z", props))).toEqual(expected);
    });
    test("is none in hex of a digest", () => {
        expect(found("SEC-09", sample("acme:x/y:Z", { digest: HEX }))).toEqual([]);
    });
});
