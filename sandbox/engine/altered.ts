import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Puts a program in the place of `index.ts`, in the CLI's view of the project: it changes what the real program
 * declares, as a change that somebody proposes would. Returns what puts the real one back.
 *
 * `change` is the body of a function of `type`, `name` and `props` that may change `props`, and may use `pulumi`.
 */
export function alter(project: string, real: string, change: string): () => void {
    const file = join(project, "index.ts");
    const program = `
import * as pulumi from "@pulumi/pulumi";
pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => {
    ${change}
    return { props, opts };
});
module.exports = require(${JSON.stringify(join(real, "index.ts"))});
`;
    rmSync(file);
    writeFileSync(file, program);
    return () => {
        rmSync(file);
        symlinkSync(join(real, "index.ts"), file);
    };
}
