import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { idOf, references, type Scope } from "./ids";
import { make } from "./made";
import { packageType } from "./package";
import { CloudRefusal } from "./refusal";
import type { Ask } from "./rules/rule";
import { judge } from "./rules/rules";
import { part, sentAtCreation, settle } from "./sql";
import { type CloudResource, type Properties, Store } from "./store";
import { typeOf } from "./types";

const VERSION = "gcp:secretmanager/secretVersion:SecretVersion";

/**
 * A simulated Google Cloud. It keeps what it is given, refuses what Google refuses, and makes ids and outputs in
 * Google's forms; nothing runs in it. State is in files that a person may change: that is drift.
 */
export class Cloud {
    readonly store: Store;

    constructor(folder: string) {
        this.store = new Store(folder);
    }

    /** A project's number is in `project.json`, as `{"number": "…"}`, where somebody has put it; else it is made up. */
    scope(project: string): Scope {
        return { project, number: this.#number() ?? madeUp(project) };
    }

    create(type: string, asked: Properties, project: string): CloudResource {
        const scope = this.scope(project);
        const given = sentAtCreation(type, asked);
        const version = type === VERSION ? this.#versions(given) + 1 : 1;
        const id = idOf(type, { ...given, version }, scope);
        const old = this.store.get(type, id);
        judge(this.#ask("create", type, id, given, scope, old));
        const making = { ...scope, id, given, version, now: new Date().toISOString() };
        const made = make(type, making, packageType(type)?.outputs ?? []);
        const resource: CloudResource = { type, id, given, made: old?.made ?? made };
        settle(this.store, scope, resource);
        this.store.put(resource);
        return resource;
    }

    read(type: string, id: string): CloudResource | undefined {
        return this.store.get(type, id);
    }

    update(type: string, id: string, given: Properties, project: string): CloudResource {
        const scope = this.scope(project);
        const old = this.#existing(type, id);
        judge(this.#ask("update", type, id, given, scope, old));
        const resource: CloudResource = { ...old, given };
        settle(this.store, scope, resource, old);
        this.store.put(resource);
        return resource;
    }

    /** What is gone already is no error: the provider takes a 404 for it. */
    delete(type: string, id: string, project: string): void {
        const scope = this.scope(project);
        const old = this.store.get(type, id);
        if (old === undefined) return;
        judge(this.#ask("delete", type, id, old.given, scope, old));
        if (typeOf(type)?.stays) {
            this.#destroyVersions(old);
            return;
        }
        for (const taken of this.#takes(old, scope)) this.store.remove(taken.type, taken.id);
        part(this.store, scope, old);
        this.store.remove(type, id);
    }

    /** Takes a version of a secret out of use; it can be brought back. */
    disable(type: string, id: string): void {
        const found = this.store.get(type, id);
        if (found) this.store.put({ ...found, given: { ...found.given, enabled: false } });
    }

    #ask(
        op: Ask["op"],
        type: string,
        id: string,
        given: Properties,
        scope: Scope,
        old: CloudResource | undefined,
    ): Ask {
        return { op, type, id, given, scope, store: this.store, ...(old && { old }) };
    }

    #existing(type: string, id: string): CloudResource {
        const found = this.store.get(type, id);
        if (found === undefined) throw new CloudRefusal(`The resource '${id}' was not found, notFound`, 404);
        return found;
    }

    #takes({ type, id }: CloudResource, scope: Scope): CloudResource[] {
        return (typeOf(type)?.takes ?? [])
            .flatMap((taken) => this.store.list(`gcp:${taken}`))
            .filter((one) => references(one.type, one.given, scope).some((to) => to.type === type && to.id === id));
    }

    /** A key without versions opens nothing, and keeps its name. A key ring has none. */
    #destroyVersions(key: CloudResource): void {
        const { rotationPeriod: _, ...given } = key.given;
        this.store.put({ ...key, given, made: { ...key.made, primaries: [] } });
    }

    #versions({ secret }: Properties): number {
        return this.store.list(VERSION).filter(({ given }) => given.secret === secret).length;
    }

    setNumber(number: string): void {
        mkdirSync(this.store.folder, { recursive: true });
        writeFileSync(this.#project, `${JSON.stringify({ number })}\n`);
    }

    get #project(): string {
        return join(this.store.folder, "project.json");
    }

    #number(): string | undefined {
        try {
            return (JSON.parse(readFileSync(this.#project, "utf8")) as { number: string }).number;
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
            throw error;
        }
    }
}

/** Twelve digits, the same for the same project. */
const madeUp = (project: string): string =>
    String(1e11 + (createHash("sha256").update(project).digest().readUIntBE(0, 5) % 8e11));
