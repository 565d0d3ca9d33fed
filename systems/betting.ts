import type { Backend, Route } from "../components/edge/route";
import { Secret } from "../components/ground/secret";
import type { Betting as BettingSettings } from "../components/settings/betting";
import { bettingAlerts } from "../components/watch/alerts/betting";
import { scrape } from "../components/watch/scrape";
import { API_METRICS, API_PROBES, PORTS, secretEnv, secretFile } from "./betting-env";
import { apiSecrets, keeperSecrets } from "./betting-integrations";
import { API, bettingPaths, CANDIDATE, keeperPods, MIGRATE, NAMESPACE, ODDS, SETTLER, UI } from "./betting-paths";
import { bettingRoutes } from "./betting-routes";
import type { Actor } from "./betting-workloads";
import {
    DATABASE,
    declareApi,
    declareKeeper,
    declareMigration,
    declareOdds,
    declarePages,
    declareSettler,
} from "./betting-workloads";
import { type Contracts, System, type SystemArgs } from "./system";

export type BettingArgs = Omit<SystemArgs<BettingSettings>, "network">;

const DATABASE_ROLES = ["roles/cloudsql.client", "roles/cloudsql.instanceUser"];
/** Of github.com/gary322/flashbets at 49cd28b. */
const READS = "reads each secret from the file that <NAME>_FILE names, where its source wants <NAME> itself";
const CONTRACTS: Contracts = {
    [API.pods]: [READS, "reads the address of Redis from the file REDIS_URL_FILE"],
    [SETTLER.pods]: [READS],
};
const QUOTA = { cpu: 80, memoryGb: 200, pods: 120 };

/**
 * The betting platform of seed document 003. What people reach signs nothing: the API runs a second time, alone and away
 * from the internet, with the key that settles bets, and each keeper runs once with a key of its own. @meets S3-01, S3-06
 */
export class Betting extends System {
    override readonly routes: readonly Route[];
    override readonly alerts = bettingAlerts({ api: API.pods });
    override readonly scrapes = [API, SETTLER].map((pods) => scrape(pods, API_METRICS));

    constructor(name: string, args: BettingArgs) {
        super("slipway:systems:Betting", name, args, CONTRACTS);
        const { ground, settings, sites, hosts } = args;
        const { play, flash, images, ui } = settings;
        this.routes = bettingRoutes(hosts, settings, backends(settings));

        /** An identity and its secrets, which a person puts in: one for each variable, read by nobody else. */
        const actor = (app: string, variables: readonly string[] = [], roles: readonly string[] = []): Actor => {
            const identity = this.identity(app, `Betting platform: ${app}`, roles);
            const args = { manager: ground.secretManager, reader: identity };
            const files = variables.map((variable) => {
                const file = secretFile(variable);
                return [file, new Secret(`${name}-${app}-${file}`, args, this.child)];
            });
            return { app, identity, files: Object.fromEntries(files), env: secretEnv(variables) };
        };
        const pages = [{ ...actor(UI.pods), image: images.ui }];
        if (ui.candidate) pages.push({ ...actor(CANDIDATE.pods), image: ui.candidate.image });
        const migrate = actor(MIGRATE.pods, [], DATABASE_ROLES);
        const funding = play.autoFunding ? ["FUNDING_SOURCE_KEY"] : [];
        const api = actor(API.pods, ["JWT_SECRET", ...apiSecrets(settings), ...funding], DATABASE_ROLES);
        const settler = actor(SETTLER.pods, ["JWT_SECRET", "SETTLEMENT_KEYPAIR"], DATABASE_ROLES);
        const odds = flash && { ...actor(ODDS.pods), flash };
        const keepers = Object.entries(settings.keepers).map(([keeper, its]) => ({
            ...actor(keeperPods(keeper).pods, ["KEEPER_KEYPAIR", ...keeperSecrets(its.reads, settings)]),
            its,
        }));
        const users = { api: api.identity, settler: settler.identity };
        const logins = ground.database.add(DATABASE, migrate.identity, users);

        const { privateServices } = ground.network;
        const paths = bettingPaths(settings, { privateServices, exposed: hosts.length > 0, scrapes: this.scrapes });
        const places = sites.map((site) => {
            const namespace = this.place(site, QUOTA, paths);
            return { site, namespace, ground, settings, hosts, opts: this.child };
        });
        // Everywhere waits for the one site in which it runs, since all use the same database.
        const migrated = places.map((place) => declareMigration(place, migrate, users, logins));
        for (const place of places) {
            for (const page of pages) declarePages(place, page, page.image);
            declareApi(place, api, migrated);
            declareSettler(place, settler, migrated);
            if (odds) declareOdds(place, odds, odds.flash);
            for (const keeper of keepers) declareKeeper(place, keeper, keeper.its);
        }
        this.registerOutputs();
    }
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
