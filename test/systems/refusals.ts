import { check } from "../../components/settings/check";
import { rules, Settings } from "../../components/settings/settings";
import { type Path, settingsOf, withValue } from "../settings/yaml";

/** A place below a system's block of mainnet's stack file, and what is put there. */
export type Edit = readonly [at: Path, value: unknown];

/** What is said of mainnet's stack file with other values in it: a line for each problem, in the order of the file. */
export const refusals = (system: string, ...edits: readonly Edit[]): string[] =>
    problems(
        edits.reduce((file, [at, value]) => withValue(file, ["systems", system, ...at], value), settingsOf("mainnet")),
    );

export function problems(settings: unknown): string[] {
    const result = check(Settings, rules, settings);
    return "problems" in result ? result.problems.map(({ at, found, remedy }) => `${at} ${found}; ${remedy}`) : [];
}
