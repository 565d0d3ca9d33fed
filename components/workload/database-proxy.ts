import type { Database } from "../ground/database";
import type { Bare } from "./container";
import { IMAGES } from "./images";

/** Port of the proxy's own health checks. */
const HEALTH_PORT = 9801;

/** What the proxy and its connection need of the network: the instance's proxy port and Google's APIs. */
export const DATABASE_PORTS = [3307] as const;

/** Where the application finds Postgres: on its own pod, over the proxy's mutual TLS, without a password. */
export const databaseUrl = (database: string, user: string) =>
    `postgres://${encodeURIComponent(user)}@127.0.0.1:5432/${database}?sslmode=disable`;

/** The Cloud SQL Auth Proxy, which logs in with the workload's own identity. */
export const databaseProxy = (database: Database): Bare => ({
    name: "cloud-sql-proxy",
    image: IMAGES.cloudSqlProxy,
    args: [
        "--private-ip",
        "--auto-iam-authn",
        "--structured-logs",
        "--port=5432",
        "--health-check",
        "--http-address=0.0.0.0",
        `--http-port=${HEALTH_PORT}`,
        database.connection,
    ],
    ports: [{ name: "proxy-health", containerPort: HEALTH_PORT }],
    startupProbe: { httpGet: { path: "/startup", port: HEALTH_PORT }, periodSeconds: 1, failureThreshold: 60 },
    livenessProbe: { httpGet: { path: "/liveness", port: HEALTH_PORT }, periodSeconds: 30, failureThreshold: 3 },
    resources: { cpu: "100m", memory: "128Mi" },
});
