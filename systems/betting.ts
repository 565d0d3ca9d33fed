import * as pulumi from "@pulumi/pulumi";
import { Namespace } from "../components/boundary/namespace";
import { AllowedPaths } from "../components/boundary/paths";
import type { Backend, Exposed, Route } from "../components/edge/route";
import type { Ground } from "../components/ground/ground";
import { Identity } from "../components/ground/identity";
import { Secret } from "../components/ground/secret";
import type { Betting as BettingSettings } from "../components/settings/betting";
import type { Alert } from "../components/watch/alert";
import { scrape } from "../components/watch/scrape";
import type { Watched } from "../components/watch/watch";
import type { Site } from "../components/workload/site";
import { API_METRICS, API_PROBES, PORTS, secretEnv, secretFile } from "./betting-env";
import { apiSecrets, keeperSecrets } from "./betting-integrations";
import { API, bettingPaths, CANDIDATE, keeperPods, MIGRATE, NAMESPACE, ODDS, SETTLER, UI } from "./betting-paths";
import { bettingRoutes } from "./betting-routes";
import type { Actor, Place } from "./betting-workloads";
import {
    DATABASE,
    declareApi,
    declareKeeper,
    declareMigration,
    declareOdds,
    declarePages,
    declareSettler,
} from "./betting-workloads";

export interface BettingArgs {
    ground: Ground;
    sites: readonly Site[];
    settings: BettingSettings;
    /** Names under which the internet reaches it. */
    hosts: readonly string[];
}

const DATABASE_ROLES = ["roles/cloudsql.client", "roles/cloudsql.instanceUser"];

/**
 * The betting platform of seed document 003. What people reach signs nothing: the API runs a second time, alone and away
 * from the internet, with the key that settles bets, and each keeper runs once with a key of its own.
 */
export class Betting extends pulumi.ComponentResource implements Watched, Exposed {
    readonly routes: readonly Route[];
    readonly namespaces: Readonly<Record<string, Namespace>>;
    readonly alerts: readonly Alert[] = [];
    readonly scrapes = [API, SETTLER].map((pods) => scrape(pods, API_METRICS));

    constructor(name: string, args: BettingArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:systems:Betting", name, {}, opts);
        const { ground, settings, hosts } = args;
        const { play, flash, images, ui } = settings;
        this.routes = bettingRoutes(hosts, settings, backends(settings));

        const actor = (app: string, description: string, variables: readonly string[] = [], roles: string[] = []) =>
            this.actor(`${name}-${app}`, args, { app, description, variables, roles });
        const pages = [{ ...actor(UI.pods, "web UI"), image: images.ui }];
        if (ui.candidate) pages.push({ ...actor(CANDIDATE.pods, "web UI, next"), image: ui.candidate.image });
        const migrate = actor(MIGRATE.pods, "migration of the database", [], DATABASE_ROLES);
        const apiVariables = [
            "JWT_SECRET",
            ...apiSecrets(settings),
            ...(play.autoFunding ? ["FUNDING_SOURCE_KEY"] : []),
        ];
        const api = actor(API.pods, "API", apiVariables, DATABASE_ROLES);
        const settler = actor(SETTLER.pods, "settlement", ["JWT_SECRET", "SETTLEMENT_KEYPAIR"], DATABASE_ROLES);
        const odds = flash && { flash, ...actor(ODDS.pods, "odds proxy") };
        const keepers = Object.entries(settings.keepers).map(([keeper, its]) => {
            const variables = ["KEEPER_KEYPAIR", ...keeperSecrets(its.reads, settings)];
            return { its, ...actor(keeperPods(keeper).pods, `keeper ${keeper}`, variables) };
        });
        const users = { api: api.identity, settler: settler.identity };
        const logins = ground.database.add(DATABASE, migrate.identity, users);

        const places = args.sites.map((site) => this.place(name, site, args));
        this.namespaces = Object.fromEntries(places.map(({ site, namespace }) => [site.region, namespace]));
        // Everywhere waits for the one site in which it runs, since all use the same database.
        const migrated = places.map((place) => declareMigration(place, migrate, logins));
        for (const place of places) {
            for (const page of pages) declarePages(place, page, page.image);
            declareApi(place, api, migrated);
            declareSettler(place, settler, migrated);
            if (odds) declareOdds(place, odds, odds.flash);
            for (const keeper of keepers) declareKeeper(place, keeper, keeper.its);
        }
        this.registerOutputs();
    }

    /** A workload's identity and its secrets, which a person puts in: one for each variable, read by nobody else. */
    private actor(
        name: string,
        { ground: { google, secretManager } }: BettingArgs,
        { app, description, variables, roles }: ActorArgs,
    ): Actor {
        const child = { parent: this };
        const actsFor = { namespace: NAMESPACE, serviceAccount: app };
        const identity = new Identity(
            name,
            { google, description: `Betting platform: ${description}`, actsFor, roles },
            child,
        );
        const files = variables.map((variable) => {
            const file = secretFile(variable);
            return [file, new Secret(`${name}-${file}`, { manager: secretManager, reader: identity }, child)];
        });
        return { app, identity, files: Object.fromEntries(files), env: secretEnv(variables) };
    }

    private place(name: string, site: Site, { ground, settings, hosts }: BettingArgs): Place {
        const opts = { parent: this };
        const namespace = new Namespace(
            `${name}-${site.region}`,
            { cluster: site.cluster, namespace: NAMESPACE, quota: { cpu: 80, memoryGb: 200, pods: 120 } },
            opts,
        );
        const paths = bettingPaths(settings, {
            privateServices: ground.network.privateServices,
            exposed: hosts.length > 0,
            scrapes: this.scrapes,
        });
        new AllowedPaths(`${name}-paths-${site.region}`, { namespace, paths }, opts);
        return { site, namespace, ground, settings, hosts, opts };
    }
}

interface ActorArgs {
    app: string;
    description: string;
    /** Variables of the application whose values are secret. */
    variables: readonly string[];
    roles: string[];
}

/** What the load balancer sends requests to. */
function backends({ ui: { candidate } }: BettingSettings): Record<"ui" | "api" | "odds", Backend> {
    const backend = ({ pods }: { pods: string }, port: number, readiness: string) => ({
        namespace: NAMESPACE,
        workload: pods,
        port,
        readiness,
        // People leave a page open, and with it a WebSocket or a stream of odds.
        timeoutSeconds: 3600,
    });
    return {
        ui: {
            ...backend(UI, PORTS.ui, "/"),
            ...(candidate && { candidate: { workload: CANDIDATE.pods, percent: candidate.percent } }),
        },
        api: backend(API, PORTS.api, API_PROBES.readiness),
        odds: backend(ODDS, PORTS.odds, "/health"),
    };
}
