import { z } from "zod";
import { days, httpsUrl, secretName } from "./fields";
import type { Rule } from "./problems";
import { duplicates } from "./problems";
import type { Settings } from "./settings";

const receiverName = z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/)
    .meta({ form: "lower-case letters, digits and hyphens, such as oncall" });

const severities = z
    .array(z.enum(["critical", "warning"]))
    .min(1)
    .describe("Severities that reach this receiver.");

const PagerDuty = z.strictObject({
    type: z.literal("pagerduty"),
    name: receiverName,
    severities,
    routingKey: secretName.describe("Secret that holds the Events API v2 routing key."),
});

const Slack = z.strictObject({
    type: z.literal("slack"),
    name: receiverName,
    severities,
    channel: z
        .string()
        .regex(/^#[a-z0-9_-]{1,79}$/)
        .meta({ form: "a channel such as #alerts" }),
    webhook: secretName.describe("Secret that holds the incoming webhook's address."),
});

/** Who is told when something is wrong, and where the words for them stand. */
export const Watch = z
    .strictObject({
        runbooks: httpsUrl.describe("Address under which the runbooks of this repository can be read."),
        retentionDays: days(1, 365).default(15).describe("Days that metrics are kept, 1 to 365. Default 15."),
        receivers: z
            .array(z.discriminatedUnion("type", [PagerDuty, Slack]))
            .min(1)
            .max(10)
            .describe("People and services that alerts are sent to."),
    })
    .describe("Monitoring and alerts.");

export type Watch = z.infer<typeof Watch>;
export type Receiver = Watch["receivers"][number];

export const watchRules: readonly Rule<Settings>[] = [
    function* ({ watch }) {
        yield* duplicates(watch.receivers, "watch.receivers", "name");
        if (!watch.receivers.some((receiver) => receiver.severities.includes("critical")))
            yield {
                at: "watch.receivers",
                found: "no receiver of critical alerts",
                use: "at least one receiver with severity critical",
            };
    },
];
