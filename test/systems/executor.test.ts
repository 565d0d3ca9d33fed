import { beforeAll, describe, expect, test } from "vitest";
import { settingsOf, withValue } from "../settings/yaml";
import { type Declared, stack } from "../stack";
import { at, type Fields, mainOf, type Pod, pods } from "../workload/lab";
import { type Edit, problems, refusals } from "./refusals";

const said = (...edits: Edit[]) => refusals("executor", ...edits);
const OWNER = ["contracts", "owner"] as const;
const signers = (...digits: string[]) => digits.map((digit) => `0x${digit.repeat(40)}`);

/** A mistake, and the one thing that is said of it. */
const mistakes: [Edit, string][] = [
    [
        [["chain"], "goerli"],
        'systems.executor.chain is "goerli"; use ethereum, arbitrum, base, optimism, sepolia, hoodi, arbitrum-sepolia, base-sepolia or optimism-sepolia',
    ],
    [[["phase"], "paused"], 'systems.executor.phase is "paused"; use testnet, limited or full'],
    [[["pool"], "fast"], 'systems.executor.pool is "fast"; use one of the pools: system, services, chain, signers'],
    [
        [["providers", 0, "host"], "https://eth-mainnet.g.alchemy.com/v2/abc"],
        'systems.executor.providers[0].host is "https://eth-mainnet.g.alchemy.com/v2/abc"; use a host name without scheme, port and path, such as eth-mainnet.g.alchemy.com',
    ],
    [
        [["providers", 0, "secret"], "https://mainnet.infura.io/v3/abc"],
        "systems.executor.providers[0].secret is given (not shown); use the name of a secret in Secret Manager, such as pagerduty-routing-key",
    ],
    [
        [["providers", 1, "host"], "eth-mainnet.g.alchemy.com"],
        'systems.executor.providers[1].host is "eth-mainnet.g.alchemy.com"; use a host other than that of systems.executor.providers[0]',
    ],
    [
        [["contracts", "allowed", 0, "address"], "0x87870bca3f3fd6335c3f4ce8392d69350b4fa4e2"],
        'systems.executor.contracts.allowed[0].address is "0x87870bca3f3fd6335c3f4ce8392d69350b4fa4e2"; use a 0x address with a right EIP-55 checksum, copied from its source',
    ],
    [
        [["contracts", "feeds", 0, "source"], undefined],
        "systems.executor.contracts.feeds[0].source is missing; give an https:// address without user, query or fragment",
    ],
    [
        [["contracts", "feeds", 0, "heartbeatSeconds"], 0],
        "systems.executor.contracts.feeds[0].heartbeatSeconds is 0; use 1 to 172800",
    ],
    [[["limits", "gasPriceGwei"], 501], "systems.executor.limits.gasPriceGwei is 501; use 1 to 500"],
    [
        [["limits", "gasPerTransaction"], 16_777_217],
        "systems.executor.limits.gasPerTransaction is 16777217; use 21000 to 16777216",
    ],
    [[["limits", "slippageBps"], 201], "systems.executor.limits.slippageBps is 201; use 1 to 200"],
    [[["limits", "positionUsd"], 100], "systems.executor.limits.positionUsd is 100; use 99 or less in phase limited"],
    [[["limits", "gasUsdPerDay"], 100], "systems.executor.limits.gasUsdPerDay is 100; use 99 or less in phase limited"],
    [
        [["verifySchedule"], "monthly"],
        'systems.executor.verifySchedule is "monthly"; use five fields of cron in UTC, such as "0 6 1 * *"',
    ],
    [
        [["balances", "endpoints", 1, "host"], "ethereum.publicnode.com"],
        'systems.executor.balances.endpoints[1].host is "ethereum.publicnode.com"; use a host other than that of systems.executor.balances.endpoints[0]',
    ],
    [[["limits", "transactionsPerHour"], 0], "systems.executor.limits.transactionsPerHour is 0; use 1 to 100000"],
    [[["logLevel"], "debug"], 'systems.executor.logLevel is "debug"; use info, warn or error where money is at stake'],
];

describe("settings of the executor", () => {
    test.each(mistakes)("%j", (edit, line) => {
        expect(said(edit)).toEqual([line]);
    });

    test("are refused in one message with all that is wrong", () => {
        // What a phase allows can only be said of a phase and a chain that there are.
        const together = mistakes.filter(([[[field]]]) => field !== "phase" && field !== "chain");
        const lines = said(...together.map(([edit]) => edit));
        const alone = together.map(([, line]) => line);
        // Hosts are held against each other only once both are hosts.
        expect(lines.sort()).toEqual(alone.filter((line) => !line.includes("providers[1].host")).sort());
    });

    test("can be left out", () => {
        expect(said([[], undefined])).toEqual([]);
    });

    test("need two providers", () => {
        expect(said([["providers", 1], undefined])).toEqual([
            "systems.executor.providers has 1 entry; use 2 to 8 entries",
        ]);
    });

    test.each([
        ["ethereum", "testnet", "limited or full: ethereum has real money"],
        ["sepolia", "limited", "testnet: sepolia has test money"],
        ["base-sepolia", "full", "testnet: base-sepolia has test money"],
    ])("cannot work on %s in phase %s", (chain, phase, use) => {
        expect(said([["chain"], chain], [["phase"], phase])).toEqual([
            `systems.executor.phase is "${phase}"; use ${use}`,
        ]);
    });

    test("ask for balances to be read in the phases with real money, and in no other", () => {
        expect(said([["balances"], undefined])).toEqual([
            "systems.executor.balances is missing; give endpoints and accounts to read, which phase limited needs",
        ]);
        expect(said([["balances"], undefined], [["chain"], "sepolia"], [["phase"], "testnet"])).toEqual([]);
    });

    test("lift the limit of the limited phase only with the phase", () => {
        const raised: Edit[] = [
            [["limits", "positionUsd"], 50_000],
            [["limits", "gasUsdPerDay"], 500],
        ];
        expect(said(...raised)).toHaveLength(2);
        expect(said(...raised, [["phase"], "full"])).toEqual([]);
    });
});

test("the last phase waits for a region in which a second executor stands by", () => {
    const { executor } = settingsOf("mainnet").systems as Record<string, object>;
    const alone = (phase: string) =>
        problems(withValue(settingsOf("testnet"), ["systems", "executor"], { ...executor, phase }));
    expect(alone("limited")).toEqual([]);
    expect(alone("full")).toEqual([
        'systems.executor.phase is "full"; use limited until ground.regions has 2 regions: a second executor stands by in the other',
    ]);
});

describe("the owner of the contract", () => {
    test.each([
        ["3 of 5", 3, signers("4", "5", "6", "7", "8"), []],
        ["5 of 5", 5, signers("4", "5", "6", "7", "8"), []],
        [
            "2 of 5",
            2,
            signers("4", "5", "6", "7", "8"),
            ["systems.executor.contracts.owner.threshold is 2; use 3 or more: 3 at least, and more than half"],
        ],
        [
            "3 of 6, which two halves could reach",
            3,
            signers("4", "5", "6", "7", "8", "9"),
            ["systems.executor.contracts.owner.threshold is 3; use 4 or more: 3 at least, and more than half"],
        ],
        [
            "3 of 4",
            3,
            signers("4", "5", "6", "7"),
            ["systems.executor.contracts.owner.signers has 4 entries; use 5 or more"],
        ],
        [
            "6 of 5",
            6,
            signers("4", "5", "6", "7", "8"),
            ["systems.executor.contracts.owner.threshold is 6; use 5 or less, as many as signers"],
        ],
        [
            "3 of 5 with one of them twice",
            3,
            signers("4", "5", "6", "7", "4"),
            [
                'systems.executor.contracts.owner.signers[4] is "0x4444444444444444444444444444444444444444"; use another address; systems.executor.contracts.owner.signers[0] has the same',
            ],
        ],
        [
            "3 of 5 with the pauser among them",
            3,
            signers("4", "5", "6", "7", "2"),
            [
                'systems.executor.contracts.owner.signers[4] is "0x2222222222222222222222222222222222222222"; use another address; systems.executor.contracts.pauser.address has the same',
            ],
        ],
    ])("is a multisig of %s", (_, threshold, list, lines) => {
        for (const phase of ["limited", "full"])
            expect(
                said([["phase"], phase], [[...OWNER, "threshold"], threshold], [[...OWNER, "signers"], list]),
            ).toEqual(lines);
    });

    test("is asked for in the phases with real money, and in no other", () => {
        expect(said([OWNER, undefined])).toEqual([
            "systems.executor.contracts.owner is missing; give a multisig of 3 of 5 at least, which phase limited needs",
        ]);
        expect(said([OWNER, undefined], [["chain"], "sepolia"], [["phase"], "testnet"])).toEqual([]);
    });
});

describe.each(["testnet", "mainnet"])("the executor of %s", (name) => {
    let network: Declared;
    let own: Pod[];
    beforeAll(async () => {
        network = await stack(name);
        own = pods(network.plan).filter(({ resource }) => at(resource.inputs, "metadata", "namespace") === "executor");
    });

    test("signs with a key in the HSM, which nobody else may use", () => {
        expect(network.one("gcp:kms/cryptoKey:CryptoKey", "executor-account")).toMatchObject({
            inputs: {
                purpose: "ASYMMETRIC_SIGN",
                versionTemplate: { algorithm: "EC_SIGN_SECP256K1_SHA256", protectionLevel: "HSM" },
            },
            protect: true,
        });
        const grants = network.plan.resources.filter(
            ({ type, name, inputs }) =>
                type === "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember" &&
                name.startsWith("executor-") &&
                inputs.role === "roles/cloudkms.signerVerifier",
        );
        expect(grants.map(({ name }) => name)).toEqual(["executor-account-signer"]);
        expect(grants[0]?.propertyDependencies.member?.join()).toMatch(/serviceaccount\/account:Account::executor$/);
    });

    test("finds each provider's address in a file, and its key nowhere else", () => {
        const config = network
            .all("kubernetes:core/v1:ConfigMap")
            .find(({ inputs }) => at(inputs, "metadata", "name") === "executor");
        const { rpc } = JSON.parse(String(at(config?.inputs, "data", "executor.json"))) as { rpc: Fields[] };
        const [file] = network
            .all("kubernetes:external-secrets.io/v1:ExternalSecret")
            .filter(({ inputs }) => /^executor-[0-9a-f]{8}$/.test(String(at(inputs, "metadata", "name"))));
        const data = at(file?.inputs, "spec", "data") as Fields[];
        const kept = Object.fromEntries(data.map(({ secretKey, remoteRef }) => [secretKey, at(remoteRef, "key")]));
        expect(rpc.map(({ name, urlFile }) => [name, kept[String(urlFile).split("/").at(-1) ?? ""]])).toEqual([
            ["alchemy", "rpc-alchemy-executor"],
            ["infura", "rpc-infura-executor"],
        ]);
        expect(network.one("gcp:secretmanager/secret:Secret", "rpc-alchemy-executor").protect).toBe(true);
    });

    test("holds the documented addresses against the chain each month, with keys of its own", () => {
        const [job] = own.filter(({ resource }) => resource.type.endsWith(":CronJob"));
        expect(job?.resource.inputs).toMatchObject({
            spec: { schedule: "0 6 1 * *", timeZone: "Etc/UTC", suspend: false, concurrencyPolicy: "Forbid" },
        });
        expect(network.one("gcp:secretmanager/secret:Secret", "rpc-infura-verifier").protect).toBe(true);
        expect(JSON.stringify(job?.resource.inputs)).not.toContain("KEY_VERSION");
    });

    test("is told of its account's key by name, and of Postgres without a password", () => {
        const [writer] = own.filter(({ resource }) => resource.type.endsWith(":StatefulSet"));
        const env = (mainOf(writer as Pod).env as Fields[]).map((variable) => variable.name);
        expect(env).toEqual(["CONFIG_FILE", "DATABASE_URL", "REDIS_URL_FILE", "REDIS_CA", "ACCOUNT_KEY_VERSION"]);
    });
});

test("balances are read at public endpoints, without a key and by a program that has no secret", async () => {
    const mainnet = await stack("mainnet");
    const [config] = mainnet
        .all("kubernetes:core/v1:ConfigMap")
        .filter(({ inputs }) => at(inputs, "metadata", "name") === "balances");
    const { global, execution, addresses } = JSON.parse(String(at(config?.inputs, "data", "balances.json")));
    expect(global).toMatchObject({ logging: "warn", metricsAddr: ":9090" });
    expect(execution).toEqual([
        { name: "publicnode", url: "https://ethereum.publicnode.com", timeout: "10s" },
        { name: "tenderly", url: "https://mainnet.gateway.tenderly.co", timeout: "10s" },
    ]);
    expect(addresses.account).toEqual([
        { name: "executor contract", address: `0x${"1".repeat(40)}` },
        { name: "account", address: `0x${"9".repeat(40)}` },
    ]);
    const [pod] = pods(mainnet.plan).filter(({ resource }) => resource.name === "executor-balances-europe-west1");
    expect(mainOf(pod as Pod).args).toEqual(["--config", "/etc/slipway/config/balances.json"]);
    expect(JSON.stringify(pod)).not.toMatch(/secretName|rpc-/);
});

test("mainnet keeps a second executor in another region, at zero", async () => {
    const mainnet = await stack("mainnet");
    const replicas = ["europe-west1", "europe-west4"].map((region) =>
        at(mainnet.one("kubernetes:apps/v1:StatefulSet", `executor-${region}`).inputs, "spec", "replicas"),
    );
    expect(replicas).toEqual([1, 0]);
});
