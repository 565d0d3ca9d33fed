import { staleness } from "./cost/cost";
import { renderSummary } from "./report/summary";
import { type Preview, previewFiles } from "./review";
import { sections } from "./risk/groups";

/** What is shown of a preview to whoever asked for it. */
export interface Shown {
    /** Whether the policies stop the change. */
    blocked: boolean;
    /** For a terminal, or as JSON. */
    summary: string;
    /** Why its costs may be wrong by now, if they may. */
    stale: string | undefined;
    /** By name; none where none were asked for. */
    files: Record<string, string>;
}

/** In which forms it is asked for. */
export interface Forms {
    json: boolean;
    files: boolean;
}

export const shown = (preview: Preview, { json, files }: Forms): Shown => ({
    blocked: preview.verdicts.blocked,
    stale: staleness(new Date().toISOString().slice(0, 10)),
    summary: json ? summaryJson(preview) : renderSummary(preview.report),
    files: files ? previewFiles(preview) : {},
});

const summaryJson = ({ plan, digest, verdicts, report }: Preview) =>
    `${JSON.stringify(
        {
            stack: plan.stack,
            digest,
            resources: plan.resources.length,
            blocked: verdicts.blocked,
            violations: verdicts.violations,
            advisory: verdicts.advisory,
            undetermined: verdicts.undetermined,
            risk: sections(report.risk.lines).map(({ id, resources }) => ({ class: id, resources })),
            approvals: report.risk.approvals,
        },
        null,
        2,
    )}\n`;
