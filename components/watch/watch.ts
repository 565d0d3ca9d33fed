import * as pulumi from "@pulumi/pulumi";
import type { Ground } from "../ground/ground";
import { Identity } from "../ground/identity";
import { Secret } from "../ground/secret";
import type { Watch as WatchSettings } from "../settings/watch";
import type { Site } from "../workload/site";
import type { Alert } from "./alert";
import { Monitoring } from "./monitoring";
import { receiverSecret } from "./receivers";
import type { Scrape } from "./scrape";

/** What a system gives to be watched. */
export interface Watched {
    scrapes: readonly Scrape[];
    alerts: readonly Alert[];
}

export interface WatchArgs extends WatchSettings {
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
                description: "Alertmanager: reads what its receivers need",
                actsFor: { namespace: "monitoring", serviceAccount: "alertmanager" },
            },
            child,
        );
        const names = [...new Set(args.receivers.map(receiverSecret))];
        const secrets = Object.fromEntries(
            names.map((secret) => [secret, new Secret(secret, { manager: secretManager, reader }, child)]),
        );
        for (const site of args.sites)
            new Monitoring(
                `monitoring-${site.region}`,
                {
                    site,
                    reader,
                    secrets,
                    alerts: args.systems.flatMap((system) => system.alerts),
                    scrapes: args.systems
                        .flatMap((system) => system.scrapes)
                        .filter(({ region }) => region === undefined || region === site.region),
                    settings: args,
                },
                child,
            );
        this.registerOutputs();
    }
}
