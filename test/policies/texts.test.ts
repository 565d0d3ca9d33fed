import { describe, expect, test } from "vitest";
import { assignments } from "../../policies/secrets/assignments";
import { logins } from "../../policies/secrets/logins";
import { sensitivity } from "../../policies/secrets/names";
import { runs } from "../../policies/secrets/runs";
import { decoded } from "../../policies/secrets/said";
import { tokens } from "../../policies/secrets/tokens";
import { entropy, isLiteral, isRandom } from "../../policies/secrets/values";
import { isWeak } from "../../policies/secrets/weak";
import { HEX, MIXED, token } from "./sample";

const BASE58 = MIXED.replace(/[0OIl]/g, "x");

describe("a name says what the value under it is", () => {
    test.each([
        ["dbPassword", "password certain"],
        ["PGPASS", "undefined"],
        ["DB_PASS", "password certain"],
        ["password2", "password certain"],
        ["PASSWORD_PROD", "password certain"],
        ["passwordOldValue", "password certain"],
        ["password.policy", "undefined"],
        ["prod", "undefined"],
        ["seedPhrase", "mnemonic certain"],
        ["APIKey", "api key certain"],
        ["HTTPApiKey", "api key certain"],
        ["apiKey12", "api key certain"],
        ["k8s-api-key", "api key certain"],
        ["_clientSecret_", "client secret certain"],
        ["authToken", "auth token certain"],
        ["token", "token likely"],
        ["feeToken", "token likely"],
        ["license_key", "license key likely"],
        ["awsCredentials", "credential likely"],
        ["signer", "key key"],
        ["tls.key", "key key"],
        ["publicKey", "undefined"],
        ["kms-key", "undefined"],
        ["monkey", "undefined"],
        ["", "undefined"],
        [`${"x".repeat(191)}_password`, "password certain"],
        [`${"x".repeat(192)}_password`, "undefined"],
    ])("%s: %s", (name, meaning) => {
        const found = sensitivity(name);
        expect(found ? `${found.kind} ${found.level}` : "undefined").toBe(meaning);
    });
});

describe("a text under a name is the secret itself", () => {
    type Level = Parameters<typeof isLiteral>[1];
    const ALL: readonly Level[] = ["certain", "likely", "key"];

    /** Under which names a text is taken for the secret. */
    test.each<[string, string]>([
        ["hunter2", "certain likely"],
        [" hunter2 ", "certain likely"],
        ["   ", ""],
        ["abc12", "certain"],
        ["abc12-", "certain"],
        ["abcde12x", "certain likely"],
        ["regcred", "certain"],
        ["db-credentials", "certain"],
        ["tls.crt", "certain"],
        ["api-v12.a/b:c", "certain"],
        ["api-v1234.b", "certain likely"],
        ["7-db-login", "certain likely"],
        ["db-login!", "certain likely"],
        ["false", ""],
        ["123456", "certain"],
        ["12345678901234567", "certain likely"],
        ["77777777770000000000", "certain"],
        ["0x77777777770000000000", "certain likely"],
        ["77777777770000000000x", "certain likely"],
        ["1000000s", "certain"],
        ["512Mi", "certain"],
        ["512KB", "certain"],
        ["1.5:00%m", "certain"],
        ["a-512Mi!", "certain likely"],
        ["512Mi-x9!", "certain likely"],
        // Where it stands
        ["/run/secrets", ""],
        ["./keys/a.pem", ""],
        ["../keys/a.pem", ""],
        ["~/keys/a/b/", ""],
        ["/etc", ""],
        ["/secret/x", ""],
        ["/vault/a-b.c", ""],
        ["/etcetera9", "certain likely"],
        ["/etc/a b9", "certain likely"],
        ["x9/etc/a", "certain"],
        ["/keys/a b9", "certain likely"],
        ["https://example.com/a", ""],
        ["https://", ""],
        ["git+ssh://example.com", ""],
        ["https://a@b", "certain likely"],
        ["9https://example.com/a b9", "certain likely"],
        ["-https://example.com/9", "certain likely"],
        [`/${MIXED.slice(0, 18)}/${MIXED.slice(18)}`, "certain likely key"],
        // What stands for it
        ["$PASSWORD", ""],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: what a shell fills in
        ["${PASSWORD:-}", ""],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: what a shell fills in
        ["${PASSWORD:-hunter2}", "certain likely"],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: what a shell fills in
        ["${PASSWORD=hunter2}", "certain likely"],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: what a shell fills in
        ["${PASSWORD-hunter2}", "certain likely"],
        ["<password>", ""],
        ["{{ .Values.x }}-{{ .y }}", ""],
        ["{{ .Values.x }}hunter2", "certain likely"],
        ["********", ""],
        ["*", ""],
        ["xxx", ""],
        ["xx", "certain"],
        ["••", ""],
        ["...", ""],
        ["[REDACTED]", ""],
        ["redacted", ""],
        ["unredacted9", "certain likely"],
        ["redacted9", "certain likely"],
        ["ghp_xxxxxxxxxxxx9", ""],
        ["abcxx12", "certain likely"],
        ["aaaaaaaa1", "certain likely"],
        ["AKIAIOSFODNN7EXAMPLE", ""],
        ["wJalrXUtnFEMIEXAMPLEKEY", ""],
        ["EXAMPLE-hunter2!", "certain likely"],
        ["projects/p/secrets/s", ""],
        ["vault:secret/data/db#password", ""],
        ["ssm:/db/password", ""],
        ["-----BEGIN PUBLIC KEY-----\nAAAA9", ""],
        [`ssh-ed25519 AAAA${MIXED}`, ""],
        // What the whole chain may see
        [`0x${HEX.slice(0, 40)}`, "certain"],
        [`x0x${HEX.slice(0, 40)}`, "certain likely key"],
        [`0x${HEX.slice(0, 40)}-`, "certain likely key"],
        [`0x${HEX}`, "certain key"],
        [HEX, "certain likely key"],
        [`${HEX}z`, "certain likely key"],
        [`cosmos1${"q".repeat(38)}`, "certain"],
        [`-cosmos1${"q".repeat(38)}9`, "certain likely"],
        [`cosmos1${"q".repeat(38)}!`, "certain likely"],
        ["ibc/ABC9-", "certain"],
        ["xibc/ABC9!", "certain likely"],
        [BASE58.padEnd(43, "7"), "certain"],
        [`!${BASE58.padEnd(43, "7")}`, "certain likely"],
        [`${BASE58.padEnd(44, "7")}!`, "certain likely"],
        [`sha256:${HEX}`, "certain"],
        [`xsha256:${HEX}`, "certain likely"],
        [`sha256:${HEX}x`, "certain likely"],
        [`ed25519:${BASE58}${BASE58}`, "certain likely key"],
        ["ed25519:abc", "certain likely"],
        // Chance
        [MIXED, "certain likely key"],
        [MIXED.slice(0, 24), "certain likely key"],
        [MIXED.slice(0, 23), "certain likely"],
        [`${MIXED.slice(0, 24)} `, "certain likely key"],
        [`${MIXED.slice(0, 12)} ${MIXED.slice(12)}`, "certain likely"],
    ])("%j: %s", (text, levels) => {
        expect(ALL.filter((level) => isLiteral(text, level)).join(" ")).toBe(levels);
    });

    test.each<[string, boolean]>([
        [MIXED, true],
        [HEX.slice(0, 24), true],
        ["3b1f9ac4-d5e6-0718", true],
        ["3b1f9ac4", true],
        ["aaaa1111", false],
        ["abcdefghijklmnopqrstuvwxyz", false],
        ["0123456789", false],
        ["a1b2c3d4e5f6g7 ", false],
    ])("chance made %j: %s", (text, random) => {
        expect(isRandom(text)).toBe(random);
    });

    test.each([
        ["aaaa", 0],
        ["abab", 1],
        ["abcd", 2],
        ["aabc", 1.5],
        ["", 0],
    ])("%j has %d bits for each character", (text, bits) => {
        expect(entropy(text)).toBeCloseTo(bits);
    });
});

describe("an assignment in a text", () => {
    const said = (text: string) =>
        assignments(text).map(({ kind, position, connection, strong }) =>
            [kind, position, connection && "in a connection", strong || "or the name of one"]
                .filter((part) => typeof part === "string")
                .join(", "),
        );
    const at = (position: number, kind = "password") => [`${kind}, at character ${position}`];
    const loose = (position: number, kind = "token") => [`${kind}, at character ${position}, or the name of one`];
    const N = "hunter2";
    test.each<[string, string[]]>([
        [`PASSWORD=${N}`, at(1)],
        [`export DB_PASSWORD=${N}`, at(8)],
        [`--db.password ${N}`, at(3)],
        [`-db-password ${N}`, []],
        [`password ${N}`, []],
        [`--token ${MIXED}`, at(3, "token")],
        [`.password=${N}`, at(2)],
        [`x.password=${N}`, at(1)],
        [`{"password":"${N}"}`, at(3)],
        [`{'password': '${N}'}`, at(3)],
        [`{\\"password\\":\\"${N}\\"}`, at(4)],
        [`password: ${N}`, at(1)],
        [`password: ${N} # mine`, at(1)],
        [`password: ${N}\\nuser: me`, at(1)],
        [`password: ${N}\nuser: me`, ["password, on line 1"]],
        [`user: me\npassword: ${N}`, ["password, on line 2"]],
        ["password: the one you chose", []],
        ["password: ask, then tell", at(1)],
        [`<password>${N}</password>`, at(2)],
        [`<password> ${N}</password>`, at(2)],
        [`password>${N}`, []],
        ["<password></password>", []],
        [`password => '${N}'`, at(1)],
        [`config["password"] = "${N}"`, at(9)],
        [`password := "${N}"`, at(1)],
        [`password ||= "${N}"`, at(1)],
        [`const password string = "${N}"`, at(7)],
        [`["--password", "${N}"]`, at(5)],
        [`password="${N}`, at(1)],
        [`password=""`, []],
        [`password="a\nb9"`, []],
        ["password=`cat /run/x`", []],
        [`password=\`${N}\``, at(1)],
        [`password="two words"`, at(1)],
        [`CREATE USER a IDENTIFIED BY '${N}'`, at(15)],
        [`ALTER ROLE a PASSWORD '${N}'`, at(14)],
        [`ALTER ROLE a PASSWORD TO '${N}'`, at(14)],
        [`NOTIDENTIFIED BY '${N}'`, []],
        [`IDENTIFIEDX BY '${N}'`, []],
        [`TOKEN '${MIXED}'`, []],
        // Programs
        ["password=$password", []],
        ["password=$(cat /run/x)", []],
        [`password=$${N}x!`, at(1)],
        ["password=x$y", at(1)],
        ["password: string", []],
        ["password: substring9", at(1)],
        ["password = byte", []],
        ["password = config.db.password", []],
        ["password = config.a", []],
        ["password = getPassword(", []],
        ["password = env[", []],
        ["password=9config.db", at(1)],
        [`password="config.db.password"`, at(1)],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: what a shell fills in
        ["${PASSWORD:-hunter2}", []],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: what a shell fills in
        ["X=1 ${PASSWORD:-hunter2}", []],
        // Connections
        [`https://example.com/?password=${N}`, ["password, at character 22, in a connection"]],
        [`https://example.com/?a=b&password=${N}`, ["password, at character 26, in a connection"]],
        [`host=db password=${N}`, ["password, at character 9, in a connection"]],
        [`password=${N};Server=db`, ["password, at character 1, in a connection"]],
        [`password=${N} user id =a`, ["password, at character 1, in a connection"]],
        [`password=${N} uid=a`, ["password, at character 1, in a connection"]],
        [`ghost=db password=${N}`, at(10)],
        [`host=db\npassword=${N}`, ["password, on line 2"]],
        [`password=${N}\nhost=db`, ["password, on line 1"]],
        [`host=db ${"x".repeat(300)} password=${N}`, at(310)],
        [`password=${N} ${"x".repeat(300)} host=db`, at(1)],
        // What looks like a token, and what may be the name of one
        ["api_key=abcdefghij", at(1, "api key")],
        ["api_key=abcdefghi", loose(1, "api key")],
        ["api_key=aabbaabbaabb", loose(1, "api key")],
        ["api_key=abcdefgh!jk", loose(1, "api key")],
        ["api_key=1111222233334444", at(1, "api key")],
        ["api_key=111122223333444", loose(1, "api key")],
        [`api_key=${"ab".repeat(20)}`, at(1, "api key")],
        [`api_key=${"ab".repeat(19)}a`, loose(1, "api key")],
        [`token=${MIXED}`, at(1, "token")],
        ["token=ab1ab2ab3ab4", loose(1)],
        ["token=1a-1b-1c-1d-1e", loose(1)],
        ["token=abc12def34ghi", at(1, "token")],
        // Several
        [`A_PASSWORD=${N} B_PASSWORD=${N}`, [...at(1), ...at(20)]],
        ["secret_token_password_key=1", []],
        [`${"x".repeat(90)}_password=${N}`, at(12)],
        ["nothing to see", []],
    ])("%j: %j", (text, expected) => {
        expect(said(text)).toEqual(expected);
    });

    test("is told of fifty times", () => {
        expect(assignments(`password=${N}\n`.repeat(60))).toHaveLength(50);
    });

    test("is weak where it is a password that anybody would try", () => {
        expect(assignments(`PASSWORD=${N}`)[0]?.weak).toBe(true);
        expect(assignments(`PASSWORD=k7Tq-zW2x-Jd9V-mN4e`)[0]?.weak).toBe(false);
        expect(assignments("API_KEY=hunter2")[0]?.weak).toBe(false);
    });
});

describe("a login in a text", () => {
    const said = (text: string) => logins(text).map(({ kind, position }) => `${kind} ${position}`);
    const encoded = (text: string) => Buffer.from(text).toString("base64");
    const address = (position: number) => `a password in an address at character ${position}`;
    test.each<[string, string[]]>([
        ["https://me:hunter2@example.com", [address(6)]],
        ["https://me:hun:ter2@example.com", [address(6)]],
        ["https://me:hunter2@[::1]", [address(6)]],
        ["https://:hunter2@example.com", [address(6)]],
        ["://me:hunter2@example.com", [address(1)]],
        ["https://me:a@b@example.com", [address(6)]],
        ["https://me:@example.com", []],
        ["https://me:$PASSWORD@example.com", []],
        ["https://me:hunter2@", []],
        ["https://me:hunter2@ x", []],
        ["https://me@example.com:80", []],
        ["https://example.com:80/a@b", []],
        ["https://example.com/me:hunter2@x", []],
        ["https://me:hun ter2@example.com", []],
        [`https://me:${"x9".repeat(500)}@example.com`, [address(6)]],
        [`https://me:${"x9".repeat(600)}@example.com`, []],
        ["https://a.com https://me:hunter2@b.com https://me:hunter2@c.com", [address(20), address(45)]],
        [`Authorization: Basic ${encoded("me:hunter2")}`, ["a login in base64 at character 16"]],
        [`{"auth": "${encoded("me:hunter2")}"}`, ["a login in base64 at character 2"]],
        [`Basic ${encoded(":hunter2")}`, ["a login in base64 at character 1"]],
        [`Basic ${encoded("me-and-nothing")}`, []],
        [`Basic ${encoded("me:$PASSWORD")}`, []],
        [`Basic ${encoded("m e:hunter2")}`, []],
        [`Basic ${encoded("me:hunter2\u0001")}`, []],
        ["curl -u me:hunter2 example.com", ["a password for curl at character 5"]],
        ["curl --user=me:hunter2 example.com", ["a password for curl at character 5"]],
        ["curl -u me:$PASSWORD example.com", []],
        ["https://example.com -u me:hunter2", []],
        [
            `curl -u me:hunter2 https://me:hunter2@b.com -H 'basic ${encoded("me:hunter2")}'`,
            ["a password for curl at character 5", address(25), "a login in base64 at character 49"],
        ],
    ])("%j: %j", (text, expected) => {
        expect(said(text)).toEqual(expected);
    });

    test("is weak where the password is the name", () => {
        const weak = (text: string) => logins(text).map(({ weak }) => weak);
        expect(weak("https://settlement:settlement@b.com https://settlement:k7Tq-zW2x-Jd9V@b.com")).toEqual([
            true,
            false,
        ]);
        expect(weak(`Basic ${encoded("settlement:settlement")} basic ${encoded("other:settlement-k7Tq")}`)).toEqual([
            true,
            false,
        ]);
        expect(weak("curl -u me:hunter2 x; curl -u me:k7Tq-zW2x-Jd9V-mN4e x")).toEqual([true, false]);
    });
});

describe("what stands in base64", () => {
    const encoded = Buffer.from("PASSWORD=hunter2 and more").toString("base64").replace(/=+$/, "");
    test.each<[string, number, string[]]>([
        [`see ${encoded}, there`, 24, ["PASSWORD=hunter2 and more"]],
        [`${encoded} ${encoded}`, 24, ["PASSWORD=hunter2 and more", "PASSWORD=hunter2 and more"]],
        [encoded.slice(0, 20), 24, []],
        [encoded.slice(0, 24), 24, ["PASSWORD=hunter2 a"]],
        [Buffer.from("\u0000not a text at all").toString("base64"), 8, []],
        [Buffer.from("not a text at all\u0000").toString("base64"), 8, []],
        [Buffer.from("a\tb\r\nc").toString("base64"), 8, ["a\tb\r\nc"]],
        ["", 2, []],
    ])("of %j, %d digits or more", (text, shortest, expected) => {
        expect(decoded(text, shortest)).toEqual(expected);
    });

    test("is not looked for in what is longer than anybody writes", () => {
        const run = "QUJD".repeat(50_000);
        expect(decoded(run, 24)).toHaveLength(1);
        expect(decoded(`${run} `, 24)).toEqual([]);
    });

    test.each<[string, number, string[]]>([
        ["abc def", 3, ["0 abc", "4 def"]],
        ["abcd ef", 3, ["0 abcd"]],
        ["a-bcd-efg-h", 3, ["2 bcd", "6 efg"]],
        ["{abc}[DEF]/+9:", 3, ["1 abc", "6 DEF", "10 /+9"]],
        ["abc", 4, []],
        ["", 1, []],
    ])("is a run of digits: %j, %d or more", (text, least, expected) => {
        expect([...runs(text, least)].map(({ index, text }) => `${index} ${text}`)).toEqual(expected);
    });
});

describe("tokens in a text", () => {
    const github = token("ghp_", MIXED.slice(0, 36));
    const stripe = token("sk_live_", MIXED.slice(0, 24));

    test("are told in the order in which they stand, twenty of a kind", () => {
        expect(tokens(`${stripe} ${github} ${stripe}`).map(({ kind }) => kind)).toEqual([
            "Stripe key",
            "GitHub token",
            "Stripe key",
        ]);
        expect(tokens(`${github}\n`.repeat(30))).toHaveLength(20);
    });

    test.each([
        ["one of repeated letters", token("ghp_", "a".repeat(36))],
        ["one of two letters", token("ghp_", "ab".repeat(18))],
        ["an example", token("ghp_", `example${MIXED.slice(0, 29)}`)],
        ["somebody's own to fill in", token("sk_live_", `your_${MIXED.slice(0, 20)}`)],
        ["too few characters", token("ghp_", "aB3")],
        ["an AWS key of the documentation", token("AKIA", "IOSFODNN7EXAMPLE")],
        ["a Slack token without a number", token("xoxb-", "some-words-and-more")],
        ["a bearer of words", "bearer of-bad-news-and-of-good-news"],
        ["a header of words", "authorization: bearer-of-bad-news"],
        ["a PagerDuty key of words", "PAGERDUTY_KEY=aaaabbbbaaaabbbbaaaabbbb"],
        ["another file in base64", `LS0tLS1CRUdJTi${Buffer.from(" CERTIFICATE-----").toString("base64")}`],
    ])("are not %s", (_, text) => {
        expect(tokens(`see ${text} there`)).toEqual([]);
    });

    test.each([
        ["Slack token", token("xoxb-", "12345678-words-and-more")],
        ["Slack token", token("xoxe-", `some-${MIXED}`)],
        ["bearer token", `Bearer  ${MIXED}`],
        ["authorization header", `authorization: "Digest ${MIXED}"`],
        ["authorization header", `authorization=${MIXED}`],
        ["PagerDuty key", `x_PAGERDUTY_KEY: "${MIXED.slice(0, 32)}"`],
        ["PagerDuty key", `PAGERDUTY_KEY=${MIXED.slice(0, 32)}\nLOG=info`],
        ["Telegram bot token", `telegram: 123456789:A${MIXED.slice(0, 34)}`],
    ])("are %s: %s", (kind, text) => {
        expect(tokens(`see ${text} there`).map((one) => one.kind)).toContain(kind);
    });
});

describe("a password that anybody would try", () => {
    test.each<[string, readonly string[], boolean]>([
        ["k7Tq-zW", [], true],
        ["postgres-xyzzyplugh", [], false],
        ["postgres-98765", [], false],
        ["postgres-9876", [], true],
        [`${MIXED.slice(0, 12)}aaaa${MIXED.slice(12, 16)}`, [], false],
        [`password${"k7TqzW2xJd9VmN4e".repeat(2)}`, [], false],
        ["password".repeat(4), [], true],
        ["9482-7715-3306-1859", [], false],
        [`${MIXED.slice(0, 32)}${"a".repeat(32)}`, [], false],
        [`${"a".repeat(32)}${MIXED.slice(0, 32)}`, [], false],
        ["a".repeat(64), [], true],
        ["settlement-ledger-prices", ["settlement-ledger-prices"], true],
        ["settlement-ledger-prices", [..."abcdefgh", "settlement-ledger-prices"], false],
        ["settlement", ["a", "b", "c", "d", "e", "f", "g", "settlement"], true],
        ["settlement1", ["x".repeat(40), "settlement"], true],
    ])("is %j beside %j: %s", (password, beside, weak) => {
        expect(isWeak(password, beside)).toBe(weak);
    });
});
