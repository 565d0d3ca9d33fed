import { describe, expect, test } from "vitest";
import { check } from "../../components/settings/check";
import { format, type Problem } from "../../components/settings/problems";
import { rules, Settings } from "../../components/settings/settings";
import { type Path, settingsOf, withValue } from "./yaml";

const mainnet = settingsOf("mainnet");

function problems(settings: unknown): Problem[] {
    const result = check(Settings, rules, settings);
    return "problems" in result ? result.problems : [];
}

test.each(["testnet", "mainnet"])("Pulumi.%s.yaml is in order", (stack) => {
    expect(problems(settingsOf(stack))).toEqual([]);
});

describe("thirty mistakes", () => {
    const mistakes: [Path, unknown][] = [
        [["network"], "prod"],
        [["google", "project"], "Slipway!"],
        [["google", "projectNumber"], 100000000002],
        [["google", "groupsDomain"], "<your-domain>"],
        [["google", "billing"], "0X0X0X"],
        [["ground", "supernet"], "10.64.0.0"],
        [["ground", "regions", 0, "block"], 7],
        [
            ["ground", "regions", 0, "zones"],
            ["europe-west1-b", "europe-west1-c"],
        ],
        [["ground", "regions", 1, "zones", 2], "c"],
        [["ground", "active"], undefined],
        [["ground", "cluster", "channel"], "RAPID"],
        [["ground", "cluster", "pools", 0, "name"], "TODO"],
        [["ground", "cluster", "pools", 0, "machineType"], "large"],
        [["ground", "cluster", "pools", 1, "nodesPerZone", "min"], -1],
        [["ground", "cluster", "pools", 2, "dedicated"], "yes"],
        [["ground", "cluster", "pools", 2, "diskGB"], 100],
        [["ground", "database", "tier"], "db-f1-micro"],
        [["ground", "database", "diskGb"], "200"],
        [["ground", "database", "recoveryDays"], 90],
        [["ground", "database", "password"], "correct horse battery staple"],
        [["ground", "cache", "memoryGb"], 1.5],
        [["systems", "intents", "web", "replicas", "max"], 2],
        [["systems", "intent"], {}],
        [["watch", "runbooks"], "http://example.com"],
        [["watch", "retentionDays"], 0],
        [["watch", "receivers", 0, "severities"], []],
        [["watch", "receivers", 0, "routingKey"], "R0UT1NGK3Y"],
        [["watch", "receivers", 1, "type"], "sms"],
        [["watch", "receivers", 2], "oncall@example.com"],
        [["watch", "grafana"], { secure: "v1:abcdef" }],
    ];
    const mistaken = mistakes.reduce((file, [path, value]) => withValue(file, path, value), mainnet);

    test("make one message with thirty problems", () => {
        expect(format("Pulumi.mainnet.yaml", problems(mistaken)).split("\n")).toEqual([
            "Pulumi.mainnet.yaml has 30 problems:",
            '  network is "prod"; use testnet or mainnet',
            '  google.project is "Slipway!"; use a Google Cloud project id: 6 to 30 lower-case letters, digits and hyphens',
            '  google.projectNumber is 100000000002; use the project\'s number in quotes, such as "123456789012"',
            '  google.groupsDomain is "<your-domain>", a placeholder; use the domain of your Google groups, such as example.com',
            "  google.billing is not a setting; here you can set project, projectNumber and groupsDomain",
            '  ground.supernet is "10.64.0.0"; use an IPv4 range such as 10.64.0.0/12',
            "  ground.regions[0].block is 7; use 0 to 6",
            "  ground.regions[0].zones has 2 entries; use 3 entries",
            '  ground.regions[1].zones[2] is "c"; use a zone such as europe-west1-b',
            "  ground.active is missing; give a region such as europe-west1",
            '  ground.cluster.channel is "RAPID"; use STABLE, REGULAR or EXTENDED',
            '  ground.cluster.pools[0].name is "TODO", a placeholder; use up to 20 lower-case letters, digits and hyphens, starting with a letter',
            '  ground.cluster.pools[0].machineType is "large"; use a machine type such as n2d-standard-4',
            "  ground.cluster.pools[1].nodesPerZone.min is -1; use 0 to 100",
            '  ground.cluster.pools[2].dedicated is "yes"; use true or false',
            "  ground.cluster.pools[2].diskGB is not a setting; did you mean diskGb?",
            '  ground.database.tier is "db-f1-micro"; use an Enterprise Plus tier such as db-perf-optimized-N-4',
            '  ground.database.diskGb is "200"; use 10 to 65536, without quotes',
            "  ground.database.recoveryDays is 90; use 1 to 35",
            "  ground.database.password is not a setting; here you can set tier, diskGb, instances, recoveryDays, retainedBackups and backupLocation",
            "  ground.cache.memoryGb is 1.5; use 1 to 300, without a fraction",
            "  systems.intents.web.replicas.max is 2; use 3 or more, its min",
            "  systems.intent is not a setting; did you mean intents?",
            '  watch.runbooks is "http://example.com"; use an https:// address without user, query or fragment',
            "  watch.retentionDays is 0; use 1 to 365",
            "  watch.receivers[0].severities has no entries; use 1 or more entries",
            "  watch.receivers[0].routingKey is given (not shown); use the name of a secret in Secret Manager, such as pagerduty-routing-key",
            '  watch.receivers[1].type is "sms"; use pagerduty, opsgenie, jira, slack, email or webhook',
            "  watch.receivers[2] is text; use a map with type, name, severities and routingKey, a map with type, name, severities and apiKey, a map with type, name, severities and webhook, a map with type, name, severities, channel and webhook or a map with type, name, severities, to, from, server, user and password",
            "  watch.grafana is not a setting; here you can set runbooks, dashboards, retentionDays, remoteWrite, tracing, onCall, receivers, googleChannels, deadMansSwitch and workingHours",
        ]);
    });

    test("are found one by one as well as together", () => {
        const alone = mistakes.map(([path, value]) => problems(withValue(mainnet, path, value)).length);
        expect(alone).toEqual(mistakes.map(() => 1));
    });
});
