import type { Verdict } from "../../policies/rule";
import type { Plan } from "../plan";
import { count } from "../report/text";
import type { Item } from "./model";

const ofType = (plan: Plan, type: string) => plan.resources.filter((resource) => resource.type === type);

/** The project that the plan's resources are made in. */
export function projectOf(plan: Plan): string {
    const [named] = ofType(plan, "pulumi:providers:gcp").flatMap(({ inputs }) =>
        typeof inputs.project === "string" ? [inputs.project] : [],
    );
    return named ?? "PROJECT";
}

/** Public zones, to which a registrar has to point. */
export const delegations = (plan: Plan, project: string): Item[] =>
    ofType(plan, "gcp:dns/managedZone:ManagedZone")
        .filter(({ inputs }) => (inputs.visibility ?? "public") === "public")
        .flatMap(({ inputs, name }) => {
            const zone = typeof inputs.name === "string" ? inputs.name : name;
            const domain = String(inputs.dnsName).replace(/\.$/, "");
            const signed = JSON.stringify(inputs.dnssecConfig ?? {}).includes('"state":"on"');
            return [
                {
                    what: domain,
                    detail: "name servers",
                    command: `gcloud dns managed-zones describe ${zone} --project=${project} --format="value(nameServers)"`,
                },
                ...(signed
                    ? [
                          {
                              what: domain,
                              detail: "DS record",
                              command: `gcloud dns dns-keys describe 0 --zone=${zone} --project=${project} --format="value(ds_record())"`,
                          },
                      ]
                    : []),
            ];
        });

/** Where quotas stand: those of a region, and those of the project as a whole. */
const WHOLE = "all regions";

/**
 * The most that the node pools can come to, by quota and region. Each machine family has a quota of its own and N1 has
 * CPUS, as GoogleCloudPlatform/guest-test-infra asks for them; SSD_TOTAL_GB counts balanced disks too.
 */
export function quotas(plan: Plan, project: string): Item[] {
    const most = new Map<string, number>();
    const add = (quota: string, where: string, amount: number) => {
        const key = JSON.stringify([quota, where]);
        most.set(key, (most.get(key) ?? 0) + amount);
    };
    for (const { inputs } of ofType(plan, "gcp:container/nodePool:NodePool")) {
        const { location, autoscaling, nodeConfig, nodeLocations } = inputs as unknown as NodePool;
        const nodes = autoscaling?.totalMaxNodeCount ?? (autoscaling?.maxNodeCount ?? 0) * (nodeLocations?.length ?? 3);
        const [, family = "", cores = "0"] = /^([a-z][a-z0-9]*)-.*?([0-9]+)$/.exec(nodeConfig?.machineType ?? "") ?? [];
        add(family === "n1" ? "CPUS" : `${family.toUpperCase()}_CPUS`, location, nodes * Number(cores));
        add("CPUS_ALL_REGIONS", WHOLE, nodes * Number(cores));
        add("SSD_TOTAL_GB", location, nodes * (nodeConfig?.diskSizeGb ?? 0));
    }
    return [...most]
        .map(([key, amount]) => [...(JSON.parse(key) as [string, string]), amount] as const)
        .sort()
        .map(([quota, where, amount]) => {
            const kind = where === WHOLE ? "project-info describe" : `regions describe ${where}`;
            return {
                what: `${quota} in ${where}`,
                detail: `${amount} at most, without what upgrades add`,
                command: `gcloud compute ${kind} --project=${project} --flatten=quotas --filter="quotas.metric=${quota}" --format="table(quotas.metric,quotas.limit,quotas.usage)"`,
            };
        });
}

interface NodePool {
    location: string;
    /** A pool of a region has as many nodes in each of its zones. */
    nodeLocations?: string[];
    autoscaling?: { maxNodeCount?: number; totalMaxNodeCount?: number };
    nodeConfig?: { machineType?: string; diskSizeGb?: number };
}

/** Constraints of a hardened organisation that would refuse resources, each once. */
export function exceptions(verdicts: readonly Verdict[], project: string): Item[] {
    const denied = new Map<string, string[]>();
    for (const { about, urn } of verdicts.filter(({ rule }) => rule === "ORG-01"))
        if (about !== undefined) denied.set(about, [...(denied.get(about) ?? []), urn.split("::").at(-1) ?? urn]);
    return [...denied].map(([constraint, names]) => {
        const [first, ...others] = [...new Set(names)];
        return {
            what: constraint,
            detail: others.length > 0 ? `for ${first} and ${others.length} more` : `for ${first}`,
            command: `gcloud org-policies describe ${constraint} --project=${project} --effective`,
        };
    });
}

/** Days on which people are first reminded to rotate secrets, those that lie behind `today` apart. */
export function rotations(plan: Plan, today: string): Record<"past" | "ahead", Item[]> {
    const days = new Map<string, number>();
    for (const { inputs } of ofType(plan, "gcp:secretmanager/secret:Secret")) {
        const { rotation } = inputs as { rotation?: { nextRotationTime?: string } };
        const day = rotation?.nextRotationTime?.slice(0, 10);
        if (day) days.set(day, (days.get(day) ?? 0) + 1);
    }
    const items = [...days].sort().map(([day, secrets]) => ({ what: day, detail: count(secrets, "secret") }));
    return { past: items.filter(({ what }) => what <= today), ahead: items.filter(({ what }) => what > today) };
}
