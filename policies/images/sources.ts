import { isOpen, reader } from "../constraint";
import { images as imagesOf } from "../image-places";
import { parseImage } from "../image-reference";
import type { Example, Rule, StackFinding } from "../rule";
import type { Stack } from "../stack";
import { isUnknown, own } from "../value";
import { imageCel } from "./cel";

const POD = "kubernetes:core/v1:Pod";
const ADMISSION = "gcp:binaryauthorization/policy:Policy";
const CLUSTER = "gcp:container/cluster:Cluster";
const RELEASE = "kubernetes:helm.sh/v3:Release";

const mode = reader("binaryAuthorization.evaluationMode");

/**
 * The images that a stack allows: those that its own Binary Authorization policy lets pass. Undefined where it has none,
 * "open" where nobody knows the list yet.
 */
function allowed(stack: Stack): readonly string[] | "open" | undefined {
    const lists = stack.type(ADMISSION).map(({ resource }) => own(resource.props, "admissionWhitelistPatterns"));
    if (lists.length === 0) return undefined;
    const patterns = lists.flatMap((list) =>
        Array.isArray(list) ? list.map((one) => own(one, "namePattern")) : [list],
    );
    if (patterns.some(isUnknown)) return "open";
    return patterns.flatMap((pattern) => (typeof pattern === "string" ? [pattern] : []));
}

/** `*` takes one step of the path, `**` all that follow; without either the name must be the same. */
export function isAllowed(name: string, pattern: string): boolean {
    if (pattern.endsWith("/**")) return name.startsWith(pattern.slice(0, -2));
    if (pattern.endsWith("/*")) {
        const start = pattern.slice(0, -1);
        return name.startsWith(start) && !name.slice(start.length).includes("/");
    }
    return name === pattern;
}

const pod = (image: string): Example => ({ type: POD, props: { spec: { containers: [{ name: "api", image }] } } });

const admission = (namePattern: string) => ({
    type: ADMISSION,
    props: { admissionWhitelistPatterns: [{ namePattern }] },
});

const release = (more: Example["props"]): Example => ({
    type: RELEASE,
    props: { chart: "redis", version: "20.1.0", repositoryOpts: { repo: "https://charts.example.com" }, ...more },
});

const EXACT = /^v?\d+\.\d+\.\d+(-[\w.-]+)?(\+[\w.-]+)?$/;

/** Where images and charts come from. */
export const sources: readonly Rule[] = [
    {
        id: "IMG-03",
        title: "images come from a registry that the stack allows",
        why: "anybody may publish under a name that looks like yours",
        severity: "high",
        level: "mandatory",
        sameAs: ["CIS-K 5.1.4", "C-0001", "C-0078", "gatekeeper:allowedrepos", "kyverno:restrict-image-registries"],
        cel: imageCel["IMG-03"],
        *judge(subject) {
            for (const { path, reference, nameless } of imagesOf(subject)) {
                if (reference === undefined || nameless || "fault" in parseImage(reference)) continue;
                const first = reference.slice(0, Math.max(reference.indexOf("/"), 0));
                if (!/[.:]|^localhost$/.test(first) && !/^gcp:compute\//.test(subject.type))
                    yield { path, found: "no registry, which means Docker Hub", wanted: "the name with its registry" };
            }
        },
        *judgeStack(stack): Iterable<StackFinding> {
            const patterns = allowed(stack);
            if (patterns === undefined) return;
            for (const subject of stack.subjects) {
                if (!subject.type.startsWith("kubernetes:")) continue;
                for (const { path, reference, nameless } of imagesOf(subject)) {
                    const parsed = reference === undefined || nameless ? undefined : parseImage(reference);
                    if (!parsed || "fault" in parsed) continue;
                    const name = `${parsed.domain}/${parsed.path}`;
                    if (patterns === "open")
                        yield { subject, path, undetermined: "the list of allowed images comes from elsewhere" };
                    else if (!patterns.some((pattern) => isAllowed(name, pattern)))
                        yield {
                            subject,
                            path,
                            found: "an image that the stack's admission policy refuses",
                            wanted: "one that it allows",
                        };
                }
            }
        },
        good: [{ ...pod("europe-docker.pkg.dev/acme/api:1"), others: [admission("europe-docker.pkg.dev/acme/**")] }],
        bad: [
            { ...pod("nginx:1.29"), at: ["spec.containers[0].image"] },
            {
                // The pattern ends at a step of the path, so that a longer name is another one.
                ...pod("europe-docker.pkg.dev/acme-evil/api:1"),
                others: [admission("europe-docker.pkg.dev/acme/**")],
                at: ["spec.containers[0].image"],
            },
        ],
        open: [
            {
                ...pod("ghcr.io/acme/api:1"),
                others: [{ type: ADMISSION, props: { admissionWhitelistPatterns: { $unknown: true } } }],
                at: ["spec.containers[0].image"],
            },
        ],
    },
    {
        id: "IMG-07",
        title: "charts have an exact version from a repository over TLS, and the cluster admits images by rule",
        why: "a chart brings images, rights and hooks of its own, and what it brings can change under its name",
        severity: "high",
        level: "mandatory",
        sameAs: ["CKV_GCP_66", "CIS-K 5.10.5"],
        appliesTo: (type) => type === CLUSTER || /^kubernetes:helm\.sh\/v\d:(Release|Chart)$/.test(type),
        *judge({ type, resource: { props } }) {
            const elsewhere = "the value comes from elsewhere";
            if (type === CLUSTER) {
                const path = "binaryAuthorization.evaluationMode";
                const found = mode(props);
                const old = reader("enableBinaryAuthorization")(props);
                if (isOpen(found)) yield { path, undetermined: elsewhere };
                else if (old !== true && (found === undefined || found === null || found === "DISABLED"))
                    yield { path, found: found ? "DISABLED" : "nothing", wanted: "PROJECT_SINGLETON_POLICY_ENFORCE" };
                return;
            }
            const chart = own(props, "chart");
            if (isUnknown(chart)) yield { path: "chart", undetermined: elsewhere };
            // A folder of the program itself has the version of the program.
            const local = typeof chart === "string" && /^(\.{1,2}\/|\/)|\.tgz$/.test(chart) && !chart.includes("://");
            if (local || own(props, "path") !== undefined) return;
            const version = own(props, "version");
            if (isUnknown(version)) yield { path: "version", undetermined: elsewhere };
            else if (typeof version !== "string" || !EXACT.test(version))
                yield {
                    path: "version",
                    found: version ? "a range" : "nothing, which means the newest",
                    wanted: "an exact version",
                };
            const given = ["repositoryOpts.repo", "fetchOpts.repo"].find((at) => reader(at)(props) !== undefined);
            const path = given ?? "repositoryOpts.repo";
            const source = reader(path)(props);
            if (isOpen(source)) yield { path, undetermined: elsewhere };
            else if (typeof source === "string" && /^http:/i.test(source))
                yield { path, found: "a repository without TLS", wanted: "https:// or oci://" };
        },
        good: [
            release({}),
            { type: RELEASE, props: { chart: "./charts/own" } },
            { type: CLUSTER, props: { binaryAuthorization: { evaluationMode: "PROJECT_SINGLETON_POLICY_ENFORCE" } } },
        ],
        bad: [
            { ...release({ version: "^20" }), at: ["version"] },
            { ...release({ repositoryOpts: { repo: "http://charts.example.com" } }), at: ["repositoryOpts.repo"] },
            { type: CLUSTER, props: {}, at: ["binaryAuthorization.evaluationMode"] },
        ],
        open: [{ ...release({ version: { $unknown: true } }), unknownPaths: ["version"], at: ["version"] }],
    },
];
