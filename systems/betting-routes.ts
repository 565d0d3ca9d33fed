import type { Backend, Route } from "../components/edge/route";
import type { Betting } from "../components/settings/betting";

/**
 * Pages of the UI with what they load. Not `/api`, which its server would pass on whole, administration included; nor
 * `/demo` and `/platform`, which show made-up data.
 */
const PAGES = ["/_next", "/leaderboard", "/markets", "/portfolio", "/trade"];

/**
 * What people need of the API (api_runner/src/main.rs of github.com/gary322/flashbets). All of the rest stays inside:
 * /api/config, feature-flags, cache, queue, v1/state, validation and deployment change how it works; test, test-data, mock,
 * demo and airdrops give away money; settlement is begun by whoever holds its key; health/metrics is Prometheus's.
 */
const API = {
    exact: [
        "/api/health/live",
        "/api/settlement/pending",
        "/api/settlement/history",
        "/api/transaction/prepare",
        "/api/transaction/submit",
        "/api/transaction/estimate-fee",
        "/risk/limits",
        "/risk/margin",
        "/ws",
        "/ws/v2",
        "/ws/v3",
    ],
    prefixes: [
        "/api/auth",
        "/auth",
        "/api/markets",
        "/api/v2",
        "/api/verses",
        "/api/prices",
        "/api/program/info",
        "/api/trade/place",
        "/api/trade/close",
        "/api/positions",
        "/positions",
        "/api/portfolio",
        "/api/risk",
        "/api/settlement/status",
        "/api/settlement/user",
        "/api/transaction/status",
        "/api/wallet/balance",
        "/api/wallet/challenge",
        "/api/wallet/verify",
        "/api/wallet/status",
    ],
};

/** What more it answers where a part is on: without it the endpoints are stubs or refuse. */
const PARTS: readonly { on: (settings: Betting) => unknown; prefixes: readonly string[] }[] = [
    { on: ({ integrations }) => integrations.polymarket, prefixes: ["/api/orders", "/api/polymarket/markets"] },
    { on: ({ polygon }) => polygon, prefixes: ["/api/wallet/polygon"] },
    { on: ({ flash }) => flash, prefixes: ["/api/quantum/positions", "/api/quantum/create", "/api/quantum/states"] },
    { on: ({ play }) => play.autoFunding, prefixes: ["/api/trade/place-funded", "/api/wallet/demo"] },
];

/** One host for all of it, so that browsers need no exception between pages and API. */
export const bettingRoutes = (
    hosts: readonly string[],
    settings: Betting,
    to: { ui: Backend; api: Backend; odds: Backend },
): Route[] =>
    hosts.flatMap((host) => [
        { host, exact: ["/"], prefixes: [...PAGES, ...(settings.flash ? ["/markets-quantum"] : [])], to: to.ui },
        {
            host,
            exact: API.exact,
            prefixes: [...API.prefixes, ...PARTS.flatMap(({ on, prefixes }) => (on(settings) ? prefixes : []))],
            to: to.api,
        },
        ...(settings.flash ? [{ host, prefixes: ["/sse/flash"], to: to.odds }] : []),
    ]);
