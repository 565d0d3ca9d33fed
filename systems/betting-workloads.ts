import type * as pulumi from "@pulumi/pulumi";
import type { Namespace } from "../components/boundary/namespace";
import type { Ground } from "../components/ground/ground";
import type { Identity } from "../components/ground/identity";
import { Secret } from "../components/ground/secret";
import type { Betting, Keeper } from "../components/settings/betting";
import { databaseUrl } from "../components/workload/database-proxy";
import { GateJob } from "../components/workload/gate-job";
import { ScheduledJob } from "../components/workload/scheduled-job";
import type { Site } from "../components/workload/site";
import { Workload } from "../components/workload/workload";
import { API_METRICS, API_PROBES, apiEnv, chainEnv, connectedEnv, PORTS, SETTLER_ENV } from "./betting-env";
import { redisFiles } from "./redis";

/** Where a workload runs, and what all of them are made from. */
export interface Place {
    site: Site;
    namespace: Namespace;
    ground: Ground;
    settings: Betting;
    /** Names under which the internet reaches the platform. */
    hosts: readonly string[];
    opts: pulumi.ComponentResourceOptions;
}

/** A workload's identity, and what only it reads. */
export interface Actor {
    app: string;
    identity: Identity;
    /** File name to secret. */
    files: Record<string, Secret>;
    /** Where the program finds those files. */
    env: Record<string, string>;
}

export const DATABASE = "betting_platform";

const named = ({ site, namespace }: Place, { app }: Actor) => `${namespace.namespace}-${app}-${site.region}`;
const runs = ({ site, namespace }: Place, { app, identity }: Actor) => ({ site, namespace, app, identity });
const resources = ({ cpu, memoryGb }: { cpu: number; memoryGb: number }) => ({
    cpu: String(cpu),
    memory: `${memoryGb}Gi`,
});
const databaseOf = ({ identity }: Actor) => identity.databaseUser.apply((user) => databaseUrl(DATABASE, user));

const everywhere = (path: string) => ({ startup: path, readiness: path, liveness: path });

/** Brings the schema up to date; it makes the tables and grants the others rights on them. */
export const declareMigration = (
    place: Place,
    actor: Actor,
    users: { api: Identity; settler: Identity },
    logins: readonly pulumi.Resource[],
): GateJob =>
    new GateJob(
        named(place, actor),
        {
            ...runs(place, actor),
            image: place.settings.images.migrate,
            resources: { cpu: "250m", memory: "256Mi" },
            env: {
                DATABASE_URL: databaseOf(actor),
                API_DATABASE_USER: users.api.databaseUser,
                SETTLER_DATABASE_USER: users.settler.databaseUser,
            },
            database: place.ground.database,
            deadlineSeconds: 1800,
            after: logins,
        },
        place.opts,
    );

export const declarePages = (place: Place, actor: Actor, image: string): Workload =>
    new Workload(
        named(place, actor),
        {
            ...runs(place, actor),
            image,
            scale: { replicas: place.settings.ui.replicas },
            ports: { http: PORTS.ui },
            resources: { cpu: "250m", memory: "512Mi" },
            probes: everywhere("/"),
            env: { HOSTNAME: "0.0.0.0", PORT: String(PORTS.ui), NODE_ENV: "production" },
        },
        place.opts,
    );

/** The API as people reach it, with a cache in its region. */
export function declareApi(place: Place, actor: Actor, migrated: readonly pulumi.Resource[]): Workload {
    const { ground, settings, site, namespace } = place;
    const cache = ground.cache(site.region);
    const redis = redisFiles(cache, "betting");
    const password = new Secret(
        `${namespace.namespace}-redis-password-${site.region}`,
        { manager: ground.secretManager, reader: actor.identity, value: cache.password },
        place.opts,
    );
    return new Workload(
        named(place, actor),
        {
            ...runs(place, actor),
            image: settings.images.api,
            scale: { replicas: settings.api.replicas },
            ports: { http: PORTS.api },
            metrics: API_METRICS,
            traced: true,
            resources: resources(settings.api),
            probes: API_PROBES,
            drainSeconds: 60,
            env: {
                ...apiEnv(settings, place.hosts),
                ...connectedEnv(settings),
                ...actor.env,
                DATABASE_URL: databaseOf(actor),
                ...redis.env,
            },
            secrets: {
                files: { ...redis.files(password), ...actor.files },
                composed: redis.composed,
            },
            database: ground.database,
            after: migrated,
        },
        place.opts,
    );
}

/** The same program once more, alone with the key that settles bets. */
export const declareSettler = (place: Place, actor: Actor, migrated: readonly pulumi.Resource[]): Workload =>
    new Workload(
        named(place, actor),
        {
            ...runs(place, actor),
            image: place.settings.images.api,
            scale: { writer: "one" },
            ports: { http: PORTS.api },
            metrics: API_METRICS,
            traced: true,
            resources: resources(place.settings.settler),
            probes: API_PROBES,
            drainSeconds: place.settings.settler.drainSeconds,
            ...(place.settings.settler.pool && { pool: place.settings.settler.pool }),
            env: { ...apiEnv(place.settings, []), ...SETTLER_ENV, ...actor.env, DATABASE_URL: databaseOf(actor) },
            secrets: { files: actor.files },
            database: place.ground.database,
            after: migrated,
        },
        place.opts,
    );

/** Streams the odds of bookmakers to browsers. */
export const declareOdds = (place: Place, actor: Actor, flash: NonNullable<Betting["flash"]>): Workload =>
    new Workload(
        named(place, actor),
        {
            ...runs(place, actor),
            image: flash.image,
            scale: { replicas: flash.replicas },
            ports: { http: PORTS.odds },
            resources: { cpu: "250m", memory: "256Mi" },
            probes: everywhere("/health"),
            env: { SSE_PORT: String(PORTS.odds), NODE_ENV: "production" },
        },
        place.opts,
    );

/** Runs once: it signs with a key of its own. */
export function declareKeeper(place: Place, actor: Actor, keeper: Keeper): Workload | ScheduledJob {
    const { flash } = place.settings;
    const args = {
        ...runs(place, actor),
        image: keeper.image,
        ...(keeper.command && { command: keeper.command }),
        ...(keeper.pool && { pool: keeper.pool }),
        resources: resources(keeper),
        env: {
            ...chainEnv(place.settings),
            ...(flash && { FLASH_PROGRAM_ID: flash.program }),
            ...actor.env,
            LOG_LEVEL: place.settings.logLevel,
            NODE_ENV: "production",
        },
        secrets: { files: actor.files },
    };
    const { schedule, deadlineSeconds } = keeper;
    if (schedule)
        return new ScheduledJob(
            named(place, actor),
            { ...args, schedule, runs: { writer: "one" }, deadlineSeconds },
            place.opts,
        );
    return new Workload(
        named(place, actor),
        { ...args, scale: { writer: "one" }, ports: { http: PORTS.keeper }, probes: everywhere("/health") },
        place.opts,
    );
}
