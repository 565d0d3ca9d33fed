// Measures what comparing a plan costs beyond declaring it: `node --import tsx bench/change.ts before.json after.json`.
import { readFileSync } from "node:fs";
import { changes } from "../preview/changes/changes";
import { changesDocument } from "../preview/changes/document";
import { renderHtml } from "../preview/report/html";
import { renderMarkdown } from "../preview/report/markdown";
import { report } from "../preview/report/report";
import { judgePlan } from "../preview/verdicts";

const [before, after] = process.argv.slice(2, 4).map((path) => JSON.parse(readFileSync(path, "utf8")));
const start = performance.now();
const cpu = process.cpuUsage();
const verdicts = [before, after].map((plan) => judgePlan(plan, "").verdicts);
const against = { name: "before", plan: before, ...(verdicts[0] && { verdicts: verdicts[0] }) };
const made = report(after, verdicts[1] ?? [], { digest: "", against });
const found = made.changes ?? changes(before, after);
const bytes = [renderHtml(made), renderMarkdown(made), changesDocument(after, found, { against: null, digest: "" })];
process.stdout.write(
    `${JSON.stringify({
        resources: after.resources.length,
        changes: found.changes.length,
        lines: made.risk.lines.length,
        milliseconds: Math.round(performance.now() - start),
        cpuMilliseconds: Math.round(process.cpuUsage(cpu).user / 1000),
        bytes: bytes.map((text) => Buffer.byteLength(text)),
    })}\n`,
);
