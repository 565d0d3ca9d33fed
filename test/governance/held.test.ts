import { describe, expect, test } from "vitest";
import { type Agreed, type ApprovedChange, goals, held } from "../../governance/apply/held";
import { operationsOf } from "../../governance/apply/operations";
import type { EngineEvent } from "../../governance/pulumi";
import type { Json, Plan, PlanResource } from "../../preview/plan";
import { undeclared } from "../undeclared";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" };

const urn = (name: string) => `urn:pulumi:mainnet::small::kubernetes:core/v1:ConfigMap::${name}`;

const planned = (name: string, data: { [key: string]: Json }, more: Partial<PlanResource> = {}): PlanResource => ({
    ...undeclared(),
    ...{ urn: urn(name), type: "kubernetes:core/v1:ConfigMap", name, custom: true },
    ...{ inputs: { data }, protect: true, retainOnDelete: true },
    ...more,
});

type Side = Record<string, unknown> | null;
const side = (name: string, data: Record<string, unknown>, more: Record<string, unknown> = {}): Side => ({
    ...{ urn: urn(name), type: "kubernetes:core/v1:ConfigMap", custom: true, protect: true, retainOnDelete: true },
    ...{ inputs: { data }, ...more },
});

/** What the engine would say of one step. */
const step = (op: string, name: string, before: Side, after: Side, paths: string[] = []): EngineEvent => ({
    sequence: 0,
    timestamp: 0,
    resourcePreEvent: { metadata: { op, urn: urn(name), old: before, new: after, diffs: paths, detailedDiff: null } },
});

const agreed = (resources: PlanResource[], changes: ApprovedChange[], more: Partial<Agreed> = {}): Agreed => ({
    plan: { schema: "slipway.plan/v1", project: "small", stack: "mainnet", resources, outputs: {} } satisfies Plan,
    ...{ changes, left: [], unfinished: false, ...more },
});

const update = (name: string, path: string, before: Json, after: Json): ApprovedChange => ({
    ...{ op: "update", urn: urn(name), inputs: [{ path, before, after }] },
});

describe("Pulumi's plan is the approved one", () => {
    const fine: [string, Agreed, EngineEvent[]][] = [
        [
            "with nothing to do",
            agreed([planned("a", { x: 1 })], []),
            [step("same", "a", side("a", { x: 1 }), side("a", { x: 1 }))],
        ],
        [
            "with an approved update",
            agreed([planned("a", { x: 2 })], [update("a", "data.x", 1, 2)]),
            [step("update", "a", side("a", { x: 1 }), side("a", { x: 2 }), ["data"])],
        ],
        [
            "with an approved creation of what holds an unknown and a secret",
            agreed(
                [
                    planned(
                        "a",
                        { x: { $unknown: true }, y: { $secret: true } },
                        { unknownPaths: ["data.x"], secretPaths: ["data.y"] },
                    ),
                ],
                [{ op: "create", urn: urn("a") }],
            ),
            [step("create", "a", null, side("a", { x: UNKNOWN, y: SECRET }))],
        ],
        [
            "with an approved replacement, in however many steps",
            agreed([planned("a", { x: 2 })], [{ ...update("a", "data.x", 1, 2), op: "replace" }]),
            ["delete-replaced", "replace", "create-replacement"].map((op) =>
                step(op, "a", side("a", { x: 1 }), side("a", { x: 2 })),
            ),
        ],
        [
            "with a replacement that the report said may come",
            agreed(
                [planned("a", { x: 2 })],
                [{ ...update("a", "data.x", 1, 2), replaces: [{ path: "data.x", certain: false }] }],
            ),
            [step("replace", "a", side("a", { x: 1 }), side("a", { x: 2 }))],
        ],
        [
            "with an approved deletion",
            agreed([], [{ op: "delete", urn: urn("a") }]),
            [step("delete", "a", side("a", { x: 1 }), null)],
        ],
        [
            "with what it leaves where it is",
            agreed([], [{ op: "forget", urn: urn("a") }]),
            [step("delete", "a", side("a", { x: 1 }), null)],
        ],
        [
            "with an update of what nobody could know",
            agreed([planned("a", { x: { $unknown: true } }, { unknownPaths: ["data.x"] })], []),
            [step("update", "a", side("a", { x: "old" }), side("a", { x: UNKNOWN }))],
        ],
        [
            "with a place that is left to others",
            agreed([planned("a", { x: 1 }, { ignoreChanges: ["data.x"] })], []),
            [step("same", "a", side("a", { x: 7 }), side("a", { x: 7 }))],
        ],
        [
            "with what an earlier change has left to do, and with what it has done",
            agreed([planned("a", { x: 2 }), planned("b", { x: 1 })], [{ op: "create", urn: urn("b") }], {
                ...{ left: [update("a", "data.x", 1, 2)], unfinished: true },
            }),
            [
                step("update", "a", side("a", { x: 1 }), side("a", { x: 2 })),
                step("same", "b", side("b", { x: 1 }), side("b", { x: 1 })),
            ],
        ],
        [
            "with a provider that Pulumi makes by itself",
            agreed([], []),
            [
                {
                    ...{ sequence: 0, timestamp: 0 },
                    resourcePreEvent: {
                        metadata: {
                            ...{
                                op: "create",
                                urn: "urn:pulumi:mainnet::small::pulumi:providers:kubernetes::default_4_34_2",
                            },
                            ...{ old: null, new: null, detailedDiff: null },
                        },
                    },
                },
            ],
        ],
    ];
    test.each(fine)("%s", (_, approved, events) => {
        expect(held(approved, operationsOf(events))).toEqual([]);
    });
});

describe("Pulumi's plan is refused", () => {
    const one = agreed([planned("a", { x: 2 })], [update("a", "data.x", 1, 2)]);
    const quiet = agreed([planned("a", { x: 1 })], []);
    const wrong: [string, Agreed, EngineEvent[], string][] = [
        [
            "that changes what nobody approved",
            quiet,
            [step("update", "a", side("a", { x: 0 }), side("a", { x: 1 }))],
            "Pulumi would update {a}, which nobody approved",
        ],
        [
            "that changes more of it",
            one,
            [step("update", "a", side("a", { x: 1, y: 1 }), side("a", { x: 2 }))],
            "Pulumi would change data.y of {a}, which nobody approved",
        ],
        [
            "that starts from elsewhere",
            one,
            [step("update", "a", side("a", { x: 5 }), side("a", { x: 2 }))],
            "data.x of {a} is not what it was when its change was approved; the state has moved",
        ],
        [
            "that comes to another value",
            one,
            [step("update", "a", side("a", { x: 1 }), side("a", { x: 3 }))],
            "data.x of {a} is not as the approved plan declares it",
        ],
        [
            "that makes anew what was to be updated",
            one,
            [step("replace", "a", side("a", { x: 1 }), side("a", { x: 2 }))],
            "Pulumi would delete and make anew {a}, approved is: update",
        ],
        [
            "that deletes what was to be left",
            agreed([], [{ op: "forget", urn: urn("a") }]),
            [step("delete", "a", side("a", { x: 1 }, { retainOnDelete: false }), null)],
            "Pulumi would delete {a}, which was approved to be left where it is",
        ],
        [
            "that deletes what nobody spoke of",
            agreed([], []),
            [step("delete", "a", side("a", { x: 1 }), null)],
            "Pulumi would delete {a}, which nobody approved",
        ],
        [
            "that creates what nobody spoke of",
            agreed([planned("a", { x: 1 })], []),
            [step("create", "a", null, side("a", { x: 1 }))],
            "Pulumi would create {a}, which nobody approved",
        ],
        [
            "that keeps what is not in the plan",
            agreed([], []),
            [step("same", "a", side("a", { x: 1 }), side("a", { x: 1 }))],
            "Pulumi keeps {a}, which is not in the approved plan",
        ],
        [
            "that leaves something out",
            agreed([planned("a", { x: 1 }), planned("b", { x: 1 })], []),
            [step("same", "a", side("a", { x: 1 }), side("a", { x: 1 }))],
            "Pulumi does not declare {b}, which is in the approved plan",
        ],
        [
            "that finds done what was to be done",
            one,
            [step("same", "a", side("a", { x: 2 }), side("a", { x: 2 }))],
            "{a} was to change, and Pulumi finds nothing to change in it; the state has moved",
        ],
        [
            "that finds there what was to be created",
            agreed([planned("a", { x: 1 })], [{ op: "create", urn: urn("a") }]),
            [step("same", "a", side("a", { x: 1 }), side("a", { x: 1 }))],
            "{a} was to be created, and exists already; the state has moved",
        ],
        [
            "that finds gone what was to be deleted",
            agreed([], [{ op: "delete", urn: urn("a") }]),
            [],
            "{a} was to be deleted, and is gone already; the state has moved",
        ],
        [
            "that reads what no plan can name",
            quiet,
            [step("read", "a", null, side("a", { x: 1 }))],
            "Pulumi would read {a}, which nobody approved",
        ],
        ...(["protect", "retainOnDelete"] as const).map((option): [string, Agreed, EngineEvent[], string] => [
            `of a state in which ${option} was flipped`,
            quiet,
            [step("same", "a", side("a", { x: 1 }, { [option]: false }), side("a", { x: 1 }))],
            `${option} of {a} is not what it was when the change was approved; the state has moved`,
        ]),
        ...(["protect", "retainOnDelete"] as const).map((option): [string, Agreed, EngineEvent[], string] => [
            `in which ${option} is not as approved`,
            agreed([planned("a", { x: 1 })], [{ op: "create", urn: urn("a") }]),
            [step("create", "a", null, side("a", { x: 1 }, { [option]: false }))],
            `${option} of {a} is not as the approved plan declares it`,
        ]),
    ];
    test.each(wrong)("%s", (_, approved, events, why) => {
        const told = why.replace(/\{(\w)\}/g, (__, name: string) => urn(name));
        expect(held(approved, operationsOf(events))).toEqual([told]);
    });
});

test("a saved plan is refused whose goals are not those of the approved plan", () => {
    const { plan } = agreed([planned("a", {}, { ignoreChanges: ["data"], dependencies: [urn("b")] })], []);
    const goal = { ignoreChanges: ["data"], dependencies: [urn("b")] };
    expect([...goals(plan, { [urn("a")]: { goal } })]).toEqual([]);
    expect([...goals(plan, {})]).toEqual([`Pulumi's plan does not have ${urn("a")}`]);
    for (const name of ["ignoreChanges", "dependencies"])
        expect([...goals(plan, { [urn("a")]: { goal: { ...goal, [name]: [] } } })]).toEqual([
            `${name} of ${urn("a")} is not as the approved plan declares it`,
        ]);
});
