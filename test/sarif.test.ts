import { writeFileSync } from "node:fs";
import { join } from "node:path";
import schema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json";
import Ajv from "ajv";
import { describe, expect, test } from "vitest";
import { type Checked, formats } from "../cli/formats";
import { ofManifests } from "../cli/inputs";
import { type Allowance, against, judgePlan } from "../preview/verdicts";
import { scratch } from "./command";
import { stack } from "./stack";

// The schema of OASIS is of draft 4, of which it needs no more than the name of its own identifier.
const { id: _, $schema: __, ...draft7 } = schema;
const valid = new Ajv({
    strict: false,
    unicodeRegExp: false,
    formats: {
        uri: (text: string) => URL.canParse(text),
        "uri-reference": (text: string) => URL.canParse(text, "file:///"),
        "date-time": (text: string) => !Number.isNaN(Date.parse(text)),
    },
}).compile(draft7);

/** What the schema says of a log; nothing of a valid one. */
const faults = (log: unknown) => (valid(log) ? [] : valid.errors);

async function checked(name: string): Promise<Checked> {
    const { plan } = await stack(name);
    const place = () => ({ file: `Pulumi.${name}.yaml` });
    return { stack: name, resources: plan.resources.length, verdicts: judgePlan(plan, "sha256:00"), place };
}

const excepted: Allowance = {
    exceptions: {
        exceptions: [
            {
                ...{ rule: "POD-09", resource: "urn:pulumi:testnet::*::app/api", objects: ["app/api"] },
                ...{ owner: "chain", ticket: "A-1", reason: "it listens on the address of its node" },
                expires: "2027-01-31",
            },
        ],
    },
    file: "exceptions.yaml",
    today: "2026-11-21",
};

/** What the results of a log say under a name. */
const said = (log: { runs: { results: Record<string, unknown>[] }[] }, name: string) =>
    new Set(log.runs.flatMap(({ results }) => results.map((result) => JSON.stringify(result[name]))));

describe("what a code-scanning service is told is SARIF 2.1.0", () => {
    test("of both networks", async () => {
        const log = JSON.parse(formats.sarif([await checked("mainnet"), await checked("testnet")]));
        expect(faults(log)).toEqual([]);
        expect(said(log, "ruleId").size).toBeGreaterThan(0);
    });

    test("of a file, with lines, with what is excepted and what was there before", () => {
        const path = join(scratch(), "rendered manifests.yaml");
        writeFileSync(
            path,
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: api\n  namespace: app\nspec:\n  hostNetwork: true\n",
        );
        const found = ofManifests(path, "testnet", excepted);
        const compared = { ...found, verdicts: against(found.verdicts, found.verdicts.verdicts.slice(0, 1)) };
        const log = JSON.parse(formats.sarif([compared]));
        expect(faults(log)).toEqual([]);
        expect(said(log, "baselineState")).toEqual(new Set(['"unchanged"', '"new"']));
        expect([...said(log, "suppressions")].join()).toContain('"status":"accepted"');
    });

    test("and the schema objects to what is none", () => {
        expect(faults({ version: "2.1.0", runs: [{ results: [{ message: {} }] }] })).not.toEqual([]);
    });
});
