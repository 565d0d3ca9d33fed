import { authorsOf, type Case, standing, thresholdOf } from "./decide";
import { Refusal } from "./refusal";
import type { Class } from "./risk";
import type { Vote } from "./scheme";

/** Signs a bundle's manifest. Refuses what could never count, so that nobody signs in vain. */
export function approve(given: Case, { keyFile, purpose }: { keyFile: string; purpose: Vote }) {
    const { bundle, approvers, scheme } = given;
    const { risk, refusals } = standing(given);
    const [refusal = purpose === "approval" ? untimely(given, risk.class) : undefined] = refusals;
    if (refusal && purpose === "approval") throw new Refusal(refusal);
    const signature = scheme.sign(bundle.signed, keyFile, purpose);
    const key = scheme.signer(bundle.signed, signature, purpose);
    const person = approvers.people.find(({ keys }) => keys.includes(key));
    if (!person)
        throw new Refusal(`the key of ${keyFile} belongs to nobody in the applied revision; use one that is there`);
    if (purpose === "approval" && authorsOf(given).people.has(person))
        throw new Refusal(`${person.name} wrote part of the change and cannot approve it; ask somebody else`);
    return { person: person.name, key, signature };
}

/**
 * The timelock runs from the last approval. Nobody can prove when a signature was made, so each signer holds to it:
 * with one honest signer among those who are needed, at least that long passes before the change may be applied.
 */
function untimely({ bundle: { manifest }, approvers, at }: Case, risk: Class): string | undefined {
    const { notBefore, expires } = manifest.validity;
    if (at.getTime() >= Date.parse(expires)) return `it expired at ${expires}; make another bundle`;
    const hours = thresholdOf(approvers, manifest.stack, risk)?.timelock ?? 0;
    const last = Date.parse(notBefore) - hours * 3_600_000;
    if (hours === 0 || at.getTime() <= last) return undefined;
    return `approvals were due by ${new Date(last).toISOString()}, ${hours} hours before it may be applied; make another bundle`;
}
