import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Contacts } from "./contacts";
import type { Google } from "./google";

/** Audit log of what changes something; reads are in others. */
const ACTIVITY = 'log_id("cloudaudit.googleapis.com/activity")';
const WHO = "protoPayload.authenticationInfo.principalEmail";

/** What of the audit log people are told, and what they do about it. */
const TOLD = ({ project }: Google) => ({
    "changed-by-hand": {
        title: "Somebody changed something by hand",
        // Programs of Google and of ours are service accounts; parts of Kubernetes have no address at all.
        filter: `${ACTIVITY} AND ${WHO}=~"@" AND NOT ${WHO}=~"gserviceaccount[.]com$"`,
        todo:
            "What was changed is no longer what was approved: the next update sets it back, or fails on it. If it was " +
            "one of docs/runbooks, say so in the incident. If nobody knows of it, take away that person's access first.",
    },
    "update-failed": {
        title: "An update of the stack could not do something",
        filter: `${ACTIVITY} AND ${WHO}="deployer-apply@${project}.iam.gserviceaccount.com" AND severity>=ERROR`,
        todo:
            "The update stopped in the middle. Read its log in the workflow `deploy`, then docs/governance.md: the bundle " +
            "is spent, and what comes next is a new one.",
    },
});

/**
 * Google's own alerts on changes of the project that did not come from an approved update, and on updates that failed, as
 * they happen; what else differs, the workflow `drift` finds each morning.
 */
export class Changes extends pulumi.ComponentResource {
    constructor(name: string, args: { google: Google; contacts: Contacts }, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:Changes", name, {}, opts);
        const { google, contacts } = args;
        for (const [what, { title, filter, todo }] of Object.entries(TOLD(google)))
            new gcp.monitoring.AlertPolicy(
                `${name}-${what}`,
                {
                    displayName: title,
                    combiner: "OR",
                    severity: "WARNING",
                    conditions: [
                        {
                            displayName: title,
                            conditionMatchedLog: {
                                filter,
                                labelExtractors: {
                                    who: `EXTRACT(${WHO})`,
                                    what: "EXTRACT(protoPayload.methodName)",
                                },
                            },
                        },
                    ],
                    notificationChannels: contacts.channels,
                    // An alert on logs has to say how often it may be told; it has no end but this.
                    alertStrategy: { notificationRateLimit: { period: "300s" }, autoClose: "86400s" },
                    documentation: { mimeType: "text/markdown", content: todo },
                },
                { parent: this, provider: google.provider, dependsOn: google.ready },
            );
        this.registerOutputs();
    }
}
