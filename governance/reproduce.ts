import { differences } from "../preview/differences";
import type { Plan } from "../preview/plan";
import type { Bundle } from "./bundle";
import { assertInstalled } from "./checkout";
import { type Derived, derive, inRevision, tools } from "./derive";
import type { Repository } from "./git";
import { Refusal } from "./refusal";

/** Makes a bundle's files again from its commit, and refuses it unless they are the same to the last byte. */
export async function reproduce(repository: Repository, { manifest, files }: Bundle): Promise<void> {
    const { stack, base, source } = manifest;
    const here = tools();
    // Another Node is another witness; another pack or renderer is another question.
    if (
        here.policyPack.digest !== manifest.policyPack.digest ||
        here.toolchain.preview !== manifest.toolchain.preview ||
        here.toolchain.pulumi !== manifest.toolchain.pulumi
    )
        throw new Refusal(
            `this slipway is not the one that made the bundle; check out ${source.commit}, run npm ci and verify there`,
        );
    assertInstalled(repository, source.commit);
    const derived = await inRevision(repository, source.commit, (folder) =>
        derive(repository, { folder, stack, commit: source.commit, base: base.commit }),
    );
    const difference = firstDifference(files, derived);
    if (difference) throw new Refusal(`the commit does not give this bundle: ${difference}`);
}

/** Where a bundle is not what was derived: the resource and property if the plan differs, else file and line. */
export function firstDifference(
    files: Readonly<Record<string, string>>,
    { plan, files: again }: Derived,
): string | undefined {
    const names = [...new Set([...Object.keys(files), ...Object.keys(again)])].sort(planFirst);
    for (const name of names) {
        const [claimed, derived] = [files[name], again[name]];
        if (claimed === derived) continue;
        if (claimed === undefined) return `${name} is missing in the bundle`;
        if (derived === undefined) return `${name} is not made from the commit`;
        return (name === PLAN && inPlan(claimed, plan)) || inText(name, claimed, derived);
    }
    return undefined;
}

const PLAN = "plan.json";

/** Everything else follows from the plan. */
const planFirst = (a: string, b: string) => Number(b === PLAN) - Number(a === PLAN) || (a < b ? -1 : 1);

function inPlan(claimed: string, derived: Plan): string | undefined {
    try {
        const [found] = differences(JSON.parse(claimed) as Plan, derived);
        return (
            found && `${PLAN} has ${found.first} at ${found.urn} ${found.path}, and the commit gives ${found.second}`
        );
    } catch {
        return undefined;
    }
}

function inText(name: string, claimed: string, derived: string): string {
    const [left, right] = [claimed.split("\n"), derived.split("\n")];
    const line = left.findIndex((text, index) => text !== right[index]);
    const [here, there] = line < 0 ? ["", right[left.length] ?? ""] : [left[line] ?? "", right[line] ?? ""];
    const column = [...here].findIndex((character, index) => character !== [...there][index]);
    return `${name} differs at line ${(line < 0 ? left.length : line) + 1}, column ${(column < 0 ? here.length : column) + 1}`;
}
