import type { Verdicts } from "../preview/verdicts";
import type { Approvers } from "./approvers";
import type { Bundle } from "./bundle";
import type { Passed } from "./ledger";
import type { Origin } from "./origin";
import { missing, votes } from "./quorum";
import { Refusal } from "./refusal";
import type { Assess, Class, Risk } from "./risk";
import type { SignatureScheme } from "./scheme";
import { summaryOf } from "./summary";

/** A bundle, and all that it is held against. Nothing here is read from the bundle's own claims. */
export interface Case {
    bundle: Bundle;
    /** What the repository and the ledger say of the bundle's commit. */
    origin: Origin;
    /** As they stand in the revision that is applied. */
    approvers: Approvers;
    ledger: readonly Passed[];
    at: Date;
    assess: Assess;
    scheme: SignatureScheme;
}

export interface Decision {
    /** Why the change may not be applied, as sentences; nothing if it may. */
    refusals: string[];
    risk: Risk;
    /** Whose approvals count. */
    approved: { name: string; roles: string[] }[];
}

/** Decides whether a change may be applied now. Depends on nothing but its arguments. */
export function decide(given: Case): Decision {
    const { bundle, approvers, scheme } = given;
    const { risk, refusals, verdicts } = standing(given);
    const found = votes(bundle.signed, bundle.signatures, approvers, scheme);
    const own = found.approved.filter((person) => authorsOf(given).people.has(person));
    const counted = found.approved.filter((person) => !own.includes(person));
    const threshold = thresholdOf(approvers, bundle.manifest.stack, risk.class);
    const short = threshold && missing(counted, threshold);
    refusals.push(
        ...untimely(given),
        ...lapsed(verdicts, given.at),
        ...found.problems,
        ...own.map(({ name }) => `${name} wrote part of the change and cannot approve it; ask somebody else`),
        ...found.vetoed.map(({ name }) => `${name} vetoes it; make another bundle once that is settled`),
        ...(short ? [`${short} must approve it, because its risk is ${risk.class}`] : []),
    );
    return { refusals, risk, approved: counted.map(({ name, roles }) => ({ name, roles })) };
}

/** What is wrong with a bundle, whoever signs it and whenever. */
export function standing(given: Case): Judged & { refusals: string[] } {
    const { bundle, approvers, assess } = given;
    const { fault, ...judged } = judge(bundle, assess);
    const { risk } = judged;
    const { stack } = bundle.manifest;
    return {
        ...judged,
        refusals: [
            ...(fault ? [fault] : []),
            ...contradictions(given),
            ...authorsOf(given).unknown.map(
                (email) =>
                    `${email} wrote part of the change and is nobody in the applied revision; name them there first`,
            ),
            ...(thresholdOf(approvers, stack, risk.class)
                ? []
                : [`the applied revision does not say who approves changes of ${stack}`]),
        ],
    };
}

export function thresholdOf({ stacks }: Approvers, stack: string, risk: Class) {
    return Object.hasOwn(stacks, stack) ? stacks[stack]?.risks[risk] : undefined;
}

/** Who wrote the change, as the applied revision knows them. */
export function authorsOf({ origin, approvers }: Pick<Case, "origin" | "approvers">) {
    const { people, automation } = approvers;
    const of = (email: string) => people.filter(({ emails }) => emails.includes(email));
    const { authors } = origin.source;
    return {
        people: new Set(authors.flatMap(of)),
        unknown: authors.filter((email) => of(email).length === 0 && !automation.includes(email)),
    };
}

/** What the files of a bundle say, whatever its manifest says of them. */
interface Judged {
    risk: Risk;
    verdicts: Verdicts["verdicts"];
}

/** The risk is found again, and one that cannot be found is the highest. */
function judge({ manifest, files }: Bundle, assess: Assess): Judged & { fault?: string } {
    try {
        const { summary, ...judged } = summaryOf(files, assess);
        const wrong = differing(manifest.summary, summary);
        return wrong
            ? { ...judged, fault: `manifest.json says another ${wrong} in its summary than the bundle's files` }
            : judged;
    } catch (error) {
        const because = Refusal.isInstance(error) ? error.message : "the bundle's files cannot be read";
        return { risk: { class: "critical", because: [because] }, verdicts: [], fault: because };
    }
}

function* contradictions({ bundle: { manifest, digest }, origin, ledger }: Case): Iterable<string> {
    const spent = ledger.find((entry) => entry.manifest === digest);
    if (spent) {
        yield `it was let through before, on ${spent.at}; a bundle is good for once`;
        return;
    }
    const { sequence, previous } = origin;
    if (manifest.sequence !== sequence || manifest.previous !== previous) {
        yield `it is change ${manifest.sequence} of ${manifest.stack}, and the ledger waits for ${sequence} after ${previous ?? "none"}; make the bundle again`;
        return;
    }
    for (const key of Object.keys(origin) as (keyof Origin)[]) {
        const wrong = differing({ [key]: manifest[key] }, { [key]: origin[key] });
        if (wrong)
            yield `manifest.json says another ${wrong} than the repository; make the bundle again from the commit`;
    }
}

function* untimely({ bundle: { manifest }, approvers, at }: Case): Iterable<string> {
    const { notBefore, expires } = manifest.validity;
    const [now, from, to] = [at.getTime(), Date.parse(notBefore), Date.parse(expires)];
    const window = approvers.stacks[manifest.stack]?.window ?? 0;
    // Written so that a time that is none refuses too.
    if (!(now >= from)) yield `it may not be applied before ${notBefore}`;
    if (!(now < to)) yield `it expired at ${expires}; make another bundle`;
    if (!(to - from <= window * 3_600_000))
        yield `it is valid for longer than the ${window} hours that ${manifest.stack} allows`;
}

const DAY = 86_400_000;

/** Exceptions that held on the day of the commit and hold no more. */
function* lapsed(verdicts: Judged["verdicts"], at: Date): Iterable<string> {
    const ended = new Set<string>();
    // They hold until the end of their last day, in UTC.
    for (const { rule, excepted } of verdicts)
        if (excepted && !(at.getTime() < Date.parse(excepted.expires) + DAY))
            ended.add(`the exception from ${rule} of ${excepted.owner} ended on ${excepted.expires}`);
    for (const one of ended) yield `${one}; mend what it excepts, or extend it and make another bundle`;
}

/** The first path at which two values differ. */
function differing(a: unknown, b: unknown, path: readonly string[] = []): string | undefined {
    if (Object.is(a, b)) return undefined;
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return path.join(".");
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
        const found = differing(a[key as never], b[key as never], [...path, key]);
        if (found !== undefined) return found;
    }
    return undefined;
}
