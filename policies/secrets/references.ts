import { isOpen, reader } from "../constraint";
import { type PathFault, podRule } from "../pods/demand";
import type { Example, Json, Rule } from "../rule";
import { once, type Subject } from "../subject";
import { asNumber, asText, isMap, isUnknown, own } from "../value";
import { pathOf } from "../walk";
import { FILE } from "./places";

const RUN = /^gcp:(cloudrunv2|cloudrun|cloudfunctionsv2|cloudfunctions)\//;

/** Variables of Cloud Run and Cloud Functions that are filled from Secret Manager. */
const filled = once((subject: Subject): readonly string[] =>
    RUN.test(subject.type)
        ? subject.maps.filter(({ key }) => /^(secretKeyRef|secretEnvironmentVariables)$/.test(asText(key))).map(pathOf)
        : [],
);

const variables = podRule(
    {
        id: "SEC-06",
        title: "secrets are handed over as files",
        why: "the environment of a program is in its crash reports, its child processes and every debug page",
        severity: "medium",
        level: "mandatory",
        sameAs: ["CKV_K8S_35", "CIS-K 4.4.1", "C-0207", "kube-linter:read-secret-from-env-var"],
    },
    [
        {
            of: "container",
            at: "env",
            fault: (value) =>
                (Array.isArray(value) ? value : []).flatMap((entry, index): PathFault[] => {
                    const found = reader("valueFrom.secretKeyRef")(entry);
                    const below = `[${index}].valueFrom.secretKeyRef`;
                    if (isUnknown(entry) || isOpen(found)) return [{ below, found: undefined }];
                    return found === undefined || found === null ? [] : [{ below, found: "a secret in a variable" }];
                }),
            wanted: FILE,
            cel: {
                passes: (env) => `${env}.all(e, !has(e.valueFrom) || !has(e.valueFrom.secretKeyRef))`,
                absent: true,
            },
        },
        {
            of: "container",
            at: "envFrom",
            fault: (value) =>
                (Array.isArray(value) ? value : []).flatMap((entry, index): PathFault[] => {
                    const found = reader("secretRef")(entry);
                    const below = `[${index}].secretRef`;
                    if (isUnknown(entry) || isOpen(found)) return [{ below, found: undefined }];
                    return found === undefined || found === null
                        ? []
                        : [{ below, found: "a whole secret in variables" }];
                }),
            wanted: FILE,
            cel: { passes: (sources) => `${sources}.all(e, !has(e.secretRef))`, absent: true },
        },
    ],
    [
        {
            change: { "containers[0].env": [{ name: "TOKEN", valueFrom: { secretKeyRef: { name: "a", key: "b" } } }] },
            at: ["containers[0].env[0].valueFrom.secretKeyRef"],
        },
        {
            change: { "containers[0].envFrom": [{ secretRef: { name: "a" } }] },
            at: ["containers[0].envFrom[0].secretRef"],
        },
    ],
);

const STORE = /^kubernetes:external-secrets\.io\/v\w+:(Cluster)?SecretStore$/;
const EXTERNAL = /^kubernetes:external-secrets\.io\/v\w+:(Cluster)?ExternalSecret$/;

/** Keys under which a store is given a token, a password or a key that somebody made once. */
const STATIC =
    /^(secretRef|tokenSecretRef|secretAccessKeySecretRef|secretAccessKey|clientSecret|appRole|userPass|ldap|serviceAccountKey|accessToken|apiKey|token)$/;

/** Logins that prove who asks anew each time. */
const BOUND = /^(workloadIdentity|kubernetes|jwt|serviceAccountRef|iam|managedIdentity)$/;

const DAY = 24 * 60 * 60;

/** `1h30m` in seconds, as Go writes it; undefined for anything else. */
function seconds(text: string): number | undefined {
    if (!/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(text)) return text === "0" ? 0 : undefined;
    const units: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };
    return [...text.matchAll(/(?<![\d.])(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)].reduce(
        (sum, [, count = "0", unit = "s"]) => sum + asNumber(count) * (units[unit] ?? 1),
        0,
    );
}

const store = (provider: Json): Example => ({
    type: "kubernetes:external-secrets.io/v1:SecretStore",
    props: { spec: { provider } },
});

const external = (refreshInterval: Json): Example => ({
    type: "kubernetes:external-secrets.io/v1:ExternalSecret",
    props: { spec: { refreshInterval } },
});

/** How workloads come by their secrets. */
export const references: readonly Rule[] = [
    {
        ...variables,
        appliesTo: (type) => RUN.test(type) || (variables.appliesTo?.(type) ?? true),
        *judge(subject) {
            for (const path of filled(subject))
                yield { path, found: "a secret in a variable", wanted: "a volume of the secret" };
            yield* variables.judge?.(subject) ?? [];
        },
        bad: [
            ...variables.bad,
            {
                type: "gcp:cloudrunv2/service:Service",
                props: {
                    template: {
                        containers: [
                            { envs: [{ name: "TOKEN", valueSource: { secretKeyRef: { secret: "a", version: "1" } } }] },
                        ],
                    },
                },
                at: ["template.containers[0].envs[0].valueSource.secretKeyRef"],
            },
        ],
    },
    {
        id: "SEC-10",
        title: "secret stores know their clients, and secrets are fetched again",
        why: "a static token is one more secret to lose, and a secret that is never fetched again never turns over",
        severity: "high",
        level: "mandatory",
        sameAs: ["CIS-K 4.4.2", "external-secret-storage"],
        appliesTo: (type) => STORE.test(type) || EXTERNAL.test(type),
        *judge(subject) {
            const { type, resource } = subject;
            if (STORE.test(type)) {
                const bound = subject.maps.filter(({ key }) => BOUND.test(asText(key)));
                for (const place of subject.maps) {
                    const inside = bound.some((one) => isIn(place, one));
                    if (STATIC.test(asText(place.key)) && !inside && isMap(place.value))
                        yield {
                            path: pathOf(place),
                            found: "a login that somebody made once",
                            wanted: "workload identity, or Kubernetes auth",
                        };
                }
                const provider = own(own(resource.props, "spec"), "provider");
                if (isUnknown(provider))
                    yield { path: "spec.provider", undetermined: "the login comes from elsewhere" };
                return;
            }
            const path = "spec.refreshInterval";
            const policy = reader("spec.refreshPolicy")(resource.props);
            const found = reader(path)(resource.props);
            if (policy === "CreatedOnce")
                yield { path: "spec.refreshPolicy", found: "CreatedOnce", wanted: "Periodic" };
            if (isOpen(found)) yield { path, undetermined: "the value comes from elsewhere" };
            else if (found !== undefined && found !== null) {
                const every = seconds(asText(found));
                if (every === 0) yield { path, found: "0, which means never again", wanted: "an hour or less" };
                else if (every !== undefined && every > DAY)
                    yield { path, found: "more than a day", wanted: "an hour or less" };
            }
        },
        good: [
            external("15m"),
            store({ gcpsm: { auth: { workloadIdentity: { serviceAccountRef: { name: "api" } } } } }),
            store({
                vault: {
                    auth: { kubernetes: { mountPath: "kubernetes", role: "api", serviceAccountRef: { name: "api" } } },
                },
            }),
        ],
        bad: [
            { ...external("0"), at: ["spec.refreshInterval"] },
            { ...external("720h"), at: ["spec.refreshInterval"] },
            {
                ...store({ vault: { auth: { tokenSecretRef: { name: "token", key: "token" } } } }),
                at: ["spec.provider.vault.auth.tokenSecretRef"],
            },
        ],
        open: [{ ...store({ $unknown: true }), unknownPaths: ["spec.provider"], at: ["spec.provider"] }],
    },
    {
        id: "SEC-11",
        title: "no service account has a key",
        why: "a key works for everybody who has it, from everywhere, for ten years",
        severity: "critical",
        level: "mandatory",
        sameAs: ["CIS-G 1.4", "CKV2_GCP_3", "custom.iamDisableServiceAccountKeyCreation"],
        appliesTo: (type) => type === "gcp:serviceaccount/key:Key",
        *judge() {
            yield { path: "", found: "a key of a service account", wanted: "workload identity" };
        },
        good: [{ type: "gcp:serviceaccount/account:Account", props: { accountId: "api" } }],
        bad: [{ type: "gcp:serviceaccount/key:Key", props: { serviceAccountId: "api" }, at: [""] }],
    },
];

function isIn(place: { parent: unknown }, holder: unknown): boolean {
    for (let at: unknown = place; at; at = (at as { parent: unknown }).parent) if (at === holder) return true;
    return false;
}
