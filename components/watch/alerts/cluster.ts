import type { Alert } from "../alert";
import { alert } from "../alert";
import { broken, healthy, series, unseen } from "../case";
import { externalSecrets, kubeState, vault } from "../catalogue/cluster";
import { increase, max, now, sum } from "../query/functions";

const state = kubeState.metrics;

/** Whether what should run in a cluster runs. */
export function workloadAlerts(): readonly Alert[] {
    const web = { namespace: "intents", deployment: "web" };
    const writer = { namespace: "intents", statefulset: "coordinator" };
    const container = { namespace: "intents", pod: "web-1", container: "web" };
    const node = { node: "gke-1", condition: "Ready", status: "true" };
    return [
        alert({
            name: "DeploymentNotReady",
            severity: "warning",
            service: "workload",
            when: max(now(state.deploymentReplicas), "namespace", "deployment").exceeds(
                max(now(state.deploymentAvailable), "namespace", "deployment"),
            ),
            for: "15m",
            summary: "A Deployment has fewer pods than it wants",
            description: ({ label, value }) =>
                `${label("namespace")}/${label("deployment")} wants ${value} pods and has fewer.`,
            symptomOf: [{ alert: "DeploymentDown", sharing: ["namespace", "deployment"] }],
            cases: [
                broken(
                    "one of three is missing",
                    "30m",
                    {
                        [series(state.deploymentReplicas, web)]: "3x40",
                        [series(state.deploymentAvailable, web)]: "2x40",
                    },
                    [web],
                ),
                healthy("all are there", "30m", {
                    [series(state.deploymentReplicas, web)]: "3x40",
                    [series(state.deploymentAvailable, web)]: "3x40",
                }),
                unseen("a rollout is under way", "30m", {
                    [series(state.deploymentReplicas, web)]: "3x40",
                    [series(state.deploymentAvailable, web)]: "3x20 2x5 3x20",
                }),
            ],
        }),
        alert({
            name: "DeploymentDown",
            severity: "critical",
            service: "workload",
            when: max(now(state.deploymentReplicas), "namespace", "deployment")
                .above(0)
                .and(max(now(state.deploymentAvailable), "namespace", "deployment").equals(0)),
            for: "5m",
            summary: "A Deployment has no pod that serves",
            description: ({ label }) =>
                `None of the pods of ${label("namespace")}/${label("deployment")} is available.`,
            cases: [
                broken(
                    "none is there",
                    "15m",
                    {
                        [series(state.deploymentReplicas, web)]: "3x20",
                        [series(state.deploymentAvailable, web)]: "0x20",
                    },
                    [web],
                ),
                healthy("it is scaled to none", "15m", {
                    [series(state.deploymentReplicas, web)]: "0x20",
                    [series(state.deploymentAvailable, web)]: "0x20",
                }),
                unseen("it was deleted", "20m", {
                    [series(state.deploymentReplicas, web)]: "3x2 _x20",
                    [series(state.deploymentAvailable, web)]: "0x2 _x20",
                }),
            ],
        }),
        alert({
            name: "StatefulSetNotReady",
            severity: "critical",
            service: "workload",
            when: max(now(state.statefulSetReplicas), "namespace", "statefulset").exceeds(
                max(now(state.statefulSetReady), "namespace", "statefulset"),
            ),
            for: "15m",
            summary: "A StatefulSet has fewer pods than it wants; for a single writer that is none",
            description: ({ label, value }) =>
                `${label("namespace")}/${label("statefulset")} wants ${value} and has had fewer for 15 minutes.`,
            cases: [
                broken(
                    "the one pod is not ready",
                    "30m",
                    {
                        [series(state.statefulSetReplicas, writer)]: "1x40",
                        [series(state.statefulSetReady, writer)]: "0x40",
                    },
                    [writer],
                ),
                healthy("it is ready", "30m", {
                    [series(state.statefulSetReplicas, writer)]: "1x40",
                    [series(state.statefulSetReady, writer)]: "1x40",
                }),
                unseen("it stands by in this region with none", "30m", {
                    [series(state.statefulSetReplicas, writer)]: "0x40",
                    [series(state.statefulSetReady, writer)]: "0x40",
                }),
            ],
        }),
        alert({
            name: "ContainerRestarting",
            severity: "warning",
            service: "workload",
            when: sum(increase(state.restarts, "15m"), "namespace", "pod", "container").above(3),
            for: "0m",
            summary: "A container starts again and again",
            description: ({ label, value }) =>
                `${label("container")} of ${label("namespace")}/${label("pod")} started ${value} times in 15 minutes.`,
            cases: [
                broken("it starts every two minutes", "30m", { [series(state.restarts, container)]: "0+0.5x40" }, [
                    container,
                ]),
                healthy("it started again once", "30m", { [series(state.restarts, container)]: "0x20 1x20" }),
                unseen("the pod is new", "30m", { [series(state.restarts, container)]: "_x28 0x10" }),
            ],
        }),
        alert({
            name: "ImagePullFailing",
            severity: "warning",
            service: "workload",
            when: max(
                now(state.waiting, { reason: { like: "ImagePullBackOff|ErrImagePull|InvalidImageName" } }),
                "namespace",
                "pod",
                "container",
            ).above(0),
            for: "5m",
            summary: "An image cannot be had",
            description: ({ label }) =>
                `${label("container")} of ${label("namespace")}/${label("pod")} waits for its image.`,
            cases: [
                broken(
                    "it waits",
                    "15m",
                    { [series(state.waiting, { ...container, reason: "ImagePullBackOff" })]: "1x20" },
                    [container],
                ),
                healthy("it waits for something else", "15m", {
                    [series(state.waiting, { ...container, reason: "ContainerCreating" })]: "1x20",
                }),
                unseen("it runs, so there is no reason", "15m"),
            ],
        }),
        alert({
            name: "JobFailed",
            severity: "warning",
            service: "workload",
            when: max(now(state.jobFailed), "namespace", "job_name").above(0),
            for: "0m",
            summary: "A Job failed",
            description: ({ label, value }) => `${value} pods of ${label("namespace")}/${label("job_name")} failed.`,
            cases: [
                broken(
                    "one pod failed",
                    "10m",
                    { [series(state.jobFailed, { namespace: "intents", job_name: "gate" })]: "1x20" },
                    [{ namespace: "intents", job_name: "gate" }],
                ),
                healthy("none did", "10m", {
                    [series(state.jobFailed, { namespace: "intents", job_name: "gate" })]: "0x20",
                }),
                unseen("it was cleaned up", "20m", {
                    [series(state.jobFailed, { namespace: "intents", job_name: "gate" })]: "1x3 _x20",
                }),
            ],
        }),
        alert({
            name: "NodeNotReady",
            severity: "warning",
            service: "node",
            when: max(now(state.nodeCondition, { condition: "Ready", status: "true" }), "node").equals(0),
            for: "15m",
            summary: "A node has not been ready for 15 minutes",
            description: ({ label }) => `${label("node")} runs nothing new; what ran there is moved.`,
            cases: [
                broken("it is not", "30m", { [series(state.nodeCondition, node)]: "0x40" }, [{ node: "gke-1" }]),
                healthy("it is", "30m", { [series(state.nodeCondition, node)]: "1x40" }),
                unseen("it was taken out by the autoscaler", "30m", {
                    [series(state.nodeCondition, node)]: "0x3 _x40",
                }),
            ],
        }),
        alert({
            name: "NodeUnderPressure",
            severity: "warning",
            service: "node",
            when: max(
                now(state.nodeCondition, {
                    condition: { like: "DiskPressure|MemoryPressure|PIDPressure" },
                    status: "true",
                }),
                "node",
                "condition",
            ).equals(1),
            for: "5m",
            summary: "A node runs out of disk, memory or process ids",
            description: ({ label }) => `${label("node")} reports ${label("condition")} and evicts pods.`,
            cases: [
                broken(
                    "its disk is full",
                    "15m",
                    { [series(state.nodeCondition, { ...node, condition: "DiskPressure" })]: "1x20" },
                    [{ node: "gke-1", condition: "DiskPressure" }],
                ),
                healthy("it is well", "15m", {
                    [series(state.nodeCondition, node)]: "1x20",
                    [series(state.nodeCondition, { ...node, condition: "DiskPressure" })]: "0x20",
                }),
                unseen("it is gone", "20m", {
                    [series(state.nodeCondition, { ...node, condition: "DiskPressure" })]: "1x2 _x20",
                }),
            ],
        }),
    ];
}

/** Whether secrets reach workloads. */
export function secretAlerts({ vault: withVault }: { vault: boolean }): readonly Alert[] {
    const { condition, syncErrors } = externalSecrets.metrics;
    const secret = { namespace: "intents", name: "coordinator-secrets" };
    return [
        alert({
            name: "ExternalSecretNotReady",
            severity: "critical",
            service: "secrets",
            when: max(now(condition, { condition: "Ready", status: "False" }), "namespace", "name").equals(1),
            for: "10m",
            summary: "A secret cannot be read where it is kept",
            description: ({ label }) =>
                `${label("namespace")}/${label("name")} is not kept up to date; a new pod may not start.`,
            cases: [
                broken(
                    "it cannot",
                    "20m",
                    { [series(condition, { ...secret, condition: "Ready", status: "False" })]: "1x30" },
                    [secret],
                ),
                healthy("it can", "20m", {
                    [series(condition, { ...secret, condition: "Ready", status: "False" })]: "0x30",
                    [series(condition, { ...secret, condition: "Ready", status: "True" })]: "1x30",
                }),
                unseen("it was deleted", "20m", {
                    [series(condition, { ...secret, condition: "Deleted", status: "True" })]: "1x30",
                }),
            ],
        }),
        alert({
            name: "ExternalSecretSyncErrors",
            severity: "warning",
            service: "secrets",
            when: sum(increase(syncErrors, "30m"), "namespace", "name").above(3),
            for: "0m",
            summary: "A secret is read only now and then",
            description: ({ label, value }) =>
                `${value} reads of ${label("namespace")}/${label("name")} failed in 30 minutes.`,
            symptomOf: [{ alert: "ExternalSecretNotReady", sharing: ["namespace", "name"] }],
            cases: [
                broken("one in five minutes fails", "60m", { [series(syncErrors, secret)]: "0+0.2x70" }, [secret]),
                healthy("one failed", "60m", { [series(syncErrors, secret)]: "0x40 1x30" }),
                unseen("the operator started again, and its count with it", "60m", {
                    [series(syncErrors, secret)]: "40x50 0x20",
                }),
            ],
        }),
        ...(withVault ? vaultAlerts() : []),
    ];
}

function vaultAlerts(): readonly Alert[] {
    const { unsealed, auditFailures } = vault.metrics;
    const server = { instance: "vault.example.com:443", job: "vault" };
    return [
        alert({
            name: "VaultSealed",
            severity: "critical",
            service: "vault",
            when: max(now(unsealed), "instance").equals(0),
            for: "1m",
            summary: "Vault is sealed",
            description: ({ label }) => `${label("instance")} gives no secrets until people unseal it.`,
            cases: [
                broken("it is", "10m", { [series(unsealed, server)]: "1x4 0x10" }, [{ instance: server.instance }]),
                healthy("it is not", "10m", { [series(unsealed, server)]: "1x20" }),
                unseen("it does not answer, which ScrapeTargetDown says", "20m", {
                    [series(unsealed, server)]: "1x2 _x20",
                }),
            ],
        }),
        alert({
            name: "VaultAuditFailing",
            severity: "critical",
            service: "vault",
            when: sum(increase(auditFailures, "5m"), "instance").above(0),
            for: "0m",
            summary: "Vault cannot log requests and is about to refuse them",
            description: ({ label, value }) =>
                `${value} requests to ${label("instance")} were not logged in 5 minutes.`,
            cases: [
                broken("a log is full", "10m", { [series(auditFailures, server)]: "0+4x20" }, [
                    { instance: server.instance },
                ]),
                healthy("all are logged", "10m", { [series(auditFailures, server)]: "0x20" }),
                unseen("it does not answer", "10m"),
            ],
        }),
    ];
}
