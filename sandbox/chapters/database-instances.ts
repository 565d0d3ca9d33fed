import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import type { PulumiRun } from "../../governance/pulumi";
import { INSTANCE } from "../cloud/sql";
import { Store } from "../cloud/store";
import { stepsIn } from "../engine/events";
import type { DatabaseAlone } from "./database-alone";

export type Placement = Readonly<Record<string, string>>;

/** The one with two regions. */
export const STACK = "mainnet";

export const WEST1 = "postgres-europe-west1";
export const WEST4 = "postgres-europe-west4";

/** Roles as they are at the beginning, and the two phases of the way to the other region. */
export const BEFORE: Placement = { "europe-west1": "primary", "europe-west4": "standby" };
export const PROMOTED: Placement = { "europe-west1": "former", "europe-west4": "primary" };
export const SETTLED: Placement = { "europe-west1": "standby", "europe-west4": "primary" };

interface Designation {
    failoverDrReplicaName?: string;
}

interface Deployment {
    resources?: { urn: string; type: string; dependencies?: string[]; outputs?: { connection?: unknown } }[];
}

/** The two instances, in the simulated cloud and under the engine. */
export class Instances {
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
        return succeeded(command, await this.run(command, ...options));
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

    /** The commands of the document for a primary that cannot be reached: another one takes over, and has backups. */
    failOver(replica: string): void {
        const found = this.#one(replica);
        const { masterInstanceName: _, ...given } = found.given;
        const instanceType = "CLOUD_SQL_INSTANCE";
        const backupConfiguration = { enabled: true, pointInTimeRecoveryEnabled: true };
        const settings = { ...(given.settings as object), backupConfiguration };
        const made = { ...found.made, instanceType, replicaNames: [] };
        this.#store.put({ ...found, given: { ...given, instanceType, settings }, made });
    }

    /** What Cloud SQL does with a former primary that comes back after that. */
    follow(former: string, primary: string): void {
        const [found, leader] = [this.#one(former), this.#one(primary)];
        const backupConfiguration = { enabled: false, pointInTimeRecoveryEnabled: false };
        const settings = { ...(found.given.settings as object), backupConfiguration };
        const role = { instanceType: "READ_REPLICA_INSTANCE", masterInstanceName: primary };
        const replicationCluster: Designation = { failoverDrReplicaName: "" };
        const made = { ...found.made, instanceType: role.instanceType, replicaNames: [] };
        this.#store.put({ ...found, given: { ...found.given, ...role, replicationCluster, settings }, made });
        this.#store.put({ ...leader, made: { ...leader.made, replicaNames: [former] } });
    }

    /** Takes out of the state that one instance was made after another. */
    async forgetOrder(later: string, earlier: string): Promise<void> {
        const whole = await this.#state();
        for (const resource of whole.deployment.resources ?? [])
            if (resource.urn === this.urn(later))
                resource.dependencies = resource.dependencies?.filter((urn) => urn !== this.urn(earlier)) ?? [];
        const file = join(this.#alone.project, "state.json");
        writeFileSync(file, JSON.stringify(whole));
        succeeded("stack import", await this.#alone.run(["stack", "import", "--file", file]));
    }

    /** Where programs find the database, as far as the state knows. */
    async connection(): Promise<unknown> {
        const { deployment } = await this.#state();
        const component = deployment.resources?.find(({ type }) => type === "slipway:ground:Database");
        return component?.outputs?.connection;
    }

    /** Leaves a mark in both, as replication would: whoever is made anew has lost it. */
    write(row: string): void {
        for (const one of this.#store.list(INSTANCE)) this.#store.put({ ...one, made: { ...one.made, data: row } });
    }

    read(): unknown[] {
        return this.#store.list(INSTANCE).map(({ made }) => made.data);
    }

    async #state(): Promise<{ deployment: Deployment }> {
        return JSON.parse(succeeded("stack export", await this.#alone.run(["stack", "export"])).stdout);
    }

    #one(name: string) {
        const found = this.#store.list(INSTANCE).find(({ given }) => given.name === name);
        if (!found) throw new Error(`there is no instance ${name}`);
        return found;
    }
}

function succeeded(command: string, done: PulumiRun): PulumiRun {
    if (done.code !== 0) throw new Error(`${command} ended with ${done.code}\n${done.stdout}${done.stderr}`);
    return done;
}
