import { isDeepStrictEqual } from "node:util";
import { placementRefusal, takeoverRefusal } from "../../components/ground/database-hooks";
import { declaredInstance, instanceName } from "../../components/ground/database-instance";
import type { Placement } from "../../components/settings/database";
import { ignoring, instanceChange } from "../../preview/database-changes";
import type { Json } from "../../preview/plan";

export type Properties = { readonly [key: string]: Json };

const DATABASE = "postgres";
const PROJECT = "example-project";

export const named = (region: string): string => instanceName(DATABASE, region);

/** How a placement declares the instance of a region, as JSON. */
export function rendered(region: string, placement: Placement, over: { tier?: string } = {}) {
    const { args, opts } = declaredInstance(DATABASE, region, placement, {
        tier: over.tier ?? "db-perf-optimized-N-2",
        diskGb: 50,
        recoveryDays: 7,
        retainedBackups: 7,
        backupLocation: "eu",
        network: "network",
        zones: [`${region}-b`, `${region}-c`],
        project: PROJECT,
        encryptionKeyName: `key-${region}`,
    });
    return { inputs: JSON.parse(JSON.stringify(args)) as Properties, opts };
}

interface Recorded {
    inputs: Properties;
    outputs: Properties;
    protect: boolean;
}

/** What ended an update early. */
export interface Stop {
    by: "placement hook" | "instance hook" | "guard" | "Google" | "fault";
    why: string;
}

/**
 * A stack's state, and the instances as they really are, under the engine's and the provider's rules. It throws where
 * data would be lost: what it throws is what must never happen, whatever is edited, refreshed or interrupted.
 */
export class World {
    /** What the component's inputs say in the state. */
    placement: Placement | undefined;
    /** What its outputs say. */
    reached: Placement | undefined;
    readonly state = new Map<string, Recorded>();
    readonly cloud = new Map<string, Properties>();

    /** `pulumi up` with a placement, interrupted before step `fault` where that is given. */
    up(to: Placement, fault = Number.POSITIVE_INFINITY): Stop | undefined {
        if (this.placement === undefined || !isDeepStrictEqual(this.placement, to)) {
            const [begun, finished] = [{ placement: this.placement }, { placement: this.reached }];
            const why = placementRefusal(begun, finished, { placement: to });
            if (why !== undefined) return { by: "placement hook", why };
            this.placement = to;
            this.reached = undefined;
        }
        const order = Object.keys(to).sort((one, other) => rank(to, one) - rank(to, other));
        const steps = [
            ...order.map((region) => () => this.declare(region, to)),
            () => {
                this.reached = to;
                return undefined;
            },
            ...[...this.state.keys()]
                .filter((name) => !order.map(named).includes(name))
                .map((name) => () => this.remove(name)),
        ];
        for (const [i, step] of steps.entries()) {
            const stop: Stop | undefined = i === fault ? { by: "fault", why: "interrupted" } : step();
            if (stop) return stop;
        }
        return undefined;
    }

    /** `pulumi refresh`: outputs and the inputs that were set before are read anew, ignored or not (RefreshStep.Apply). */
    refresh(): void {
        for (const [name, recorded] of [...this.state]) {
            const real = this.cloud.get(name);
            if (real === undefined) this.state.delete(name);
            else {
                const inputs = Object.fromEntries(
                    Object.entries(recorded.inputs).map(([key, value]) => [key, real[key] ?? value]),
                );
                this.state.set(name, { ...recorded, inputs, outputs: real });
            }
        }
    }

    /** Google's own failover or switchover of the designated replica, outside of Pulumi. */
    takeOver(): void {
        const old = this.primaries()[0];
        const target = [...this.cloud.keys()].find(
            (name) => `${PROJECT}:${name}` === designated(this.cloud.get(old ?? "")),
        );
        if (old !== undefined && target !== undefined) this.swap(old, target);
    }

    /** Names of the instances that really take writes. */
    primaries(): string[] {
        return [...this.cloud].filter(([, real]) => real.instanceType === "CLOUD_SQL_INSTANCE").map(([name]) => name);
    }

    copy(): World {
        const copy = new World();
        copy.placement = this.placement;
        copy.reached = this.reached;
        for (const [name, recorded] of this.state) copy.state.set(name, recorded);
        for (const [name, real] of this.cloud) copy.cloud.set(name, real);
        return copy;
    }

    private declare(region: string, placement: Placement): Stop | undefined {
        const name = named(region);
        const { inputs: asked, opts } = rendered(region, placement);
        const old = this.state.get(name);
        if (old === undefined) {
            const why = takeoverRefusal(name, placement[region], asked, undefined);
            return why === undefined ? this.create(name, asked, opts.protect === true) : { by: "instance hook", why };
        }
        const inputs = ignoring(asked, old.inputs, opts.ignoreChanges as string[]);
        const { version: _, ...known } = old.outputs;
        const { kind, because } = instanceChange(known, inputs);
        const record = (outputs: Properties) => {
            this.state.set(name, { inputs, outputs, protect: opts.protect === true });
        };
        if (kind === "replacement") throw new Error(`${name} is declared anew because of ${because}`);
        if (kind === "same") return void record(old.outputs);
        const refused = takeoverRefusal(name, placement[region], inputs, old.outputs);
        if (refused !== undefined) return { by: "instance hook", why: refused };
        const stop = this.update(name, kind, inputs, old.outputs);
        if (stop === undefined) record(this.cloud.get(name) ?? {});
        return stop;
    }

    private create(name: string, asked: Properties, protect: boolean): Stop | undefined {
        if (this.cloud.has(name)) return { by: "Google", why: `${name} exists` };
        // resourceSqlDatabaseInstanceCreate sends neither replicaNames nor replicationCluster.
        const { replicaNames: _, ...sent } = asked;
        this.cloud.set(name, {
            ...sent,
            replicationCluster: { failoverDrReplicaName: "" },
            replicaNames: [],
            version: 1,
        });
        this.link();
        this.state.set(name, { inputs: asked, outputs: this.cloud.get(name) ?? {}, protect });
        return undefined;
    }

    private update(name: string, kind: string, inputs: Properties, state: Properties): Stop | undefined {
        const real = this.cloud.get(name);
        if (real === undefined) return { by: "Google", why: `${name} is gone` };
        if (kind === "promotion") throw new Error(`${name} is promoted on its own`);
        if (kind === "switchover") {
            // A switchover is Google's to refuse: of an instance that is no replica, or not the designated one.
            const old = String(real.masterInstanceName);
            if (designated(this.cloud.get(old)) !== `${PROJECT}:${name}`)
                return { by: "Google", why: `${name} is not the designated replica of ${old}` };
            this.swap(old, name);
        } else if (this.version(name) !== state.version) {
            // The provider sends the settingsVersion that it read last, and Google refuses an old one.
            return { by: "Google", why: `${name} was changed since its last refresh` };
        }
        const now = this.cloud.get(name) ?? {};
        const successor = designated(inputs).split(":")[1];
        if (successor && this.cloud.get(successor)?.masterInstanceName !== name)
            return { by: "Google", why: `${successor} does not follow ${name}` };
        if (now.instanceType === "CLOUD_SQL_INSTANCE" && !backsUp(inputs))
            throw new Error(`${name} takes writes and loses its backups`);
        if (now.instanceType !== inputs.instanceType && kind !== "switchover")
            return { by: "Google", why: `${name} is a ${String(now.instanceType)}` };
        const { replicaNames: _, masterInstanceName: __, instanceType: ___, ...sent } = inputs;
        this.cloud.set(name, { ...now, ...sent, version: this.version(name) + 1 });
        return undefined;
    }

    private remove(name: string): Stop | undefined {
        const [old, real] = [this.state.get(name), this.cloud.get(name)];
        const { settings } = real ?? {};
        const guards = [
            old?.protect,
            old?.outputs.deletionProtection === true,
            old?.outputs.deletionPolicy === "PREVENT",
            (settings as Properties | undefined)?.deletionProtectionEnabled === true,
        ];
        if (guards.some(Boolean)) return { by: "guard", why: `${name} is protected` };
        if (real?.instanceType === "CLOUD_SQL_INSTANCE") throw new Error(`${name} takes writes and is deleted`);
        this.state.delete(name);
        this.cloud.delete(name);
        this.link();
        return undefined;
    }

    private swap(old: string, target: string): void {
        const [primary, replica] = [this.cloud.get(old), this.cloud.get(target)];
        const { masterInstanceName: _, ...rest } = replica ?? {};
        const none = { failoverDrReplicaName: "" };
        this.cloud.set(target, {
            ...rest,
            instanceType: "CLOUD_SQL_INSTANCE",
            replicationCluster: { failoverDrReplicaName: `${PROJECT}:${old}` },
            version: this.version(target) + 1,
        });
        this.cloud.set(old, {
            ...primary,
            instanceType: "READ_REPLICA_INSTANCE",
            masterInstanceName: target,
            replicationCluster: none,
            version: this.version(old) + 1,
        });
        for (const [name, real] of this.cloud)
            if (real.masterInstanceName === old && name !== target)
                this.cloud.set(name, { ...real, masterInstanceName: target });
        this.link();
    }

    private version(name: string): number {
        return Number(this.cloud.get(name)?.version);
    }

    /** Who follows an instance is Google's to say. */
    private link(): void {
        for (const [name, real] of this.cloud) {
            const followers = [...this.cloud].filter(([, one]) => one.masterInstanceName === name);
            this.cloud.set(name, { ...real, replicaNames: followers.map(([follower]) => follower) });
        }
    }
}

/** The primary first, as the component declares them. */
const rank = (placement: Placement, region: string) => (placement[region] === "primary" ? 0 : 1);

const backsUp = ({ settings }: Properties) =>
    ((settings as Properties).backupConfiguration as Properties).pointInTimeRecoveryEnabled === true;

const designated = (instance: Properties | undefined): string =>
    String((instance?.replicationCluster as Properties | undefined)?.failoverDrReplicaName ?? "");
