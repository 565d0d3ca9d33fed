import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSettings } from "../../components/settings/read";
import { settingsOf, withValue } from "./yaml";

/** What the command line hands over: every value as text, maps and lists as JSON with sorted keys. */
function configure(settings: Record<string, unknown>, secrets: string[] = []): void {
    const texts = Object.entries(settings).map(([key, value]) => {
        return [`slipway:${key}`, typeof value === "string" ? value : JSON.stringify(value)] as const;
    });
    pulumi.runtime.setAllConfig({ ...Object.fromEntries(texts), "gcp:project": "example" }, secrets);
}

function failure(): unknown {
    try {
        readSettings();
        return undefined;
    } catch (error) {
        return error;
    }
}

function message(): string {
    const error = failure();
    return error instanceof Error ? error.message : "";
}

describe("the settings of a stack", () => {
    const mainnet = settingsOf("mainnet");

    beforeAll(async () => {
        const nothing = { call: () => ({}), newResource: () => ({ id: "", state: {} }) };
        await pulumi.runtime.setMocks(nothing, "slipway", "mainnet");
    });
    afterAll(() => pulumi.runtime.setAllConfig({}));

    test("are read with their defaults", () => {
        configure(withValue(mainnet, ["ground", "supernet"], undefined));
        expect(readSettings()).toMatchObject({ network: "mainnet", ground: { supernet: "10.64.0.0/12" } });
    });

    test("end in one message when they are wrong, for people and not for programmers", () => {
        const two = withValue(mainnet, ["ground", "database", "instances", "europe-west4"], "primary");
        configure(withValue(two, ["ground", "database", "recoveryDays"], 90));
        expect(failure()).toBeInstanceOf(pulumi.RunError);
        expect(message()).toBe(
            [
                "Pulumi.mainnet.yaml has 2 problems:",
                "  ground.database.instances has 2 primaries: europe-west1, europe-west4; use exactly one primary",
                "  ground.database.recoveryDays is 90; use 1 to 35",
            ].join("\n"),
        );
    });

    test("are all missing in an empty file", () => {
        configure({});
        expect(message()).toMatch(/^Pulumi\.mainnet\.yaml has 5 problems:\n {2}network is missing; give/);
    });

    test("that do not exist are told apart from those of providers", () => {
        configure({ ...mainnet, grund: { password: "hunter2" } });
        expect(message()).toBe("Pulumi.mainnet.yaml has 1 problem:\n  grund is not a setting; did you mean ground?");
    });

    test("are refused as text that is no map", () => {
        configure({ ...mainnet, ground: "regions: europe-west1" });
        expect(message()).toMatch(
            /^Pulumi\.mainnet\.yaml has 1 problem:\n {2}ground is text; use a map with regions, /,
        );
    });

    test("are refused when Pulumi holds one of them encrypted, which the engine hands over decrypted", () => {
        configure(withValue(mainnet, ["watch", "receivers", 0, "routingKey"], "Hunter2!"), ["slipway:watch"]);
        expect(message()).toBe(
            [
                "Pulumi.mainnet.yaml has 2 problems:",
                "  watch holds a Pulumi secret; put the value in Secret Manager and name the secret here",
                "  watch.receivers[0].routingKey is given (not shown); use the name of a secret in Secret Manager, such as pagerduty-routing-key",
            ].join("\n"),
        );
    });

    test("are refused at the very place when Pulumi holds one encrypted and there is no engine to decrypt it", () => {
        configure(withValue(mainnet, ["watch", "receivers", 0, "routingKey"], { secure: "v1:abc" }), ["slipway:watch"]);
        expect(message()).toBe(
            [
                "Pulumi.mainnet.yaml has 1 problem:",
                "  watch.receivers[0].routingKey is a Pulumi secret; put the value in Secret Manager and name the secret here",
            ].join("\n"),
        );
    });
});
