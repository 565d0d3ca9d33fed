import type { Bundle } from "./bundle";

/** What goes into a proposal on a chain: enough to find the change, and to make it again. */
export function proposal({ manifest, digest }: Pick<Bundle, "manifest" | "digest">): string {
    const { network, project, stack, sequence, source, base, summary, validity } = manifest;
    // Before the ledger has anything of the stack, only the reader can say what is applied.
    const against = sequence === 1 ? ` --against ${base.commit}` : "";
    return [
        `${project}: change ${sequence} of ${stack}, network ${network}`,
        `Digest: ${digest}`,
        `Commit: ${source.commit}, after ${base.commit}`,
        `Plan: ${summary.plan}, ${summary.resources} resources, ${summary.unknowns} values not known before the update`,
        `Policies: ${summary.violations} violations, ${summary.undetermined} undetermined, ${summary.advisory} advisory`,
        `Risk: ${summary.risk}`,
        `To be applied from ${validity.notBefore} to ${validity.expires}`,
        `Reproduce: git checkout ${source.commit} && npm ci && npx slipway verify BUNDLE --reproduce${against}`,
        "",
    ].join("\n");
}
