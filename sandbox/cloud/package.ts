import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What the npm package of the Google provider says of a type. */
export interface PackageType {
    inputs: ReadonlySet<string>;
    required: readonly string[];
    /** Computed, and never given. */
    outputs: readonly string[];
    /** Outputs that the provider marks as secret. */
    secret: readonly string[];
}

const ROOT = dirname(require.resolve("@pulumi/gcp/package.json"));

const known = new Map<string, PackageType | undefined>();

/** Reads the generated class of a type; undefined where there is none. */
export function packageType(token: string): PackageType | undefined {
    if (!known.has(token)) known.set(token, read(token));
    return known.get(token);
}

function read(token: string): PackageType | undefined {
    const [, module = "", file = ""] = /^gcp:(\w+)\/(\w+):\w+$/.exec(token) ?? [];
    const source = sourceOf(module, file);
    if (source === undefined) return undefined;
    const all = (pattern: RegExp) => [...source.matchAll(pattern)].map(([, name = ""]) => name);
    return {
        inputs: new Set(all(/resourceInputs\["(\w+)"\] = [^;]*\bargs\?\.\1\b/g)),
        required: all(/Missing required property '(\w+)'/g),
        outputs: all(/resourceInputs\["(\w+)"\] = undefined \/\*out\*\//g),
        secret: all(/additionalSecretOutputs: \[([^\]]*)\]/g).flatMap((names) => names.match(/\w+/g) ?? []),
    };
}

/** `projects/iAMMember` is written in `projects/iammember.js`. */
function sourceOf(module: string, file: string): string | undefined {
    const wanted = `${file}.js`.toLowerCase();
    try {
        const found = readdirSync(join(ROOT, module)).find((name) => name.toLowerCase() === wanted);
        return found && readFileSync(join(ROOT, module, found), "utf8");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
    }
}
