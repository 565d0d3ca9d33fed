import type { Approvers, Person, Threshold } from "./approvers";
import type { Signature } from "./bundle";
import type { SignatureScheme } from "./scheme";

export interface Votes {
    approved: Person[];
    vetoed: Person[];
    /** Why signatures do not count, as sentences. One is enough to refuse the change. */
    problems: string[];
}

/** Says whose signatures these are. A person counts once, with however many keys. */
export function votes(
    signed: Uint8Array,
    signatures: readonly Signature[],
    { people }: Pick<Approvers, "people">,
    scheme: SignatureScheme,
): Votes {
    const found: Votes = { approved: [], vetoed: [], problems: [] };
    for (const { name, purpose, text } of signatures) {
        try {
            const key = scheme.signer(signed, text, purpose);
            const person = people.find(({ keys }) => keys.includes(key));
            const list = purpose === "veto" ? found.vetoed : found.approved;
            if (!person)
                found.problems.push(`${name} is signed by a key that belongs to nobody in the applied revision`);
            else if (list.includes(person)) found.problems.push(`${name} is a second signature of ${person.name}`);
            else list.push(person);
        } catch (error) {
            found.problems.push(`${name} ${error instanceof Error ? error.message : "is no signature"}`);
        }
    }
    return found;
}

/** What is missing for a threshold to be met; nothing if it is. */
export function missing(people: readonly Person[], { people: wanted, roles }: Threshold): string | undefined {
    const places = Object.entries(roles).flatMap(([role, count]) => Array<string>(count).fill(role));
    const taken = seated(people, places);
    const open = places.filter((_, index) => taken[index] === undefined);
    if (people.length >= wanted && open.length === 0) return undefined;
    const short = Math.max(wanted - people.length, open.length);
    return `${short} more ${short === 1 ? "person" : "people"}${open.length > 0 ? `, among them ${open.join(", ")}` : ""}`;
}

/** Gives each place to another person who has its role, as many as can be (augmenting paths). */
function seated(people: readonly Person[], places: readonly string[]): (Person | undefined)[] {
    const taken: (Person | undefined)[] = places.map(() => undefined);
    const seat = (person: Person, tried: Set<number>): boolean =>
        places.some((role, index) => {
            if (!person.roles.includes(role) || tried.has(index)) return false;
            tried.add(index);
            const sitting = taken[index];
            if (sitting && !seat(sitting, tried)) return false;
            taken[index] = person;
            return true;
        });
    for (const person of people) seat(person, new Set());
    return taken;
}
