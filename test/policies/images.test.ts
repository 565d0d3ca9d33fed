import { describe, expect, test } from "vitest";
import { judge } from "../../policies/judge";
import type { Json } from "../../policies/rule";
import { CONFIG_MAP, HEX, PINNED, POD, RELEASE, sample } from "./sample";

/** What IMG-01 says of a resource: the paths it objects to, and those it leaves open with a question mark. */
const unpinned = (type: string, props: { [key: string]: Json }) =>
    judge([sample(type, props)])
        .filter(({ rule }) => rule === "IMG-01")
        .map(({ verdict, path }) => (verdict === "violation" ? path : `${path}?`));

const container = { name: "api", image: "nginx:latest" };
const spec = { containers: [container], initContainers: [container], ephemeralContainers: [container] };
const lists = (pod: string) =>
    ["containers", "initContainers", "ephemeralContainers"].map((list) => `${pod}.${list}[0].image`);

describe("IMG-01 finds an image that is not pinned", () => {
    test.each([
        ["kubernetes:core/v1:Pod", { spec }, "spec"],
        ["kubernetes:core/v1:PodTemplate", { template: { spec } }, "template.spec"],
        ["kubernetes:core/v1:ReplicationController", { spec: { template: { spec } } }, "spec.template.spec"],
        ["kubernetes:apps/v1:Deployment", { spec: { template: { spec } } }, "spec.template.spec"],
        ["kubernetes:extensions/v1beta1:Deployment", { spec: { template: { spec } } }, "spec.template.spec"],
        ["kubernetes:apps/v1beta2:StatefulSet", { spec: { template: { spec } } }, "spec.template.spec"],
        ["kubernetes:apps/v1:DaemonSet", { spec: { template: { spec } } }, "spec.template.spec"],
        ["kubernetes:apps/v1:ReplicaSet", { spec: { template: { spec } } }, "spec.template.spec"],
        ["kubernetes:apps/v1:DeploymentPatch", { spec: { template: { spec } } }, "spec.template.spec"],
        ["kubernetes:batch/v1:Job", { spec: { template: { spec } } }, "spec.template.spec"],
        [
            "kubernetes:batch/v1beta1:CronJob",
            { spec: { jobTemplate: { spec: { template: { spec } } } } },
            "spec.jobTemplate.spec.template.spec",
        ],
        [
            "kubernetes:apps/v1:DeploymentList",
            { items: [{ spec: { template: { spec } } }] },
            "items[0].spec.template.spec",
        ],
        ["kubernetes:argoproj.io/v1alpha1:Rollout", { spec: { template: { spec } } }, "spec.template.spec"],
        ["gcp:cloudrunv2/service:Service", { template: spec }, "template"],
    ])("in every container of %s", (type, props, pod) => {
        expect(unpinned(type, props as { [key: string]: Json })).toEqual(lists(pod));
    });

    test.each<[string, Json, string[]]>([
        ["a text", { image: "nginx:latest" }, ["values.image"]],
        ["a bare name", { image: "nginx" }, ["values.image"]],
        ["parts", { a: { image: { registry: "quay.io", repository: "x/y", tag: "v1" } } }, ["values.a.image"]],
        ["a number for a tag", { image: { repository: "x/y", tag: 1.2 } }, ["values.image"]],
        ["an empty digest", { image: { repository: "x/y", tag: "v1", digest: "" } }, ["values.image"]],
        ["parts under another name", { reloader: { repository: "x/y", tag: "v1" } }, ["values.reloader"]],
        ["a tag alone", { image: { tag: "v1" } }, ["values.image"]],
        ["a name in its own field", { image: { image: "x/y", tag: "v1" } }, ["values.image"]],
        ["a longer key", { sidecarImage: "x/y:v1" }, ["values.sidecarImage"]],
        ["a variable", { env: [{ name: "RELATED_IMAGE_PROXY", value: "x/y:v1" }] }, ["values.env[0].value"]],
        ["a list of names", { images: ["x/y:v1", PINNED] }, ["values.images[0]"]],
        ["values as a text", { raw: "image: x/y:v1\n" }, ["values.raw"]],
        ["a manifest as a text", { raw: '{"containers":[{"image":"nginx:latest"}]}' }, ["values.raw"]],
    ])("in chart values, as %s", (_, values, paths) => {
        expect(unpinned(RELEASE, { values })).toEqual(paths);
        expect(unpinned("kubernetes:helm.sh/v4:Chart", { values })).toEqual(paths);
    });

    test.each<[string, { [key: string]: Json }, string]>([
        ["docker:index/container:Container", { image: "nginx:latest" }, "image"],
        ["gcp:compute/instance:Instance", { bootDisk: { image: "nginx:latest" } }, "bootDisk.image"],
        [
            "gcp:compute/instance:Instance",
            { metadata: { "gce-container-declaration": "spec:\n  containers:\n  - image: nginx\n" } },
            'metadata["gce-container-declaration"]',
        ],
        [CONFIG_MAP, { data: { image: "nginx:latest" } }, "data.image"],
        ["kubernetes:yaml/v2:ConfigGroup", { yaml: "spec:\n  containers:\n  - image: nginx\n" }, "yaml"],
        [
            "kubernetes:core/v1:Service",
            { metadata: { annotations: { image: "nginx:latest" } } },
            "metadata.annotations.image",
        ],
        ["acme:deep/thing:Thing", { a: [{ b: { c: [{ image: "nginx:latest" }] } }] }, "a[0].b.c[0].image"],
    ])("anywhere else: %s %j", (type, props, path) => {
        expect(unpinned(type, props)).toEqual([path]);
    });
});

describe("IMG-01 passes", () => {
    test.each<[string, Json]>([
        ["a pinned text", { image: PINNED }],
        ["a digest", { image: { repository: "x/y", digest: `sha256:${HEX}` } }],
        ["the digest without its kind", { image: { repository: "x/y", tag: "v1", sha: HEX } }],
        ["a tag that carries the digest", { image: { repository: "x/y", tag: `v1@sha256:${HEX}` } }],
        ["nothing but a policy", { image: { pullPolicy: "Always" } }],
        ["an empty text, which leaves it to the chart", { image: "" }],
        ["a picture", { logo: { image: "https://example.com/logo.png" }, image: "logo.svg" }],
        ["a repository of source code", { source: { repository: "https://example.com/acme/app", tag: "v1" } }],
    ])("chart values with %s", (_, values) => {
        expect(unpinned(RELEASE, { values })).toEqual([]);
    });

    test.each<[string, { [key: string]: Json }]>([
        ["gcp:compute/instance:Instance", { bootDisk: { initializeParams: { image: "debian-cloud/debian-12" } } }],
        ["gcp:compute/disk:Disk", { image: "projects/cos-cloud/global/images/family/cos-stable" }],
        ["gcp:container/nodePool:NodePool", { nodeConfig: { imageType: "COS_CONTAINERD" } }],
        ["kubernetes:core/v1:PersistentVolume", { spec: { rbd: { image: "disk", pool: "p" } } }],
        [
            "kubernetes:core/v1:Service",
            { metadata: { annotations: { description: "image: nginx:latest is what we ran" } } },
        ],
    ])("what is no container image: %s %j", (type, props) => {
        expect(unpinned(type, props)).toEqual([]);
    });
});

describe("an image that is not known yet", () => {
    const unknown = { $unknown: true };
    const deployment = (template: Json) => ({ spec: { template } });

    test.each<[string, { [key: string]: Json }, string[]]>([
        ["kubernetes:apps/v1:Deployment", { spec: unknown }, ["spec?"]],
        ["kubernetes:apps/v1:Deployment", deployment(unknown), ["spec.template?"]],
        [
            "kubernetes:apps/v1:Deployment",
            deployment({ spec: { containers: unknown } }),
            ["spec.template.spec.containers?"],
        ],
        [
            "kubernetes:apps/v1:Deployment",
            deployment({ spec: { containers: [unknown, container] } }),
            ["spec.template.spec.containers[0]?", "spec.template.spec.containers[1].image"],
        ],
        [
            "kubernetes:apps/v1:Deployment",
            { metadata: unknown, spec: { replicas: unknown, template: { metadata: unknown } } },
            [],
        ],
        [RELEASE, { values: unknown }, ["values?"]],
        [RELEASE, { values: { image: unknown, replicas: unknown } }, ["values.image?"]],
        [RELEASE, { values: { image: { repository: unknown, tag: "v1" } } }, ["values.image"]],
        [RELEASE, { values: { image: { repository: "x/y", tag: unknown } } }, ["values.image.tag?"]],
        [RELEASE, { values: { image: { repository: "x/y", tag: unknown, digest: `sha256:${HEX}` } } }, []],
        [RELEASE, { values: { image: { repository: "x/y", digest: unknown } } }, ["values.image.digest?"]],
        [CONFIG_MAP, { data: unknown }, []],
        [POD, { spec: { containers: [{ image: { $secret: true } }] } }, ["spec.containers[0].image?"]],
    ])("is left open exactly there: %s %j", (type, props, paths) => {
        expect(unpinned(type, props)).toEqual(paths);
    });
});

describe("IMG-06", () => {
    const faults = (image: Json) =>
        judge([sample(POD, { spec: { containers: [{ image }] } })])
            .filter(({ rule }) => rule === "IMG-06")
            .map(({ found }) => found);

    test.each<[Json, string]>([
        ["", '"" is empty'],
        ["acme/{{ .Values.name }}:1", '"acme/{{ .Values.name }}:1" has a placeholder that nobody filled in'],
        ["acme/$(NAME)", '"acme/$(NAME)" has a placeholder that nobody filled in'],
        ["acme/api:null", '"acme/api:null" was made of a value that was not there'],
        [["nginx"], '"[not a text]" is not of the form registry/name:tag@digest'],
        ["nginx:latest\n", "an image reference (not shown) has a tag that no registry takes"],
        [
            "https://me:hunter2@example.com/x",
            "an image reference (not shown) is not of the form registry/name:tag@digest",
        ],
        ["me:hunter2@example.com/x", "an image reference (not shown) has a digest that is none"],
        [`acme/API:${"p".repeat(400)}`, "an image reference (not shown) has capital letters in its name"],
    ])("says of %j what is wrong", (image, found) => {
        expect(faults(image)).toEqual([found]);
    });
});
