import { exportState } from "../../governance/apply/state";
import { type Drift, driftInTheWay, hasDrift, lookForDrift } from "../../governance/drift";
import type { Plan, PlanResource } from "../../preview/plan";
import type { RiskClass } from "../../preview/risk/classes";
import { readProject } from "../../preview/stack-file";
import { type CloudResource, type Properties, Store } from "../cloud/store";
import type { KubeClient } from "../cluster/client";
import { CLUSTER_TOOLS } from "../cluster/cluster";
import type { Ref } from "../cluster/object";
import type { Network } from "../network";
import type { Chapter } from "./chapter";

/** Something that somebody does past Pulumi, and what must be said of it. */
interface Deed {
    what: string;
    type: string;
    name: string;
    /** The class of risk under which it is told. */
    class: RiskClass;
    /** The property that is found, or that all of it is gone. */
    found: string;
    by(hands: Hands, resource: PlanResource): void | Promise<void>;
}

const FIREWALL = "gcp:compute/firewall:Firewall";
const INSTANCE = "gcp:sql/databaseInstance:DatabaseInstance";

const CLOUD: readonly Deed[] = [
    {
        what: "lets the internet in",
        ...{ type: FIREWALL, name: "slipway-allow-inside", class: "exposure", found: "sourceRanges" },
        by: ({ given }, resource) => given(resource, (rule) => ({ ...rule, sourceRanges: ["0.0.0.0/0"] })),
    },
    {
        what: "takes the protection off the database",
        ...{ type: INSTANCE, name: "postgres-europe-west1", class: "protection", found: "settings" },
        by: ({ given }, resource) =>
            given(resource, ({ settings, ...rest }) => ({
                ...rest,
                settings: { ...(settings as Properties), deletionProtectionEnabled: false },
            })),
    },
    {
        what: "ends the record of who did what",
        ...{ type: "gcp:projects/iAMAuditConfig:IAMAuditConfig", name: "audit", class: "protection", found: "gone" },
        by: ({ remove }, resource) => remove(resource),
    },
];

const CLUSTER: readonly Deed[] = [
    {
        what: "deletes what closes a namespace",
        type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        ...{ name: "agents-europe-west1-default-deny", class: "other", found: "gone" },
        by: async ({ kube }, resource) => {
            await kube.delete(refOf(resource));
        },
    },
    {
        what: "runs another image",
        type: "kubernetes:apps/v1:Deployment",
        ...{ name: "betting-ui-europe-west1", class: "images", found: "spec" },
        by: async ({ kube }, resource) => {
            const path = "/spec/template/spec/containers/0/image";
            const value = `docker.io/library/nginx@sha256:${"0".repeat(64)}`;
            const type = "application/json-patch+json" as const;
            await kube.patch(refOf(resource), [{ op: "replace", path, value }], { type, fieldManager: "somebody" });
        },
    },
];

const VAULT: readonly Deed[] = [
    {
        what: "lets a workload read every secret",
        ...{ type: "vault:index/policy:Policy", name: "intents-coordinator-vault", class: "custody", found: "policy" },
        by: async ({ network }, { inputs }) => {
            const policy = 'path "*" {\n    capabilities = ["read"]\n}\n';
            await network.servers.vault?.client.write(`sys/policies/acl/${String(inputs.name)}`, { policy });
        },
    },
];

/** Lets the Kubernetes provider take fields that others have written; the stand-in reads it in this process. */
const FORCE = "PULUMI_K8S_ENABLE_PATCH_FORCE";

export const chapter: Chapter = {
    name: "drift",
    title: "What somebody changes by hand in the cloud, in a cluster and in Vault is found, and classed by what it means",
    needs: ["pulumi", ...CLUSTER_TOOLS],
    daily: false,
    shares: true,
    async run(world, check) {
        const network = await world.network("testnet");
        await network.up();
        const { plan } = network.declared;
        const deeds = [...CLOUD, ...CLUSTER, ...(network.servers.vault ? VAULT : [])];
        check("there is no drift before anybody has done anything", {
            found: told(await look(network, plan)),
            expected: [],
        });

        world.say("drift: by hand");
        const hands = handsOn(network);
        const done = deeds.map((deed) => ({ deed, resource: one(plan, deed) }));
        for (const { deed, resource } of done) await deed.by(hands, resource);

        world.say("drift: looked for");
        const drift = await look(network, plan);
        check("what was done by hand is found, and nothing else", {
            found: told(drift),
            expected: done.map(({ deed, resource }) => `${resource.urn} ${deed.found}`).sort(),
        });
        for (const { deed, resource } of done) {
            const classes = drift.lines.filter(({ urn }) => urn === resource.urn).map((line) => line.class);
            check(`whoever ${deed.what} is told of under "${deed.class}"`, classes.includes(deed.class));
        }
        check("an approved change would not be applied over it", {
            found: driftInTheWay(drift, plan).length,
            expected: done.length,
        });

        world.say("drift: undone");
        const targets = done.flatMap(({ resource }) => ["--target", resource.urn]);
        await network.must(["refresh", "--yes", "--skip-preview", ...targets], { once: true });
        const polite = await network.run(["up", "--yes", "--skip-preview", ...targets], { once: true });
        check("an up does not take a field from whoever else has written it, and names them", {
            found: { failed: polite.code !== 0, told: /conflict with "somebody"/.test(polite.stdout + polite.stderr) },
            expected: { failed: true, told: true },
        });
        process.env[FORCE] = "true";
        try {
            await network.must(["up", "--yes", "--skip-preview", ...targets], { once: true });
        } finally {
            delete process.env[FORCE];
        }
        check("a refresh and an up that takes its fields back put everything back", {
            found: told(await look(network, plan)),
            expected: [],
        });
    },
};

async function look(network: Network, plan: Plan): Promise<Drift> {
    const pulumi = network.pulumi();
    const { name: project } = readProject(network.project);
    return lookForDrift(pulumi, await exportState(pulumi, { project, stack: network.name }), plan);
}

/** Each change as its URN and the top-level properties that differ. */
const told = (drift: Drift): string[] =>
    hasDrift(drift)
        ? [
              ...drift.changes.map(({ op, urn, inputs }) => {
                  const tops = inputs.map(({ path }) => path.split(/[.[]/, 1)[0]);
                  return `${urn} ${op === "delete" ? "gone" : [...new Set(tops)].join(" ")}`;
              }),
              ...drift.secret.map(({ urn }) => `${urn} a secret`),
          ].sort()
        : [];

/** What somebody with rights can do past Pulumi. */
interface Hands {
    network: Network;
    kube: KubeClient;
    /** Changes the settings of a resource of the cloud. */
    given(resource: PlanResource, change: (given: Properties) => Properties): void;
    remove(resource: PlanResource): void;
}

function handsOn(network: Network): Hands {
    const store = new Store(network.servers.cloud);
    const [cluster] = network.servers.clusters.values();
    if (!cluster) throw new Error(`${network.name} has no cluster`);
    return {
        network,
        kube: cluster.client,
        given: (resource, change) => {
            const found = kept(store, resource);
            store.put({ ...found, given: change(found.given) });
        },
        remove: (resource) => store.remove(resource.type, kept(store, resource).id),
    };
}

function kept(store: Store, { type, inputs }: PlanResource): CloudResource {
    const alike = ({ given }: CloudResource) => given.name === inputs.name && given.service === inputs.service;
    const found = store.list(type).find(alike);
    if (!found) throw new Error(`the cloud has no ${type} ${String(inputs.name)}`);
    return found;
}

function one({ resources }: Plan, { type, name }: Deed): PlanResource {
    const found = resources.find((resource) => resource.type === type && resource.name === name);
    if (!found) throw new Error(`the plan has no ${type} ${name}`);
    return found;
}

function refOf({ type, inputs }: PlanResource): Ref {
    const [, apiVersion = "", kind = ""] = /^kubernetes:(.*):(\w+)$/.exec(type) ?? [];
    const { name, namespace } = inputs.metadata as { name: string; namespace: string };
    return { apiVersion, kind, name, namespace };
}
