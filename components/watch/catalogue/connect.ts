import { counter, gauge, histogram } from "./metric";

/** Of the time that a source takes to answer. */
const RESPONSE = [50, 100, 250, 500, 1000, 2000] as const;

/**
 * Skip's Connect, the price oracle beside the coordinator, port 8002. `id` is the pair in lower case, such as `atom/usd`;
 * in `providerLastUpdated` it is the source's own ticker. Counters carry no `_total` unless it is written here.
 */
export const connect = {
    program: "Connect 2.3",
    source: "github.com/skip-mev/connect v2.3.0 oracle/metrics and providers/base",
    emitted: "yes",
    metrics: {
        updates: counter(
            "side_car_health_check_system_updates_total",
            "rounds",
            "Rounds in which prices were taken together",
        ),
        tickerUpdates: counter(
            "side_car_health_check_ticker_updates_total",
            "rounds",
            "Rounds in which a pair got a price",
            ["id"],
        ),
        providerUpdates: counter(
            "side_car_health_check_provider_updates_total",
            "rounds",
            "Rounds in which a source had a price of a pair; `success` is `true` or `false`",
            ["provider", "id", "success"],
        ),
        marketProviders: gauge(
            "side_car_health_check_market_providers",
            "sources",
            "Sources that had a fresh price of a pair in the last round",
            ["id"],
        ),
        providerPrice: gauge("side_car_provider_price", "price", "Price of a pair at a source", [
            "provider",
            "id",
            "decimals",
        ]),
        aggregatedPrice: gauge("side_car_aggregated_price", "price", "Median price of a pair", ["id", "decimals"]),
        providerLastUpdated: gauge(
            "side_car_provider_last_updated_id",
            "Unix seconds",
            "When a source last told a price of a ticker",
            ["provider", "id", "type"],
        ),
        providerResponses: counter("side_car_provider_status_responses", "answers", "Answers of a source", [
            "provider",
            "status",
            "code",
            "type",
        ]),
        apiStatus: counter("side_car_api_http_status_code", "answers", "Answers of a source over HTTP", [
            "provider",
            "status_code",
            "status_code_exact",
        ]),
        apiLatency: histogram(
            "side_car_api_response_latency",
            "milliseconds",
            "Time that a source took to answer over HTTP",
            RESPONSE,
            ["provider", "endpoint"],
        ),
        webSocketStatus: counter(
            "side_car_web_socket_connection_status",
            "events",
            "What happened to the connection to a source",
            ["provider", "status"],
        ),
        webSocketLatency: histogram(
            "side_car_web_socket_response_time",
            "milliseconds",
            "Time that a message of a source took to be read and handled",
            RESPONSE,
            ["provider"],
        ),
    },
} as const;
