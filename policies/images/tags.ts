import { type Image, images as imagesOf } from "../image-places";
import { parseImage } from "../image-reference";
import { podOf } from "../kubernetes";
import { podsOf, within } from "../pods/pod";
import type { Rule } from "../rule";
import { isHidden, isUnknown, own } from "../value";
import { imageCel, notDead } from "./cel";

const PINNED = `ghcr.io/acme/api:1.4.2@sha256:${"3b1f".repeat(16)}`;
const POD = "kubernetes:core/v1:Pod";
const pod = (container: { [key: string]: string }) => ({ spec: { containers: [{ name: "api", ...container }] } });

const read = ({ reference = "", nameless }: Image) => parseImage(nameless ? `image${reference}` : reference);

/** Repositories that are no longer filled or served: old names keep working until the day they do not. */
const DEAD: readonly (readonly [RegExp, string])[] = [
    [/^k8s\.gcr\.io\//, "k8s.gcr.io, frozen since April 2023"],
    [
        /^(\w+\.)?gcr\.io\/(google[-_]containers|kubebuilder|kubernetes-helm)\//,
        "a repository that nobody fills any more",
    ],
    [/^docker\.pkg\.github\.com\//, "docker.pkg.github.com, closed for ghcr.io"],
    [/^(quay\.io\/coreos\/|registry\.svc\.ci\.openshift\.org\/)/, "a repository that nobody fills any more"],
];

/** What an image reference says beyond its digest. */
export const tags: readonly Rule[] = [
    {
        id: "IMG-02",
        title: "images carry a version",
        why: "latest is another program tomorrow, and nobody can say which one ran today",
        severity: "medium",
        level: "mandatory",
        sameAs: [
            "CKV_K8S_14",
            "KSV-0013",
            "kube-linter:latest-tag",
            "kyverno:disallow-latest-tag",
            "polaris:tagNotSpecified",
        ],
        cel: imageCel["IMG-02"],
        *judge(subject) {
            for (const image of imagesOf(subject)) {
                if (image.reference === undefined) {
                    yield { path: image.path, undetermined: "the image comes from elsewhere" };
                    continue;
                }
                const parsed = read(image);
                // What cannot be read is the business of IMG-06.
                if ("fault" in parsed) continue;
                const wanted = "the version as the tag, and the digest";
                if (parsed.tag === "latest") yield { path: image.path, found: "the tag latest", wanted };
                else if (parsed.tag === undefined && parsed.digest === undefined)
                    yield { path: image.path, found: "no tag, which means latest", wanted };
            }
        },
        good: [
            { type: POD, props: pod({ image: PINNED }) },
            { type: POD, props: pod({ image: "ghcr.io/acme/api:1.4.2" }) },
        ],
        bad: [
            { type: POD, props: pod({ image: "ghcr.io/acme/api:latest" }), at: ["spec.containers[0].image"] },
            { type: POD, props: pod({ image: "ghcr.io:5000/acme/api" }), at: ["spec.containers[0].image"] },
        ],
        open: [
            {
                type: POD,
                props: { spec: { containers: [{ image: { $unknown: true } }] } },
                unknownPaths: ["spec.containers[0].image"],
                at: ["spec.containers[0].image"],
            },
        ],
    },
    {
        id: "IMG-04",
        title: "images are pulled as they are pinned",
        why: "with a tag that can move, a node that has the old image runs another program than its neighbour",
        severity: "low",
        level: "mandatory",
        sameAs: ["CKV_K8S_15", "C-0075", "kyverno:imagepullpolicy-always"],
        cel: imageCel["IMG-04"],
        appliesTo: (type) => podOf(type) !== undefined,
        *judge(subject) {
            for (const container of podsOf(subject).containers) {
                const [image, policy] = [own(container.value, "image"), own(container.value, "imagePullPolicy")];
                const path = within(container, "imagePullPolicy");
                if (policy === "Always") continue;
                if (isUnknown(policy) || isHidden(image)) {
                    yield { path, undetermined: "the value comes from elsewhere" };
                    continue;
                }
                if (typeof image !== "string") continue;
                const parsed = parseImage(image);
                if ("fault" in parsed) continue;
                if (policy === "Never")
                    yield { path, found: "Never, which runs whatever the node has", wanted: "IfNotPresent" };
                else if (
                    parsed.digest === undefined &&
                    (policy === "IfNotPresent" || (parsed.tag ?? "latest") !== "latest")
                )
                    yield { path, found: "a tag that is pulled once", wanted: "a digest, or Always" };
            }
        },
        good: [
            { type: POD, props: pod({ image: PINNED }) },
            { type: POD, props: pod({ image: "ghcr.io/acme/api:1", imagePullPolicy: "Always" }) },
        ],
        bad: [
            { type: POD, props: pod({ image: "ghcr.io/acme/api:1" }), at: ["spec.containers[0].imagePullPolicy"] },
            {
                type: POD,
                props: pod({ image: PINNED, imagePullPolicy: "Never" }),
                at: ["spec.containers[0].imagePullPolicy"],
            },
        ],
        open: [
            {
                type: POD,
                props: { spec: { containers: [{ image: PINNED, imagePullPolicy: { $unknown: true } }] } },
                unknownPaths: ["spec.containers[0].imagePullPolicy"],
                at: ["spec.containers[0].imagePullPolicy"],
            },
        ],
    },
    {
        id: "IMG-05",
        title: "images come from a registry that is kept",
        why: "a registry that is switched off stops every pod that has to start again",
        severity: "medium",
        level: "mandatory",
        sameAs: ["kyverno:restrict-deprecated-registry"],
        cel: notDead(DEAD.map(([pattern]) => pattern)),
        *judge(subject) {
            for (const { path, reference = "" } of imagesOf(subject)) {
                const [, found] = DEAD.find(([pattern]) => pattern.test(reference)) ?? [];
                if (found) yield { path, found, wanted: "registry.k8s.io, or where the project publishes now" };
            }
        },
        good: [{ type: POD, props: pod({ image: "registry.k8s.io/pause:3.10" }) }],
        bad: [{ type: POD, props: pod({ image: "k8s.gcr.io/pause:3.2" }), at: ["spec.containers[0].image"] }],
    },
];
