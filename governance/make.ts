import { digest } from "../preview/canonical";
import { declaredTwice } from "../preview/worlds";
import { APPROVERS, readApprovers } from "./approvers";
import { MANIFEST } from "./bundle";
import { assertCheckedOut } from "./checkout";
import { thresholdOf } from "./decide";
import { derive, tools } from "./derive";
import { Repository } from "./git";
import { readLedger } from "./ledger";
import { type Manifest, manifestText } from "./manifest";
import { baseOf, originOf } from "./origin";
import { Refusal } from "./refusal";
import type { Assess } from "./risk";
import type { SignatureScheme } from "./scheme";
import { summaryOf } from "./summary";

export interface MakeOptions {
    directory: string;
    stack: string;
    /** The revision that is applied now, while the ledger says nothing of the stack. */
    against?: string;
    /** Branch of the ledger. */
    ledger: string;
    at: Date;
    /** Hours in which approvals are collected, before the timelock. */
    collect: number;
    assess: Assess;
    scheme: SignatureScheme;
    progress?: (resources: number) => void;
}

/** Makes the files of a bundle from the commit that is checked out, `manifest.json` among them. */
export async function makeBundle({ directory, stack, against, ledger: ref, at, collect, ...options }: MakeOptions) {
    const { assess, scheme, progress } = options;
    const repository = new Repository(directory);
    const commit = repository.commit("HEAD");
    assertCheckedOut(repository, commit);
    const ledger = readLedger(repository, ref, stack);
    const base = baseOf(repository, ledger, against);
    const origin = originOf(repository, { stack, base, commit, ledger });
    const approvers = readApprovers(repository.read(base, APPROVERS) ?? "", scheme);

    const { plan, files } = await derive(repository, { folder: directory, stack, base, ...(progress && { progress }) });
    const { summary, risk } = summaryOf(files, assess);
    const [difference] = await declaredTwice(plan, { directory, stack });
    if (difference)
        throw new Refusal(
            `${difference.urn} ${difference.path} is not the same twice; \`slipway preview --twice\` says more`,
        );
    const threshold = thresholdOf(approvers, stack, risk.class);
    if (!threshold)
        throw new Refusal(`${APPROVERS} of ${base.slice(0, 12)} does not say who approves changes of ${stack}`);
    const from = at.getTime() + (collect + threshold.timelock) * HOUR;
    const manifest: Manifest = {
        schema: "slipway.manifest/v1",
        ...origin,
        ...tools(),
        summary,
        validity: { notBefore: moment(from), expires: moment(from + (approvers.stacks[stack]?.window ?? 0) * HOUR) },
        files: Object.fromEntries(Object.entries(files).map(([name, text]) => [name, digest(text)])),
    };
    const text = manifestText(manifest);
    return { files: { ...files, [MANIFEST]: text }, manifest, digest: digest(text), risk };
}

const HOUR = 3_600_000;

const moment = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;
