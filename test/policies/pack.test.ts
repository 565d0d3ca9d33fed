import { describe, expect, test } from "vitest";
import { judge } from "../../policies/judge";
import { policies } from "../../policies/pack";
import type { Json, Resource } from "../../policies/rule";
import { sentence, together } from "../../policies/together";
import { ADVISORY, BEHIND, type Diagnostic, MANDATORY, makers, run, secret, wired } from "./engine";
import { CONFIG_MAP, POD, RELEASE, rulesOf, sample, UNKNOWN, USER } from "./sample";

const asVerdict = ({ rule, urn, message }: Diagnostic) => `${rule} ${urn} ${message}`;

describe("the pack, through the SDK's own server", () => {
    test("reports by rule, with the level and severity of the rule", async () => {
        const metadata = { namespace: "app" };
        const told = await run([
            wired(sample("kubernetes:core/v1:Secret", { metadata, stringData: { password: "hunter2" } })),
        ]);
        expect(told.map(({ rule, level }) => [rule, level])).toEqual([
            ["SEC-01", MANDATORY],
            ["SEC-05", ADVISORY],
            ["SEC-07", MANDATORY],
        ]);
    });

    test("finds the bad container beside one whose image is unknown", async () => {
        const containers: Json = [{ image: { $unknown: true } }, { image: "nginx:latest" }];
        const told = await run([wired(sample(POD, { spec: { containers } }))]);
        const ofImages = told.filter(({ rule }) => /^IMG-0[16]$/.test(rule));
        expect(ofImages.map(({ rule, level, message }) => [rule, level, message.split(":")[0]])).toEqual([
            ["IMG-01", ADVISORY, "spec.containers[0].image"],
            ["IMG-01", MANDATORY, "spec.containers[1].image"],
            ["IMG-06", ADVISORY, "spec.containers[0].image"],
        ]);
    });

    test("tells the password of the program from one that another resource made, known or not", async () => {
        const maker = "urn:pulumi:demo::app::random:index/randomPassword:RandomPassword::db";
        const user = (name: string, made: boolean): Resource => ({
            ...sample(USER, { password: { $secret: true } }),
            urn: `urn:${name}`,
            name,
            ...(made && { propertyDependencies: { password: [maker] } }),
        });
        const hardcoded = { resource: user("hardcoded", false), wire: { password: secret("hunter2") } };
        const computed = { resource: user("computed", true), wire: { password: secret("made-by-the-maker") } };
        const told = await run([...makers(computed.resource).map(wired), hardcoded, computed]);
        expect(told.map(asVerdict)).toEqual([
            "SEC-01 urn:hardcoded password: a password that is known before the update; use Secret Manager or Vault, or a value that another resource makes",
        ]);
    });

    test("reads what is in a text asset, and no further into a file than its name", async () => {
        const asset = (fields: object) => ({
            "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17",
            ...fields,
        });
        const declare = (source: object) => ({
            resource: sample("gcp:storage/bucketObject:BucketObject", {}),
            wire: { bucket: "b", source },
        });
        const [text] = await run([declare(asset({ text: "export DB_PASSWORD=hunter2\n" }))]);
        expect(text?.message).toBe("source.text: password at character 8; use a file from Secret Manager or Vault");
        expect(await run([declare(asset({ path: "./password.txt" }))])).toEqual([]);
    });

    test("never repeats what stands behind a secret", async () => {
        const resources = [
            sample(CONFIG_MAP, { metadata: { namespace: "app" }, data: { a: { $secret: true } } }),
            sample(RELEASE, { values: { auth: { password: { $secret: true } } } }),
        ];
        const told = await run(resources.map(wired));
        expect(told.filter(({ rule }) => rule.startsWith("SEC-")).length).toBe(2);
        expect(JSON.stringify(told)).not.toContain(BEHIND);
    });

    test("tells of many resources at once what it tells of one", async () => {
        const key = "gcp:kms/cryptoKey:CryptoKey";
        const keys = ["a", "b", "c"].map((name) => ({
            ...sample(key, { purpose: "ASYMMETRIC_SIGN", versionTemplate: { protectionLevel: "HSM" } }),
            ...{ name, urn: `urn:pulumi:demo::app::${key}::${name}` },
        }));
        const told = await run(keys.map(wired), rulesOf("ORG"));
        expect(told.map(({ message }) => message)).toEqual(together(judge(keys, rulesOf("ORG"))).map(sentence));
        expect(told).toHaveLength(1);
    });

    test("hides in a list what is secret there, and judges the rest of it as it will be deployed", async () => {
        const env: Json = [
            { name: "A_TOKEN", value: { $secret: true } },
            { name: "B_TOKEN", value: "hunter2" },
        ];
        const resource = sample(
            POD,
            { spec: { containers: [{ env }] } },
            { secretPaths: ["spec.containers[0].env[0].value"] },
        );
        const told = await run([wired(resource)], rulesOf("SEC-02"));
        expect(told.map(asVerdict).sort()).toEqual(
            together(judge([resource], rulesOf("SEC-02")))
                .map((one) => `SEC-02 ${resource.urn} ${sentence(one)}`)
                .sort(),
        );
        expect(told).toHaveLength(2);
    });

    test("asks no rule again that asked for no origin, and judges two updates alike", async () => {
        const asked = policies(rulesOf("POD-09", "SEC-01"), () => undefined);
        const declared = [
            wired(sample(POD, { spec: { hostNetwork: true } })),
            wired(sample(USER, { password: UNKNOWN }, { unknownPaths: ["password"] })),
        ];
        const once = await run(declared, [], undefined, asked);
        expect(once.map(({ rule }) => rule)).toEqual(["POD-09", "SEC-01"]);
        expect(await run(declared, [], undefined, asked)).toEqual(once);
    });

    test("is one policy that marks and changes nothing, and two that stop", () => {
        expect(
            (policies() as { name: string; enforcementLevel: string }[]).map(
                ({ name, enforcementLevel }) => `${name} ${enforcementLevel}`,
            ),
        ).toEqual(["slipway-marks remediate", "slipway mandatory", "slipway-origins mandatory"]);
    });
});
