import { describe, expect, test } from "vitest";
import { judge } from "../../policies/judge";
import type { Json, Resource } from "../../policies/rule";
import { CONFIG_MAP, HEX, MIXED, POD, RELEASE, rulesOf, sample, token, USER } from "./sample";

type Props = { [key: string]: Json };

/** What the rules of where a secret stands say: rule and path, with a question mark where they leave it open. */
const found = (type: string, props: Props, more: Partial<Resource> = {}) =>
    judge([sample(type, props, more)])
        .filter(({ rule }) => /^SEC-0[1-58]$/.test(rule))
        .map(({ rule, verdict, path }) => `${rule} ${path}${verdict === "violation" ? "" : "?"}`);

describe("a password in the program is found", () => {
    test.each<[string, Props, string]>([
        [USER, { password: "hunter2" }, "SEC-01 password"],
        [USER, { password: 12345678 }, "SEC-01 password"],
        ["gcp:sql/databaseInstance:DatabaseInstance", { rootPassword: "hunter2" }, "SEC-01 rootPassword"],
        ["gcp:secretmanager/secretVersion:SecretVersion", { secretDataWo: "hunter2" }, "SEC-01 secretDataWo"],
        ["gcp:compute/vPNTunnel:VPNTunnel", { sharedSecret: "hunter2" }, "SEC-01 sharedSecret"],
        [
            "gcp:compute/backendServiceSignedUrlKey:BackendServiceSignedUrlKey",
            { keyValue: "hunter2" },
            "SEC-01 keyValue",
        ],
        ["vault:kv/secretV2:SecretV2", { dataJson: '{"login":"hunter2"}' }, "SEC-01 dataJson"],
        ["pulumi:providers:vault", { token: "hunter2" }, "SEC-01 token"],
        ["acme:deep/thing:Thing", { a: [{ b: { PASSWORD: "hunter2" } }] }, "SEC-01 a[0].b.PASSWORD"],
        [RELEASE, { values: { auth: { rootPassword: "hunter2" } } }, "SEC-01 values.auth.rootPassword"],
        [RELEASE, { values: { passwords: ["hunter2"] } }, "SEC-01 values.passwords[0]"],
        [RELEASE, { values: { passwords: { alice: "hunter2" } } }, "SEC-01 values.passwords.alice"],
        [RELEASE, { set: [{ name: "auth.password", value: "hunter2" }] }, "SEC-01 set[0].value"],
        [RELEASE, { values: { extraEnv: { DB_PASS: "hunter2" } } }, "SEC-02 values.extraEnv.DB_PASS"],
        [
            POD,
            { spec: { containers: [{ env: [{ name: "PGPASSWORD", value: "hunter2" }] }] } },
            "SEC-02 spec.containers[0].env[0].value",
        ],
        [POD, { metadata: { annotations: { password: "hunter2" } } }, "SEC-01 metadata.annotations.password"],
        [POD, { metadata: { annotations: { note_: "password=hunter2" } } }, "SEC-03 metadata.annotations.note_"],
        [POD, { spec: { containers: [{ args: ["--password=hunter2"] }] } }, "SEC-03 spec.containers[0].args[0]"],
        [POD, { spec: { containers: [{ args: ["--db-password", "hunter2"] }] } }, "SEC-03 spec.containers[0].args[1]"],
        [
            POD,
            { spec: { containers: [{ command: ["sh", "-c", "PASSWORD=hunter2 exec api"] }] } },
            "SEC-03 spec.containers[0].command[2]",
        ],
        [RELEASE, { values: { config: "auth:\n  password: hunter2\n" } }, "SEC-03 values.config"],
        [RELEASE, { values: { config: '{"auth":{"password":"hunter2"}}' } }, "SEC-03 values.config"],
        [RELEASE, { values: { config: "<login><password>hunter2</password></login>" } }, "SEC-03 values.config"],
        [CONFIG_MAP, { data: { password: "hunter2" } }, "SEC-04 data.password"],
        [CONFIG_MAP, { data: { "app.toml": '[db]\npassword = "hunter2"\n' } }, 'SEC-04 data["app.toml"]'],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: what a shell fills in
        [CONFIG_MAP, { data: { env: "PASSWORD=${PASSWORD:-hunter2}" } }, "SEC-04 data.env"],
        [CONFIG_MAP, { data: { url: "https://me:hunter2@example.com/" } }, "SEC-08 data.url"],
        [CONFIG_MAP, { data: { url: "https://example.com/?api_key=hunter2" } }, "SEC-08 data.url"],
        [CONFIG_MAP, { data: { run: "curl -u me:hunter2 https://example.com" } }, "SEC-08 data.run"],
    ])("in %s %j", (type, props, place) => {
        expect(found(type, props)).toEqual([place]);
    });
});

describe("what is no secret is left alone", () => {
    const DIGEST = `sha256:${HEX}`;
    test.each<[string, Json]>([
        ["image digest", { tokenImage: `acme/token@${DIGEST}`, key: DIGEST }],
        [
            "name of a KMS key",
            { signingKey: "projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1", kmsKeyName: "k" },
        ],
        [
            "name in Secret Manager",
            { password: "projects/p/secrets/db-password/versions/7", secret: "projects/p/secrets/s" },
        ],
        ["public key", { publicKey: HEX, pubKey: MIXED, sshKeys: `ops:ssh-ed25519 AAAA${MIXED}` }],
        ["certificate", { credentials: `-----BEGIN CERTIFICATE-----\n${MIXED}\n-----END CERTIFICATE-----` }],
        ["chain address", { token: `0x${HEX.slice(0, 40)}`, secret: `cosmos1${"q".repeat(38)}`, feeToken: "uatom" }],
        ["denomination", { token: `ibc/${HEX.toUpperCase()}`, baseToken: "wrap.near" }],
        ["transaction hash", { token: `0x${HEX}`, txHash: `0x${HEX}` }],
        ["mint of a token", { token: `${MIXED.replace(/[0OIl]/g, "x")}abc` }],
        ["amount", { minToken: "1000000000000000000", maxTokens: 4096, tokenDecimals: 18 }],
        ["URN", { token: "urn:pulumi:demo::app::a:b/c:D::x" }],
        [
            "file path",
            { password: "/var/run/secrets/db", passwordFile: "x", tokenPath: "hunter2x", privateKey: "./keys/a.pem" },
        ],
        [
            "name of a Secret",
            { secretName: "hunter2", existingSecret: "db-login", passwordKey: "password", secret: "tls" },
        ],
        ["reference", { secretKeyRef: { name: "db", key: "password" }, imagePullSecrets: [{ name: "pull-2x" }] }],
        ["external secret", { data: [{ secretKey: "DB_PASSWORD_2", remoteRef: { key: "paw-1-db-password" } }] }],
        [
            "placeholder",
            { password: "$(DB_PASSWORD)", token: "{{ .token }}", apiKey: "<your key>", secretKey: "********" },
        ],
        ["switch", { password: "disabled", token: "true", tokenTtl: "3600s", automountServiceAccountToken: false }],
        ["prose", { description: "password: the one you chose", text: "The password: ask the owner of it" }],
        [
            "program",
            { script: 'password = os.environ["PASSWORD"]\ntoken: string\napiKey = config.apiKey\nsecret=$(cat /x)\n' },
        ],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: what a shell fills in
        ["template", { config: "password: {{ .Values.password }}\nurl: postgres://me:${PASSWORD}@db/x\n" }],
        [
            "peer",
            {
                peers: `${HEX.slice(0, 40)}@10.0.0.1:26656`,
                url: "ssh://git@example.com/x",
                socket: "tcp://0.0.0.0:26657",
            },
        ],
        ["documentation's own sample", { key: token("AKIA", "IOSFODNN7EXAMPLE"), mask: token("ghp_", "x".repeat(36)) }],
        [
            "keys of this trade",
            {
                priv_validator_key_file: "config/priv_validator_key.json",
                keyName: "relayer",
                key: "app.kubernetes.io/name",
            },
        ],
    ])("%s", (_, values) => {
        expect(found(RELEASE, { values })).toEqual([]);
    });
});

describe("a token is known by the way its issuer writes it", () => {
    const hex = HEX.slice(0, 40);
    test.each([
        ["AWS access key", token("AKIA", "QWERTY7ASDFG2ZXC")],
        ["Google API key", token("AIza", MIXED.slice(0, 35))],
        ["Google service account key", `{"type": "service_account", "private_key_id": "${hex}"}`],
        ["GitHub token", token("ghp_", MIXED.slice(0, 36))],
        ["GitHub token", token("github_pat_", `${MIXED}${MIXED}`)],
        ["GitLab token", token("glpat-", MIXED.slice(0, 20))],
        ["npm token", token("npm_", MIXED.slice(0, 36))],
        ["Slack token", token("xoxb-", `1234567890-0987654321-${MIXED.slice(0, 24)}`)],
        ["Slack webhook", `https://${token("hooks.slack.", "com/services/")}T0AB12CD3/B0AB12CD3/${MIXED.slice(0, 24)}`],
        ["Stripe key", token("sk_live_", MIXED.slice(0, 24))],
        ["Telegram bot token", token("1234567890:AA", MIXED.slice(0, 33))],
        ["Vault token", token("hvs.", MIXED)],
        ["Pulumi access token", token("pul-", hex)],
        ["PagerDuty key", `PAGERDUTY_INTEGRATION_KEY=${hex.slice(0, 32)}`],
        ["RPC key in an address", `https://eth.${token("g.alchemy.", "com/v2/")}${MIXED.slice(0, 32)}`],
        ["RPC key in an address", `wss://polygon.${token("infura.", "io/ws/v3/")}${hex.slice(0, 32)}`],
        ["JSON web token", `${token("eyJ", MIXED.slice(0, 20))}.${token("eyJ", MIXED)}.${MIXED}`],
        ["private key", `-----BEGIN ${token("EC PRIVATE", " KEY")}-----\n${MIXED}\n`],
        ["private key in base64", Buffer.from(`-----BEGIN ${token("PRIVATE", " KEY")}-----\n`).toString("base64")],
        ["age key", token("AGE-SECRET-KEY-1", "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE")],
        ["authorization header", `-H 'Authorization: Token ${hex}'`],
        ["bearer token", `bearer ${MIXED}`],
    ])("%s", (kind, text) => {
        const verdicts = judge(
            [sample(POD, { metadata: { annotations: { "acme.example/x": `see ${text}` } } })],
            rulesOf("SEC-03"),
        );
        expect(verdicts.map(({ rule, found }) => `${rule} ${found}`)).toContainEqual(
            expect.stringContaining(`SEC-03 ${kind} `),
        );
        expect(verdicts.every(({ path }) => path === 'metadata.annotations["acme.example/x"]')).toBe(true);
    });
});

describe("a hidden value was hardcoded, computed, or nobody knows", () => {
    const secret = { $secret: true };
    const unknown = { $unknown: true };
    const maker = ["urn:pulumi:demo::app::random:index/randomPassword:RandomPassword::db"];
    const made = (property: string) => ({ propertyDependencies: { [property]: maker } });

    test.each<[string, string, Props, Partial<Resource>, string[]]>([
        ["known and made from nothing", USER, { password: secret }, { secretPaths: ["password"] }, ["SEC-01 password"]],
        ["the same under any name", USER, { name: secret }, { secretPaths: ["name"] }, ["SEC-01 name"]],
        [
            "known, made from another resource",
            USER,
            { password: secret },
            { secretPaths: ["password"], ...made("password") },
            [],
        ],
        [
            "not known, made from another resource",
            USER,
            { password: secret },
            { secretPaths: ["password"], unknownPaths: ["password"], ...made("password") },
            [],
        ],
        [
            "not known and made from nothing",
            USER,
            { password: unknown },
            { unknownPaths: ["password"] },
            ["SEC-01 password?"],
        ],
        ["secret without a list", USER, { password: secret }, {}, ["SEC-01 password?"]],
        ["plain in spite of a dependency", USER, { password: "hunter2" }, made("password"), ["SEC-01 password"]],
        [
            "plain beside one that was made",
            RELEASE,
            { values: { password: "hunter2", host: unknown } },
            { unknownPaths: ["values.host"], ...made("values") },
            ["SEC-01 values.password"],
        ],
        [
            "known beside one that was made",
            RELEASE,
            { values: { password: secret, host: unknown } },
            { secretPaths: ["values.password"], unknownPaths: ["values.host"], ...made("values") },
            ["SEC-01 values.password?"],
        ],
        [
            "known under a key that needs quotes",
            RELEASE,
            { values: { "a.b": secret } },
            { secretPaths: ['values["a.b"]'] },
            ['SEC-01 values["a.b"]'],
        ],
        [
            "a Secret as the SDK hides it",
            "kubernetes:core/v1:Secret",
            { stringData: secret },
            { secretPaths: ["stringData"] },
            ["SEC-01 stringData", "SEC-05 stringData"],
        ],
        [
            "a certificate, which the SDK hides needlessly",
            "gcp:compute/sSLCertificate:SSLCertificate",
            { certificate: secret },
            { secretPaths: ["certificate"] },
            [],
        ],
        [
            "a file's content, which the SDK hides as a precaution",
            "gcp:storage/bucketObject:BucketObject",
            { content: secret },
            { secretPaths: ["content"] },
            ["SEC-01 content?"],
        ],
        [
            "a variable",
            POD,
            { env: [{ name: "DB_PASSWORD", value: secret }] },
            { secretPaths: ["env[0].value"] },
            ["SEC-02 env[0].value"],
        ],
        [
            "in a ConfigMap, even one that was made",
            CONFIG_MAP,
            { data: { a: secret } },
            { secretPaths: ["data.a"], ...made("data") },
            ["SEC-04 data.a"],
        ],
        [
            "not known under the name of a secret's name",
            "gcp:secretmanager/secretIamMember:SecretIamMember",
            { secretId: unknown },
            { unknownPaths: ["secretId"] },
            [],
        ],
        [
            "waiting for what it was made from",
            USER,
            { password: secret },
            { secretPaths: ["password"], originsPending: true },
            [],
        ],
    ])("%s", (_, type, props, more, verdicts) => {
        expect(found(type, props, more)).toEqual(verdicts);
    });
});
