import { each } from "../cel";
import { isOpen, reader } from "../constraint";
import { baseKind } from "../kubernetes";
import type { Example, Json, Rule, StackFinding } from "../rule";
import { asText, isUnknown, own } from "../value";
import { homeOf } from "../workloads";
import { annotations } from "./reach";

/** An Ingress, for examples. */
export const ingress = (spec: { [key: string]: Json }, name = "web"): Example => ({
    type: "kubernetes:networking.k8s.io/v1:Ingress",
    props: { metadata: { name, namespace: "app" }, spec },
});

export const isIngress = (type: string): boolean => baseKind(type) === "Ingress";

interface Host {
    path: string;
    /** Undefined where nothing stands, "open" where nobody knows. */
    host: Json | undefined;
}

const OPEN_HOST = { $unknown: true };

/** The hosts of an Ingress, a Gateway or a route. */
function hostsOf(props: { [key: string]: Json }): Host[] {
    const rules = reader("spec.rules")(props);
    if (isOpen(rules)) return [{ path: "spec.rules", host: OPEN_HOST }];
    return (Array.isArray(rules) ? rules : []).map((rule, index) => ({
        path: `spec.rules[${index}].host`,
        host: isUnknown(rule) ? OPEN_HOST : own(rule, "host"),
    }));
}

const covers = (name: string, host: string): boolean =>
    name === host || (name.startsWith("*.") && host.slice(host.indexOf(".")) === name.slice(1));

/** Under which names the world reaches the cluster, and with which certificate. */
export const hosts: readonly Rule[] = [
    {
        id: "NET-04",
        title: "an Ingress speaks TLS for every host",
        why: "whoever stands on the way reads the session and changes the address that a wallet is shown",
        severity: "high",
        level: "mandatory",
        sameAs: ["C-0263", "CIS-K 5.6.7", "gatekeeper:httpsonly", "kyverno:ingress-host-match-tls"],
        appliesTo: isIngress,
        *judge({ resource: { props } }) {
            const tls = reader("spec.tls")(props);
            if (isOpen(tls)) return yield { path: "spec.tls", undetermined: "the value comes from elsewhere" };
            const list = Array.isArray(tls) ? tls : [];
            const notes = annotations(props);
            // Certificates that a controller holds itself stand in an annotation.
            const managed =
                !isOpen(notes) &&
                /certificate|certmap|pre-shared-cert|ssl-cert/.test(Object.keys(notes ?? {}).join(" "));
            if (list.length === 0) {
                if (!managed) yield { path: "spec.tls", found: "nothing", wanted: "a certificate for each host" };
                return;
            }
            if (list.some((one) => isUnknown(one) || isUnknown(own(one, "hosts")))) return;
            const named = list.flatMap((one) => own(one, "hosts") ?? []).map(asText);
            for (const { path, host } of hostsOf(props)) {
                if (isUnknown(host)) yield { path, undetermined: "the host comes from elsewhere" };
                else if (
                    typeof host === "string" &&
                    host !== "" &&
                    named.length > 0 &&
                    !named.some((name) => covers(name, host))
                )
                    yield { path, found: "a host without a certificate", wanted: "the same host in spec.tls" };
            }
        },
        good: [ingress({ tls: [{ hosts: ["app.example.com"] }], rules: [{ host: "app.example.com" }] })],
        bad: [
            { ...ingress({ rules: [{ host: "app.example.com" }] }), at: ["spec.tls"] },
            {
                ...ingress({ tls: [{ hosts: ["app.example.com"] }], rules: [{ host: "api.example.com" }] }),
                at: ["spec.rules[0].host"],
            },
        ],
        open: [{ ...ingress({ tls: { $unknown: true } }), unknownPaths: ["spec.tls"], at: ["spec.tls"] }],
    },
    {
        id: "NET-05",
        title: "every host is named, and by one Ingress",
        why: "a rule for every name serves whatever name an attacker points at it",
        severity: "medium",
        level: "mandatory",
        sameAs: [
            "gatekeeper:block-wildcard-ingress",
            "kyverno:restrict-ingress-wildcard",
            "kyverno:unique-ingress-host",
        ],
        cel: [
            {
                of: "ingresses",
                passes:
                    "!has(object.spec.defaultBackend) && " +
                    `(${each("object.spec.rules", "r", "has(r.host) && r.host != '' && !r.host.contains('*')")})`,
            },
        ],
        appliesTo: isIngress,
        *judge({ resource: { props } }) {
            const backend = reader("spec.defaultBackend")(props);
            if (!isOpen(backend) && backend !== undefined && backend !== null)
                yield { path: "spec.defaultBackend", found: "a backend for every host", wanted: "rules with a host" };
            for (const { path, host } of hostsOf(props)) {
                if (isUnknown(host)) yield { path, undetermined: "the host comes from elsewhere" };
                else if (typeof host !== "string" || host === "")
                    yield { path, found: "nothing, which means every host", wanted: "a host" };
                else if (host.includes("*")) yield { path, found: "a wildcard", wanted: "each host by its name" };
            }
        },
        *judgeStack(stack): Iterable<StackFinding> {
            const first = new Map<string, string>();
            for (const subject of stack.kind("Ingress")) {
                const { provider, props, urn, within } = subject.resource;
                for (const { path, host } of hostsOf(props)) {
                    if (typeof host !== "string" || host === "") continue;
                    const key = `${provider ?? ""} ${host}`;
                    const owner = `${homeOf(subject)} ${urn} ${within}`;
                    const known = first.get(key);
                    if (known === undefined) first.set(key, owner);
                    else if (known !== owner)
                        yield {
                            subject,
                            path,
                            found: "a host that another Ingress has",
                            wanted: "one Ingress for each host",
                        };
                }
            }
        },
        good: [ingress({ rules: [{ host: "app.example.com" }] })],
        bad: [
            { ...ingress({ rules: [{ host: "*.example.com" }] }), at: ["spec.rules[0].host"] },
            { ...ingress({ rules: [{ http: {} }] }), at: ["spec.rules[0].host"] },
            {
                ...ingress({ rules: [{ host: "app.example.com" }] }),
                others: [ingress({ rules: [{ host: "app.example.com" }] }, "other")],
                at: ["spec.rules[0].host"],
            },
        ],
        open: [
            {
                ...ingress({ rules: [{ host: { $unknown: true } }] }),
                unknownPaths: ["spec.rules[0].host"],
                at: ["spec.rules[0].host"],
            },
        ],
    },
];
