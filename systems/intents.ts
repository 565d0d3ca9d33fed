import type { Route } from "../components/edge/route";
import type { Intents as IntentsSettings } from "../components/settings/intents";
import { intentsAlerts } from "../components/watch/alerts/intents";
import type { Scrape } from "../components/watch/scrape";
import { Workload } from "../components/workload/workload";
import { coordinatorContracts, coordinatorOf } from "./intents-coordinator";
import { declareOracle } from "./intents-oracle";
import { intentsPaths, intentsScrapes } from "./intents-paths";
import { relayerOf } from "./intents-relayer";
import { intentsRoutes } from "./intents-routes";
import {
    CANDIDATE,
    COORDINATOR,
    COORDINATOR_PORTS,
    NAMESPACE,
    ORACLE,
    RELAYER,
    url,
    WEB,
    WEB_PORT,
    websOf,
} from "./intents-shape";
import { System, type SystemArgs } from "./system";

const WEB_READINESS = "/";
const QUOTA = { cpu: 40, memoryGb: 160, pods: 60 };

/**
 * The intents solver of seed document 000: a coordinator that runs exactly once, its web UI, Postgres and Redis, and if
 * the stack file says so an oracle sidecar and a relayer of its own.
 */
export class Intents extends System {
    override readonly routes: readonly Route[];
    override readonly alerts;
    override readonly scrapes: readonly Scrape[];

    constructor(name: string, args: SystemArgs<IntentsSettings>) {
        super("slipway:systems:Intents", name, args, coordinatorContracts(args.settings));
        const { child } = this;
        const { ground, hosts, settings, sites } = args;
        const { candidate, replicas } = settings.web;
        const { sidecar, stalenessSeconds } = settings.oracle;
        const { hermes } = settings.relayer;
        this.scrapes = intentsScrapes(settings);
        this.alerts = intentsAlerts({ stalenessSeconds, drainSeconds: settings.coordinator.drainSeconds });
        this.routes = intentsRoutes(hosts, {
            namespace: NAMESPACE,
            workload: WEB.pods,
            port: WEB_PORT,
            readiness: WEB_READINESS,
            // People leave a page with a WebSocket open.
            timeoutSeconds: 3600,
            ...(candidate && { candidate: { workload: CANDIDATE.pods, percent: candidate.percent } }),
        });

        const identity = (workload: string, roles: readonly string[] = []) =>
            this.identity(workload, `Intents solver: ${workload}`, roles);
        const settler = identity(COORDINATOR.pods, ["roles/cloudsql.client", "roles/cloudsql.instanceUser"]);
        const coordinator = coordinatorOf(name, { ...args, identity: settler }, child);
        const pages = websOf(settings).map((web) => ({ ...web, identity: identity(web.pods) }));
        const oracle = sidecar && { sidecar, stalenessSeconds, identity: identity(ORACLE.pods) };
        const relayer =
            hermes &&
            relayerOf(
                `${name}-${RELAYER.pods}`,
                { settings, image: hermes.image, identity: identity(RELAYER.pods), manager: ground.secretManager },
                child,
            );

        const paths = intentsPaths(settings, ground.network.privateServices, hosts.length > 0);
        for (const site of sites) {
            const place = { site, namespace: this.place(site, QUOTA, paths) };
            coordinator(place);
            for (const { pods: app, image, identity } of pages)
                new Workload(
                    `${app}-${site.region}`,
                    {
                        ...place,
                        app,
                        image,
                        scale: { replicas },
                        ports: { http: WEB_PORT },
                        resources: { cpu: "100m", memory: "128Mi" },
                        probes: { startup: WEB_READINESS, readiness: WEB_READINESS, liveness: WEB_READINESS },
                        identity,
                        env: { COORDINATOR_URL: url(COORDINATOR, COORDINATOR_PORTS.http) },
                    },
                    child,
                );
            if (oracle) declareOracle(`${ORACLE.pods}-${site.region}`, { ...place, ...oracle }, child);
            relayer?.(place);
        }
        this.registerOutputs();
    }
}
