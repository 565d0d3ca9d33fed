import { decide } from "../governance/decide";
import { Repository } from "../governance/git";
import { proposal } from "../governance/proposal";
import { Refusal } from "../governance/refusal";
import { reproduce } from "../governance/reproduce";
import { openCase } from "../governance/verify";
import { PreviewError } from "../preview/failure";
import { type Common, means, refuse, refusing } from "./governed";
import { status } from "./status";

interface Options extends Common {
    stack?: string;
    reproduce?: boolean;
    json?: boolean;
}

/** `slipway verify`: whether a bundle may be applied now. */
export const verify = (folder: string, { stack, reproduce: again, json, ...options }: Options) =>
    refusing(async () => {
        const common = means(options);
        const given = openCase({ ...common, folder, ...(stack !== undefined && { stack }) });
        const { bundle } = given;
        const repository = new Repository(common.directory);
        const { refusals, risk, approved } = decide(given);
        let reproduced = false;
        if (again) {
            const line = status("making it again from its commit");
            const fault = await reproduce(repository, bundle).catch(told).finally(line.end);
            reproduced = fault === undefined;
            if (fault !== undefined) refusals.push(fault);
            else if (!json) process.stdout.write("Made again from the commit: the same to the last byte\n\n");
        }
        const accepted = refusals.length === 0;
        if (json) {
            const { digest, manifest } = bundle;
            const change = {
                accepted,
                reproduced,
                digest,
                stack: manifest.stack,
                sequence: manifest.sequence,
                commit: manifest.source.commit,
            };
            process.stdout.write(`${JSON.stringify({ ...change, refusals, risk, approved }, null, 2)}\n`);
        } else if (accepted) {
            const people = approved.map(
                ({ name, roles }) => `${name}${roles.length > 0 ? ` (${roles.join(", ")})` : ""}`,
            );
            process.stdout.write(`${proposal(bundle)}Approved by: ${people.join(", ")}\n`);
        }
        if (!accepted) refuse(json ? [] : [...refusals, `${bundle.digest} is not to be applied`]);
    });

function told(error: unknown): string {
    if (Refusal.isInstance(error)) return error.message;
    if (PreviewError.isInstance(error)) return `the commit cannot be declared: ${error.message}`;
    throw error;
}
