import { declare } from "../../preview/capture";
import { changes } from "../../preview/changes/changes";
import type { Plan } from "../../preview/plan";
import type { Case } from "../decide";
import { inRevision } from "../derive";
import type { Repository } from "../git";
import { isApplied } from "../ledger";
import { Refusal } from "../refusal";
import type { Agreed, ApprovedChange } from "./held";

/** What a bundle and those before it that did not come to their end let happen to a stack. */
export async function agreedOf(repository: Repository, { bundle, ledger }: Case): Promise<Agreed> {
    const plan = JSON.parse(bundle.files["plan.json"] ?? "") as Plan;
    const {
        schema,
        plan: of,
        changes: listed,
    } = JSON.parse(bundle.files["changes.json"] ?? "{}") as {
        schema?: string;
        plan?: string;
        changes?: ApprovedChange[];
    };
    if (schema !== "slipway.changes/v1" || of !== bundle.manifest.summary.plan || !listed)
        throw new Refusal("changes.json does not say what the plan changes; make the bundle again");
    const [unfinished] = ledger.slice(ledger.map(isApplied).lastIndexOf(true) + 1);
    if (!unfinished) return { plan, changes: listed, left: [], unfinished: false };
    const { stack, base } = bundle.manifest;
    const declared = (commit: string) =>
        inRevision(repository, repository.commit(commit), (directory) => declare({ directory, stack }));
    const left = changes(await declared(unfinished.base), await declared(base.commit)).changes;
    return { plan, changes: listed, left, unfinished: true };
}
