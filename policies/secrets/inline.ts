import type { Rule } from "../rule";
import { isMap, own } from "../value";

const TYPE = "kubernetes:core/v1:Secret";

export const inline: Rule = {
    id: "SEC-05",
    title: "Kubernetes Secrets are filled by a secret store",
    why: "data that passes through the program is kept in its state, whoever made it",
    severity: "medium",
    level: "advisory",
    sameAs: ["CIS-K 4.4.2", "C-0234", "kyverno:no-secrets"],
    appliesTo: (type) => /^kubernetes:core\/v1:Secret(Patch)?$/.test(type),
    *judge({ resource }) {
        for (const path of ["data", "stringData"]) {
            const data = own(resource.props, path) ?? null;
            if (data === null || (isMap(data) && Object.keys(data).length === 0)) continue;
            yield {
                path,
                found: "the data of a secret in the program",
                wanted: "an ExternalSecret, or the CSI driver",
            };
        }
    },
    good: [{ type: TYPE, props: { metadata: { name: "token" }, type: "kubernetes.io/service-account-token" } }],
    bad: [
        { type: TYPE, props: { stringData: { login: "hunter2" } }, at: ["stringData"] },
        { type: TYPE, props: { data: { $secret: true } }, secretPaths: ["data"], unknownPaths: ["data"], at: ["data"] },
    ],
};
