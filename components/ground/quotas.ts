import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Contacts } from "./contacts";
import type { Google } from "./google";

/** Share of a quota at which there is still time to ask Google for more: an answer can take days. */
const WARN_AT = 0.8;

const quota = (metric: string) => `serviceruntime_googleapis_com:quota_${metric}{monitored_resource="consumer_quota"}`;

/**
 * Limits are reported once a day and usage as often as it changes, at least once a day: the last value of 25 hours is
 * the present one (Google's list of metrics, serviceruntime). Of several limits on one quota the lowest counts.
 */
export const NEARLY_USED_UP = `max by (service, quota_metric, location) (last_over_time(${quota("allocation_usage")}[25h]))
/ on (service, quota_metric, location)
min by (service, quota_metric, location) (last_over_time(${quota("limit")}[25h]) > 0)
> ${WARN_AT}`;

/** Google's own alerts on its quotas: a node or an address that cannot be had is found out when it is needed most. */
export class Quotas extends pulumi.ComponentResource {
    constructor(name: string, args: { google: Google; contacts: Contacts }, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:Quotas", name, {}, opts);
        new gcp.monitoring.AlertPolicy(
            name,
            {
                displayName: "Quotas of the project",
                combiner: "OR",
                severity: "WARNING",
                conditions: [
                    {
                        displayName: "A request was refused because a quota is used up",
                        conditionThreshold: {
                            filter: [
                                'metric.type="serviceruntime.googleapis.com/quota/exceeded"',
                                'resource.type="consumer_quota"',
                            ].join(" AND "),
                            aggregations: [{ alignmentPeriod: "300s", perSeriesAligner: "ALIGN_COUNT_TRUE" }],
                            comparison: "COMPARISON_GT",
                            thresholdValue: 0,
                            duration: "0s",
                        },
                    },
                    {
                        displayName: `More than ${WARN_AT * 100} % of a quota is used`,
                        conditionPrometheusQueryLanguage: {
                            query: NEARLY_USED_UP,
                            duration: "600s",
                            evaluationInterval: "300s",
                        },
                    },
                ],
                notificationChannels: args.contacts.channels,
                alertStrategy: { autoClose: `${86400}s` },
                documentation: {
                    mimeType: "text/markdown",
                    content:
                        "Ask for more under IAM & Admin, Quotas & System Limits: filter by the `quota_metric` and `location` " +
                        "of the incident. Nodes, addresses and disks that cannot be had are not seen until something scales " +
                        "or moves to another region.",
                },
            },
            { parent: this, provider: args.google.provider, dependsOn: args.google.ready },
        );
        this.registerOutputs();
    }
}
