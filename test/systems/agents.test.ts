import { beforeAll, describe, expect, test } from "vitest";
import { type Declared, stack } from "../stack";
import { at, type Fields, mainOf, pods } from "../workload/lab";
import { type Edit, refusals } from "./refusals";

const said = (...edits: Edit[]) => refusals("agents", ...edits);
const AT = "systems.agents";

/** A mistake, and the one thing that is said of it. */
const mistakes: [Edit, string][] = [
    [
        [["orchestrator", "pool"], "fast"],
        `${AT}.orchestrator.pool is "fast"; use one of the pools: system, services, chain, signers`,
    ],
    [[["servers"], { replicas: { min: 1, max: 3 } }], `${AT}.servers.replicas.min is 1; use 2 to 50`],
    [[["ethereum", "confirmations"], 11], `${AT}.ethereum.confirmations is 11; use 12 to 1000`],
    [[["ethereum", "gasPriceGwei"], 501], `${AT}.ethereum.gasPriceGwei is 501; use 1 to 500`],
    [
        [["ethereum", "providers", 2, "name"], "infura"],
        `${AT}.ethereum.providers[2].name is "infura"; use a name other than that of ${AT}.ethereum.providers[1]`,
    ],
    [[["solana", "confirmations"], 31], `${AT}.solana.confirmations is 31; use 32 to 1000`],
    [[["solana", "cluster"], "mainnet-beta"], `${AT}.solana.cluster is "mainnet-beta"; use mainnet, testnet or devnet`],
    [
        [["solana", "providers", 1, "requestsPerSecond"], 10],
        `${AT}.solana.providers[1].requestsPerSecond is 10; use 25, as ${AT}.ethereum.providers[0] has for alchemy`,
    ],
    [[["slippageBps"], 201], `${AT}.slippageBps is 201; use 1 to 200`],
    [[["nonces"], "postgres"], `${AT}.nonces is "postgres"; use redis, redis-or-local or local`],
    [
        [["simulation", "required"], false],
        `${AT}.simulation.required is false; use true: a chain of systems.agents has real money`,
    ],
    [
        [["flashbots", "secret"], "tenderly-access-key"],
        `${AT}.flashbots.secret is given (not shown); use a secret of its own; ${AT}.simulation.secret leads to the same`,
    ],
    [
        [["switchedOff"], ["cache", "cache"]],
        `${AT}.switchedOff[1] is "cache"; use each once; ${AT}.switchedOff[0] is the same`,
    ],
    [[["logLevel"], "debug"], `${AT}.logLevel is "debug"; use info, warn or error where money is at stake`],
];

describe("settings of the agents", () => {
    test.each(mistakes)("%j", (edit, line) => {
        expect(said(edit)).toEqual([line]);
    });

    test("are refused in one message with all that is wrong", () => {
        const lines = said(...mistakes.map(([edit]) => edit));
        expect(lines.sort()).toEqual(mistakes.map(([, line]) => line).sort());
    });

    test("demand simulation wherever money is real, on either chain, and let a test network do without", () => {
        const without: Edit = [["simulation", "required"], false];
        const sepolia: Edit = [["ethereum", "chain"], "sepolia"];
        const devnet: Edit = [["solana", "cluster"], "devnet"];
        expect(said(without, sepolia)).toHaveLength(1);
        expect(said(without, devnet)).toHaveLength(1);
        expect(said(without, sepolia, devnet)).toEqual([]);
    });

    test("can be left out, and Flashbots of them", () => {
        expect(said([[], undefined])).toEqual([]);
        expect(said([["flashbots"], undefined])).toEqual([]);
    });

    test("give each replica a whole request a second of the weakest provider", () => {
        expect(said([["servers"], { replicas: { min: 2, max: 5 } }])).toEqual([]);
        expect(said([["servers"], { replicas: { min: 2, max: 6 } }])).toEqual([
            `${AT}.ethereum.providers[3].requestsPerSecond is 5; use 6 or more, one for each replica, or fewer replicas in ${AT}.servers`,
            `${AT}.solana.providers[2].requestsPerSecond is 5; use 6 or more, one for each replica, or fewer replicas in ${AT}.servers`,
        ]);
    });

    test("share no secret with anybody: it has one reader", () => {
        expect(said([["ethereum", "providers", 0, "secret"], "agents-solana-alchemy"])).toEqual([
            `${AT}.solana.providers[1].secret is given (not shown); use a secret of its own; ${AT}.ethereum.providers[0].secret leads to the same`,
        ]);
        expect(said([["flashbots", "secret"], "slack-webhook"])).toEqual([
            `watch.receivers[1].webhook is given (not shown); use a secret of its own; ${AT}.flashbots.secret leads to the same`,
        ]);
    });
});

const env = (network: Declared, app: string): Record<string, unknown> => {
    const [pod] = pods(network.plan).filter(
        ({ resource }) =>
            at(resource.inputs, "metadata", "namespace") === "agents" &&
            at(resource.inputs, "metadata", "name") === app,
    );
    if (!pod) throw new Error(`nothing in agents is called ${app}`);
    return Object.fromEntries((mainOf(pod).env as Fields[]).map(({ name, value }) => [name, value]));
};

describe("the agents of mainnet", () => {
    let mainnet: Declared;
    beforeAll(async () => {
        mainnet = await stack("mainnet");
    });

    test("keep their ceilings and floors under the names of the document", () => {
        for (const app of ["orchestrator", "ethereum", "solana", "multichain"])
            expect(env(mainnet, app)).toMatchObject({
                LOG_LEVEL: "info",
                TEST_MODE: "false",
                CHAIN_ID: "1",
                MAX_GAS_PRICE_GWEI: "500",
                MIN_CONFIRMATIONS_ETH: "12",
                MIN_CONFIRMATIONS_SOLANA: "32",
                MAX_SLIPPAGE_PERCENT: "1",
            });
    });

    test("simulate what they send, count nonces in Redis, and hold keys in files", () => {
        expect(env(mainnet, "orchestrator")).toMatchObject({
            SIMULATION_REQUIRED: "true",
            NONCE_STORE: "redis-or-local",
            REDIS_URL_FILE: "/var/run/secrets/slipway/redis-url",
            TENDERLY_API_KEY_FILE: "/var/run/secrets/slipway/tenderly-access-key",
            FLASHBOTS_AUTH_KEY_FILE: "/var/run/secrets/slipway/flashbots-auth-key",
            MCP_SOLANA_URL: "http://solana.agents.svc:8080/mcp",
        });
    });

    test("ask providers in the order of the stack file, each replica for its share", () => {
        expect(env(mainnet, "multichain")).toMatchObject({
            ETH_MAINNET_RPC_ORDER: "alchemy,infura,quicknode,public",
            SOL_MAINNET_RPC_ORDER: "quicknode,alchemy,public",
            ETH_MAINNET_RPC_INFURA_FILE: "/var/run/secrets/slipway/rpc-ethereum-infura",
            SOL_MAINNET_RPC_PUBLIC_FILE: "/var/run/secrets/slipway/rpc-solana-public",
            RPC_RATE_LIMIT_ALCHEMY: "8",
            RPC_RATE_LIMIT_INFURA: "3",
            RPC_RATE_LIMIT_QUICKNODE: "5",
            RPC_RATE_LIMIT_PUBLIC: "1",
        });
        expect(Object.keys(env(mainnet, "ethereum")).filter((name) => name.startsWith("SOL_"))).toEqual([]);
        expect(Object.keys(env(mainnet, "solana")).filter((name) => name.startsWith("ETH_"))).toEqual([]);
        expect(Object.keys(env(mainnet, "orchestrator")).filter((name) => name.includes("RPC"))).toEqual([]);
    });

    test("have a Redis that stands by, asks for a password and never forgets a nonce", () => {
        for (const region of ["europe-west1", "europe-west4"])
            expect(mainnet.one("gcp:redis/instance:Instance", `redis-${region}`).inputs).toMatchObject({
                tier: "STANDARD_HA",
                authEnabled: true,
                transitEncryptionMode: "SERVER_AUTHENTICATION",
                redisConfigs: { "maxmemory-policy": "noeviction" },
            });
    });

    test("are watched, each on the port that its network policy opens", () => {
        const monitors = mainnet
            .all("kubernetes:monitoring.coreos.com/v1:ServiceMonitor")
            .filter(({ inputs }) => JSON.stringify(inputs).includes('"agents"'))
            .map(({ inputs }) => at(inputs, "metadata", "name"));
        expect([...new Set(monitors)]).toEqual([
            "agents-ethereum",
            "agents-multichain",
            "agents-orchestrator",
            "agents-solana",
        ]);
    });
});

test("a testnet is named in the variables of its providers, and says that money is no money", async () => {
    expect(env(await stack("testnet"), "multichain")).toMatchObject({
        ETH_SEPOLIA_RPC_ALCHEMY_FILE: "/var/run/secrets/slipway/rpc-ethereum-alchemy",
        SOL_DEVNET_RPC_ALCHEMY_FILE: "/var/run/secrets/slipway/rpc-solana-alchemy",
        TEST_MODE: "true",
        CHAIN_ID: "11155111",
    });
});
