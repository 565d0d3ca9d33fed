import { isOpen, reader } from "../constraint";
import { memo } from "../memo";
import type { StackFinding } from "../rule";
import type { Stack } from "../stack";
import { asText, isMap, isUnknown, listOf, own } from "../value";
import { alertmanagers, ownName, receiversOf } from "./alertmanager";

export const RULES = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";

/** How a receiver reaches a person at once. */
const PAGING =
    /^(pagerduty|opsgenie|victorops|webhook|sns|pushover|slack|email|msteams|telegram|discord|webex)_configs$/;

/** A watchdog's receiver waits for the alert to stop coming: word that it is over would wake it. */
const DEAD_MAN = /^webhook_/;

/** An alert says what to do and how bad it is, and reaches somebody. */
export function* alerts(stack: Stack): Iterable<StackFinding> {
    const reached = memo((severity) => reaches(stack, severity));
    function* routed(severity: string, subject: StackFinding["subject"], path: string): Iterable<StackFinding> {
        if (reached(severity) === "open") yield { subject, path, undetermined: "where alerts go comes from elsewhere" };
        else if (!reached(severity))
            yield {
                subject,
                path,
                found: `"${severity}", which no receiver is told`,
                wanted: "a route to a receiver that tells somebody",
            };
    }
    for (const subject of stack.subjects) {
        if (subject.type !== RULES) continue;
        const groups = reader("spec.groups")(subject.resource.props);
        if (isOpen(groups)) yield { subject, path: "spec.groups", undetermined: "the rules come from elsewhere" };
        for (const [index, group] of listOf(isOpen(groups) ? undefined : groups).entries())
            for (const [at, rule] of listOf(own(group, "rules")).entries()) {
                if (own(rule, "alert") === undefined) continue;
                const path = `spec.groups[${index}].rules[${at}]`;
                const runbook = reader("annotations.runbook_url")(rule);
                const severity = reader("labels.severity")(rule);
                const wanted = { runbook: "the address of a runbook", severity: "critical, warning or info" };
                if (isOpen(runbook))
                    yield {
                        subject,
                        path: `${path}.annotations.runbook_url`,
                        undetermined: "the value comes from elsewhere",
                    };
                else if (!/^https?:\/\/\S+/.test(asText(runbook ?? "")))
                    yield {
                        subject,
                        path: `${path}.annotations.runbook_url`,
                        found: "nothing",
                        wanted: wanted.runbook,
                    };
                if (isOpen(severity))
                    yield { subject, path: `${path}.labels.severity`, undetermined: "the value comes from elsewhere" };
                else if (typeof severity !== "string" || severity === "")
                    yield { subject, path: `${path}.labels.severity`, found: "nothing", wanted: wanted.severity };
                else if (severity !== "info") yield* routed(severity, subject, `${path}.labels.severity`);
            }
    }
}

/** Whether an alert of this severity reaches a receiver that tells somebody; true where the stack declares no routes. */
function reaches(stack: Stack, severity: string): boolean | "open" {
    const configured = alertmanagers(stack);
    const reached = configured.map(({ path, route, receivers }) => {
        if (!isMap(route) || isUnknown(receivers)) return "open";
        const { names, open } = receiversOf({ path: `${path}.route`, route }, severity);
        const telling = listOf(receivers).some((receiver) => {
            const named = names.has(asText(own(receiver, "name")));
            return (
                named &&
                isMap(receiver) &&
                Object.entries(receiver).some(([key, value]) => PAGING.test(ownName(key)) && listOf(value).length > 0)
            );
        });
        return telling || (open ? "open" : false);
    });
    if (configured.length === 0 || reached.includes(true)) return true;
    return reached.includes("open") ? "open" : false;
}

/** Who is told that something broke is told that it works again. */
export function* resolved(stack: Stack): Iterable<StackFinding> {
    for (const { subject, path, receivers } of alertmanagers(stack))
        for (const [index, receiver] of listOf(receivers).entries())
            for (const [key, value] of Object.entries(isMap(receiver) ? receiver : {})) {
                const name = ownName(key);
                for (const [at, one] of (PAGING.test(name) ? listOf(value) : []).entries()) {
                    const setting = key === name ? "send_resolved" : "sendResolved";
                    const place = `${path}.receivers[${index}].${key}[${at}].${setting}`;
                    const found = own(one, setting);
                    // Slack and mail are silent about it unless told; the others tell by default.
                    const silent =
                        found === undefined
                            ? /^(slack|email|webex)_/.test(name)
                            : found === false && !DEAD_MAN.test(name);
                    if (isUnknown(found))
                        yield { subject, path: place, undetermined: "the value comes from elsewhere" };
                    else if (silent)
                        yield { subject, path: place, found: found === false ? "false" : "nothing", wanted: "true" };
                }
            }
}
