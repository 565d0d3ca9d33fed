import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type Properties = { [key: string]: unknown };

/** One resource of the simulated cloud, as its file holds it. */
export interface CloudResource {
    type: string;
    id: string;
    /** What was asked for: the settings that anybody with the right can change. Write-only values are never here. */
    given: Properties;
    /** What the cloud made of it: addresses, keys, names of agents. */
    made: Properties;
}

/** File names of up to 255 bytes: https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/limits.h.html, NAME_MAX. */
const LONGEST = 200;

/**
 * The cloud's memory: one JSON file for each resource, in a folder for each type. Every change is one rename, so a
 * killed process loses nothing and leaves nothing half written; every look reads the file, so a change by hand counts
 * at once.
 */
export class Store {
    readonly folder: string;

    constructor(folder: string) {
        this.folder = folder;
    }

    /** Where a resource is kept, whether it exists or not. */
    file(type: string, id: string): string {
        const name = id.replaceAll("~", "~~").replaceAll("/", "~");
        const short = name.length <= LONGEST ? name : `${name.slice(0, LONGEST)}-${hash(id)}`;
        return join(this.#folder(type), `${short}.json`);
    }

    get(type: string, id: string): CloudResource | undefined {
        return read(this.file(type, id));
    }

    /** Every resource of a type, by id. */
    list(type: string): CloudResource[] {
        return files(this.#folder(type))
            .flatMap((file) => read(join(this.#folder(type), file)) ?? [])
            .sort((a, b) => (a.id < b.id ? -1 : 1));
    }

    put(resource: CloudResource): void {
        const file = this.file(resource.type, resource.id);
        mkdirSync(this.#folder(resource.type), { recursive: true });
        const beside = `${file}.${process.pid}`;
        writeFileSync(beside, `${JSON.stringify(resource, undefined, 4)}\n`);
        renameSync(beside, file);
    }

    remove(type: string, id: string): void {
        rmSync(this.file(type, id), { force: true });
    }

    /** `gcp:kms/keyRing:KeyRing` is kept in `kms.KeyRing`. */
    #folder(type: string): string {
        const [, module = "", kind = ""] = /^gcp:(\w+)\/\w+:(\w+)$/.exec(type) ?? [];
        return join(this.folder, `${module}.${kind}`);
    }
}

const hash = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 12);

function files(folder: string): string[] {
    try {
        return readdirSync(folder).filter((file) => file.endsWith(".json"));
    } catch (error) {
        if (isMissing(error)) return [];
        throw error;
    }
}

function read(file: string): CloudResource | undefined {
    try {
        return JSON.parse(readFileSync(file, "utf8")) as CloudResource;
    } catch (error) {
        if (isMissing(error)) return undefined;
        throw error instanceof SyntaxError ? new Error(`${file} is no JSON: ${error.message}`) : error;
    }
}

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === "ENOENT";
