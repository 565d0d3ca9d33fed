import type { Backend, Route } from "../components/edge/route";

/** Pages of the web UI and what they load (atom-intents, demo/web-ui/src/App.tsx); its demo page is not for users. */
const PAGES = ["/assets", "/create", "/auction", "/solvers", "/settlements", "/calculator"];

/**
 * What the pages ask for (demo/skip-select-simulator/src/main.rs). Not among them: `/api/v1/admin`, and `/api/v1/demo`,
 * which makes up intents.
 */
const API = ["intents", "auctions", "settlements", "prices", "solvers", "stats", "chains", "mode"];

/** What the web UI answers on its hosts; it passes the API and the WebSocket on to the coordinator. */
export const intentsRoutes = (hosts: readonly string[], web: Backend): Route[] =>
    hosts.map((host) => ({
        host,
        exact: ["/", "/index.html", "/atom.svg", "/health", "/ws"],
        prefixes: [...PAGES, ...API.map((name) => `/api/v1/${name}`)],
        to: web,
    }));
