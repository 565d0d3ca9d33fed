import { beforeAll, describe, expect, test } from "vitest";
import { Ground } from "../../components/ground/ground";
import { check } from "../../components/settings/check";
import { secretRules } from "../../components/settings/secret-readers";
import { Settings } from "../../components/settings/settings";
import { watchRules } from "../../components/settings/watch";
import { Watch } from "../../components/watch/watch";
import { declareSites } from "../../components/workload/site";
import { declareProgram } from "../../preview/capture";
import { settingsOf, withValue } from "../settings/yaml";
import { ask, type Declared, stack } from "../stack";

const REMOTE = { url: "https://metrics.example.com/api/v1/write", user: "1234", password: "remote-write-token" };
const given = (remoteWrite: object) => withValue(settingsOf("testnet"), ["watch", "remoteWrite"], remoteWrite);

describe("metrics that are sent on", () => {
    let declared: Declared;
    beforeAll(async () => {
        const settings = Settings.parse(given(REMOTE));
        const { network, watch } = settings;
        declared = ask(
            await declareProgram(() => {
                const ground = new Ground("ground", { network, google: settings.google, ...settings.ground });
                new Watch("watch", { network, ground, sites: declareSites(ground), systems: [], ...watch });
            }),
        );
    });

    test("carry a user and a password that stand in a secret alone", () => {
        const [release] = declared
            .all("kubernetes:helm.sh/v3:Release")
            .filter(({ inputs }) => inputs.name === "monitoring");
        const key = (key: string) => ({ name: "remote-write", key });
        expect(release?.inputs.values).toMatchObject({
            prometheus: {
                prometheusSpec: {
                    remoteWrite: [
                        {
                            url: REMOTE.url,
                            basicAuth: { username: key("user"), password: key("password") },
                        },
                    ],
                },
            },
        });
        const file = declared.one(
            "kubernetes:external-secrets.io/v1:ExternalSecret",
            "monitoring-europe-west1-remote-write-secret",
        );
        expect(JSON.stringify(file.inputs)).toContain("remote-write-token");
    });

    test("leave Prometheus for that host alone", () => {
        const policies = JSON.stringify(declared.all("kubernetes:networking.gke.io/v1alpha1:FQDNNetworkPolicy"));
        expect(policies).toContain("metrics.example.com");
    });
});

test("nothing is sent on where the stack file names no place", async () => {
    for (const { inputs } of (await stack("mainnet")).all("kubernetes:helm.sh/v3:Release"))
        expect(JSON.stringify(inputs)).not.toMatch(/"remoteWrite":\[\{/);
});

test.each([
    ["a port that is not open", { ...REMOTE, url: "https://metrics.example.com:8443/write" }, "watch.remoteWrite.url"],
    ["a receiver's secret", { ...REMOTE, password: "slack-webhook" }, "watch.remoteWrite.password"],
])("%s is refused", (_, remoteWrite, at) => {
    const result = check(Settings, [...watchRules, ...secretRules], given(remoteWrite));
    expect("problems" in result ? result.problems.map((problem) => problem.at) : []).toEqual([at]);
});
