import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { makeBundle } from "../governance/make";
import { proposal } from "../governance/proposal";
import { PreviewError } from "../preview/failure";
import { writeTogether } from "./files";
import { type Common, means, refusing } from "./governed";
import { status } from "./status";

interface Options extends Common {
    out?: string;
    collect: number;
}

/** `slipway bundle`: the preview's files and the manifest that binds them. */
export const bundle = (stack: string, { out, collect, ...common }: Options) =>
    refusing(async () => {
        if (out !== undefined) assertEmpty(out);
        const line = status(`bundling ${stack}`);
        const { progress } = line;
        const made = await makeBundle({ ...means(common), stack, collect, progress }).finally(line.end);
        const folder = out ?? join("out", "bundles", `${stack}-${made.digest.slice(7, 19)}`);
        assertEmpty(folder);
        writeTogether(folder, made.files);
        const because = made.risk.because.map((sentence) => `  ${sentence}\n`).join("");
        process.stdout.write(
            `${proposal(made)}\nWhy its risk is ${made.risk.class}:\n${because}\nWritten to ${folder}\n`,
        );
    });

/** Another bundle's files or approvals must not end up in this one. */
function assertEmpty(folder: string): void {
    if (existsSync(folder) && readdirSync(folder).length > 0)
        throw new PreviewError(`${folder} is not empty; name a new folder with --out`, "usage");
}
