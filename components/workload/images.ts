/**
 * The images and charts that are not a system's own, in one table. The digests are those that public deployments of these
 * tags report: hold them against the registry before a first update (`crane digest <image>`). Whoever moves a tag here
 * moves its digest too. @meets S1-20
 */
export const IMAGES = {
    cloudSqlProxy:
        "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.2@sha256:d3f195cb893f2abb2ce8f28a4d3eee9b5589750711b4fbf67c78ce215c520e96",
    busybox: "docker.io/library/busybox:1.36.1@sha256:73aaf090f3d85aa34ee199857f03fa3a95c8ede2ffd4cc2cdb5b94e566b11662",
} as const;

/** Image parts as Helm charts take them: the digest rides on the tag or stands in a field of its own. */
export const CHART_IMAGES = {
    externalSecrets: {
        repository: "ghcr.io/external-secrets/external-secrets",
        tag: "v1.1.0-ubi@sha256:f27619afa57ca66cdde88ff46493cd114eb177a8f97414dcfa8a9394b959c741",
    },
    prometheusOperator: {
        registry: "quay.io",
        repository: "prometheus-operator/prometheus-operator",
        tag: "v0.82.2",
        sha: "1875f5418dbea75e79177fdadabcaa4aca69ea73a591aa463550f1d44b86393d",
    },
    configReloader: {
        registry: "quay.io",
        repository: "prometheus-operator/prometheus-config-reloader",
        tag: "v0.82.2",
        sha: "710458fdccd42d56bb5b20b548fe9a2f832c12aa26256e80cda48a9edb0454ff",
    },
    kubeStateMetrics: {
        registry: "registry.k8s.io",
        repository: "kube-state-metrics/kube-state-metrics",
        tag: "v2.15.0@sha256:db384bf43222b066c378e77027a675d4cd9911107adba46c2922b3a55e10d6fb",
    },
    prometheus: {
        registry: "quay.io",
        repository: "prometheus/prometheus",
        tag: "v3.4.1",
        sha: "9abc6cf6aea7710d163dbb28d8eeb7dc5baef01e38fa4cd146a406dd9f07f70d",
    },
    alertmanager: {
        registry: "quay.io",
        repository: "prometheus/alertmanager",
        tag: "v0.28.1",
        sha: "27c475db5fb156cab31d5c18a4251ac7ed567746a2483ff264516437a39b15ba",
    },
} as const;

export const CHARTS = {
    externalSecrets: { chart: "external-secrets", version: "1.1.0", repo: "https://charts.external-secrets.io" },
    prometheusStack: {
        chart: "kube-prometheus-stack",
        version: "73.2.0",
        repo: "https://prometheus-community.github.io/helm-charts",
    },
} as const;
