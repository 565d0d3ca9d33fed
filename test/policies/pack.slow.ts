import { describe, expect, test } from "vitest";
import { judge } from "../../policies/judge";
import type { Example, Json, Resource } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { sentence, type Told, together } from "../../policies/together";
import { ADVISORY, BEHIND, type Diagnostic, MANDATORY, makers, run, secret, wired } from "./engine";
import { CONFIG_MAP, POD, RELEASE, sample, USER } from "./sample";

const asVerdict = ({ rule, urn, message }: Diagnostic) => `${rule} ${urn} ${message}`;
const asDiagnostic = (told: Told) => `${told.first.rule} ${told.first.urn} ${sentence(told)}`;

/** A hidden value of which no list tells cannot come from the engine, which always knows what is secret. */
const fromEngine = ({ props, secretPaths, unknownPaths }: Example) =>
    (secretPaths !== undefined || !JSON.stringify(props).includes("$secret")) &&
    (unknownPaths !== undefined || !JSON.stringify(props).includes("$unknown"));

describe("the pack, through the SDK's own server", () => {
    const examples = rules.flatMap(({ id, good, bad, open = [] }) =>
        [...good, ...bad, ...open].filter(fromEngine).map(({ at: _, ...example }, index) => ({
            name: `${id} ${index} ${example.type}`,
            resource: { ...sample(example.type, example.props), ...example },
        })),
    );

    test.each(examples)("says of $name what the judge says in-process", async ({ resource }) => {
        const told = await run([...makers(resource), resource].map(wired));
        expect(told.map(asVerdict).sort()).toEqual(
            together(judge([resource]))
                .map(asDiagnostic)
                .sort(),
        );
    });

    test("says of all of them together what the judge says in-process", async () => {
        const all = examples.map(({ resource }, index) => ({ ...resource, urn: `${resource.urn}-${index}` }));
        const told = await run([...all.flatMap(makers), ...all].map(wired));
        const expected = together(judge(all)).map(asDiagnostic);
        expect(told.map(asVerdict).sort()).toEqual(expected.sort());
        expect(expected.length).toBeLessThan(judge(all).length);
    });

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
});
