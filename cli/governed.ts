import { Refusal } from "../governance/refusal";
import { assess } from "../governance/risk";
import { sshsig } from "../governance/ssh/sshsig";
import { plain } from "../preview/report/text";

/** What the governance commands have in common. */
export interface Common {
    against?: string;
    ledger: string;
    /** @default now */
    at?: Date;
}

/** How changes are judged, signed and dated here. */
export const means = ({ against, ledger, at = new Date() }: Common) => ({
    directory: process.cwd(),
    ledger,
    at,
    assess,
    scheme: sshsig,
    ...(against !== undefined && { against }),
});

/** Runs a command that may refuse: it says why and gives exit code 1. */
export async function refusing(work: () => Promise<void>): Promise<void> {
    try {
        await work();
    } catch (error) {
        if (!Refusal.isInstance(error)) throw error;
        refuse([error.message]);
    }
}

/** Says why not, one sentence on a line. What bundles and commits say in it is for reading, and not for a terminal. */
export function refuse(reasons: readonly string[]): void {
    process.stderr.write(reasons.map((reason) => `Refused: ${plain(reason)}\n`).join(""));
    process.exitCode = 1;
}
