import { join } from "node:path";
import { Repository } from "../governance/git";
import { Pulumi } from "../governance/pulumi";
import { recover as recoverStack } from "../governance/recover/recover";
import { sshsig } from "../governance/ssh/sshsig";
import { plain } from "../preview/report/text";
import { readProject } from "../preview/stack-file";
import { refusing } from "./governed";
import { steps } from "./status";

interface Options {
    key?: string;
    ledger: string;
    id?: Record<string, string>;
    absent?: string[];
    lost?: string[];
    unlock?: boolean;
}

/** `slipway recover`: brings the state back to what exists, and says what remains to do. */
export const recover = (stack: string, { id: ids, ...options }: Options) =>
    refusing(async () => {
        const directory = process.cwd();
        const line = steps();
        const found = await recoverStack({
            ...options,
            ...(ids && { ids }),
            ...{ repository: new Repository(directory), project: readProject(directory).name, stack },
            ...{ pulumi: new Pulumi({ directory, stack }), scheme: sshsig },
            ...{ folder: join("out", "recover"), say: line.say },
        }).finally(line.end);
        const told: [string, string[]][] = [
            ["exists, and is in the state now", found.adopted],
            ["is still to be created", found.absent],
            ["is in the state as it is", found.looked],
            ["is gone, and no longer in the state", found.gone],
        ];
        const lines = told.flatMap(([what, urns]) => urns.map((urn) => `${plain(urn)} ${what}`));
        const { backup, receipt, finished } = found;
        if (lines.length === 0) lines.push(`No operation of ${plain(stack)} was left unended`);
        if (backup !== undefined) lines.push(`The state as it was: ${backup}`);
        if (receipt) lines.push(`Recorded for change ${receipt.sequence}: state ${receipt.state}`);
        lines.push(
            finished
                ? `What remains: \`pulumi preview --stack ${plain(stack)}\` says what is left to do`
                : "What remains: make a new bundle of the commit that was let through, or of a later one; it finishes the rest",
        );
        process.stdout.write(`${lines.join("\n")}\n`);
    });
