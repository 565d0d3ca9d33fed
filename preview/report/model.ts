import type { Rule } from "../../policies/rule";
import type { Baseline } from "../changes/changes";
import type { Changes } from "../changes/model";
import type { Cost } from "../cost/model";
import type { Json } from "../plan";
import type { Risk } from "../risk/model";
import type { AlertFact } from "./facts/alerts";
import type { Holder } from "./facts/custody";
import type { Entry } from "./facts/entries";
import type { Door } from "./facts/exposure";
import type { Moved } from "./facts/gone";
import type { Chart, Image } from "./facts/images";
import type { FindingGroup } from "./facts/judgement";
import type { News } from "./facts/news";
import type { Reaching } from "./facts/reach";
import type { Branch } from "./facts/tree";
import type { UnknownGroup } from "./facts/unknowns";
import type { Place } from "./facts/where";

/** What the reports need to know of a rule to explain it. */
export type RuleText = Pick<Rule, "id" | "title" | "why">;

export interface ReportOptions {
    /** SHA-256 of the canonical plan, in hexadecimal. */
    digest: string;
    /** What to compare with. */
    against?: Baseline;
    /** The rules that were asked: their titles explain the findings, their number is a fact of the verdict. */
    rules?: readonly RuleText[];
    /** Who can reach whom, where that is found out already. */
    reaching?: Reaching;
}

/** Pass and fail are computed from a fact; open means that nobody can know yet; note states a fact without judging. */
export type Tone = "pass" | "fail" | "open" | "note";

/** One line of the fact sheet. */
export interface Check {
    tone: Tone;
    /** What is so, or is not. */
    says: string;
    /** From what it was computed. */
    fact: string;
    /** Of whom it is said: names from the plan, kept apart because they are not to be trusted as text. */
    names: string[];
    section: SectionId;
}

export type SectionId =
    | "risk"
    | "cost"
    | "findings"
    | "news"
    | "custody"
    | "exposure"
    | "reach"
    | "alerts"
    | "map"
    | "images"
    | "unknowns"
    | "secrets"
    | "resources";

export interface Report {
    project: string;
    stack: string;
    digest: string;
    verdict: {
        tone: "blocked" | "attention" | "clean";
        headline: string;
        /** What the headline was computed from. */
        facts: string[];
    };
    checks: Check[];
    numbers: { label: string; value: string; section: SectionId }[];
    findings: FindingGroup[];
    /** Null without a baseline. */
    changes: Changes | null;
    risk: Risk;
    cost: Cost;
    news: News;
    holders: Holder[];
    doors: Door[];
    reaching: Reaching;
    alerts: AlertFact[];
    places: Place[];
    moved: Moved;
    images: Image[];
    charts: Chart[];
    unknowns: UnknownGroup[];
    secrets: { resource: number; paths: string[] }[];
    tree: Branch[];
    /** In plan order: `resources[id]`. */
    resources: Entry[];
    outputs: { [key: string]: Json };
}
