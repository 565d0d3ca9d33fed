import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { approve as signBundle } from "../governance/approve";
import { APPROVALS, signatureName } from "../governance/bundle";
import { proposal } from "../governance/proposal";
import { openCase } from "../governance/verify";
import { type Common, means, refusing } from "./governed";

interface Options extends Common {
    key: string;
    veto?: boolean;
}

/** `slipway approve`: signs a bundle's manifest, or vetoes it. */
export const approve = (folder: string, { key: keyFile, veto, ...common }: Options) =>
    refusing(async () => {
        const given = openCase({ ...means(common), folder });
        process.stdout.write(proposal(given.bundle));
        const purpose = veto ? "veto" : "approval";
        const { person, key, signature } = signBundle(given, { keyFile, purpose });
        mkdirSync(join(folder, APPROVALS), { recursive: true });
        const file = join(folder, APPROVALS, signatureName(key, purpose));
        writeFileSync(file, signature);
        process.stdout.write(`\n${veto ? "Vetoed" : "Approved"} by ${person}: ${file}\n`);
    });
