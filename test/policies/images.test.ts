import { describe, expect, test } from "vitest";
import { isAllowed } from "../../policies/images/sources";
import { judge } from "../../policies/judge";
import type { Json } from "../../policies/rule";
import { CONFIG_MAP, found, HEX, PINNED, POD, RELEASE, said, sample, UNKNOWN } from "./sample";

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

describe("an image outside a container", () => {
    const THING = "acme:deep/thing:Thing";
    const chart = (values: Json) => ({ values });
    const DIGEST = `sha256:${HEX}`;
    test.each<[string, string, string, { [key: string]: Json }, string[]]>([
        [
            "IMG-01",
            "in parts with a registry",
            RELEASE,
            chart({ image: { registry: "quay.io", repository: "x/y", tag: "v1" } }),
            ['values.image: "quay.io/x/y:v1"'],
        ],
        [
            "IMG-01",
            "in parts with a name",
            RELEASE,
            chart({ image: { name: "x/y", tag: "v1" } }),
            ['values.image: "x/y:v1"'],
        ],
        ["IMG-01", "in parts without a name", RELEASE, chart({ image: { tag: "v1" } }), ['values.image: "…:v1"']],
        [
            "IMG-01",
            "in parts with a name from elsewhere",
            RELEASE,
            chart({ image: { repository: UNKNOWN, tag: "v1" } }),
            ['values.image: "unknown:v1"'],
        ],
        [
            "IMG-01",
            "in parts beside one as a text",
            RELEASE,
            chart({ image: { repository: "x/y", tag: "v1", image: "x/z:v1" } }),
            ['values.image: "x/y:v1"', 'values.image.image: "x/z:v1"'],
        ],
        [
            "IMG-01",
            "in parts of which one is called image",
            RELEASE,
            chart({ a: { image: "x/y", tag: "v1" } }),
            ['values.a: "x/y:v1"'],
        ],
        ["IMG-01", "in what is no chart", THING, { a: { image: "x/y", tag: "v1" } }, ['a.image: "x/y"']],
        [
            "IMG-01",
            "under a name of images",
            RELEASE,
            chart({ sidecarImage: { repository: "x/y" } }),
            ['values.sidecarImage: "x/y"'],
        ],
        ["IMG-01", "under another name", RELEASE, chart({ source: { repository: "x/y" } }), []],
        ["IMG-01", "in a list of repositories", RELEASE, chart({ sources: [{ repository: "x/y" }] }), []],
        [
            "IMG-01",
            "with a digest from elsewhere",
            RELEASE,
            chart({ image: { repository: "x/y", sha: UNKNOWN } }),
            ["values.image.sha?"],
        ],
        [
            "IMG-06",
            "with a digest alone",
            RELEASE,
            chart({ a: { repository: "x/Y", digest: DIGEST } }),
            [`values.a: "x/Y@${DIGEST}" has capital letters in its name`],
        ],
        [
            "IMG-06",
            "with the digits of a digest alone",
            RELEASE,
            chart({ a: { repository: "x/Y", sha: HEX } }),
            [`values.a: "x/Y@${DIGEST}" has capital letters in its name`],
        ],
        [
            "IMG-06",
            "with digits that are none",
            RELEASE,
            chart({ a: { repository: "x/y", sha: "z9" } }),
            ["values.a: an image reference (not shown) has a digest that is none"],
        ],
        ["IMG-01", "in values from elsewhere", RELEASE, chart(UNKNOWN), ["values?"]],
        ["IMG-01", "in other values from elsewhere", RELEASE, chart({ values: UNKNOWN }), []],
        ["IMG-01", "in the version of a chart from elsewhere", RELEASE, { version: UNKNOWN }, []],
        ["IMG-01", "in values of what is no chart", THING, { values: UNKNOWN }, []],
        ["IMG-01", "from elsewhere, of what is no chart", THING, { image: UNKNOWN }, ["image?"]],
        [
            "IMG-01",
            "beside a name that is another's",
            RELEASE,
            chart({ a: { name: "RELATED_IMAGE_X", note: "x/y:v1" } }),
            [],
        ],
        ["IMG-01", "as a bare word", THING, { image: "nginx" }, ['image: "nginx"']],
        ["IMG-01", "as a sentence", THING, { image: "a fine picture" }, []],
        [
            "IMG-01",
            "as a sentence in the cluster",
            CONFIG_MAP,
            { image: "a fine picture" },
            ['image: "a fine picture"'],
        ],
        ["IMG-01", "as a bare word under another name", THING, { baseImage: "nginx" }, []],
        ["IMG-01", "with a tag under another name", THING, { baseImage: "nginx:1" }, ['baseImage: "nginx:1"']],
        [
            "IMG-02",
            "with a tag that moves under another name",
            THING,
            { baseImage: "nginx:latest" },
            ["baseImage: the tag latest"],
        ],
        [
            "IMG-01",
            "with a registry under another name",
            THING,
            { baseImage: "quay.io/nginx" },
            ['baseImage: "quay.io/nginx"'],
        ],
        ["IMG-01", "with a namespace under another name", THING, { baseImage: "acme/nginx" }, []],
        ["IMG-01", "that is none, under another name", THING, { baseImage: "Not:An:Image" }, []],
        ["IMG-01", "on a disk", "gcp:compute/disk:Disk", { image: "debian-12" }, []],
        [
            "IMG-01",
            "of a machine with a tag",
            "gcp:compute/instance:Instance",
            { image: "nginx:1" },
            ['image: "nginx:1"'],
        ],
        [
            "IMG-01",
            "in a text",
            CONFIG_MAP,
            { data: { a: "x: 1\nimage: acme/x:1\n" } },
            ['data.a: "acme/x:1" on line 2'],
        ],
        ["IMG-01", "in a text, as a bare word", CONFIG_MAP, { data: { a: "x: 1\nimage: nginx\n" } }, []],
        [
            "IMG-01",
            "in a manifest, as a bare word",
            CONFIG_MAP,
            { data: { a: "containers:\n- image: nginx\n" } },
            ['data.a: "nginx" on line 2'],
        ],
        ["IMG-01", "in a manifest, as a picture", CONFIG_MAP, { data: { a: "containers:\n- image: logo.png\n" } }, []],
        ["IMG-01", "in a text for people", CONFIG_MAP, { data: { description: "image: acme/x:1" } }, []],
    ])("%s finds it %s", (rule, _, type, props, expected) => {
        expect(found(rule, sample(type, props))).toEqual(expected);
    });

    test("is told of fifty times in a text", () => {
        const text = Array.from({ length: 60 }, (_, index) => `image: acme/x:${index}`).join("\n");
        expect(found("IMG-01", sample(CONFIG_MAP, { data: { a: text } }))).toHaveLength(50);
    });
});

describe("a container's image", () => {
    const pod = (image: Json, imagePullPolicy?: Json) =>
        sample(POD, { spec: { containers: [{ image, ...(imagePullPolicy !== undefined && { imagePullPolicy }) }] } });
    const at = "spec.containers[0].image";
    const id = HEX.slice(0, 64);
    test.each<[string, Json, string[]]>([
        ["IMG-02", "ghcr.io/acme/api", [`${at}: no tag, which means latest`]],
        ["IMG-02", `ghcr.io/acme/api@sha256:${HEX}`, []],
        ["IMG-02", `ghcr.io/acme/api:latest@sha256:${HEX}`, [`${at}: the tag latest`]],
        ["IMG-02", "ghcr.io/acme/API", []],
        ["IMG-03", "nginx:1", [`${at}: no registry, which means Docker Hub`]],
        ["IMG-03", "acme/nginx:1", [`${at}: no registry, which means Docker Hub`]],
        ["IMG-03", "localhost/nginx:1", []],
        ["IMG-03", "my-localhost/nginx:1", [`${at}: no registry, which means Docker Hub`]],
        ["IMG-03", "registry:5000/nginx:1", []],
        ["IMG-03", "acme/NGINX:1", []],
        ["IMG-03", id, []],
        ["IMG-05", "k8s.gcr.io/pause:3", [`${at}: k8s.gcr.io, frozen since April 2023`]],
        ["IMG-05", "eu.gcr.io/google-containers/pause:3", [`${at}: a repository that nobody fills any more`]],
        ["IMG-05", "gcr.io/acme/google-containers/pause:3", []],
        ["IMG-05", "ghcr.io/k8s.gcr.io/pause:3", []],
        ["IMG-06", id, [`${at}: "${id}" is the id of an image, not a name`]],
    ])("%s judges %j", (rule, image, expected) => {
        expect(found(rule, pod(image))).toEqual(expected);
    });

    const once = [`${at}PullPolicy: a tag that is pulled once`];
    test.each<[Json, Json | undefined, string[]]>([
        ["ghcr.io/a/b:1", undefined, once],
        ["ghcr.io/a/b:1", "IfNotPresent", once],
        ["ghcr.io/a/b:latest", "IfNotPresent", once],
        ["ghcr.io/a/b:latest", undefined, []],
        ["ghcr.io/a/b", undefined, []],
        ["ghcr.io/a/b:1", "Always", []],
        [PINNED, "IfNotPresent", []],
        [PINNED, "Never", [`${at}PullPolicy: Never, which runs whatever the node has`]],
        ["ghcr.io/a/B:1", "Never", []],
        [UNKNOWN, undefined, [`${at}PullPolicy?`]],
        [{ $secret: true }, undefined, [`${at}PullPolicy?`]],
        [UNKNOWN, "Always", []],
        ["ghcr.io/a/b:1", UNKNOWN, [`${at}PullPolicy?`]],
        [7, "Never", []],
    ])("IMG-04: %j is pulled %j", (image, policy, expected) => {
        expect(found("IMG-04", pod(image, policy))).toEqual(expected);
    });

    test.each<[string, string, boolean]>([
        ["ghcr.io/acme/api", "ghcr.io/acme/api", true],
        ["ghcr.io/acme/api-2", "ghcr.io/acme/api", false],
        ["ghcr.io/acme/api", "ghcr.io/acme/*", true],
        ["ghcr.io/acme/team/api", "ghcr.io/acme/*", false],
        ["ghcr.io/acme/team/api", "ghcr.io/acme/**", true],
        ["ghcr.io/acme-2/api", "ghcr.io/acme/**", false],
        ["ghcr.io/acme-2/api", "ghcr.io/acme/*", false],
    ])("%s is allowed by %s: %s", (name, pattern, allowed) => {
        expect(isAllowed(name, pattern)).toBe(allowed);
    });

    const ADMISSION = "gcp:binaryauthorization/policy:Policy";
    const admission = (admissionWhitelistPatterns: Json) => sample(ADMISSION, { admissionWhitelistPatterns });
    test.each<[string, Json[], string[]]>([
        ["one list", [[{ namePattern: "ghcr.io/acme/*" }]], []],
        ["either of two lists", [[{ namePattern: "quay.io/**" }], [{ namePattern: "ghcr.io/acme/*" }]], []],
        ["neither of two lists", [[{ namePattern: "quay.io/**" }], [{}]], [at]],
        ["a list from elsewhere", [UNKNOWN], [`${at}?`]],
        ["a list with a pattern from elsewhere", [[{ namePattern: UNKNOWN }]], [`${at}?`]],
        ["an empty list", [[]], [at]],
    ])("IMG-03 asks the stack's own policy: %s", (_, lists, paths) => {
        expect(said("IMG-03", pod("ghcr.io/acme/api:1"), ...lists.map(admission))).toEqual(paths);
        expect(
            said(
                "IMG-03",
                sample("gcp:cloudrunv2/service:Service", { image: "ghcr.io/acme/api:1" }),
                ...lists.map(admission),
            ),
        ).toEqual([]);
        expect(said("IMG-03", pod("ghcr.io/acme/API:1"), ...lists.map(admission))).toEqual([]);
    });
});

describe("IMG-07", () => {
    const chart = { chart: "redis", version: "20.1.0" };
    test.each<[string, { [key: string]: Json }, string[]]>([
        [RELEASE, chart, []],
        [RELEASE, { ...chart, version: "v20.1.0-rc.1+build" }, []],
        [RELEASE, { ...chart, version: "20" }, ["version: a range"]],
        [RELEASE, { ...chart, version: "20.1.0 - 21" }, ["version: a range"]],
        [RELEASE, { ...chart, version: "~ 20.1.0" }, ["version: a range"]],
        [RELEASE, { chart: "redis" }, ["version: nothing, which means the newest"]],
        [RELEASE, { chart: UNKNOWN, version: "1.0.0" }, ["chart?"]],
        [RELEASE, { chart: "./own" }, []],
        [RELEASE, { chart: "../own" }, []],
        [RELEASE, { chart: "/own" }, []],
        [RELEASE, { chart: "own.tgz" }, []],
        [RELEASE, { chart: "own.tgz/x" }, ["version: nothing, which means the newest"]],
        [RELEASE, { chart: "https://example.com/own.tgz" }, ["version: nothing, which means the newest"]],
        ["kubernetes:helm.sh/v3:Chart", { path: "./own" }, []],
        [
            RELEASE,
            { ...chart, repositoryOpts: { repo: "HTTP://example.com" } },
            ["repositoryOpts.repo: a repository without TLS"],
        ],
        [RELEASE, { ...chart, repositoryOpts: { repo: UNKNOWN } }, ["repositoryOpts.repo?"]],
        [
            "kubernetes:helm.sh/v3:Chart",
            { ...chart, fetchOpts: { repo: "http://example.com" } },
            ["fetchOpts.repo: a repository without TLS"],
        ],
        ["kubernetes:helm.sh/v3:Chart", { ...chart, fetchOpts: { repo: "https://http:80" } }, []],
        [
            "gcp:container/cluster:Cluster",
            { binaryAuthorization: { evaluationMode: "DISABLED" } },
            ["binaryAuthorization.evaluationMode: DISABLED"],
        ],
        [
            "gcp:container/cluster:Cluster",
            { binaryAuthorization: { evaluationMode: null } },
            ["binaryAuthorization.evaluationMode: nothing"],
        ],
        ["gcp:container/cluster:Cluster", { binaryAuthorization: UNKNOWN }, ["binaryAuthorization.evaluationMode?"]],
        ["gcp:container/cluster:Cluster", { enableBinaryAuthorization: true }, []],
        ["kubernetes:helm.sh/v3:ReleasePatch", {}, []],
    ])("judges %s %j", (type, props, expected) => {
        expect(found("IMG-07", sample(type, props))).toEqual(expected);
    });
});
