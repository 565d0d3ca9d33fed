import type { Betting, Integration, Integrations } from "../components/settings/betting";
import { SPORTSBOOKS } from "../components/settings/betting";

/** What comes with an integration, all of it or nothing. */
interface Connection {
    /** Variables of the application; each is a secret of its own, called the same in lower case. */
    secrets: readonly string[];
    /** Addresses that are asked. */
    urls(settings: Integrations): readonly string[];
}

/**
 * Secrets and addresses by integration: `.env.example` and the clients of github.com/gary322/flashbets at 49cd28b. Not among
 * Polymarket's: POLYMARKET_PRIVATE_KEY, which only makes API keys and no order, and so stays with a person; and
 * POLYMARKET_WEBHOOK_SECRET, which no handler compares with anything, for which reason the webhook is not routed either.
 */
const CONNECTIONS: Readonly<Record<Integration, Connection>> = {
    polymarket: {
        secrets: ["POLYMARKET_API_KEY", "POLYMARKET_API_SECRET", "POLYMARKET_API_PASSPHRASE"],
        urls: ({ polymarket }) => (polymarket ? [polymarket.clob, polymarket.gamma] : []),
    },
    kalshi: {
        secrets: ["KALSHI_API_KEY", "KALSHI_API_SECRET"],
        urls: () => ["https://api.elections.kalshi.com"],
    },
    draftkings: {
        secrets: ["DRAFTKINGS_API_KEY", "DRAFTKINGS_API_SECRET"],
        urls: () => ["https://api.draftkings.com"],
    },
    fanduel: {
        secrets: ["FANDUEL_API_KEY", "FANDUEL_CLIENT_ID", "FANDUEL_CLIENT_SECRET"],
        urls: () => ["https://api.fanduel.com"],
    },
    betmgm: { secrets: ["BETMGM_API_KEY", "BETMGM_API_SECRET"], urls: () => ["https://api.betmgm.com"] },
    caesars: { secrets: ["CAESARS_API_KEY", "CAESARS_API_SECRET"], urls: () => ["https://api.caesars.com"] },
    pointsbet: {
        secrets: ["POINTSBET_API_KEY", "POINTSBET_API_SECRET"],
        urls: () => ["https://api.pointsbet.com"],
    },
};

/** Balances on Polygon, which the API asks for by itself. */
const POLYGON_SECRETS = ["POLYGON_API_KEY"];

const on = (names: readonly Integration[], settings: Integrations) => names.filter((name) => settings[name]);
const isBook = (name: Integration) => (SPORTSBOOKS as readonly Integration[]).includes(name);

const secretsOf = (names: readonly Integration[]) => names.flatMap((name) => CONNECTIONS[name].secrets);
const urlsOf = (names: readonly Integration[], settings: Integrations) =>
    names.flatMap((name) => CONNECTIONS[name].urls(settings));

/** Addresses of the chain that bets are settled on. */
export const chainUrls = ({ solana: { rpc, stream } }: Betting): string[] => [rpc, stream];

const asked = ({ integrations }: Betting) => on(["polymarket", "kalshi"], integrations);

/** Secrets of the API: of whatever is on and no bookmaker. */
export const apiSecrets = (settings: Betting): string[] => [
    ...secretsOf(asked(settings)),
    ...(settings.polygon ? POLYGON_SECRETS : []),
];

export const apiUrls = (settings: Betting): string[] => [
    ...chainUrls(settings),
    ...urlsOf(asked(settings), settings.integrations),
    ...(settings.polygon ? [settings.polygon.rpc] : []),
];

/** Secrets of a keeper: only bookmakers want to know who reads, and the API has those of the others. */
export const keeperSecrets = (reads: readonly Integration[], { integrations }: Betting): string[] =>
    secretsOf(on(reads, integrations).filter(isBook));

export const keeperUrls = (reads: readonly Integration[], settings: Betting): string[] => [
    ...chainUrls(settings),
    ...urlsOf(on(reads, settings.integrations), settings.integrations),
];

/** What the odds proxy asks, without a key. */
export const oddsUrls = ({ integrations }: Betting): string[] => urlsOf(on(SPORTSBOOKS, integrations), integrations);
