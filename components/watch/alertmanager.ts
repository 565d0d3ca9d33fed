import type { Receiver, Service } from "../settings/receivers";
import { KINDS } from "../settings/receivers";
import type { Watch } from "../settings/watch";
import { OWN_RECEIVERS, switchSecret } from "../settings/watch";
import type { Alert } from "./alert";
import { WATCHDOG } from "./alerts/monitoring";
import { receiverConfig, secretFile } from "./receivers";

type Severity = Receiver["severities"][number];
export interface AlertmanagerArgs extends Pick<Watch, "receivers" | "deadMansSwitch"> {
    workingHours?: Watch["workingHours"];
    /** The region that it speaks for. */
    region: string;
}

const WORKING_HOURS = "working-hours";

/**
 * Who is told of a service's alerts: a receiver that names the service takes the place of those of its kind that name
 * none, so that nobody is paged twice.
 */
function takers(receivers: readonly Receiver[], severity: Severity, service?: Service): Receiver[] {
    const willing = receivers.filter(({ severities }) => severities.includes(severity));
    const named = willing.filter(({ services }) => service !== undefined && services?.includes(service));
    const replaced = new Set(named.map(({ type }) => KINDS[type]));
    return [...named, ...willing.filter(({ services, type }) => !services && !replaced.has(KINDS[type]))];
}

function route({ receivers, workingHours }: AlertmanagerArgs, service?: Service) {
    return {
        receiver: OWN_RECEIVERS.nobody,
        ...(service && { matchers: [`service="${service}"`] }),
        routes: (["critical", "warning"] as const).flatMap((severity) =>
            takers(receivers, severity, service).map(({ name }) => ({
                receiver: name,
                matchers: [`severity="${severity}"`],
                continue: true,
                ...(severity === "warning" && workingHours && { active_time_intervals: [WORKING_HOURS] }),
            })),
        ),
    };
}

/** A symptom is not sent while its cause is, in the same cluster and on the same thing. */
function inhibitions(alerts: readonly Alert[]) {
    const rules = new Map<string, { cause: string; sharing: readonly string[]; symptoms: string[] }>();
    for (const { name, symptomOf } of alerts)
        for (const { alert, sharing } of symptomOf) {
            const key = [alert, ...sharing].join();
            const rule = rules.get(key) ?? { cause: alert, sharing, symptoms: [] };
            rule.symptoms.push(name);
            rules.set(key, rule);
        }
    return [...rules.values()].map(({ cause, sharing, symptoms }) => ({
        source_matchers: [`alertname="${cause}"`],
        target_matchers: [`alertname=~"${symptoms.join("|")}"`],
        equal: ["cluster", ...sharing],
    }));
}

/** The configuration of Alertmanager: each alert reaches every receiver that asks for it, once. @meets S0-21, S1-01, S1-04 */
export function alertmanagerConfig(args: AlertmanagerArgs, alerts: readonly Alert[]) {
    const { receivers, deadMansSwitch, workingHours, region } = args;
    const services = [...new Set(receivers.flatMap((receiver) => receiver.services ?? []))].sort();
    const every = `${deadMansSwitch.minutes}m`;
    return {
        route: {
            receiver: OWN_RECEIVERS.nobody,
            group_by: ["alertname", "service", "cluster"],
            group_wait: "30s",
            // Also the time that a receiver has to answer.
            group_interval: "5m",
            repeat_interval: "4h",
            routes: [
                {
                    receiver: OWN_RECEIVERS.deadMansSwitch,
                    matchers: [`alertname="${WATCHDOG}"`],
                    group_wait: "0s",
                    group_interval: every,
                    repeat_interval: every,
                },
                ...services.map((service) => route(args, service)),
                route(args),
            ],
        },
        ...(workingHours && {
            time_intervals: [
                {
                    name: WORKING_HOURS,
                    time_intervals: [
                        {
                            location: workingHours.timeZone,
                            weekdays: workingHours.days,
                            times: [{ start_time: workingHours.from, end_time: workingHours.to }],
                        },
                    ],
                },
            ],
        }),
        inhibit_rules: [
            ...inhibitions(alerts),
            {
                source_matchers: ['severity="critical"'],
                target_matchers: ['severity="warning"'],
                equal: ["service", "cluster", "namespace", "pod"],
            },
        ],
        receivers: [
            { name: OWN_RECEIVERS.nobody },
            {
                name: OWN_RECEIVERS.deadMansSwitch,
                // A call says that alerts work; there is nothing to tell when they no longer do.
                webhook_configs: [{ url_file: secretFile(switchSecret(deadMansSwitch, region)), send_resolved: false }],
            },
            ...receivers.map(receiverConfig),
        ],
    };
}
