import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { stack } from "../stack";

/** Writes the numbers that the stacks have now into their inventories: `node --import tsx test/inventories/recount.ts`. */
async function recount(): Promise<void> {
    for (const name of ["testnet", "mainnet"]) {
        const file = join(__dirname, `${name}.yaml`);
        const counts = (await stack(name)).counts();
        const sorted = Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
        const text = readFileSync(file, "utf8");
        const block = stringify({ counts: sorted }, { indent: 4, lineWidth: 0 });
        writeFileSync(file, text.replace(/^counts:\n(?: .*\n)*/m, block));
    }
}

void recount();
