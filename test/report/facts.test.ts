import { describe, expect, test } from "vitest";
import type { Verdict } from "../../policies/rule";
import type { Json, Plan } from "../../preview/plan";
import type { ReportOptions, SectionId } from "../../preview/report/model";
import { report } from "../../preview/report/report";
import { digest, Planner, planOf, secret, unknown } from "./planner";

const reportOf = (plan: Plan, verdicts: Verdict[] = [], options: Partial<ReportOptions> = {}) =>
    report(plan, verdicts, { digest, ...options });

const check = (section: SectionId, made: ReturnType<typeof reportOf>) =>
    made.checks.find((one) => one.section === section);

const verdict = (fields: Partial<Verdict>): Verdict => ({
    rule: "IMG-01",
    verdict: "violation",
    severity: "high",
    level: "mandatory",
    urn: "urn:pulumi:sample::slipway::a:b:C::it",
    path: "spec",
    found: "x",
    wanted: "y",
    ...fields,
});

describe("the verdict", () => {
    const undetermined = { verdict: "undetermined", wanted: "" } as const;
    test.each<[string, string, Partial<Verdict>[]]>([
        ["clean", "Clean: 0 violations", []],
        ["blocked", "Blocked: 1 violation", [{}]],
        ["blocked", "Blocked: 2 violations, 1 undetermined", [{}, { urn: "other" }, { ...undetermined, path: "z" }]],
        ["blocked", "Blocked: 1 violation, 1 advisory", [{}, { rule: "B", level: "advisory" }]],
        ["blocked", "Blocked: 0 violations, 1 undetermined", [undetermined]],
        ["attention", "Not blocked: 0 mandatory violations, 1 advisory", [{ level: "advisory" }]],
        ["attention", "Clean: 0 violations, 1 undetermined", [{ ...undetermined, level: "advisory" }]],
    ])("is %s and reads '%s'", (tone, headline, verdicts) => {
        expect(reportOf(planOf("a:b:C"), verdicts.map(verdict)).verdict).toMatchObject({ tone, headline });
    });

    test("is never clean over a fact that fails", () => {
        const bare = reportOf(planOf("gcp:kms/keyRing:KeyRing"));
        expect(bare.verdict).toMatchObject({
            tone: "attention",
            headline: "Not blocked: 0 violations, 1 failing fact",
        });
        expect(bare.verdict.facts).toContain("Beyond the findings, 1 fact below fails.");
    });

    test("says how many rules were asked, because none would be clean too", () => {
        const rules = [{ id: "IMG-01", title: "images are pinned", why: "tags move" }];
        const made = reportOf(planOf("a:b:C"), [verdict({})], { rules });
        expect(made.verdict.facts).toEqual(["1 rule was asked about 1 resource: 1 high."]);
        expect(made.findings[0]).toMatchObject({ rule: "IMG-01", title: "images are pinned", why: "tags move" });
    });

    test("is not clean when no rule was asked", () => {
        expect(reportOf(planOf("a:b:C"), [], { rules: [] }).verdict.tone).toBe("attention");
    });

    test("puts violations before undetermined, mandatory before advisory, the gravest first", () => {
        const order = reportOf(planOf("a:b:C"), [
            verdict({ rule: "E", ...undetermined, severity: "critical" }),
            verdict({ rule: "D", level: "advisory", severity: "critical" }),
            verdict({ rule: "C", severity: "low" }),
            verdict({ rule: "B", severity: "critical" }),
            verdict({ rule: "A", severity: "critical" }),
        ]).findings.map(({ rule }) => rule);
        expect(order).toEqual(["A", "B", "C", "D", "E"]);
    });
});

describe("images", () => {
    const pod = (...images: Json[]) => ({ spec: { containers: images.map((image) => ({ image })) } });
    const pin = `sha256:${"ab".repeat(32)}`;
    const imagesOf = (inputs: { [key: string]: Json }, type = "kubernetes:core/v1:Pod") =>
        reportOf(planOf(type, inputs));

    test.each<[Json, object]>([
        [`ghcr.io/a/b:1@${pin}`, { name: "ghcr.io/a/b:1", digest: pin, state: "digest" }],
        ["ghcr.io/a/b:1", { name: "ghcr.io/a/b:1", digest: null, state: "no digest" }],
        ["ghcr.io/a/b@sha256:abc", { name: "ghcr.io/a/b@sha256:abc", digest: null, state: "no digest" }],
        [unknown, { name: "", digest: null, state: "unknown" }],
        [
            { registry: "quay.io", repository: "a/b", tag: "1", sha: "ab".repeat(32) },
            { name: "quay.io/a/b:1", digest: pin },
        ],
        [
            { repository: "a/b", digest: pin },
            { name: "a/b", digest: pin },
        ],
    ])("reads %j", (image, wanted) => {
        expect(imagesOf(pod(image)).images).toMatchObject([wanted]);
    });

    test("are listed once, with every place", () => {
        const [image] = imagesOf(pod(`a@${pin}`, `a@${pin}`)).images;
        expect(image?.usedBy.map(({ path }) => path)).toEqual(["spec.containers[0].image", "spec.containers[1].image"]);
    });

    test.each<[string, Json, string, string]>([
        ["pass", `a@${pin}`, "Every image is pinned by digest", "1 of 1 carries a sha256 digest, in 1 place"],
        ["fail", "a:1", "1 image without digest", "0 of 1 carry a sha256 digest, in 1 place"],
        ["open", unknown, "Not every image is known before the update", "0 of 1 carry a sha256 digest, in 1 place"],
    ])("%s when the plan names %j", (tone, image, says, fact) => {
        expect(check("images", imagesOf(pod(image)))).toMatchObject({ tone, says, fact });
    });

    test("of charts are not called pinned, since the plan names only some", () => {
        const made = imagesOf(
            { chart: "stack", version: "1.2.3", values: { image: `a@${pin}` } },
            "kubernetes:helm.sh/v3:Release",
        );
        expect(made.charts).toMatchObject([{ name: "stack", version: "1.2.3", usedBy: [0] }]);
        expect(check("images", made)).toMatchObject({ tone: "open", names: ["stack 1.2.3"] });
    });
});

describe("what is unknown or secret", () => {
    const planner = new Planner();
    const network = planner.add("gcp:compute/network:Network", "net");
    const propertyDependencies = { network: [network.urn] };
    const unknownPaths = ['labels["a.b"]', "network.id"];
    planner.add("gcp:x/y:Y", "uses", {}, { propertyDependencies, unknownPaths, secretPaths: ["password"] });
    const made = reportOf(planner.plan());

    test("is grouped by what it is computed from", () => {
        const name = (id: number) => made.resources[id]?.name;
        const told = made.unknowns.map(({ causes, resources }) => [
            causes.map((cause) => cause.name),
            resources.map(({ resource, paths }) => [name(resource), paths]),
        ]);
        expect(told).toEqual([
            [["net"], [["uses", ["network.id"]]]],
            [[], [["uses", ['labels["a.b"]']]]],
        ]);
    });

    test("is told by path", () => {
        expect(made.secrets.map(({ paths }) => paths)).toEqual([["password"]]);
        expect(check("secrets", made)).toMatchObject({ tone: "note", says: "1 input is secret" });
    });
});

describe("what is new", () => {
    const bucket = "gcp:storage/bucket:Bucket";
    const against = (before: Plan, after: Plan) => reportOf(after, [], { against: { name: "v1", plan: before } });

    test("is everything when there is nothing to compare with", () => {
        expect(reportOf(planOf(bucket)).news.says).toBe("Nothing to compare with: every one of the 1 resource is new");
        const other = { ...planOf(bucket), stack: "other" };
        const made = against(other, planOf(bucket));
        expect(made.news.deleted).toEqual([]);
        expect(check("news", made)).toMatchObject({ tone: "note", says: "The baseline is a plan of another stack" });
    });

    test("fails when something that holds data is deleted", () => {
        const made = against(planOf(bucket), planOf("a:b:C"));
        expect(made.news).toMatchObject({ deleted: [{ name: "it", holds: "data" }], created: [{ resource: 0 }] });
        expect(check("news", made)).toMatchObject({
            tone: "fail",
            says: "1 holder of data or keys deleted",
            names: ["it"],
        });
    });

    test.each<[string, Plan, Plan, string[]]>([
        ["protect", planOf(bucket, {}, { protect: true }), planOf(bucket), ["protect was true"]],
        ["a guard of the API", planOf(bucket), planOf(bucket, { forceDestroy: true }), ["forceDestroy was not set"]],
        [
            "a guard that is not known any more",
            planOf(bucket),
            planOf(bucket, { forceDestroy: unknown }),
            ["forceDestroy was not set"],
        ],
        ["nothing", planOf(bucket), planOf(bucket, { labels: { a: "b" } }), []],
    ])("says that %s is lost", (_, before, after, guardsLost) => {
        const made = against(before, after);
        expect(made.news.updated).toMatchObject([{ guardsLost }]);
        expect(check("news", made)?.tone).toBe(guardsLost.length > 0 ? "fail" : "pass");
    });

    test("a changed secret shows as no change", () => {
        expect(against(planOf(bucket, { a: secret }), planOf(bucket, { a: secret })).news).toMatchObject({
            unchanged: 1,
        });
    });
});

describe("the tree", () => {
    test("puts systems at the top, counts what is below, and loses nothing", () => {
        const planner = new Planner();
        const stack = planner.group("pulumi:pulumi:Stack", "slipway-sample");
        const ground = planner.group("slipway:ground:Ground", "ground", { parent: stack.urn });
        const system = planner.group("slipway:systems:Intents", "intents", { parent: ground.urn });
        const workload = planner.group("slipway:workload:Workload", "web", { parent: system.urn });
        planner.add("kubernetes:apps/v1:Deployment", "web", {}, { parent: workload.urn });
        planner.add("kubernetes:core/v1:Service", "web-a", {}, { parent: workload.urn });
        planner.add("kubernetes:core/v1:Service", "web-b", {}, { parent: workload.urn });
        const loop = planner.add("a:b:C", "loop");
        loop.parent = loop.urn;
        planner.add("a:b:C", "orphan", {}, { parent: "urn:of::nobody" });
        const { tree, resources } = reportOf(planner.plan());
        expect(tree.map(({ resource, size }) => `${resources[resource]?.name} ${size}`)).toEqual([
            "ground 0",
            "intents 3",
            "loop 0",
            "orphan 0",
        ]);
        expect(tree[1]?.types).toEqual([
            { type: "kubernetes:core/v1:Service", count: 2 },
            { type: "kubernetes:apps/v1:Deployment", count: 1 },
        ]);
    });
});

describe("the map", () => {
    const deployment = "kubernetes:apps/v1:Deployment";
    const sizes = (autoscaler: Record<string, Json> | undefined, spec: Record<string, Json>) => {
        const planner = new Planner();
        planner.add(deployment, "web", { metadata: { name: "web", namespace: "shop" }, spec });
        if (autoscaler)
            planner.add("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "web", {
                metadata: { name: "web", namespace: "shop" },
                spec: autoscaler,
            });
        const places = reportOf(planner.plan()).places;
        return places.flatMap(({ clusters }) =>
            clusters.flatMap(({ namespaces }) =>
                namespaces.flatMap(({ workloads }) => workloads.map(({ text }) => text)),
            ),
        );
    };

    test.each<[string, Record<string, Json> | undefined, Record<string, Json>, string]>([
        ["as many as are written", undefined, { replicas: 3 }, "×3"],
        ["one when nothing is written", undefined, {}, "×1"],
        ["what nobody knows yet", undefined, { replicas: unknown }, "×?"],
        [
            "an autoscaler's bounds",
            { scaleTargetRef: { kind: "Deployment", name: "web" }, minReplicas: 3, maxReplicas: 12 },
            {},
            "×3–12",
        ],
        ["not another's bounds", { scaleTargetRef: { kind: "Deployment", name: "api" }, maxReplicas: 12 }, {}, "×1"],
    ])("says how many run: %s", (_, autoscaler, spec, expected) => {
        expect(sizes(autoscaler, spec)).toEqual([expected]);
    });
});
