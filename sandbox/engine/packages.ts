import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

export interface RequiredPackage {
    name: string;
    /** Such as `v4.34.2`. */
    version: string;
    server: string;
}

interface Manifest {
    name: string;
    version: string;
    pulumi?: { resource?: boolean; name?: string; version?: string; server?: string };
}

/** The providers that a program needs: its packages whose `package.json` says that they have resources. */
export function requiredPackages(program: string): RequiredPackage[] {
    const found = new Map<string, RequiredPackage>();
    for (const folder of packageFolders(program)) {
        const manifest = read(join(folder, "package.json"));
        if (!manifest?.pulumi?.resource) continue;
        const { pulumi } = manifest;
        const name = pulumi.name ?? manifest.name.replace(/^@pulumi\//, "");
        const version = (pulumi.version ?? manifest.version).replace(/^v?/, "v");
        found.set(`${name} ${version}`, { name, version, server: pulumi.server ?? "" });
    }
    return [...found.values()];
}

/** Direct packages of the program's folder and of those above it, as Node resolves them. */
function* packageFolders(program: string): Iterable<string> {
    for (let folder = program; ; folder = dirname(folder)) {
        const modules = join(folder, "node_modules");
        for (const entry of list(modules)) {
            if (entry.startsWith("@"))
                for (const scoped of list(join(modules, entry))) yield join(modules, entry, scoped);
            else if (!entry.startsWith(".")) yield join(modules, entry);
        }
        if (folder === dirname(folder)) return;
    }
}

function list(folder: string): string[] {
    try {
        return readdirSync(folder);
    } catch {
        return [];
    }
}

function read(file: string): Manifest | undefined {
    try {
        return JSON.parse(readFileSync(file, "utf8"));
    } catch {
        return undefined;
    }
}
