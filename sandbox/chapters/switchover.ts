import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import type { PulumiRun } from "../../governance/pulumi";
import { INSTANCE } from "../cloud/sql";
import { Store } from "../cloud/store";
import { stepsIn } from "../engine/events";
import type { Chapter, Check } from "./chapter";
import { type DatabaseAlone, startDatabaseAlone } from "./database-alone";

type Placement = Readonly<Record<string, string>>;

/** The one with two regions. */
const STACK = "mainnet";

const WEST1 = "postgres-europe-west1";
const WEST4 = "postgres-europe-west4";

/** Roles as they are at the beginning, and the two phases of the way to the other region. */
const BEFORE: Placement = { "europe-west1": "primary", "europe-west4": "standby" };
const PROMOTED: Placement = { "europe-west1": "former", "europe-west4": "primary" };
const SETTLED: Placement = { "europe-west1": "standby", "europe-west4": "primary" };
const RETURNED: Placement = { "europe-west1": "primary", "europe-west4": "former" };

export const chapter: Chapter = {
    name: "switchover",
    title: "Postgres moves to another region, back, and out of one that is down; no step can be skipped and no data goes",
    needs: ["pulumi"],
    daily: true,
    async run(world, check) {
        const alone = await startDatabaseAlone(world.project, join(world.directory, "switchover"), STACK);
        try {
            const database = new Instances(alone);
            await tell(database, check, world.say);
            await regionDown(database, check, world.say);
        } finally {
            await alone.stop();
        }
    },
};

/** docs/runbooks/database-switchover.md, step by step. */
async function tell(database: Instances, check: Check, say: (words: string) => void): Promise<void> {
    say("switchover: both instances");
    await database.must("up");
    check("the designation is not sent with a primary that is new", !database.designates(WEST1, WEST4));
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

/** The same document, "The region is down". It begins where the way back ended. */
async function regionDown(database: Instances, check: Check, say: (words: string) => void): Promise<void> {
    say("switchover: the region is down");
    const back = database.lose("europe-west1");
    const asked = await database.run("refresh");
    check("a region that is down answers nothing", {
        found: { failed: asked.code !== 0, told: /europe-west1 does not answer/.test(asked.stdout + asked.stderr) },
        expected: { failed: true, told: true },
    });
    database.failOver(WEST1, WEST4);
    database.declare(PROMOTED);
    await database.must("refresh", "--target", database.urn(WEST4));
    const rest = ["--exclude", "**europe-west1**"];
    const preview = await database.run("preview", ...rest);
    const seen = preview.code === 0 ? database.steps(preview.events) : preview.stdout + preview.stderr;
    check("all but that region is previewed, and the one that took over is updated", {
        found: seen,
        expected: { [WEST1]: "same", [WEST4]: "update" },
    });
    await database.must("up", ...rest);
    check("the one that took over has backups, and nobody asked the region that is down", {
        found: database.roles()[WEST4],
        expected: "takes writes, with backups",
    });

    say("switchover: the region is back");
    back();
    database.follows(WEST1, WEST4);
    await database.must("refresh");
    await database.must("up");
    database.declare(SETTLED);
    const settled = await database.must("up");
    check("what follows it is settled, and nothing is replaced or deleted", {
        found: {
            steps: Object.values(database.steps(settled.events)).filter((op) => op !== "same" && op !== "update"),
            roles: database.roles(),
            designates: database.designates(WEST4, WEST1),
        },
        expected: {
            steps: [],
            roles: { [WEST1]: `follows ${WEST4}`, [WEST4]: "takes writes, with backups" },
            designates: true,
        },
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
    readonly #alone: DatabaseAlone;
    readonly #store: Store;

    constructor(alone: DatabaseAlone) {
        this.#alone = alone;
        this.#store = new Store(alone.cloud);
    }

    /** Writes the roles into the stack file, as an operator does. */
    declare(placement: Placement): void {
        const file = join(this.#alone.project, `Pulumi.${STACK}.yaml`);
        const document = parseDocument(readFileSync(file, "utf8"));
        document.setIn(["config", "slipway:ground", "database", "instances"], document.createNode(placement));
        writeFileSync(file, document.toString());
    }

    run(command: "preview" | "refresh" | "up", ...options: string[]): Promise<PulumiRun> {
        const yes = command === "preview" ? [] : ["--yes", "--skip-preview"];
        return this.#alone.run([command, ...yes, ...options]);
    }

    /** Lets a region answer nothing, until the function that it gives is called. */
    lose(region: string): () => void {
        return this.#alone.lose(region);
    }

    urn(name: string): string {
        return `urn:pulumi:${STACK}::slipway::slipway:ground:Database$${INSTANCE}::${name}`;
    }

    async must(command: "refresh" | "up", ...options: string[]): Promise<PulumiRun> {
        const done = await this.run(command, ...options);
        if (done.code !== 0) throw new Error(`${command} ended with ${done.code}\n${done.stdout}${done.stderr}`);
        return done;
    }

    /** What the engine does to each instance. */
    steps(events: PulumiRun["events"]): Record<string, string> {
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

    /** What `gcloud sql instances promote-replica --failover` does while the primary cannot be reached. */
    failOver(primary: string, replica: string): void {
        const found = this.#one(replica);
        const { masterInstanceName: _, ...given } = found.given;
        const instanceType = "CLOUD_SQL_INSTANCE";
        const made = { ...found.made, instanceType, replicaNames: [primary] };
        this.#store.put({ ...found, given: { ...given, instanceType }, made });
    }

    /** What Cloud SQL does with a former primary that comes back after that. */
    follows(former: string, primary: string): void {
        const found = this.#one(former);
        const settings = { ...(found.given.settings as object), backupConfiguration: { enabled: false } };
        const role = { instanceType: "READ_REPLICA_INSTANCE", masterInstanceName: primary };
        const replicationCluster: Designation = { failoverDrReplicaName: "" };
        const made = { ...found.made, instanceType: role.instanceType, replicaNames: [] };
        this.#store.put({ ...found, given: { ...found.given, ...role, replicationCluster, settings }, made });
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
