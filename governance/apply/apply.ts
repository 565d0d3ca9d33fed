import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { APPROVERS, readApprovers } from "../approvers";
import { type Case, decide } from "../decide";
import { inRevision, POLICIES } from "../derive";
import { Repository } from "../git";
import { claim } from "../ledger";
import { publish } from "../publish";
import { Pulumi, type PulumiOptions } from "../pulumi";
import { assertSigned, type Receipt, signReceipt } from "../receipt";
import { Refusal } from "../refusal";
import { reproduce } from "../reproduce";
import { openCase, type VerifyOptions } from "../verify";
import { agreedOf } from "./agreed";
import { forbiddenOptions, forbiddenVariables } from "./dangers";
import { look } from "./look";
import type { State } from "./state";
import { type Update, update } from "./update";

export interface ApplyOptions extends VerifyOptions {
    stack: string;
    /** File of the key that signs the receipt. */
    key: string;
    /** How the Pulumi CLI is run, apart from where and on what. */
    pulumi?: Pick<PulumiOptions, "cli" | "env">;
    /** Options for `pulumi up`, of which few are taken. */
    options?: readonly string[];
    /** What is refused if it is set: the process's own, and not what `pulumi` adds. */
    environment?: Readonly<NodeJS.ProcessEnv>;
    /** Is told what goes on. */
    say?: (what: string) => void;
    /** Ends the update early; what it has begun is brought to its end. */
    signal?: AbortSignal;
}

export interface Outcome {
    /** False while nothing has happened. */
    spent: boolean;
    /** Why it was not applied, or not to its end, as sentences; nothing if it was. */
    faults: string[];
    /** What the ledger says became of it. Without one somebody has to look: `slipway recover`. */
    receipt?: Receipt;
}

const refused = (faults: string[]): Outcome => ({ spent: false, faults });

/**
 * Applies one approved bundle to its stack. Everything that can refuse it comes first and changes nothing; then the ledger
 * is claimed, which one alone can do, and the update runs bound to the plan that was held against the bundle's.
 */
export async function apply(options: ApplyOptions): Promise<Outcome> {
    const { options: asked = [], environment = process.env, say = () => undefined } = options;
    const dangers = [...forbiddenOptions(asked), ...forbiddenVariables(environment)];
    if (dangers.length > 0) return refused(dangers);

    say("verifying the bundle");
    const given = openCase(options);
    const { refusals } = decide(given);
    if (refusals.length > 0) return refused(refusals);
    const repository = new Repository(options.directory);
    say("making it again from its commit");
    await reproduce(repository, given.bundle);

    const { stack, source } = given.bundle.manifest;
    const scratch = mkdtempSync(join(tmpdir(), "slipway-apply-"));
    try {
        return await inRevision(repository, source.commit, (directory) => {
            const pulumi = new Pulumi({ ...options.pulumi, directory, stack });
            const policies = ["--policy-pack", POLICIES];
            return inCommit(repository, given, options, {
                ...{ pulumi, policies, say, options: asked, saved: join(scratch, "plan.json") },
                ...(options.signal && { signal: options.signal }),
            });
        });
    } finally {
        rmSync(scratch, { recursive: true, force: true });
    }
}

async function inCommit(
    repository: Repository,
    given: Case,
    { ledger, at, key, scheme }: ApplyOptions,
    means: Update,
): Promise<Outcome> {
    const { bundle } = given;
    const { manifest } = bundle;
    const receiptOf = (result: Receipt["result"], state: State): Receipt => ({
        ...{ schema: "slipway.receipt/v1", stack: manifest.stack, sequence: manifest.sequence },
        ...{ manifest: bundle.digest, result, state: state.digest, resources: state.resources.length },
        ...{ pulumi: state.writer, at: new Date().toISOString() },
    });
    const agreed = await agreedOf(repository, given);
    const { state, faults } = await look(manifest, agreed, means);
    if (faults.length > 0) return refused(faults);
    // A key that cannot sign, or that the next bundle would not take, is found out while there is nothing to sign yet.
    const approvers = readApprovers(repository.read(manifest.source.commit, APPROVERS) ?? "", scheme);
    assertSigned(signReceipt(receiptOf("failed", state), key, scheme), approvers, scheme);

    if (means.signal?.aborted) return refused(["stopped before the update began"]);
    if (!repository.advance(ledger, claim(repository, ledger, { ...bundle, at })))
        throw new Refusal(`${ledger} has moved: another change was let through meanwhile; fetch it and verify again`);
    const done = await update(manifest, agreed.plan, state, means);
    // What was stopped in the middle gets no receipt before somebody has looked what became of it.
    if (!done.state || done.state.pending.length > 0) return { spent: true, faults: done.faults };
    const receipt = receiptOf(done.faults.length > 0 ? "failed" : "applied", done.state);
    try {
        publish(repository, ledger, receipt, key, scheme);
    } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        return {
            spent: true,
            faults: [...done.faults, `the update is ${receipt.result}, and that is not recorded: ${why}`],
        };
    }
    return { spent: true, faults: done.faults, receipt };
}
