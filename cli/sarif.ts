import { createHash } from "node:crypto";
import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from "node-sarif-builder";
import { version } from "../package.json";
import { exceptionsRule } from "../policies/exceptions";
import type { Verdict } from "../policies/rule";
import { message } from "../policies/rule";
import { rules } from "../policies/rules";
import type { Checked, Place } from "./formats";

const LEVELS = { low: "note", medium: "warning", high: "error", critical: "error" } as const;

/** SARIF 2.1.0, as code-scanning services read it. A finding is placed by its resource, in the file that it came from. */
export function sarif(checked: readonly Checked[]): string {
    const run = new SarifRunBuilder().initSimple({ toolDriverName: "slipway", toolDriverVersion: version, url: "" });
    for (const { id, title, why, severity, sameAs } of [...rules, { ...exceptionsRule, sameAs: [] }])
        run.addRule(
            new SarifRuleBuilder({
                id,
                shortDescription: { text: title },
                fullDescription: { text: why },
                help: { text: `${title}: ${why}${sameAs.map((name) => `\n${name}`).join("")}` },
                defaultConfiguration: { level: LEVELS[severity] },
            }),
        );
    for (const { verdicts, place } of checked)
        for (const verdict of verdicts.verdicts)
            run.addResult(result(verdict, place(verdict), verdicts.old !== undefined));
    const log = new SarifBuilder();
    log.addRun(run);
    return `${log.buildSarifJsonString({ indent: true })}\n`;
}

function result(verdict: Verdict, { file, line }: Place, compared: boolean): SarifResultBuilder {
    const { rule, severity, urn, path, excepted } = verdict;
    return new SarifResultBuilder({
        ruleId: rule,
        level: LEVELS[severity],
        message: { text: `${urn}: ${message(verdict)}` },
        locations: [
            {
                physicalLocation: {
                    artifactLocation: { uri: encodeURI(file) },
                    ...(line !== undefined && { region: { startLine: line } }),
                },
                logicalLocations: [{ fullyQualifiedName: path === "" ? urn : `${urn}#${path}` }],
            },
        ],
        ...(compared && { baselineState: verdict.old ? "unchanged" : "new" }),
        ...(excepted && {
            suppressions: [
                {
                    kind: "external",
                    status: "accepted",
                    justification: `${excepted.reason} (${excepted.owner}, ${excepted.ticket}, until ${excepted.expires})`,
                },
            ],
        }),
        // The same finding keeps its fingerprint from run to run, so that a service can follow it.
        partialFingerprints: {
            "slipway/v1": createHash("sha256").update(`${rule}\n${urn}\n${path}`).digest("hex"),
        },
    });
}
