import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { ManifestError, readManifests } from "../../policies/manifests";

const read = (text: string) => readManifests(text, "yaml");
const told = (text: string) => read(text).map(({ resource: { urn } }) => urn.split("::").slice(2).join("::"));

const TWO = `# Source: api/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: app
spec:
  template:
    spec:
      hostNetwork: yes
      containers:
        - name: api
          image: nginx
---
# Source: api/templates/empty.yaml
---
---
apiVersion: v1
kind: Service
metadata: { name: api }
`;

describe("manifests", () => {
    test("are objects, each with its kind, namespace and name; an empty document is none", () => {
        expect(told(TWO)).toEqual(["kubernetes:apps/v1:Deployment::app/api", "kubernetes:core/v1:Service::api"]);
        expect(told("")).toEqual([]);
        expect(told("# nothing\n---\n")).toEqual([]);
    });

    test("may be JSON, and lists of them, in lists", () => {
        const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "a" } };
        const list = { apiVersion: "v1", kind: "List", items: [pod, { apiVersion: "v1", kind: "List", items: [pod] }] };
        expect(told(JSON.stringify(list))).toEqual(["kubernetes:core/v1:Pod::a", "kubernetes:core/v1:Pod::a"]);
        const typed = { apiVersion: "apps/v1", kind: "DeploymentList", items: [{ metadata: { name: "b" } }] };
        expect(told(JSON.stringify(typed))).toEqual(["kubernetes:apps/v1:Deployment::b"]);
        expect(told("apiVersion: v1\nkind: List\nitems:\n")).toEqual([]);
    });

    test("are called by what the cluster will call them", () => {
        const named = (metadata: string) => told(`apiVersion: v1\nkind: Pod\nmetadata: ${metadata}\n`);
        expect(named("{ generateName: a- }")).toEqual(["kubernetes:core/v1:Pod::a-"]);
        expect(named('{ namespace: "", name: a }')).toEqual(["kubernetes:core/v1:Pod::a"]);
        expect(named("{ namespace: 7, name: [a] }")).toEqual(["kubernetes:core/v1:Pod::"]);
        expect(told("apiVersion: v1\nkind: Listing\nitems: []\n")).toEqual(["kubernetes:core/v1:Listing::"]);
        expect(told("apiVersion: v1\nkind: PodList\nitems: {}\n")).toEqual(["kubernetes:core/v1:PodList::"]);
        expect(told("apiVersion: v1\nkind: Pod\nitems: [1]\n")).toEqual(["kubernetes:core/v1:Pod::"]);
    });

    test("are read as Kubernetes reads them", () => {
        const props = (text: string) => read(`apiVersion: v1\nkind: ConfigMap\n${text}`)[0]?.resource.props;
        expect(props("a: yes\nb: 0644\nc: 2027-01-31\nd: 1:30\ne: '1'\n")).toMatchObject({
            ...{ a: true, b: 420, c: "2027-01-31", d: "1:30", e: "1" },
        });
        expect(props("base: &base { a: 1 }\nreal: { <<: *base, b: 2 }\n")).toMatchObject({ real: { a: 1, b: 2 } });
        expect(props("a: 1\na: 2\n")).toMatchObject({ a: 2 });
    });

    test.each([
        ["", 2],
        ["spec.template.spec.hostNetwork", 10],
        ["spec.template.spec.containers[0].image", 13],
        ["spec.template.spec.containers[0].securityContext.privileged", 12],
        ["spec.replicas", 8],
    ])("know on which line %s stands, or what is around it", (path, line) => {
        expect(read(TWO)[0]?.lineOf(path)).toBe(line);
    });

    test("know lines in lists as well", () => {
        const list =
            "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Pod\n    spec:\n      hostPID: true\n";
        expect(read(list)[0]?.lineOf("spec.hostPID")).toBe(7);
    });

    test.each([
        ["a: [1\n", 2, /^no YAML \(/],
        ["a: 1\n  b: 2\n", 1, /^no YAML \(/],
        ["apiVersion: v1\nkind: Pod\n---\nhunter2\n", 4, /^no object of Kubernetes$/],
        ["- a\n", 1, /^no object of Kubernetes$/],
        ["kind: Pod\n", 1, /^an object without apiVersion and kind$/],
        ["apiVersion: a v1\nkind: Pod\n", 1, /^an object without apiVersion and kind$/],
        ["apiVersion: v1 a\nkind: Pod\n", 1, /^an object without apiVersion and kind$/],
        ["apiVersion: v1\nkind: a Pod\n", 1, /^an object without apiVersion and kind$/],
        ["apiVersion: v1\nkind: Pod a\n", 1, /^an object without apiVersion and kind$/],
        ["apiVersion: v1\nkind: List\nitems:\n  - metadata: {}\n", 4, /^an object without apiVersion and kind$/],
        ["a: &a {b: *c}\n", 1, /^no YAML \([a-z ]+\)$|^a document whose aliases/],
        ["a: [1\n", 2, /^no YAML \([a-z ]+\)$/],
        ["apiVersion: v1\nkind: List\nitems:\n  - 7\n", 4, /^no object of Kubernetes$/],
        ["apiVersion: v1\nkind: Pod\na: *nowhere\n", 1, /^(no YAML|a document whose aliases)/],
        [`apiVersion: v1\nkind: P\nb: &b [1, 1]\n${"c: [*b, *b]\n".repeat(60)}`, 1, /^a document whose aliases/],
    ])("that are none say on which line: %j", (text, line, message) => {
        const failure = () => {
            try {
                read(text);
            } catch (error) {
                if (error instanceof ManifestError) return { line: error.line, message: error.message };
                throw error;
            }
            return undefined;
        };
        expect(failure()).toEqual({ line, message: expect.stringMatching(message) });
        expect(failure()?.message).not.toContain("hunter2");
    });

    test("come back as they were written, whatever is in them, and no text does more than fail", () => {
        fc.assert(
            fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (data) => {
                // The key that merges means something else, and the writer does not quote it.
                fc.pre(!JSON.stringify(data).includes('"<<"'));
                const object = JSON.parse(JSON.stringify({ ...data, apiVersion: "v1", kind: "Pod" }));
                expect(read(stringify(object, { version: "1.1" }))[0]?.resource.props).toEqual(object);
            }),
            { numRuns: 100 },
        );
        fc.assert(
            fc.property(
                fc.string({ unit: fc.constantFrom(..."ab: -\n[]{}&*#|>!?'\"%@,\t".split("")), maxLength: 60 }),
                (text) => {
                    try {
                        read(text);
                    } catch (error) {
                        expect(error).toBeInstanceOf(ManifestError);
                    }
                },
            ),
            { numRuns: 300 },
        );
    });
});
