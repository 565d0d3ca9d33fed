import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Result } from "./checkov";

interface Exception {
    checks: string[];
    /** Addresses of resources, with `*` for any text. */
    resources: string[];
    reason: string;
    /** For a passed check: what comes later and is enough to know of. Without it, the check may fail. */
    later?: string[];
}

const matches = (pattern: string, text: string) =>
    new RegExp(
        `^${pattern
            .split("*")
            .map((part) => part.replace(/[.[\]]/g, "\\$&"))
            .join(".*")}$`,
    ).test(text);

/** The exceptions that were granted, and what of them nobody needs any more. */
export class Granted {
    readonly #exceptions: readonly Exception[];
    readonly #used = new Set<string>();

    constructor(exceptions: readonly Exception[] = parse(readFileSync(join(__dirname, "exceptions.yaml"), "utf8"))) {
        this.#exceptions = exceptions;
    }

    /** Whether a failed check has a named reason. */
    excepts(result: Result): boolean {
        return this.#use(result, undefined);
    }

    /** Paths on which a passed check rests without anybody knowing them, and without a reason why that is enough. */
    unsure(result: Result): string[] {
        return result.later.filter((path) => !this.#use(result, path));
    }

    unused(): string[] {
        return this.#exceptions.flatMap((one) => combinations(one)).filter((one) => !this.#used.has(one));
    }

    #use({ check, address }: Result, path: string | undefined): boolean {
        let found = false;
        for (const { checks, resources, later } of this.#exceptions) {
            if (!checks.includes(check) || (path === undefined ? later : !later?.includes(path))) continue;
            for (const resource of resources.filter((one) => matches(one, address))) {
                this.#used.add(`${check} ${resource}`);
                found = true;
            }
        }
        return found;
    }
}

const combinations = ({ checks, resources }: Exception) =>
    checks.flatMap((check) => resources.map((resource) => `${check} ${resource}`));
