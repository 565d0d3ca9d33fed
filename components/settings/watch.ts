import { z } from "zod";
import { count, days, httpsUrl, image, secretName } from "./fields";
import type { Rule } from "./problems";
import { duplicates } from "./problems";
import { KINDS, Receiver } from "./receivers";
import type { Settings } from "./settings";

const time = z
    .string()
    .regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/)
    .meta({ form: 'a time in quotes, such as "08:00"' });

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** Who is told when something is wrong, and where the words for them stand. */
export const Watch = z
    .strictObject({
        runbooks: httpsUrl.describe("Address under which the runbooks of this repository can be read."),
        dashboards: httpsUrl.optional().describe("Address of Grafana, for links in alerts. Default none."),
        retentionDays: days(1, 365).default(15).describe("Days that metrics are kept, 1 to 365. Default 15."),
        remoteWrite: z
            .strictObject({
                url: httpsUrl.describe("Address that takes Prometheus' remote write protocol, on port 443."),
                user: z.string().min(1).max(200).meta({ form: "the user of that address" }),
                password: secretName.describe("Secret that holds that user's password or token."),
            })
            .optional()
            .describe("Where metrics are sent as well, to be kept for longer or seen together. Default nowhere."),
        tracing: z
            .strictObject({
                image: image.describe(
                    "OpenTelemetry's collector, a build with the extension googleclientauth, such as opentelemetry-collector-contrib.",
                ),
                share: z
                    .number()
                    .min(0)
                    .max(1)
                    .default(0.05)
                    .describe("Share of requests that are traced, 0 to 1. Default 0.05."),
            })
            .optional()
            .describe(
                "Traces of the applications that use an OpenTelemetry SDK, written to Cloud Trace. Default none.",
            ),
        onCall: z
            .boolean()
            .default(true)
            .describe("Whether somebody is on call, whom critical alerts have to wake. Default true."),
        receivers: z.array(Receiver).min(1).max(20).describe("People and services that alerts are sent to."),
        googleChannels: z
            .array(
                z
                    .string()
                    .regex(/^projects\/[a-z0-9-]+\/notificationChannels\/[0-9]+$/)
                    .meta({ form: "projects/<project>/notificationChannels/<number>" }),
            )
            .max(10)
            .default([])
            .describe(
                "Notification channels of Cloud Monitoring that an operator made, because they hold a key of a pager: Google sends its alerts on databases, caches, volumes and the way in there, and to the contacts. Default none.",
            ),
        deadMansSwitch: z
            .strictObject({
                webhook: secretName.describe(
                    "What the names of secrets begin with, one for each region, as dead-mans-switch-europe-west1: the address that is called while that region's alerts work. Each region has a switch of its own, or one would speak for the other.",
                ),
                minutes: count(1, 30)
                    .default(1)
                    .describe("Minutes between two calls, 1 to 30. Set the switch to three times that. Default 1."),
            })
            .describe("A service outside that raises the alarm when nothing calls it any more."),
        workingHours: z
            .strictObject({
                timeZone: z
                    .string()
                    .regex(/^[A-Z][A-Za-z_]+(\/[A-Z][A-Za-z_]+)*$/)
                    .meta({ form: "a time zone such as Europe/Berlin" }),
                days: z.array(z.enum(DAYS)).min(1).max(7),
                from: time,
                to: time,
            })
            .optional()
            .describe("When warnings are sent; critical alerts always are. Default at any time."),
    })
    .describe("Monitoring and alerts.");

export type Watch = z.infer<typeof Watch>;

/** The secret with the address of a region's switch. */
export const switchSecret = ({ webhook }: Watch["deadMansSwitch"], region: string): string => `${webhook}-${region}`;

/** Receivers that Slipway makes itself. */
export const OWN_RECEIVERS = { nobody: "nobody", deadMansSwitch: "dead-mans-switch" } as const;

export const watchRules: readonly Rule<Settings>[] = [
    function* ({ watch: { receivers } }) {
        yield* duplicates(receivers, "watch.receivers", "name");
        for (const [i, { name }] of receivers.entries())
            if (Object.values<string>(OWN_RECEIVERS).includes(name))
                yield { at: `watch.receivers[${i}].name`, found: name, use: "a name that Slipway does not use itself" };
    },
    function* ({ watch: { receivers, onCall } }) {
        const critical = receivers.filter(({ severities, services }) => severities.includes("critical") && !services);
        if (critical.length === 0)
            yield {
                at: "watch.receivers",
                found: "no receiver of critical alerts of every service",
                use: "at least one receiver with severity critical and without services",
            };
        else if (onCall && !critical.some(({ type }) => KINDS[type] === "pager"))
            yield {
                at: "watch.receivers",
                found: "nobody who is woken by critical alerts of every service",
                use: "a receiver of type pagerduty, jira or opsgenie with severity critical and without services, or say onCall: false",
            };
    },
    function* ({ watch: { remoteWrite } }) {
        if (remoteWrite && new URL(remoteWrite.url).port !== "")
            yield {
                at: "watch.remoteWrite.url",
                found: remoteWrite.url,
                use: "an address on port 443: no other is open",
            };
    },
    function* ({ watch: { onCall, googleChannels } }) {
        if (onCall && googleChannels.length === 0)
            yield {
                at: "watch.googleChannels",
                found: "no channel",
                use: "the channel of your pager, or say onCall: false: what Google watches is sent there and nowhere else",
            };
    },
    function* ({ watch: { workingHours } }) {
        if (workingHours && workingHours.from >= workingHours.to)
            yield { at: "watch.workingHours.to", found: workingHours.to, use: `a time after ${workingHours.from}` };
    },
];
