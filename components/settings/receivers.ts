import { z } from "zod";
import { httpsUrl, secretName } from "./fields";

/** What the alerts that go through Alertmanager are about. */
export const SERVICES = [
    "agents",
    "betting-api",
    "betting-keepers",
    "betting-oracle",
    "consensus",
    "coordinator",
    "executor",
    "ibc",
    "mempool",
    "monitoring",
    "node",
    "oracle",
    "p2p",
    "rpc",
    "secrets",
    "settlement",
    "signer",
    "solver",
    "validator",
    "vault",
    "workload",
] as const;
export type Service = (typeof SERVICES)[number];

/** What any receiver of alerts says. */
const common = {
    name: z
        .string()
        .regex(/^[a-z][a-z0-9-]{0,30}$/)
        .meta({ form: "lower-case letters, digits and hyphens, such as oncall" }),
    severities: z
        .array(z.enum(["critical", "warning"]))
        .min(1)
        .describe("Severities that reach this receiver."),
    services: z
        .array(z.enum(SERVICES))
        .min(1)
        .optional()
        .describe(
            "Services whose alerts it takes, in place of receivers of its kind that name none. Default every service that no other receiver of its kind names.",
        ),
};

const PagerDuty = z.strictObject({
    type: z.literal("pagerduty"),
    ...common,
    routingKey: secretName.describe("Secret that holds the routing key of an integration with Events API v2."),
});

const Opsgenie = z
    .strictObject({
        type: z.literal("opsgenie"),
        ...common,
        apiKey: secretName.describe("Secret that holds the API key of a Prometheus integration."),
        api: httpsUrl
            .default("https://api.opsgenie.com/")
            .describe("Address of the API; https://api.eu.opsgenie.com/ in the EU. Default https://api.opsgenie.com/."),
    })
    .describe("Atlassian ends its support on 2027-04-05; use jira.");

const Jira = z.strictObject({
    type: z.literal("jira"),
    ...common,
    webhook: secretName.describe(
        "Secret that holds the address of a Prometheus or webhook integration of Jira Service Management, which has its key in it.",
    ),
});

const Slack = z.strictObject({
    type: z.literal("slack"),
    ...common,
    channel: z
        .string()
        .regex(/^#[a-z0-9_-]{1,79}$/)
        .meta({ form: "a channel such as #alerts" }),
    webhook: secretName.describe("Secret that holds the incoming webhook's address."),
});

const Email = z.strictObject({
    type: z.literal("email"),
    ...common,
    to: z.email().meta({ form: "an e-mail address" }),
    from: z.email().meta({ form: "an e-mail address" }),
    server: z
        .string()
        .regex(/^[a-z0-9.-]+:587$/)
        .meta({ form: "a mail server with its submission port, such as smtp.example.com:587" }),
    user: z.string().min(1).max(200).meta({ form: "the user that logs in to the mail server" }),
    password: secretName.describe("Secret that holds that user's password."),
});

const Webhook = z.strictObject({
    type: z.literal("webhook"),
    ...common,
    webhook: secretName.describe("Secret that holds the address that Alertmanager posts to."),
});

export const Receiver = z.discriminatedUnion("type", [PagerDuty, Opsgenie, Jira, Slack, Email, Webhook]);
export type Receiver = z.infer<typeof Receiver>;

/** What a receiver is to people. Only a pager wakes them. */
export const KINDS = {
    pagerduty: "pager",
    opsgenie: "pager",
    jira: "pager",
    slack: "chat",
    email: "mail",
    webhook: "program",
} as const satisfies Record<Receiver["type"], string>;

/** The secret in Secret Manager that a receiver needs, and the field that names it. */
export function receiverSecret(receiver: Receiver): { field: string; id: string } {
    switch (receiver.type) {
        case "pagerduty":
            return { field: "routingKey", id: receiver.routingKey };
        case "opsgenie":
            return { field: "apiKey", id: receiver.apiKey };
        case "email":
            return { field: "password", id: receiver.password };
        default:
            return { field: "webhook", id: receiver.webhook };
    }
}
