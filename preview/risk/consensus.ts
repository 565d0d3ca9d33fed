import { named } from "../path";
import type { PlanResource } from "../plan";
import { type Comparison, line, type RiskLine, updates } from "./model";
import { alive, places, type SigningKey, signingKeys } from "./signers";
import { BACK, becomes } from "./values";

/** How pods of a signer take turns: whatever changes it may start one before the other has ended. */
const TURNS =
    /^spec\.(strategy|updateStrategy|podManagementPolicy|volumeClaimTemplates|persistentVolumeClaimRetentionPolicy|template\.spec\.(terminationGracePeriodSeconds|nodeSelector|affinity|tolerations|volumes|restartPolicy|priorityClassName))/;

/** What decides which pods can sign with which key. */
const SIGNS_WITH = /^(kubernetes:(core|apps|batch|external-secrets)|gcp:(kms|serviceaccount)\/)/;

const SLASHED =
    "two pods that sign with one key can sign two things for one height or nonce, which costs stake or money at once";

/** Whether one key can sign in two places at once, or signs in another place than before. */
export function consensus(comparison: Comparison): RiskLine[] {
    const { before, after, changes } = comparison;
    if (!changes.changes.some((change) => SIGNS_WITH.test((change.after ?? change.before)?.type ?? ""))) return [];
    const [was, is] = [signingKeys(before), signingKeys(after)];
    const lines = [...is.values()].flatMap((key) => [...twice(was.get(key.id), key), ...moved(was.get(key.id), key)]);
    return [...lines, ...otherKeys(was, is), ...turns(comparison, is)];
}

function twice(was: SigningKey | undefined, key: SigningKey): RiskLine[] {
    const [before, now] = [alive(was), alive(key)];
    if (now !== null && (now <= 1 || (before !== null && now <= before))) return [];
    if (now === null && was !== undefined && before === null) return [];
    const says = now === null ? "may sign in more than one pod" : "can sign in more than one pod at once";
    const undo = "Stop all but one pod at once, then revert; if both have signed, nothing undoes it.";
    return places(key).map((resource) => {
        const total =
            now === null ? "how many is not known yet" : now === Infinity ? "one on every node" : `${now} pods`;
        return line(resource, { class: "consensus", says, fact: `${key.name}: ${total}`, why: SLASHED, undo });
    });
}

/** The live place of a key is another one: for a moment both may sign. */
function moved(was: SigningKey | undefined, key: SigningKey): RiskLine[] {
    const [before, now] = [places(was), places(key)];
    if (before.length === 0 || now.length === 0) return [];
    const left = before.filter(({ urn }) => !now.some((one) => one.urn === urn));
    const come = now.filter(({ urn }) => !before.some((one) => one.urn === urn));
    if (left.length === 0 || come.length === 0) return [];
    const names = (list: readonly PlanResource[]) => list.map(({ name }) => name).join(", ");
    return come.map((resource) =>
        line(resource, {
            class: "consensus",
            says: "takes over a key that signs elsewhere",
            fact: `${key.name}: from ${names(left)} to ${names(now)}`,
            why: "unless the old pod is known to be dead first, both may sign",
            undo: "Move it back the same way: first stop, then wait, then start.",
        }),
    );
}

/** A workload that signed before and now signs with another key, or with none. */
function otherKeys(was: ReadonlyMap<string, SigningKey>, is: ReadonlyMap<string, SigningKey>): RiskLine[] {
    const by = (keys: ReadonlyMap<string, SigningKey>) => {
        const found = new Map<string, { resource: PlanResource; keys: string[] }>();
        for (const { name, pods } of keys.values())
            for (const { resource } of pods) {
                const known = found.get(resource.urn) ?? { resource, keys: [] };
                known.keys.push(name);
                found.set(resource.urn, known);
            }
        return found;
    };
    const [before, now] = [by(was), by(is)];
    return [...before].flatMap(([urn, { resource, keys }]) => {
        const other = now.get(urn)?.keys ?? [];
        if (keys.sort().join("\n") === other.sort().join("\n")) return [];
        return [
            line(now.get(urn)?.resource ?? resource, {
                class: "consensus",
                says: "signs with another key",
                fact: `${keys.join(", ")} becomes ${other.join(", ") || "none"}`,
                why: "chains know the old key; a share or key that is gone from here may be in use elsewhere",
                undo: BACK,
            }),
        ];
    });
}

function turns(comparison: Comparison, is: ReadonlyMap<string, SigningKey>): RiskLine[] {
    const signers = new Set([...is.values()].flatMap(({ pods }) => pods.map(({ resource }) => resource.urn)));
    return [...updates(comparison)].flatMap(({ after, inputs }) => {
        if (!signers.has(after.urn)) return [];
        return inputs
            .filter(({ path }) => TURNS.test(named(path).join(".")))
            .map((difference) =>
                line(after, {
                    class: "consensus",
                    says: "lets its signer start, stop or stand otherwise",
                    path: difference.path,
                    fact: becomes(difference),
                    why: "a new pod may start before the old one has ended",
                    undo: BACK,
                }),
            );
    });
}
