import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { INSTANCE } from "../cloud/sql";
import { Store } from "../cloud/store";
import { stepsIn } from "../engine/events";
import type { Network } from "../network";
import type { Chapter, Check } from "./chapter";

type Placement = Readonly<Record<string, string>>;

const WEST1 = "postgres-europe-west1";
const WEST4 = "postgres-europe-west4";

/** Roles as they are at the beginning, and the two phases of the way to the other region. */
const BEFORE: Placement = { "europe-west1": "primary", "europe-west4": "standby" };
const PROMOTED: Placement = { "europe-west1": "former", "europe-west4": "primary" };
const SETTLED: Placement = { "europe-west1": "standby", "europe-west4": "primary" };
const RETURNED: Placement = { "europe-west1": "primary", "europe-west4": "former" };

export const chapter: Chapter = {
    name: "switchover",
    title: "Postgres moves to another region and back, each time in two phases; no step can be skipped and no data goes",
    needs: ["pulumi", "etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok"],
    daily: true,
    async run(world, check) {
        const network = await world.network("mainnet");
        await network.up();
        const database = new Instances(network);
        try {
            await tell(database, check, world.say);
        } finally {
            database.declare(BEFORE);
        }
    },
};

/** docs/runbooks/database-switchover.md, step by step. */
async function tell(database: Instances, check: Check, say: (words: string) => void): Promise<void> {
    say("switchover: the designation");
    await database.must("refresh");
    await database.must("up");
    check("the primary designates its standby once both are there", database.designates(WEST1, WEST4));
    database.write("a row");

    say("switchover: a step too far");
    database.declare(SETTLED);
    const leap = await database.run("preview");
    check("both roles at once are refused in the preview, with the step that comes first", {
        found: { failed: leap.code !== 0, told: /no single step leads from/.test(leap.stdout + leap.stderr) },
        expected: { failed: true, told: true },
    });

    say("switchover: the first phase");
    database.declare(PROMOTED);
    const preview = await database.run("preview");
    const seen = preview.code === 0 ? database.steps(preview.events) : preview.stdout + preview.stderr;
    check("the preview updates the instance that takes over, and nothing is replaced or deleted", {
        found: seen,
        expected: { [WEST1]: "same", [WEST4]: "update" },
    });
    await refusedByGoogle(database, check);
    await database.must("up");
    check("the standby takes writes, and the former primary follows it", {
        found: database.roles(),
        expected: { [WEST1]: `follows ${WEST4}`, [WEST4]: "takes writes, with backups" },
    });

    say("switchover: the second phase");
    database.declare(SETTLED);
    const blind = await database.run("up");
    check("settling is refused until a refresh has told the state", {
        found: { failed: blind.code !== 0, told: /as far as the state knows/.test(blind.stdout + blind.stderr) },
        expected: { failed: true, told: true },
    });
    await database.must("refresh");
    const settled = await database.must("up");
    check("settling replaces and deletes nothing", {
        found: Object.values(database.steps(settled.events)).filter((op) => op !== "same" && op !== "update"),
        expected: [],
    });
    check("the new primary designates the former one", database.designates(WEST4, WEST1));
    check("what was written is still there, in both", { found: database.read(), expected: ["a row", "a row"] });

    say("switchover: the way back");
    database.declare(RETURNED);
    await database.must("up");
    await database.must("refresh");
    database.declare(BEFORE);
    await database.must("up");
    check("the same two phases lead back", {
        found: database.roles(),
        expected: { [WEST1]: "takes writes, with backups", [WEST4]: `follows ${WEST1}` },
    });
    const quiet = await database.must("up");
    check("another up changes nothing", {
        found: database.steps(quiet.events),
        expected: { [WEST1]: "same", [WEST4]: "same" },
    });
    check("what was written is still there, in both", { found: database.read(), expected: ["a row", "a row"] });
}

/** Cloud SQL changes roles with a designated replica only: an update that it refuses leaves everything as it was. */
async function refusedByGoogle(database: Instances, check: Check): Promise<void> {
    const before = database.roles();
    const putBack = database.undesignate(WEST1);
    const refused = await database.run("up");
    check("a switchover to a replica that is not designated fails, and says so", {
        found: { failed: refused.code !== 0, told: /Error 400/.test(refused.stdout + refused.stderr) },
        expected: { failed: true, told: true },
    });
    check("and leaves the roles as they were", { found: database.roles(), expected: before });
    putBack();
}

/** The two instances, in the simulated cloud and under the engine. */
class Instances {
    readonly #network: Network;
    readonly #store: Store;

    constructor(network: Network) {
        this.#network = network;
        this.#store = new Store(network.servers.cloud);
    }

    /** Writes the roles into the stack file, as an operator does. */
    declare(placement: Placement): void {
        const file = join(this.#network.project, `Pulumi.${this.#network.name}.yaml`);
        const document = parseDocument(readFileSync(file, "utf8"));
        document.setIn(["config", "slipway:ground", "database", "instances"], document.createNode(placement));
        writeFileSync(file, document.toString());
    }

    /** A command on the database alone: the component, whose hooks know the placement, and the instances. */
    async run(command: "preview" | "refresh" | "up") {
        return this.#network.run(await this.#line(command), { once: true });
    }

    async must(command: "refresh" | "up") {
        return this.#network.must(await this.#line(command), { once: true });
    }

    async #line(command: string): Promise<string[]> {
        const { plan } = await this.#network.declared();
        const urns = plan.resources.filter(({ type }) => type === INSTANCE || type === "slipway:ground:Database");
        const yes = command === "preview" ? [] : ["--yes", "--skip-preview"];
        return [command, ...yes, ...urns.flatMap(({ urn }) => ["--target", urn])];
    }

    /** What the engine does to each instance. */
    steps(events: Parameters<typeof stepsIn>[0]): Record<string, string> {
        const own = stepsIn(events).filter(({ urn }) => urn.includes(`${INSTANCE}::`));
        return Object.fromEntries(own.map(({ urn, op }) => [urn.replace(/^.*::/, ""), op]).sort());
    }

    roles(): Record<string, string> {
        return Object.fromEntries(
            this.#store.list(INSTANCE).map(({ given }) => {
                const { backupConfiguration } = given.settings as { backupConfiguration: { enabled: boolean } };
                const writes = `takes writes, with${backupConfiguration.enabled ? "" : "out"} backups`;
                const primary = given.masterInstanceName;
                return [String(given.name), primary === undefined ? writes : `follows ${String(primary)}`];
            }),
        );
    }

    designates(primary: string, successor: string): boolean {
        const { failoverDrReplicaName } = (this.#one(primary).given.replicationCluster ?? {}) as Designation;
        return failoverDrReplicaName?.endsWith(`:${successor}`) === true;
    }

    /** Takes the designation away, as somebody in the console might. Returns what puts it back. */
    undesignate(primary: string): () => void {
        const found = this.#one(primary);
        const replicationCluster: Designation = { failoverDrReplicaName: "" };
        this.#store.put({ ...found, given: { ...found.given, replicationCluster } });
        return () => this.#store.put(found);
    }

    /** Leaves a mark in both, as replication would: whoever is made anew has lost it. */
    write(row: string): void {
        for (const one of this.#store.list(INSTANCE)) this.#store.put({ ...one, made: { ...one.made, data: row } });
    }

    read(): unknown[] {
        return this.#store.list(INSTANCE).map(({ made }) => made.data);
    }

    #one(name: string) {
        const found = this.#store.list(INSTANCE).find(({ given }) => given.name === name);
        if (!found) throw new Error(`there is no instance ${name}`);
        return found;
    }
}

interface Designation {
    failoverDrReplicaName?: string;
}
