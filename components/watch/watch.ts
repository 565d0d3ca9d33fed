import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Pods } from "../boundary/paths";
import type { Ground } from "../ground/ground";
import { Identity } from "../ground/identity";
import { Secret } from "../ground/secret";
import { receiverSecret } from "../settings/receivers";
import type { Watch as WatchSettings } from "../settings/watch";
import { switchSecret } from "../settings/watch";
import type { Site } from "../workload/site";
import type { Alert } from "./alert";
import type { Answered } from "./ground";
import { groundAlerts, watchGround } from "./ground";
import { Monitoring } from "./monitoring";
import { SMTP_PORT } from "./receivers";
import type { Scrape } from "./scrape";
import { EXTERNAL_SECRETS } from "./scrape";
import { declareTracer } from "./traces";

/** What a system gives to be watched. */
export interface Watched {
    scrapes: readonly Scrape[];
    /** What sends traces. */
    traced?: readonly Pods[];
    alerts: readonly Alert[];
    /** What it answers to the internet. */
    routes: readonly Answered[];
}

export interface WatchArgs extends WatchSettings {
    /** The network that the stack serves. */
    network: string;
    ground: Ground;
    sites: readonly Site[];
    systems: readonly Watched[];
}

/** Metrics, alerts and the people they reach: each site watches itself. */
export class Watch extends pulumi.ComponentResource {
    constructor(name: string, args: WatchArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:watch:Watch", name, {}, opts);
        const child = { parent: this };
        const { google, secretManager } = args.ground;

        const reader = new Identity(
            `${name}-alertmanager`,
            {
                google,
                description: "Monitoring: reads what receivers and the remote store need",
                actsFor: { namespace: "monitoring", serviceAccount: "alertmanager" },
            },
            child,
        );
        const declared = (names: readonly string[]) =>
            Object.fromEntries(
                [...new Set(names)].map((secret) => [
                    secret,
                    new Secret(secret, { manager: secretManager, reader }, child),
                ]),
            );
        const secrets = declared(args.receivers.map((receiver) => receiverSecret(receiver).id));
        const { remoteWrite, tracing } = args;
        const remoteWritePassword =
            remoteWrite && new Secret(remoteWrite.password, { manager: secretManager, reader }, child);
        const tracer = tracing && declareTracer(name, google, child);
        const alerts = [...groundAlerts(args.ground), ...args.systems.flatMap((system) => system.alerts)];
        if (args.receivers.some(({ type }) => type === "opsgenie"))
            pulumi.log.warn("Atlassian ends the support of Opsgenie on 2027-04-05; use a receiver of type jira", this);
        if (args.receivers.some(({ type }) => type === "email")) this.letMailOut(name, args.ground);
        for (const site of args.sites)
            new Monitoring(
                `monitoring-${site.region}`,
                {
                    site,
                    reader,
                    secrets: { ...secrets, ...declared([switchSecret(args.deadMansSwitch, site.region)]) },
                    remoteWritePassword,
                    tracer,
                    traced: args.systems.flatMap(({ traced = [] }) => traced),
                    alerts: alerts.filter(({ activeOnly }) => site.active || !activeOnly),
                    scrapes: [EXTERNAL_SECRETS, ...args.systems.flatMap((system) => system.scrapes)].filter(
                        ({ region }) => region === undefined || region === site.region,
                    ),
                    settings: args,
                    network: args.network,
                },
                child,
            );
        watchGround(name, { ...args, routes: args.systems.flatMap((system) => system.routes) }, child);
        this.registerOutputs();
    }

    /** The firewall lets nodes reach the internet on port 443 alone; a network policy keeps this to Alertmanager. */
    private letMailOut(name: string, { google, network }: Ground): void {
        new gcp.compute.Firewall(
            `${name}-allow-mail`,
            {
                name: `${name}-allow-mail`,
                network: network.network.id,
                description: "Alertmanager sends mail; network policies decide which pods",
                direction: "EGRESS",
                priority: 2000,
                destinationRanges: ["0.0.0.0/0"],
                allows: [{ protocol: "tcp", ports: [String(SMTP_PORT)] }],
            },
            { parent: this, provider: google.provider },
        );
    }
}
