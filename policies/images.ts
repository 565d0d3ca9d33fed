import { type Image, images as imagesOf } from "./image-places";
import { parseImage } from "./image-reference";
import { imageCel } from "./images/cel";
import { sources } from "./images/sources";
import { tags } from "./images/tags";
import type { Finding, Rule } from "./rule";
import { tokens } from "./secrets/tokens";

const PINNED = `ghcr.io/acme/api:1.4.2@sha256:${"3b1f".repeat(16)}`;
const WANTED = "name:tag@sha256:… with the digest of the image";
const pod = (image: unknown) => ({ spec: { containers: [{ name: "api", image: image as string }] } });

/** Images that can change under us, or that we cannot name exactly. */
const references: readonly Rule[] = [
    {
        id: "IMG-01",
        title: "images are pinned by digest",
        why: "a tag can be moved to other code after the change was approved",
        severity: "high",
        level: "mandatory",
        sameAs: ["CKV_K8S_43", "gatekeeper:imagedigests", "kyverno:require-image-checksum"],
        cel: imageCel["IMG-01"],
        *judge(subject) {
            for (const image of imagesOf(subject)) {
                if (image.reference === undefined) yield unknown(image);
                else if (!isPinned(image)) yield { path: image.path, found: shown(image), wanted: WANTED };
            }
        },
        good: [
            { type: "kubernetes:apps/v1:Deployment", props: { spec: { template: pod(PINNED) } } },
            {
                type: "kubernetes:helm.sh/v3:Release",
                props: { values: { image: { repository: "acme/api", tag: "1.4.2", sha: "3b1f".repeat(16) } } },
            },
            {
                type: "gcp:compute/instance:Instance",
                props: { bootDisk: { initializeParams: { image: "debian-cloud/debian-12" } } },
            },
        ],
        bad: [
            {
                type: "kubernetes:apps/v1:Deployment",
                props: { spec: { template: pod("nginx:latest") } },
                at: ["spec.template.spec.containers[0].image"],
            },
            {
                type: "kubernetes:helm.sh/v3:Release",
                props: {
                    values: {
                        grafana: { image: { registry: "docker.io", repository: "grafana/grafana", tag: "11.0" } },
                    },
                },
                at: ["values.grafana.image"],
            },
            {
                type: "kubernetes:core/v1:ConfigMap",
                props: { data: { "sidecar.yaml": "containers:\n  - name: proxy\n    image: envoy:v1.30\n" } },
                at: ['data["sidecar.yaml"]'],
            },
        ],
        open: [
            {
                type: "kubernetes:batch/v1:CronJob",
                props: { spec: { jobTemplate: { spec: { template: { spec: { $unknown: true } } } } } },
                unknownPaths: ["spec.jobTemplate.spec.template.spec"],
                at: ["spec.jobTemplate.spec.template.spec"],
            },
        ],
    },
    {
        id: "IMG-06",
        title: "image references can be read",
        why: "a reference with a mistake or an unfilled placeholder fails only when the pod is to start",
        severity: "medium",
        level: "mandatory",
        sameAs: ["distribution/reference"],
        cel: imageCel["IMG-06"],
        *judge(subject) {
            for (const image of imagesOf(subject)) {
                if (image.reference === undefined) yield unknown(image);
                else {
                    const fault = faultOf(image);
                    if (fault) yield { path: image.path, found: `${shown(image)} ${fault}`, wanted: WANTED };
                }
            }
        },
        good: [
            { type: "kubernetes:core/v1:Pod", props: pod("[2001:db8::1]:5000/api:1") },
            { type: "kubernetes:helm.sh/v3:Release", props: { values: { image: { tag: "1.4.2" } } } },
        ],
        bad: [
            { type: "kubernetes:core/v1:Pod", props: pod("acme/API:1"), at: ["spec.containers[0].image"] },
            // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder is the point
            { type: "kubernetes:core/v1:Pod", props: pod("acme/api:${TAG}"), at: ["spec.containers[0].image"] },
            { type: "kubernetes:core/v1:Pod", props: pod("acme/api:undefined"), at: ["spec.containers[0].image"] },
        ],
        open: [
            {
                type: "kubernetes:core/v1:Pod",
                props: pod({ $unknown: true }),
                unknownPaths: ["spec.containers[0].image"],
                at: ["spec.containers[0].image"],
            },
        ],
    },
];

/** What runs in containers, and where it comes from. */
export const images: readonly Rule[] = [...references, ...tags, ...sources].sort((a, b) => (a.id < b.id ? -1 : 1));

const unknown = ({ path }: Image): Finding => ({ path, undetermined: "the image comes from elsewhere" });

const read = ({ reference = "", nameless }: Image) => parseImage(nameless ? `image${reference}` : reference);

function isPinned(image: Image): boolean {
    const parsed = read(image);
    return "path" in parsed && parsed.digest !== undefined;
}

/** What JavaScript writes for a value that was not there. */
const ABSENT = /[:/](undefined|null|NaN)(@|$)|\[object /;

function faultOf(image: Image): string | undefined {
    const { reference = "" } = image;
    if (/\$\{|\$\(|\{\{|<[^<>]*>|%\{/.test(reference)) return "has a placeholder that nobody filled in";
    if (ABSENT.test(reference)) return "was made of a value that was not there";
    const parsed = read(image);
    return "fault" in parsed ? parsed.fault : undefined;
}

/** As written, unless it might hold a login. */
function shown({ reference = "", nameless, position }: Image): string {
    const readable = reference.length <= 300 && /^[\w./:@{}$()<>[\] -]*$/.test(reference);
    const login = /@(?!sha\d+:)/.test(reference) || tokens(reference).length > 0;
    // What the chart itself calls it is not known here.
    const text = !readable || login ? "an image reference (not shown)" : `"${nameless ? "…" : ""}${reference}"`;
    return position ? `${text} ${position}` : text;
}
