import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { NEARLY_USED_UP } from "../../components/ground/quotas";
import { check } from "../../components/settings/check";
import { rules, Settings } from "../../components/settings/settings";
import { settingsOf, withValue } from "../settings/yaml";
import { stack } from "../stack";

const withoutPromtool = spawnSync("promtool", ["--version"]).error !== undefined;

describe.each([
    ["testnet", "100000000001", "1500"],
    ["mainnet", "100000000002", "6000"],
])("%s", (name, number, units) => {
    test("has a budget for all of the project, and says when it is used and will be used", async () => {
        const network = await stack(name);
        expect(network.one("gcp:billing/budget:Budget", "budget").inputs).toMatchObject({
            billingAccount: "000000-000000-000000",
            amount: { specifiedAmount: { units } },
            budgetFilter: {
                projects: [`projects/${number}`],
                calendarPeriod: "MONTH",
                creditTypesTreatment: "EXCLUDE_ALL_CREDITS",
            },
            thresholdRules: [
                { thresholdPercent: 0.5, spendBasis: "CURRENT_SPEND" },
                { thresholdPercent: 0.9, spendBasis: "CURRENT_SPEND" },
                { thresholdPercent: 1, spendBasis: "CURRENT_SPEND" },
                { thresholdPercent: 1, spendBasis: "FORECASTED_SPEND" },
            ],
        });
    });

    test("publishes to an encrypted topic of its region, to which billing alone may write", async () => {
        const network = await stack(name);
        const topic = network.one("gcp:pubsub/topic:Topic", "budget");
        expect(topic.inputs.messageStoragePolicy).toEqual({ allowedPersistenceRegions: ["europe-west1"] });
        expect(topic.propertyDependencies.kmsKeyName).toEqual([
            expect.stringMatching(/CryptoKey::keys-europe-west1-messages$/),
        ]);
        expect(topic.dependencies).toContainEqual(expect.stringMatching(/::keys-europe-west1-messages-agent$/));
        const writers = network.all("gcp:pubsub/topicIAMMember:TopicIAMMember");
        expect(writers.filter(({ name }) => name.startsWith("budget")).map(({ inputs }) => inputs)).toEqual([
            expect.objectContaining({
                role: "roles/pubsub.publisher",
                member: "serviceAccount:billing-budget-alert@system.gserviceaccount.com",
            }),
        ]);
    });

    test("tells the same people of budget and quotas", async () => {
        const network = await stack(name);
        const channels = network
            .all("gcp:monitoring/notificationChannel:NotificationChannel")
            .filter(({ name }) => name.startsWith("contact"));
        expect(channels.map(({ inputs }) => [inputs.type, inputs.labels])).toEqual([
            ["email", { email_address: "ops@example.com" }],
        ]);
        const urns = channels.map(({ urn }) => urn);
        const quotas = network.one("gcp:monitoring/alertPolicy:AlertPolicy", "quotas");
        expect(quotas.propertyDependencies.notificationChannels).toEqual(urns);
        const budget = network.one("gcp:billing/budget:Budget", "budget");
        expect(budget.propertyDependencies.allUpdatesRule).toEqual(expect.arrayContaining(urns));
        expect(quotas.inputs.conditions).toMatchObject([
            { conditionThreshold: { comparison: "COMPARISON_GT", thresholdValue: 0 } },
            { conditionPrometheusQueryLanguage: { query: NEARLY_USED_UP } },
        ]);
    });
});

/** A quota whose usage and limits stand like this, as Cloud Monitoring would show them to PromQL. */
const series = (metric: string, value: string, labels = "") => ({
    series: `serviceruntime_googleapis_com:quota_${metric}{monitored_resource="consumer_quota",service="compute.googleapis.com",quota_metric="compute.googleapis.com/cpus",location="europe-west1"${labels}}`,
    values: value,
});

test.skipIf(withoutPromtool)("promtool: a quota is nearly used up above four fifths of its lowest limit", () => {
    const limit = (name: string, value: string) => series("limit", value, `,limit_name="${name}"`);
    const cases: [ReturnType<typeof series>[], number[]][] = [
        [[series("allocation_usage", "81"), limit("a", "100")], [0.81]],
        [[series("allocation_usage", "80"), limit("a", "100")], []],
        [[series("allocation_usage", "81"), limit("a", "1000"), limit("b", "100")], [0.81]],
        [[series("allocation_usage", "81"), limit("a", "1000")], []],
        // Unlimited, and a quota that has no limit yet: nothing to say.
        [[series("allocation_usage", "81"), limit("a", "-1")], []],
        [[series("allocation_usage", "81")], []],
        // The limit is told once a day.
        [[series("allocation_usage", "90x1440"), limit("a", "100 _x1440")], [0.9]],
    ];
    const labels =
        'location="europe-west1", quota_metric="compute.googleapis.com/cpus", service="compute.googleapis.com"';
    const tests = cases.map(([input_series, found]) => ({
        interval: "1m",
        input_series,
        promql_expr_test: [
            {
                expr: NEARLY_USED_UP,
                eval_time: "24h",
                exp_samples: found.map((value) => ({ labels: `{${labels}}`, value })),
            },
        ],
    }));
    const folder = mkdtempSync(join(tmpdir(), "slipway-quotas-"));
    try {
        writeFileSync(join(folder, "tests.yml"), stringify({ rule_files: [], evaluation_interval: "1m", tests }));
        const said = execFileSync("promtool", ["test", "rules", "tests.yml"], { cwd: folder, encoding: "utf8" });
        expect(said).toContain("SUCCESS");
    } finally {
        rmSync(folder, { recursive: true });
    }
});

test("wrong contacts, budget and audit settings are refused together", () => {
    const wrong = [
        [
            ["ground", "contacts"],
            ["ops@example.com", "ops@example.com"],
        ],
        [["ground", "budget", "billingAccount"], "my account"],
        [["ground", "budget", "monthly"], 0],
        [["ground", "audit", "location"], "us-east4"],
        [["ground", "audit", "searchableDays"], 30],
        [["ground", "audit", "archiveDays"], 90],
    ] as const;
    const file = wrong.reduce((whole, [path, value]) => withValue(whole, path, value), settingsOf("mainnet"));
    const result = check(Settings, rules, file);
    expect(
        "problems" in result ? result.problems.map(({ at, found, remedy }) => `${at} ${found}; ${remedy}`) : [],
    ).toEqual([
        'ground.audit.location is "us-east4"; use one of the regions: europe-west1, europe-west4',
        "ground.audit.searchableDays is 30; use 90 to 3650",
        "ground.audit.archiveDays is 90; use 365 to 3650",
        'ground.contacts[1] is "ops@example.com"; use each once; ground.contacts[0] is the same',
        'ground.budget.billingAccount is "my account"; use a billing account such as 01AB23-4C56DE-78F9A0',
        "ground.budget.monthly is 0; use 1 to 100000000",
    ]);
});
