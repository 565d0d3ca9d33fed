import { digest } from "../preview/canonical";
import { declaredTwice } from "../preview/worlds";
import { APPROVERS, readApprovers } from "./approvers";
import { type Bundle, MANIFEST } from "./bundle";
import { assertCheckedOut } from "./checkout";
import { derive, tools } from "./derive";
import { Repository } from "./git";
import { readLedger } from "./ledger";
import { type Manifest, manifestText } from "./manifest";
import { baseOf, originOf } from "./origin";
import { assertSigned } from "./receipt";
import { Refusal } from "./refusal";
import type { Assess, Risk } from "./risk";
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

export interface Made extends Pick<Bundle, "manifest" | "digest"> {
    /** Text of every file, by name. */
    files: Record<string, string>;
    risk: Risk;
}

/** Makes the files of a bundle from the commit that is checked out, `manifest.json` among them. */
export async function makeBundle(options: MakeOptions): Promise<Made> {
    const { directory, stack, at, collect, assess, scheme, progress } = options;
    const repository = new Repository(directory);
    const commit = repository.commit("HEAD");
    assertCheckedOut(repository, commit);
    const ledger = readLedger(repository, options.ledger, stack);
    const base = baseOf(repository, ledger, options.against);
    const origin = originOf(repository, { stack, base, commit, ledger });
    const approvers = readApprovers(repository.read(base, APPROVERS) ?? "", scheme);
    const receipt = ledger.at(-1)?.receipts.at(-1);
    if (receipt) assertSigned(receipt, approvers, scheme);
    const rules = approvers.stacks[stack];
    if (!rules)
        throw new Refusal(`${APPROVERS} of ${base} does not say who approves changes of ${stack}; add it there first`);

    const { plan, files } = await derive(repository, {
        ...{ folder: directory, stack, commit, base },
        ...(progress && { progress }),
    });
    const { summary, risk } = summaryOf(files, assess);
    const [difference] = await declaredTwice(plan, { directory, stack });
    if (difference) {
        const place = `${difference.urn} ${difference.path}`;
        throw new Refusal(`${place} is not the same twice; \`slipway preview --twice\` says more`);
    }
    const from = at.getTime() + (collect + rules.risks[risk.class].timelock) * HOUR;
    const manifest: Manifest = {
        schema: "slipway.manifest/v1",
        ...origin,
        ...tools(),
        summary,
        validity: { notBefore: moment(from), expires: moment(from + rules.window * HOUR) },
        files: Object.fromEntries(Object.entries(files).map(([name, text]) => [name, digest(text)])),
    };
    const text = manifestText(manifest);
    return { files: { ...files, [MANIFEST]: text }, manifest, digest: digest(text), risk };
}

const HOUR = 3_600_000;

const moment = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;
