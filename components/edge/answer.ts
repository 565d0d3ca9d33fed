import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Google } from "../ground/google";
import type { Front } from "./front";
import { googleName } from "./google-name";
import type { Zone } from "./zone";

export interface AnswerArgs {
    google: Google;
    zone: Zone;
    host: string;
    /** Path that answers 200 where a region is alive. */
    alive: string;
    /** The first is named to everybody; the others only while it does not answer. */
    fronts: readonly Front[];
}

/** Seconds that resolvers keep an answer. */
const TTL = 60;

/** Where Google asks from, on three continents; it takes exactly three, at most every 30 seconds. */
const PROBES = { sourceRegions: ["europe-west3", "us-east4", "asia-southeast1"], checkIntervalSec: 30 };

/** What DNS says of a host: the address of the first region, and of another while Google's probes do not reach it. */
export class Answer extends pulumi.ComponentResource {
    constructor(name: string, args: AnswerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:edge:Answer", name, {}, opts);
        const [first, ...others] = args.fronts;
        if (!first) throw new pulumi.RunError(`${args.host} has no region that answers; name one in edge.regions`);
        const record = { name: `${args.host}.`, type: "A", ttl: TTL };

        if (others.length === 0) args.zone.add(name, { ...record, rrdatas: [first.address] });
        else
            args.zone.add(name, {
                ...record,
                routingPolicy: {
                    healthCheck: this.probe(name, args).id,
                    primaryBackup: {
                        primary: { externalEndpoints: [first.address] },
                        backupGeos: others.map(({ region, address }) => ({
                            location: region,
                            healthCheckedTargets: { externalEndpoints: [address] },
                        })),
                    },
                },
            });
        this.registerOutputs();
    }

    private probe(name: string, { google, host, alive }: AnswerArgs): gcp.compute.HealthCheck {
        return new gcp.compute.HealthCheck(
            name,
            {
                name: googleName("edge", host),
                ...PROBES,
                timeoutSec: 5,
                healthyThreshold: 2,
                unhealthyThreshold: 2,
                httpsHealthCheck: { port: 443, host, requestPath: alive },
                logConfig: { enable: true },
            },
            { parent: this, provider: google.provider, dependsOn: google.ready },
        );
    }
}
