import type { Verdict } from "../../policies/rule";
import { type Baseline, changes } from "../changes/changes";
import { costOf } from "../cost/cost";
import type { Plan } from "../plan";
import { newToAll, riskOf } from "../risk/risk";
import { alerts } from "./facts/alerts";
import { comparable } from "./facts/baseline";
import { custody } from "./facts/custody";
import { entries } from "./facts/entries";
import { exposure } from "./facts/exposure";
import { moved } from "./facts/gone";
import { charts, images } from "./facts/images";
import type { FindingGroup } from "./facts/judgement";
import { judgement, tally, verdictOf } from "./facts/judgement";
import { news } from "./facts/news";
import { masked } from "./facts/path";
import { reaching } from "./facts/reach";
import { askedOf, sheet } from "./facts/sheet";
import { tree } from "./facts/tree";
import { secrets, unknowns } from "./facts/unknowns";
import { places } from "./facts/where";
import type { Check, Report, ReportOptions } from "./model";
import { count, digits } from "./text";

/** Decides every fact once, so that the page, the comment and the terminal say the same. */
export function report(given: Plan, verdicts: readonly Verdict[], options: ReportOptions): Report {
    const plan = masked(given);
    const { resources } = plan;
    const findings = judgement(resources, verdicts, options.rules ?? []);
    const compared = comparison(plan, options.against);
    const before = typeof compared === "string" ? undefined : compared.before;
    const changed = news(resources, compared);
    const cost = costOf(plan, before);
    const judged = { ...(options.against?.verdicts && { before: options.against.verdicts }), after: verdicts };
    const holders = custody(resources);
    const doors = exposure(resources);
    const facts = {
        project: plan.project,
        stack: plan.stack,
        digest: options.digest,
        findings,
        changes: typeof compared === "string" ? null : compared.changes,
        risk: typeof compared === "string" ? newToAll : riskOf({ ...compared, after: plan, cost, verdicts: judged }),
        cost,
        news: changed,
        holders,
        doors,
        reaching: options.reaching ?? reaching(plan, before),
        alerts: alerts(resources),
        places: places(resources, holders),
        moved: moved(changed, before),
        images: images(resources),
        charts: charts(resources),
        unknowns: unknowns(resources),
        secrets: secrets(resources),
        tree: tree(resources),
        resources: entries(resources, { findings, holders, doors, news: changed }),
        outputs: plan.outputs,
    };
    const checks = sheet(facts, options.rules?.length);
    const failing = checks.filter(
        ({ tone, section }) => tone === "fail" && (section !== "findings" || findings.length === 0),
    );
    return {
        ...facts,
        verdict: verdictOf(
            findings,
            failing.length,
            reasons(askedOf(options.rules?.length, resources.length), findings, failing),
        ),
        checks,
        numbers: numbers(facts),
    };
}

/** What changes against the baseline, or why nobody can say. */
function comparison(plan: Plan, against: Baseline | undefined) {
    if (!against) return "Nothing to compare with";
    const { name, kind, notes = [] } = against;
    const before = comparable(plan, against);
    if (before === undefined) return "The baseline is a plan of another stack";
    return { name, before, changes: changes(before, plan, kind), notes };
}

/** Why the headline reads as it does. */
function reasons(asked: string, findings: readonly FindingGroup[], failing: readonly Check[]): string[] {
    const { bySeverity, undetermined } = tally(findings);
    const told = bySeverity.length > 0 ? `${asked}: ${bySeverity.join(", ")}.` : `${asked}.`;
    const open =
        "Undetermined is not a pass: a mandatory rule blocks until it can be judged, on real values at the update.";
    const rest = `Beyond the findings, ${count(failing.length, "fact")} below ${failing.length === 1 ? "fails" : "fail"}.`;
    return [told, ...(undetermined > 0 ? [open] : []), ...(failing.length > 0 ? [rest] : [])];
}

type Facts = Pick<Report, "resources" | "holders" | "images" | "doors">;

function numbers({ resources, holders, images, doors }: Facts): Report["numbers"] {
    const custom = resources.filter((entry) => entry.custom).length;
    const holding = (what: string) => digits(holders.filter(({ holds }) => holds === what).length);
    const pinned = images.filter(({ state }) => state === "digest").length;
    const inward = new Set(doors.filter(({ way }) => way === "in").map(({ resource }) => resource)).size;
    return [
        {
            label: resources.length === 1 ? "resource" : "resources",
            value: digits(resources.length),
            section: "resources",
        },
        { label: "components", value: digits(resources.length - custom), section: "resources" },
        { label: "custom", value: digits(custom), section: "resources" },
        { label: "protected", value: digits(resources.filter(({ protect }) => protect).length), section: "custody" },
        { label: "hold data", value: holding("data"), section: "custody" },
        { label: "hold keys", value: holding("keys"), section: "custody" },
        { label: "images pinned", value: `${pinned} of ${images.length}`, section: "images" },
        { label: "face the internet", value: digits(inward), section: "exposure" },
    ];
}
