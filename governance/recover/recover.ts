import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportState, type State } from "../apply/state";
import { told } from "../apply/told";
import type { Repository } from "../git";
import { isApplied, readLedger } from "../ledger";
import { publish } from "../publish";
import type { Pulumi } from "../pulumi";
import type { Receipt } from "../receipt";
import { Refusal } from "../refusal";
import type { SignatureScheme } from "../scheme";
import { assertDead } from "./lock";
import { lostCreations } from "./lost";
import { type Known, resolve } from "./resolve";

export interface RecoverOptions extends Known {
    repository: Repository;
    project: string;
    stack: string;
    pulumi: Pulumi;
    /** Branch of the ledger. */
    ledger: string;
    /** File of the key that signs the receipt, which a stack that the ledger knows must have. */
    key?: string;
    scheme: SignatureScheme;
    /** URNs of what could not be created, and may exist all the same because the answer was lost. */
    lost?: readonly string[];
    /** Takes the lock away even if whoever holds it may still be at work. */
    unlock?: boolean;
    /** Where the state is kept as it was. */
    folder: string;
    say?: (what: string) => void;
}

export interface Recovered {
    /** What was being created, exists, and is in the state now. */
    adopted: string[];
    /** What was being created and does not exist, or can be created again whether or not it exists. */
    absent: string[];
    /** What was being changed or deleted, and is in the state as it is. */
    looked: string[];
    /** What was being changed or deleted, and is gone. */
    gone: string[];
    /** File with the state as it was; undefined if it was whole. */
    backup?: string;
    /** Undefined where the ledger has nothing of the stack. */
    receipt?: Receipt;
    /** Whether the stack's last change was applied to its end. */
    finished: boolean;
}

/**
 * Brings the state of a stack back to what exists after an update was interrupted. `pulumi refresh` forgets what was being
 * created whether it exists or not, and `pulumi import` takes the server's word for its inputs. Here it is put into the
 * state with all that the program asked for, and the providers are asked whether it is there. Nothing is created, changed
 * or deleted but in the state. It can be interrupted and run again. What the engine holds for not created, because the
 * provider's answer was lost, is looked for in the same way if it is named.
 */
export async function recover(options: RecoverOptions): Promise<Recovered> {
    const { pulumi, project, stack, repository, ledger, key, say = () => undefined } = options;
    const last = repository.find(ledger) === undefined ? undefined : readLedger(repository, ledger, stack).at(-1);
    if (last && key === undefined)
        throw new Refusal(`the ledger knows ${stack}; name the key that signs the receipt with --key`);
    say("reading the state");
    const found = await exportState(pulumi, { project, stack });
    const lost = await lostCreations(pulumi, found, options.lost ?? []);
    const state = { ...found, pending: [...found.pending, ...lost] };
    const { whole, asked } = resolve(state, options);
    const backup = state.pending.length > 0 ? keep(options.folder, stack, state) : undefined;
    say("taking out operations that never ended");
    await write(whole, options);
    if (asked.length > 0) {
        say(`asking the providers for ${asked.length} ${asked.length === 1 ? "resource" : "resources"}`);
        const targets = asked.flatMap((urn) => ["--target", urn]);
        const run = await pulumi.run(["refresh", "--yes", "--skip-preview", ...targets]);
        if (run.code !== 0)
            throw new Refusal(`the providers cannot say what exists: ${told(run)}; mend that and run this again`);
    }
    const after = await exportState(pulumi, { project, stack });
    const receipt: Receipt | undefined = last && {
        schema: "slipway.receipt/v1",
        stack,
        sequence: last.sequence,
        manifest: last.manifest,
        result: "recovered",
        state: after.digest,
        resources: after.resources.length,
        pulumi: after.writer,
        at: new Date().toISOString(),
    };
    if (receipt && key !== undefined) publish(repository, ledger, receipt, key, options.scheme);
    return {
        ...became(state, after),
        ...(backup !== undefined && { backup }),
        ...(receipt && { receipt }),
        finished: !last || isApplied(last),
    };
}

function became({ pending }: State, { resources }: State): Pick<Recovered, "adopted" | "absent" | "looked" | "gone"> {
    const there = new Set(resources.flatMap(({ urn, delete: going }) => (going === true ? [] : [urn])));
    const of = (types: RegExp, exists: boolean) =>
        pending
            .filter(({ type, resource }) => types.test(type) && there.has(resource.urn) === exists)
            .map(({ resource }) => resource.urn)
            .sort();
    const [creating, changing] = [/^creating$/, /^(updating|deleting)$/];
    return {
        adopted: of(creating, true),
        absent: of(creating, false),
        looked: of(changing, true),
        gone: of(changing, false),
    };
}

/** Writes the state, which takes and gives back the stack's lock: whoever else holds it is found out here. */
async function write(whole: State["whole"], { pulumi, stack, unlock = false }: RecoverOptions): Promise<void> {
    const scratch = mkdtempSync(join(tmpdir(), "slipway-recover-"));
    const file = join(scratch, "state.json");
    try {
        writeFileSync(file, JSON.stringify(whole), { mode: 0o600 });
        const put = () => pulumi.run(["stack", "import", "--file", file]);
        let run = await put();
        if (run.code !== 0 && /currently locked/.test(run.stderr)) {
            if (!unlock) assertDead(run.stderr);
            await pulumi.run(["cancel", "--yes"]);
            run = await put();
        }
        if (run.code !== 0) throw new Refusal(`the state of ${stack} cannot be written: ${told(run)}`);
    } finally {
        rmSync(scratch, { recursive: true, force: true });
    }
}

/** Secrets in it are encrypted as they are in the stack's own state. */
function keep(folder: string, stack: string, { whole, digest }: State): string {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${stack}-${digest.slice(7, 19)}.json`);
    writeFileSync(file, `${JSON.stringify(whole, null, 2)}\n`, { mode: 0o600 });
    chmodSync(file, 0o600);
    return file;
}
