import { message, type Verdict } from "./rule";

/** Verdicts that are told in one sentence: the first, and the others that say the same of other places. */
export interface Told {
    first: Verdict;
    others: readonly Verdict[];
}

/** What verdicts must share to be told together; undefined for one that is told alone. */
export const shared = ({ about, rule, verdict, path, found, wanted, old }: Verdict): string | undefined =>
    about === undefined ? undefined : JSON.stringify([rule, verdict, about, path, found, wanted, old]);

/** Verdicts that say the same become one, where the first of them stood: 36 keys are one sentence, not 36. */
export function together(verdicts: Iterable<Verdict>): Told[] {
    const told: { first: Verdict; others: Verdict[] }[] = [];
    const open = new Map<string, Verdict[]>();
    for (const verdict of verdicts) {
        const key = shared(verdict);
        const known = key === undefined ? undefined : open.get(key);
        if (known) {
            known.push(verdict);
            continue;
        }
        const others: Verdict[] = [];
        if (key !== undefined) open.set(key, others);
        told.push({ first: verdict, others });
    }
    return told;
}

/** Names that stand in a sentence before it only counts. */
const MOST = 40;

/** The sentence of the first, and the names of the resources of which the others say the same. */
export function sentence({ first, others }: Told): string {
    if (others.length === 0) return message(first);
    const names = [...new Set(others.map(({ urn }) => urn.split("::").at(-1) ?? urn))];
    const rest = names.length > MOST ? ` and ${names.length - MOST} more` : "";
    return `${message(first)}; the same of ${names.slice(0, MOST).join(", ")}${rest}`;
}
