import { describe, expect, test } from "vitest";
import { nearest } from "../../components/settings/nearest";
import { isPlaceholder } from "../../components/settings/placeholder";

describe("a placeholder is refused", () => {
    test.each([
        "...",
        "…",
        "TODO",
        "todo: ask ops",
        "FIXME",
        "changeme",
        "CHANGE_ME",
        "change-me",
        "https://change-me.example.com",
        "<project>",
        "projects/<project-id>/keys",
        "xxx",
        "XXXX-1",
        "0xXXXXXXXX",
        "your-project",
        "https://your-domain.com",
        "PUT_YOUR_KEY_HERE",
        "REPLACE_ME",
        "replace-me",
        "$" + "{PROJECT}",
        "cosmos1settlecontract...",
        "paw1…",
        "??",
        "placeholder",
    ])("%s", (text) => {
        expect(isPlaceholder(text)).toBe(true);
    });
});

describe("a real value passes", () => {
    test.each([
        "example-slipway-mainnet",
        "https://oracle.example.com",
        "exchange-metrics",
        "exchangeme",
        "mastodon",
        "know-your-customer",
        "maxxx",
        "cosmos1qxxxzz0fr2sh",
        "Ops <ops@example.com>",
        ">=0.38 <0.39",
        "a < b and c > d",
        "v1..v2",
        "../certs",
        "replaced",
        "10.64.0.0/12",
        "sha256:1111111111111111111111111111111111111111111111111111111111111111",
        "approved by your team",
        "",
    ])("%s", (text) => {
        expect(isPlaceholder(text)).toBe(false);
    });
});

describe("the nearest known name", () => {
    const known = ["recoveryDays", "standby", "primary", "min", "max", "id"];

    test.each([
        ["recoverDays", "recoveryDays"],
        ["recovery_days", "recoveryDays"],
        ["RECOVERYDAYS", "recoveryDays"],
        ["recovreyDays", "recoveryDays"],
        ["stand-by", "standby"],
        ["primry", "primary"],
        ["maxx", "max"],
        ["ID", "id"],
    ])("of %s is %s", (name, near) => {
        expect(nearest(name, known)).toBe(near);
    });

    test.each(["zzz", "region", "ip", ""])("of %s is none", (name) => {
        expect(nearest(name, known)).toBe(undefined);
    });
});
