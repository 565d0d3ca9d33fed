import type { Forced } from "../changes/model";
import { databaseLosses } from "../database-changes";
import { named } from "../path";
import type { Json, PlanResource } from "../plan";
import { isNot, type Test } from "../report/facts/condition";
import { guardsOf, holderKind, sentence } from "../report/facts/custody";
import { kindOf } from "../report/kinds";
import { lookup } from "../report/text";
import { type Comparison, line, type RiskLine, updates } from "./model";
import { becomes, nameOf } from "./values";

/** What cannot be had again once it is deleted, though it holds neither data nor keys. */
const GONE: Readonly<Record<string, { why: string; when?: Test }>> = {
    "gcp:compute/address:Address": {
        why: "the address goes back to Google, and whoever has it on a list or in DNS must be told of another",
        when: isNot("addressType", "INTERNAL"),
    },
    "gcp:compute/globalAddress:GlobalAddress": {
        why: "the address goes back to Google, and whoever has it on a list or in DNS must be told of another",
        when: isNot("addressType", "INTERNAL"),
    },
    "gcp:iam/workloadIdentityPool:WorkloadIdentityPool": { why: "its name cannot be used again for 30 days" },
    "gcp:kms/cryptoKeyVersion:CryptoKeyVersion": { why: "what it encrypted or signs for ends with it" },
    "gcp:pubsub/subscription:Subscription": { why: "messages that nobody has taken yet are lost" },
    "gcp:secretmanager/secretVersion:SecretVersion": {
        why: "the secret's value is destroyed",
        when: isNot("deletionPolicy", "ABANDON", "DISABLE"),
    },
    "gcp:serviceaccount/account:Account": {
        why: "another account of the same name is another identity, to which no grant applies",
    },
    "kubernetes:apiextensions.k8s.io:CustomResourceDefinition": { why: "every object of its kind is deleted with it" },
    "kubernetes:helm.sh:Release": { why: "everything that the chart made is deleted with it" },
};

interface OneWay {
    turns(before: Json | undefined, after: Json | undefined): boolean;
    says: string;
    why: string;
}

const locks: OneWay = {
    turns: (before, after) => before !== true && after === true,
    says: "is locked",
    why: "what is locked can neither be unlocked nor deleted before its time, by nobody",
};
const upgrades: OneWay = {
    turns: (before, after) => before !== undefined && after !== undefined && before !== after,
    says: "is upgraded where it stands",
    why: "an older version cannot read what the newer one writes; only a backup leads back",
};

/** Settings that only go one way. */
const ONE_WAY: Readonly<Record<string, Readonly<Record<string, OneWay>>>> = {
    "gcp:gkebackup/backupPlan:BackupPlan": { "retentionPolicy.locked": locks },
    "gcp:logging/projectBucketConfig:ProjectBucketConfig": { locked: locks },
    "gcp:redis/instance:Instance": { redisVersion: upgrades },
    "gcp:sql/databaseInstance:DatabaseInstance": { databaseVersion: upgrades },
    "gcp:storage/bucket:Bucket": { "retentionPolicy.isLocked": locks },
};

/** Deletions and replacements of what holds something, and turns without a way back. */
export function irreversible(comparison: Comparison): RiskLine[] {
    const lines = comparison.changes.changes.flatMap((change): RiskLine[] => {
        const { op, before, replaces, goesWith } = change;
        if (!before) return [];
        const lost = losing(before);
        if (lost === undefined) return [];
        if (op === "delete") {
            const says = goesWith === undefined ? "is deleted" : "is deleted with another resource, unasked";
            return [gone(before, says, "", goesWith === undefined ? "" : nameOf(goesWith), lost)];
        }
        return replaces.length === 0 ? [] : [remade(change.after ?? before, replaces, comparison, lost)];
    });
    const told = new Set(lines.map(({ urn }) => urn));
    const databases = databaseLosses(comparison.before, comparison.after).flatMap(({ urn, why }): RiskLine[] => {
        const resource = comparison.byUrn.after.get(urn) ?? comparison.byUrn.before.get(urn);
        return resource === undefined || told.has(urn) ? [] : [gone(resource, why, "", "", "it holds databases")];
    });
    return [...lines, ...databases, ...oneWay(comparison)];
}

/** What is lost with a resource, as a sentence; undefined for what can be made again at will. */
function losing(resource: PlanResource): string | undefined {
    const kind = holderKind(resource);
    if (kind) return `it ${kind.why}. ${sentence(guardsOf(resource, kind))}`;
    const other = resource.custom ? lookup(GONE, kindOf(resource.type)) : undefined;
    return other && other.when?.(resource.inputs).holds !== "no" ? other.why : undefined;
}

function gone(resource: PlanResource, says: string, path: string, fact: string, why: string): RiskLine {
    const undo =
        "Nothing undoes it once applied, unless a backup holds it: keep the resource, or move it with an alias.";
    return line(resource, { class: "irreversible", says, path, fact, why, undo });
}

function remade(resource: PlanResource, replaces: readonly Forced[], { changes }: Comparison, why: string): RiskLine {
    const certain = replaces.find((one) => one.certain);
    const { path = "", because } = certain ?? replaces[0] ?? {};
    const difference = changes.changes
        .find(({ urn }) => urn === resource.urn)
        ?.inputs.find((one) => one.path === path || one.path.startsWith(`${path}.`));
    const fact = because === undefined ? (difference ? becomes(difference) : "") : `${nameOf(because)} is made anew`;
    const says = certain ? "is deleted and made anew" : "may be deleted and made anew";
    return gone(resource, says, path, fact, why);
}

function oneWay(comparison: Comparison): RiskLine[] {
    return [...updates(comparison)].flatMap(({ after, inputs }) => {
        const table = lookup(ONE_WAY, after.type) ?? {};
        return inputs.flatMap((difference) => {
            const turn = lookup(table, named(difference.path).join("."));
            if (!turn?.turns(difference.before, difference.after)) return [];
            return [gone(after, turn.says, difference.path, becomes(difference), turn.why)];
        });
    });
}
