import type { Constraint } from "./constraint";
import { clusters } from "./organisation/clusters";
import { databases } from "./organisation/databases";
import { identity } from "./organisation/identity";
import { keys } from "./organisation/keys";
import { network } from "./organisation/network";
import { changed, passing } from "./organisation/passing";
import type { Example, Rule } from "./rule";

/**
 * The constraints that Google's hardened set enforces and that judge what a stack declares. Names without `custom.` are
 * Google's own (https://cloud.google.com/resource-manager/docs/organization-policy/org-policy-constraints); the others,
 * and the values of all, are those of GoogleCloudPlatform/cloud-foundation-fabric at commit 11c1d248,
 * `fast/stages/0-org-setup/datasets/hardened/organization`. The conditions are written anew, over Pulumi's inputs.
 */
export const constraints: readonly Constraint[] = [...keys, ...databases, ...clusters, ...network, ...identity];

const byType = new Map<string, Constraint[]>();
for (const constraint of constraints)
    for (const type of constraint.types) {
        const known = byType.get(type);
        if (known) known.push(constraint);
        else byType.set(type, [constraint]);
    }

/** Resources of which nobody can know yet what the constraints say. */
const open: readonly Example[] = [
    {
        type: "gcp:kms/cryptoKey:CryptoKey",
        props: { purpose: "ASYMMETRIC_SIGN", versionTemplate: { $unknown: true } },
        unknownPaths: ["versionTemplate"],
        at: ["versionTemplate.protectionLevel", "versionTemplate.algorithm"],
    },
    {
        type: "gcp:sql/databaseInstance:DatabaseInstance",
        props: changed(passing["gcp:sql/databaseInstance:DatabaseInstance"] ?? {}, {
            "settings.ipConfiguration": { $unknown: true },
        }),
        unknownPaths: ["settings.ipConfiguration"],
        at: [
            "settings.ipConfiguration.ipv4Enabled",
            "settings.ipConfiguration.authorizedNetworks",
            "settings.ipConfiguration.sslMode",
        ],
    },
];

/** What an organisation's administrators must allow before the first update, or the update stops half way. */
export const organisation: readonly Rule[] = [
    {
        id: "ORG-01",
        title: "a hardened organisation allows it",
        why: "an organisation that enforces this constraint refuses the resource in the middle of an update",
        severity: "low",
        level: "advisory",
        sameAs: [...new Set(constraints.flatMap(({ ids }) => ids))],
        appliesTo: (type) => byType.has(type),
        *judge({ type, resource: { props } }) {
            for (const { ids, judge, wanted } of byType.get(type) ?? []) {
                const about = ids[0];
                for (const denial of judge(props))
                    yield "open" in denial
                        ? { about, path: denial.path, undetermined: `${about} judges a value that comes later` }
                        : {
                              about,
                              path: denial.path,
                              found: `${denial.denied}, which ${ids.join(" and ")} ${ids.length > 1 ? "deny" : "denies"}`,
                              wanted,
                          };
            }
        },
        good: Object.entries(passing).map(([type, props]) => ({ type, props })),
        bad: constraints.map(({ types, denied, at = Object.keys(denied) }) => {
            const [type = ""] = types;
            return { type, props: changed(passing[type] ?? {}, denied), at };
        }),
        open,
    },
];
