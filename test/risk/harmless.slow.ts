import { symlinkSync } from "node:fs";
import { join } from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import { beforeAll, describe, expect, test } from "vitest";
import { canonical, digest } from "../../preview/canonical";
import { declare, declareProgram } from "../../preview/capture";
import { changes } from "../../preview/changes/changes";
import { changesDocument } from "../../preview/changes/document";
import { costOf } from "../../preview/cost/cost";
import type { Json, Plan, PlanResource } from "../../preview/plan";
import { approvalsFor, classes, type RiskClass } from "../../preview/risk/classes";
import { riskOf } from "../../preview/risk/risk";
import { write } from "../../sandbox/governed/git";
import { scratch } from "../command";
import { ROOT } from "../stack";
import { planted } from "./corpus";
import { Edit } from "./edit";
import { mainnetWithOneSystem } from "./part";

let mainnet: Plan;

beforeAll(async () => {
    mainnet = await mainnetWithOneSystem();
}, 60_000);

const backwards = (value: Json): Json =>
    Array.isArray(value)
        ? value.map(backwards)
        : typeof value === "object" && value !== null
          ? Object.fromEntries(
                Object.entries(value)
                    .reverse()
                    .map(([key, inner]) => [key, backwards(inner)]),
            )
          : value;

/** Sets as the capture writes them. */
const settled = (plan: Plan): Plan => ({
    ...plan,
    resources: plan.resources
        .map((one) => ({
            ...one,
            aliases: [...one.aliases].sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1)),
            dependencies: [...one.dependencies].sort(),
            ignoreChanges: [...one.ignoreChanges].sort(),
            secretPaths: [...one.secretPaths].sort(),
            unknownPaths: [...one.unknownPaths].sort(),
            propertyDependencies: Object.fromEntries(
                Object.entries(one.propertyDependencies).map(([key, urns]) => [key, [...urns].sort()]),
            ),
        }))
        .sort((a, b) => (a.urn < b.urn ? -1 : 1)),
});

const each =
    (change: (resource: PlanResource) => Partial<PlanResource>) =>
    (plan: Plan): Plan => ({
        ...plan,
        resources: plan.resources.map((resource) => ({ ...resource, ...change(resource) })),
    });

const rewritten: [string, (plan: Plan) => Plan][] = [
    ["the same plan", (plan) => structuredClone(plan)],
    ["a plan that was written and read", (plan) => JSON.parse(canonical(plan))],
    ["resources in another order", (plan) => ({ ...plan, resources: [...plan.resources].reverse() })],
    [
        "keys of inputs in another order",
        each(({ inputs }) => ({ inputs: backwards(inputs) as PlanResource["inputs"] })),
    ],
    ["keys of resources in another order", each((resource) => backwards(resource as never) as never)],
    ["dependencies in another order", each(({ dependencies }) => ({ dependencies: [...dependencies].reverse() }))],
    [
        "sources of properties in another order",
        each(({ propertyDependencies }) => ({ propertyDependencies: backwards(propertyDependencies) as never })),
    ],
    ["aliases in another order", each(({ aliases }) => ({ aliases: [...aliases].reverse() }))],
    ["ignored paths in another order", each(({ ignoreChanges }) => ({ ignoreChanges: [...ignoreChanges].reverse() }))],
    ["unknown paths in another order", each(({ unknownPaths }) => ({ unknownPaths: [...unknownPaths].reverse() }))],
    ["secret paths in another order", each(({ secretPaths }) => ({ secretPaths: [...secretPaths].reverse() }))],
    ["options in another order", each(({ options }) => (options ? { options: backwards(options) as never } : {}))],
    ["outputs in another order", (plan) => ({ ...plan, outputs: backwards(plan.outputs) as never })],
];

const namespace = (name: string, labels: Record<string, string> = {}) =>
    new kubernetes.core.v1.Namespace(name, { metadata: { name, labels } });
const quota = (name: string) =>
    new kubernetes.core.v1.ResourceQuota(name, { metadata: { name, namespace: name }, spec: { hard: { pods: "4" } } });

function first(): void {
    namespace("a", { one: "1", two: "2" });
    quota("a");
    namespace("b");
}

const programs: [string, () => void, { parallel?: number }?][] = [
    [
        "a comment",
        () => {
            // Nothing depends on what is said here.
            namespace("a", { one: "1", two: "2" });
            quota("a");
            namespace("b");
        },
    ],
    [
        "another order of resources",
        () => {
            namespace("b");
            quota("a");
            namespace("a", { one: "1", two: "2" });
        },
    ],
    [
        "another order of keys",
        () => {
            namespace("a", { two: "2", one: "1" });
            quota("a");
            namespace("b");
        },
    ],
    [
        "a loop",
        () => {
            for (const name of ["a", "b"]) namespace(name, name === "a" ? { one: "1", two: "2" } : {});
            quota("a");
        },
    ],
    [
        "a function",
        () => {
            const both = () => [namespace("b"), quota("a")];
            both();
            namespace("a", { one: "1", two: "2" });
        },
    ],
    [
        "a variable that nobody uses",
        () => {
            const unused = "unused";
            first();
            void unused;
        },
    ],
    ["one registration at a time", first, { parallel: 1 }],
];

describe("nothing changes by", () => {
    const document = (before: Plan, after: Plan) =>
        changesDocument(after, changes(before, after), { against: null, digest: "" });

    test.each(rewritten)("%s", (_, rewrite) => {
        const after = settled(rewrite(mainnet));
        expect(changes(mainnet, after)).toEqual({
            changes: [],
            unchanged: mainnet.resources.length,
            outputs: [],
            ignored: [],
            unseen: [],
        });
        expect(digest(canonical(after))).toBe(digest(canonical(mainnet)));
        expect(document(mainnet, after)).toBe(document(mainnet, mainnet));
    });

    test.each(programs)("%s in a program", async (_, program, options = {}) => {
        const [before, after] = [await declareProgram(first), await declareProgram(program, options)];
        expect(changes(before, after).changes).toEqual([]);
        expect(digest(canonical(after))).toBe(digest(canonical(before)));
    });
});

describe("nothing changes in a project by", () => {
    const folder = scratch();
    const FILES = {
        "Pulumi.yaml": "name: quiet\nruntime: nodejs\nmain: index.js\n",
        "Pulumi.lab.yaml": "config:\n    quiet:one: first\n    quiet:two: second\n",
        "index.js": `const pulumi = require("@pulumi/pulumi");
const config = new pulumi.Config();
const data = { one: config.require("one"), two: config.require("two") };
new pulumi.CustomResource("kubernetes:core/v1:ConfigMap", "it", { metadata: { name: "it" }, data });\n`,
    };
    const declared = (name: string, files: Record<string, string>) => {
        const directory = join(folder, name);
        write(directory, files);
        symlinkSync(join(ROOT, "node_modules"), join(directory, "node_modules"));
        return declare({ directory, stack: "lab" });
    };
    let before: Plan;
    beforeAll(async () => {
        before = await declared("before", FILES);
    });

    const { "index.js": program, "Pulumi.yaml": settings, ...others } = FILES;
    const projects: [string, Record<string, string>][] = [
        ["a renamed file", { ...others, "Pulumi.yaml": settings.replace("index", "program"), "program.js": program }],
        [
            "a part that moves into a file of its own",
            { ...FILES, "index.js": 'require("./part");\n', "part.js": program },
        ],
        ["a comment in the program", { ...FILES, "index.js": `// Says nothing.\n${program}` }],
        [
            "a comment and another order in the stack file",
            {
                ...FILES,
                "Pulumi.lab.yaml": "config:\n    # Says nothing.\n    quiet:two: second\n    quiet:one: first\n",
            },
        ],
    ];
    test.each(projects)("%s", async (what, files) => {
        const after = await declared(what.replaceAll(" ", "-"), files);
        expect(changes(before, after).changes).toEqual([]);
        expect(digest(canonical(after))).toBe(digest(canonical(before)));
    });
});

describe("the risk of a change", () => {
    const risk = (before: Plan, after: Plan) => {
        const cost = costOf(after, before);
        return riskOf({
            name: "x",
            before,
            after,
            changes: changes(before, after),
            cost,
            verdicts: { after: [] },
            notes: [],
        });
    };

    test("is none where nothing changes, and asks for one person", () => {
        expect(risk(mainnet, structuredClone(mainnet))).toEqual({
            against: "x",
            lines: [],
            approvals: { people: 1, roles: [] },
        });
    });

    test("tells every change at least once, whatever its class", () => {
        const edit = new Edit(mainnet);
        for (const one of planted) if (!one.was && one.class === "custody") one.change(edit);
        const after = edit.done();
        const told = new Set(risk(mainnet, after).lines.map(({ urn }) => urn));
        const found = changes(mainnet, after).changes.map(({ urn }) => urn);
        expect(found.length).toBeGreaterThan(10);
        expect(found.filter((urn) => !told.has(urn))).toEqual([]);
    });

    test("of deleting or creating everything names every resource", () => {
        const empty = { ...mainnet, resources: [], outputs: {} };
        for (const [before, after] of [
            [mainnet, empty],
            [empty, mainnet],
        ] as const)
            expect(
                new Set(
                    risk(before, after)
                        .lines.map(({ urn }) => urn)
                        .filter((urn) => urn.includes("::")),
                ).size,
            ).toBeGreaterThanOrEqual(mainnet.resources.length - 1);
    });

    test("asks for the people of its gravest class", () => {
        expect(approvalsFor(["other", "cost"])).toEqual({ people: 1, roles: ["operator"] });
        expect(approvalsFor(["other", "exposure"])).toEqual({ people: 2, roles: ["operator", "security"] });
        for (const grave of ["irreversible", "protection", "custody", "consensus"] as RiskClass[])
            expect(classes[grave].approvals.people).toBe(3);
    });
});
