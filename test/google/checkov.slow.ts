import { beforeAll, describe, expect, test } from "vitest";
import { stack } from "../stack";
import { checkov, type Judged } from "./checkov";
import { Granted } from "./exceptions";
import { environment } from "./tools";

const NETWORKS = ["testnet", "mainnet"];

describe("checkov", () => {
    const judged = new Map<string, Judged>();
    const granted = new Granted();

    beforeAll(async () => {
        const tools = environment();
        for (const name of NETWORKS) judged.set(name, await checkov((await stack(name)).plan, tools));
    });

    test.each(NETWORKS)("finds no fault with %s that has no reason", (name) => {
        const { results = [], unjudged = new Map<string, number>() } = judged.get(name) ?? {};
        const failed = results.filter(({ passed }) => !passed);
        const excepted = failed.filter((result) => granted.excepts(result));
        const passed = results.filter(({ passed }) => passed);
        const unsure = passed.filter((result) => granted.unsure(result).length > 0);
        const silent = [...unjudged].map(([type, count]) => `${count} ${type}`);
        process.stdout.write(
            `checkov on ${name}: ${passed.length - unsure.length} passed, ${failed.length - excepted.length} failed, ` +
                `${excepted.length} excepted, ${unsure.length} unknown; not judged: ${silent.join(", ")}\n`,
        );
        const faults = failed.filter((result) => !excepted.includes(result));
        expect(faults.map(({ check, address, title }) => `${check} ${address}: ${title}`)).toEqual([]);
        const open = unsure.map((one) => `${one.check} ${one.address} rests on ${granted.unsure(one)}: ${one.title}`);
        expect(open).toEqual([]);
        expect(passed.length).toBeGreaterThan(100);
    });

    test("needs every exception that was granted", () => {
        expect(granted.unused()).toEqual([]);
    });

    test("sees what is taken away", async () => {
        const { plan } = await stack("testnet");
        const worse = structuredClone(plan);
        const of = (type: string) => worse.resources.find((one) => one.type === type);
        const key = worse.resources.find(({ inputs }) => inputs.rotationPeriod !== undefined);
        const cluster = of("gcp:container/cluster:Cluster");
        const database = of("gcp:sql/databaseInstance:DatabaseInstance");
        if (!key || !cluster || !database) throw new Error("testnet has no key, cluster or database");
        key.inputs.rotationPeriod = "31536000s";
        cluster.inputs.enableShieldedNodes = false;
        cluster.inputs.masterAuthorizedNetworksConfig = { cidrBlocks: [{ cidrBlock: "0.0.0.0/0" }] };
        (database.inputs.settings as { ipConfiguration: object }).ipConfiguration = { ipv4Enabled: true };
        const { results } = await checkov(worse, environment());
        const failed = new Set(results.filter(({ passed }) => !passed).map(({ check }) => check));
        expect([...failed]).toEqual(
            expect.arrayContaining(["CKV_GCP_43", "CKV_GCP_71", "CKV_GCP_18", "CKV_GCP_6", "CKV_GCP_60"]),
        );
    });
});
