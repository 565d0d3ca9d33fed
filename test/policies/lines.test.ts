import { describe, expect, test } from "vitest";
import { judgeLine } from "../../policies/lines";
import { secret } from "./engine";
import { POD, USER } from "./sample";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const judged = (line: unknown) => JSON.parse(judgeLine(typeof line === "string" ? line : JSON.stringify(line)));

describe("a line", () => {
    test("is answered with its id, what is wrong and what is open", () => {
        const containers = [{ image: "nginx:latest" }, { image: UNKNOWN }];
        const said = judged({ id: "a", items: [{ type: POD, name: "web", props: { spec: { containers } } }] });
        const ofImages = (findings: { rule: string }[]) => findings.filter(({ rule }) => /^IMG-0[16]$/.test(rule));
        const answer = { ...said, violations: ofImages(said.violations), undetermined: ofImages(said.undetermined) };
        expect(answer).toEqual({
            id: "a",
            violations: [
                {
                    rule: "IMG-01",
                    resource: "web",
                    path: "spec.containers[0].image",
                    message:
                        'spec.containers[0].image: "nginx:latest"; use name:tag@sha256:… with the digest of the image',
                },
            ],
            undetermined: ["IMG-01", "IMG-06"].map((rule) => ({
                rule,
                resource: "web",
                path: "spec.containers[1].image",
                message: "spec.containers[1].image: not known yet, the image comes from elsewhere",
            })),
        });
    });

    test("may hold several resources, or none, and options", () => {
        const items = [
            { type: USER, name: "a", props: { password: "hunter2" }, opts: { protect: true, parent: "urn:x" } },
            { type: USER, name: "b", props: null },
            { type: USER, name: "c" },
        ];
        const named = judged({ id: 7, items }).violations.map(({ resource }: { resource: string }) => resource);
        expect([...new Set(named)]).toEqual(["a"]);
        expect(judged({ items: [] })).toEqual({ id: null, violations: [], undetermined: [] });
    });

    test("may say of a resource that it is protected, and nothing else in the place of that", () => {
        const claim = { spec: { volumeClaimTemplates: [{ spec: { storageClassName: "fast" } }] } };
        const open = (opts: unknown) =>
            judged({
                items: [{ type: "kubernetes:apps/v1:StatefulSet", name: "s", props: claim, opts }],
            }).violations.some(({ rule, path }: { rule: string; path: string }) => rule === "REL-09" && path === "");
        expect([{ protect: true }, { protect: false }, { protect: "yes" }, {}, "x", null].map(open)).toEqual([
            false,
            ...Array(5).fill(true),
        ]);
    });

    test("may speak Pulumi's own marks", () => {
        const user = (password: unknown) => judged({ id: 1, items: [{ type: USER, name: "u", props: { password } }] });
        expect(user(secret("hunter2")).violations).toHaveLength(1);
        expect(user(secret(UNKNOWN)).undetermined).toHaveLength(1);
        expect(user(UNKNOWN).undetermined).toHaveLength(1);
        expect(user({ $secret: true }).undetermined).toHaveLength(1);
        const output = (fields: object) => ({
            "4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4",
            ...fields,
        });
        expect(user(output({ value: "hunter2", secret: true })).violations).toHaveLength(1);
        // In the open it can be seen to be weak as well.
        expect(user(output({ value: "hunter2" })).violations).toHaveLength(2);
        expect(user(output({})).undetermined).toHaveLength(1);
    });

    test.each([
        ["{", null, "the line is not JSON"],
        ["null", null, "the line is not an object"],
        [{ id: "a" }, "a", "items is not a list"],
        [{ id: ["a"], items: {} }, null, "items is not a list"],
        [{ id: 1, items: [1] }, 1, "items[0] is not an object"],
        [{ id: 1, items: [{ type: POD, name: "a" }, { name: "b" }] }, 1, "items[1].type is not a text"],
        [{ id: 1, items: [{ type: POD }] }, 1, "items[0].name is not a text"],
        [{ id: 1, items: [{ type: POD, name: "a", props: [] }] }, 1, "items[0].props is not an object"],
        [
            `{"id":1,"items":[{"type":"t","name":"n","props":{"a":${"[".repeat(1e5)}${"]".repeat(1e5)}}}]}`,
            1,
            "the line cannot be judged",
        ],
    ])("that is broken says why: %.60j", (line, id, error) => {
        expect(judged(line)).toEqual({ id, error });
    });
});
