import { parse } from "smol-toml";
import { beforeAll, describe, expect, test } from "vitest";
import { Settings } from "../../components/settings/settings";
import { type Reach, reach } from "../../preview/reach/reach";
import { intentsConfig } from "../../systems/intents-config";
import { intentsPaths } from "../../systems/intents-paths";
import { settingsOf, withoutSystem, withValue } from "../settings/yaml";
import { type Declared, stack } from "../stack";
import { at, type Fields, mainOf, pods } from "../workload/lab";
import { type Edit, problems, refusals } from "./refusals";

const said = (...edits: Edit[]) => refusals("intents", ...edits);
const AT = "systems.intents";
const SIDECAR = ["oracle", "sidecar"] as const;
const MARKET = [...SIDECAR, "markets", 0] as const;

/** A mistake, and the one thing that is said of it. */
const mistakes: [Edit, string][] = [
    [[["chains", 0, "rpc"], ["https://a.example.net"]], `${AT}.chains[0].rpc has 1 entry; use 2 or more entries`],
    [
        [["chains", 0, "rpc", 1], "https://a.example.net:26657"],
        `${AT}.chains[0].rpc[1] is "https://a.example.net:26657"; use an https:// address of a host, without port and path`,
    ],
    [
        [["channels", 0, "channel"], "channel-x"],
        `${AT}.channels[0].channel is "channel-x"; use an IBC channel such as channel-141`,
    ],
    [
        [["channels", 0, "connection"], "257"],
        `${AT}.channels[0].connection is "257"; use an IBC connection such as connection-257`,
    ],
    [
        [["channels", 1, "channel"], "channel-141"],
        `${AT}.channels[1].channel is "channel-141"; use each channel of cosmoshub once: two that relay it both pay`,
    ],
    [
        [["channels", 2, "to"], "juno"],
        `${AT}.channels[2].to is "juno"; use one of the chains: cosmoshub, osmosis, stride, neutron`,
    ],
    [
        [["channels", 2, "to"], "cosmoshub"],
        `${AT}.channels[2].to is "cosmoshub"; use a chain other than the one it is from`,
    ],
    [[["channels"], []], `${AT}.channels has none to relay; use a channel, or no relayer.hermes`],
    [
        [["settlement", "contract"], "osmo1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqmcn030"],
        `${AT}.settlement.contract is "osmo1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqmcn030"; use an address that starts with cosmos1`,
    ],
    [
        [["settlement", "contract"], "cosmos1settlecontract..."],
        `${AT}.settlement.contract is "cosmos1settlecontract...", a placeholder; use a bech32 address with a right checksum`,
    ],
    [
        [["fees", "recipient"], "cosmos1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqnrql8b"],
        `${AT}.fees.recipient is "cosmos1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqnrql8b"; use a bech32 address with a right checksum`,
    ],
    [
        [["solvers", "backends", 1, "name"], "skip"],
        `${AT}.solvers.backends[1].name is "skip"; use a name other than that of ${AT}.solvers.backends[0]`,
    ],
    [
        [["oracle", "endpoints", 0], "https://oracle.example.net:8443"],
        `${AT}.oracle.endpoints[0] is "https://oracle.example.net:8443"; use an https:// address without port, user, query or fragment`,
    ],
    [[[...SIDECAR, "replicas"], { min: 3, max: 2 }], `${AT}.oracle.sidecar.replicas.max is 2; use 3 or more, its min`],
    [
        [[...MARKET, "pair"], "OSMO/USD"],
        `${AT}.oracle.sidecar.markets[1].pair is "OSMO/USD"; use a pair other than that of ${AT}.oracle.sidecar.markets[0]`,
    ],
    [
        [[...MARKET, "atLeast"], 6],
        `${AT}.oracle.sidecar.markets[0].atLeast is 6; use 5 or less, the number of its sources`,
    ],
    [
        [[...MARKET, "sources", 1, "name"], "coinbase_ws"],
        `${AT}.oracle.sidecar.markets[0].sources[1].name is "coinbase_ws"; use a name other than that of ${AT}.oracle.sidecar.markets[0].sources[0]`,
    ],
    [
        [[...MARKET, "sources", 3, "through"], "USDC/USD"],
        `${AT}.oracle.sidecar.markets[0].sources[3].through is "USDC/USD"; use another of the markets: OSMO/USD, NTRN/USD, USDT/USD`,
    ],
    [[["coordinator", "drainSeconds"], 3600], `${AT}.coordinator.drainSeconds is 3600; use 30 to 3590`],
    [[["gasAdjustment"], 0.9], `${AT}.gasAdjustment is 0.9; use 1 to 3`],
];

describe("settings of the intents solver", () => {
    test.each(mistakes)("%j", (edit, line) => {
        expect(said(edit)).toEqual([line]);
    });

    test("share no channel with a relayer of the chain: both would pay for each packet", () => {
        const file = settingsOf("mainnet");
        const theirs = ["systems", "paw", "relayers", 0, "counterparties", 1, "channels", 0, "theirs"];
        expect(problems(withValue(file, theirs, "channel-141"))).toEqual([
            `${AT}.channels[0].channel is "channel-141"; use a channel that systems.paw.relayers[0].counterparties[1].channels[0] does not relay`,
        ]);
        const without = withValue(file, ["systems", "intents", "relayer", "hermes"], undefined);
        expect(problems(withValue(without, theirs, "channel-141"))).toEqual([]);
    });

    test("can be left out as a whole, and its oracle and relayer", () => {
        expect(problems(withoutSystem(settingsOf("mainnet"), "intents"))).toEqual([]);
        expect(said([SIDECAR, undefined], [["relayer", "hermes"], undefined], [["channels"], []])).toEqual([]);
    });
});

/** Where the reader of the configuration gives no default: `crates/config/src/config.rs` of atom-intents. */
const DEMANDED: Record<string, readonly string[]> = {
    network: ["environment"],
    solvers: ["enabled_solvers"],
    settlement: ["contract_address"],
    oracle: ["endpoint"],
    fees: ["fee_recipient"],
};
const DEMANDED_OF_CHAINS = ["chain_id", "rpc_url", "gas_price", "fee_denom", "address_prefix"];
const DEMANDED_OF_CHANNELS = ["source_chain", "destination_chain", "channel_id", "connection_id"];

describe.each(["testnet", "mainnet"])("on %s", (name) => {
    let network: Declared;
    let found: Reach;
    let active: string;
    const settings = Settings.parse(settingsOf(name)).systems.intents as NonNullable<Settings["systems"]["intents"]>;
    const intentsPods = (app: string) =>
        pods(network.plan).filter(
            ({ resource }) =>
                at(resource.inputs, "metadata", "namespace") === "intents" &&
                at(resource.inputs, "metadata", "name") === app,
        );
    const file = (app: string, name: string) => {
        const [map] = network
            .all("kubernetes:core/v1:ConfigMap")
            .filter(({ inputs }) => at(inputs, "metadata", "namespace") === "intents")
            .filter(({ inputs }) => at(inputs, "metadata", "name") === app);
        return String(at(map?.inputs, "data", name));
    };
    /** Without looking up names, and what Google's own addresses are for. */
    const ways = (app: string) => {
        const pod = found.workloads.filter((one) => one.split("@")[0] === `intents/${app}`);
        expect(pod.length).toBeGreaterThan(0);
        return found.from(pod[0] ?? "").filter(({ to }) => !/^kube-system|169\.254/.test(to));
    };
    const hosts = (app: string) => [...new Set(ways(app).map(({ host, to }) => host ?? to.split("@")[0] ?? ""))].sort();
    beforeAll(async () => {
        network = await stack(name);
        found = reach(network.plan);
        active = String(network.plan.outputs.activeRegion);
    });

    test("the coordinator's file has all that its reader demands, with an endpoint for each solver", () => {
        const config = parse(file("coordinator", "intents.toml")) as Record<string, Fields>;
        for (const [section, keys] of Object.entries(DEMANDED))
            expect(Object.keys(config[section] ?? {})).toEqual(expect.arrayContaining([...keys]));
        const chains = Object.entries(config.chains ?? {}) as [string, Fields][];
        expect(chains.map(([chain]) => chain)).toEqual(settings.chains.map((chain) => chain.name));
        for (const [, chain] of chains) {
            for (const key of DEMANDED_OF_CHAINS) expect([key, typeof chain[key]]).toEqual([key, "string"]);
            expect(chain.gas_price).toMatch(new RegExp(`^[0-9.]+${chain.fee_denom}$`));
        }
        const channels = Object.values((config.relayer as { channels: Record<string, Fields> }).channels);
        expect(channels).toHaveLength(settings.channels.length);
        for (const channel of channels) {
            for (const key of DEMANDED_OF_CHANNELS) expect([key, typeof channel[key]]).toEqual([key, "string"]);
            expect(chains.map(([chain]) => chain)).toEqual(
                expect.arrayContaining([channel.source_chain, channel.destination_chain]),
            );
        }
        expect(Object.keys(config.solvers?.solver_endpoints ?? {})).toEqual(config.solvers?.enabled_solvers);
    });

    test("the coordinator is told how many requests each kind of caller has", () => {
        const env = intentsPods("coordinator").map((pod) => mainOf(pod).env as Fields[]);
        const { anonymousRpm, authenticatedRpm, solverRpm } = settings.rateLimits;
        const limits = { ANONYMOUS: anonymousRpm, AUTHENTICATED: authenticatedRpm, SOLVER: solverRpm };
        for (const [caller, rpm] of Object.entries(limits))
            for (const one of env) expect(one).toContainEqual({ name: `RATE_LIMIT_${caller}_RPM`, value: String(rpm) });
        expect(env.length).toBeGreaterThan(0);
    });

    test("the coordinator reaches the hosts that its file names, and nobody else on the internet", () => {
        const named = [
            ...settings.chains.flatMap(({ rpc, grpc }) => [...rpc, ...grpc]),
            ...settings.oracle.endpoints,
            ...settings.solvers.backends.map(({ endpoint }) => endpoint),
        ].map((url) => new URL(url).hostname);
        const inside = ["internet", "intents/oracle", "slipway-private-services"];
        expect(hosts("coordinator")).toEqual([...new Set([...named, ...inside])].sort());
        const google = ways("coordinator").filter(({ to, host }) => to === "internet" && host === undefined);
        expect(google.map(({ addresses }) => addresses)).toEqual([["199.36.153.8/30"]]);
    });

    test("the oracle prices what the stack file says, in every region, and tells nobody else", () => {
        expect(intentsPods("oracle").map(({ resource }) => resource.type)).toEqual(
            intentsPods("coordinator").map(() => "kubernetes:apps/v1:Deployment"),
        );
        const { markets } = JSON.parse(file("oracle", "markets.json"));
        const asked = settings.oracle.sidecar?.markets ?? [];
        expect(Object.keys(markets)).toEqual(asked.map(({ pair }) => pair));
        for (const [pair, market] of Object.entries<Fields>(markets)) {
            const { Base, Quote } = at(market, "ticker", "currency_pair") as Fields;
            expect(`${Base}/${Quote}`).toBe(pair);
            const sources = market.provider_configs as Fields[];
            expect(at(market, "ticker", "min_provider_count")).toBeLessThanOrEqual(sources.length);
            for (const { normalize_by_pair: through } of sources)
                if (through) expect(markets).toHaveProperty([`${at(through, "Base")}/${at(through, "Quote")}`]);
        }
        const config = JSON.parse(file("oracle", "oracle.json"));
        expect(config.maxPriceAge).toBe(`${settings.oracle.stalenessSeconds}s`);
        expect(config.metrics.telemetry).toEqual({ disabled: true });
    });

    test("the oracle has no secret and no key, follows its sources, and answers the coordinator alone", () => {
        for (const pod of intentsPods("oracle")) {
            expect(JSON.stringify(pod.spec.volumes)).not.toContain("secret");
            expect(JSON.stringify(mainOf(pod))).not.toMatch(/KEY|_FILE/);
        }
        const used = (settings.oracle.sidecar?.markets ?? []).flatMap(({ sources }) => sources.map(({ name }) => name));
        expect(hosts("oracle").length).toBe(new Set(used).size);
        expect(hosts("oracle")).not.toContain("internet");
        const [oracle = ""] = found.workloads.filter((one) => one.split("@")[0] === "intents/oracle");
        const callers = found.to(oracle).map((way) => `${way.from.split("@")[0]} ${way.ports}`);
        expect([...new Set(callers)].sort()).toEqual(["intents/coordinator 8080", "monitoring/prometheus 8002"]);
    });

    test("the coordinator asks its oracle first, and relays nothing that the relayer does", () => {
        const config = parse(file("coordinator", "intents.toml")) as Record<string, Fields>;
        expect(config.oracle).toMatchObject({
            endpoint: "http://oracle.intents.svc:8080",
            fallback_endpoints: settings.oracle.endpoints,
        });
        expect(config.relayer?.auto_relay_enabled).toBe(false);
    });

    test("one relayer runs, in the active region, with a key for each chain that a channel joins", () => {
        const relayers = intentsPods("relayer");
        for (const { resource } of relayers)
            expect([resource.type, at(resource.inputs, "spec", "replicas")]).toEqual([
                "kubernetes:apps/v1:StatefulSet",
                resource.name.endsWith(`-${active}`) ? 1 : 0,
            ]);
        expect(relayers.filter(({ resource }) => at(resource.inputs, "spec", "replicas") === 1)).toHaveLength(1);
        const joined = settings.chains.filter(({ name }) =>
            settings.channels.some(({ from, to }) => [from, to].includes(name)),
        );
        const secrets = network
            .all("kubernetes:external-secrets.io/v1:ExternalSecret")
            .filter(({ inputs }) => at(inputs, "metadata", "namespace") === "intents")
            .filter(({ name }) => name.includes("relayer"));
        expect(secrets).toHaveLength(relayers.length);
        for (const { inputs } of secrets)
            expect((at(inputs, "spec", "data") as Fields[]).map(({ secretKey }) => secretKey).sort()).toEqual(
                joined.map(({ id }) => `${id}.json`).sort(),
            );
    });

    test("a coordinator or relayer starts where it is active once it has ended where it is not", () => {
        for (const app of ["coordinator", "relayer"]) {
            const sets = intentsPods(app).map(({ resource }) => resource);
            const here = sets.filter(({ name }) => name.endsWith(`-${active}`));
            const elsewhere = sets.filter((one) => !here.includes(one)).map(({ urn }) => urn);
            expect(here).toHaveLength(1);
            expect(here[0]?.dependencies).toEqual(expect.arrayContaining(elsewhere));
        }
    });

    test("the relayer carries the settlement's channels, from both ends, and nothing else", () => {
        const config = parse(file("relayer", "config.toml")) as { chains: Fields[]; telemetry: Fields };
        const ends = settings.channels.flatMap(({ from, to, channel, counterparty }) => [
            [from, channel],
            [to, counterparty],
        ]);
        const relayed = config.chains.flatMap((chain) => {
            const { name } = settings.chains.find(({ id }) => id === chain.id) ?? {};
            expect(chain).toMatchObject({ trusted_node: false, key_store_type: "Test" });
            return (at(chain.packet_filter, "list") as [string, string][]).map(([port, channel]) => {
                expect(port).toBe("transfer");
                return [name, channel];
            });
        });
        expect(relayed.sort()).toEqual(ends.sort());
        expect(config.telemetry).toEqual({ enabled: true, host: "0.0.0.0", port: 3001 });
        const asked = config.chains.flatMap(({ rpc_addr, grpc_addr }) => [String(rpc_addr), String(grpc_addr)]);
        expect(hosts("relayer")).toEqual([...new Set(asked.map((url) => new URL(url).hostname))].sort());
    });

    test("what Prometheus reads of them is what alerts look for: their Services bear the names in the rules", () => {
        const [rules] = network.all("kubernetes:monitoring.coreos.com/v1:PrometheusRule");
        const all = (at(rules?.inputs, "spec", "groups") as { rules: { alert?: string; expr: string }[] }[]).flatMap(
            (group) => group.rules,
        );
        const down = all.find(({ alert }) => alert === "IBCRelayerDown")?.expr ?? "";
        const watched = [...down.matchAll(/absent\(workers\{namespace="([^"]+)",service="([^"]+)"/g)].map(
            ([, namespace, service]) => `${namespace}/${service}`,
        );
        expect(watched).toContain("intents/relayer");
        const services = network
            .all("kubernetes:core/v1:Service")
            .map(({ inputs }) => `${at(inputs, "metadata", "namespace")}/${at(inputs, "metadata", "name")}`);
        expect(watched.filter((one) => !services.includes(one))).toEqual([]);
        const monitors = network.all("kubernetes:monitoring.coreos.com/v1:ServiceMonitor").map(({ name }) => name);
        for (const app of ["oracle", "relayer"])
            expect(monitors.filter((one) => one.endsWith(`-${app}`))).toHaveLength(intentsPods(app).length);
    });
});

describe("without an oracle and a relayer of its own", () => {
    const settings = Settings.parse(settingsOf("mainnet")).systems.intents as NonNullable<
        Settings["systems"]["intents"]
    >;
    const { sidecar: _, ...oracle } = settings.oracle;
    const { hermes: __, ...relayer } = settings.relayer;
    const plain = { ...settings, oracle, relayer };

    test("the coordinator asks the endpoints in their order, and relays by itself", () => {
        const config = parse(intentsConfig("mainnet", plain)) as Record<string, Fields>;
        const [first, ...others] = settings.oracle.endpoints;
        expect(config.oracle).toMatchObject({ endpoint: first, fallback_endpoints: others });
        expect(config.relayer?.auto_relay_enabled).toBe(true);
    });

    test("nothing is let in or out for them", () => {
        const paths = JSON.stringify(intentsPaths(plain, "10.0.0.0/16", true));
        expect(paths).not.toMatch(/"pods":"(oracle|relayer)"/);
    });
});
