import { counter, gauge, histogram } from "./metric";

/** What the betting API emits at /api/health/metrics, on its API port. */
export const betting = {
    program: "betting API",
    source: "github.com/gary322/flashbets betting_platform/api_runner/src/health_check_endpoints.rs at b918f96b",
    emitted: "yes",
    metrics: {
        healthStatus: gauge("health_status", "0 to 2", "0 healthy, 1 degraded, 2 unhealthy"),
        uptime: counter("uptime_seconds", "seconds", "Time since it started"),
    },
} as const;

/**
 * What it has to emit as well; its own monitoring script names the thresholds (deployment/scripts/setup_monitoring.sh) and
 * an exporter that is a stub.
 */
export const bettingContract = {
    program: "betting API",
    source: "requirement S3-09; deployment/scripts/setup_monitoring.sh of github.com/gary322/flashbets",
    emitted: "contract",
    metrics: {
        requests: counter(
            "betting_http_requests_total",
            "requests",
            "Requests answered; `status` is its class, such as `2xx` or `5xx`",
            ["route", "status"],
        ),
        requestDuration: histogram(
            "betting_http_request_duration_seconds",
            "seconds",
            "Time that a request took",
            [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
            ["route"],
        ),
        keepersActive: gauge("betting_keepers_active", "keepers", "Keepers that finished a round in the last minute"),
        oracleDivergence: gauge(
            "betting_oracle_divergence_ratio",
            "ratio",
            "Largest difference between two price sources of a market, over their mean",
            ["market"],
        ),
        liquidatedShare: gauge(
            "betting_liquidated_open_interest_ratio",
            "ratio",
            "Share of open interest that was liquidated in the last hour",
        ),
    },
} as const;
