import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readProject, readStackFile, stacksOf } from "../../preview/stack-file";
import { folder } from "./folder";

const directory = join(__dirname, "programs");
const read = (stack: string) => readStackFile(directory, stack, readProject(directory));

describe("a stack file", () => {
    test("gives a program the texts that the CLI would", () => {
        expect(read("dev").values).toEqual({
            "gcp:project": "example",
            "lab:limits": '{"<b>":null,"cpu":[1,2.5],"memory":"1Gi"}',
            "lab:nested": '{"password":{"secure":"v1:bm90IGEgc2VjcmV0"},"user":"app"}',
            "lab:nothing": "",
            "lab:open": "true",
            "lab:quoted": "007",
            "lab:share": "1.50",
            "lab:size": "5",
            "lab:token": '{"secure":"v1:bm90IGEgc2VjcmV0"}',
            "lab:zone": "b",
        });
    });

    test("tells which keys are secret", () => {
        expect(read("dev").secretKeys).toEqual(["lab:token", "lab:nested"]);
    });

    test("knows its siblings", () => {
        expect(stacksOf(directory)).toEqual(["dev", "imports"]);
    });

    test("fails when it does not exist, with those that do", () => {
        expect(() => read("prod")).toThrow(
            'There is no stack "prod" (Pulumi.prod.yaml does not exist): ' +
                "the stacks of this project are dev, imports",
        );
    });

    test("fails when it is no YAML, with the line", () => {
        const broken = folder();
        writeFileSync(join(broken, "Pulumi.dev.yaml"), "config:\n    lab:size: [1\n");
        const project = readProject(directory);
        expect(() => readStackFile(broken, "dev", project)).toThrow(/^Pulumi\.dev\.yaml is not YAML: .* at line 3/);
    });

    test("fails when it needs values that only credentials can read", () => {
        expect(() => read("imports")).toThrow("Pulumi.imports.yaml imports environments");
    });

    test("fails without a project", () => {
        expect(() => readProject(folder())).toThrow(/ has no Pulumi\.yaml$/);
    });
});
