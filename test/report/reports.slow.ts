import { afterEach, describe, expect, test, vi } from "vitest";
import type { Verdict } from "../../policies/rule";
import type { Plan } from "../../preview/plan";
import { renderHtml } from "../../preview/report/html";
import { renderMarkdown } from "../../preview/report/markdown";
import { report } from "../../preview/report/report";
import { renderSummary } from "../../preview/report/summary";
import { digest, planOf, secret } from "./planner";
import { large, sample } from "./sample";

const bytes = (text: string) => Buffer.byteLength(text);

const violations = ({ resources }: Plan, every: number): Verdict[] =>
    resources
        .filter((_, i) => i % every === 0)
        .map(({ urn }, i) => ({
            rule: `RULE-${i % 40}`,
            verdict: "violation",
            severity: (["low", "medium", "high", "critical"] as const)[i % 4] ?? "low",
            level: "mandatory",
            urn,
            path: "spec.template.spec.containers[0].image",
            found: "nginx:latest ".repeat(20),
            wanted: "name:tag@sha256:…",
        }));

describe("the reports", () => {
    afterEach(() => {
        vi.restoreAllMocks();
    });

    test("are the same bytes for the same facts, whatever the clock, chance and the order of verdicts", () => {
        const forbidden = () => {
            throw new Error("a report depends on the plan alone");
        };
        vi.spyOn(Date, "now").mockImplementation(forbidden);
        vi.spyOn(Math, "random").mockImplementation(forbidden);
        vi.spyOn(String.prototype, "localeCompare").mockImplementation(forbidden);
        vi.spyOn(Number.prototype, "toLocaleString").mockImplementation(forbidden);
        const plan = sample();
        const verdicts = violations(plan, 3);
        const all = (order: Verdict[]) => {
            const made = report(plan, order, { digest, against: { name: "before", plan: planOf("a:b:C") } });
            return [renderHtml(made), renderMarkdown(made), renderSummary(made)];
        };
        expect(all(verdicts)).toEqual(all([...verdicts].reverse()));
    });

    test("never show a secret, not even one that the plan forgot to mask", () => {
        const inputs = { password: secret, user: { name: "app", token: "hunter2-token", "a.b": ["hunter2-list"] } };
        const secretPaths = ["password", "user.token", 'user["a.b"][0]'];
        const made = report(planOf("a:b:C", inputs, { secretPaths }), [], {
            digest,
            against: { name: "before", plan: planOf("a:b:C", { ...inputs, user: {} }, { secretPaths }) },
        });
        for (const text of [renderHtml(made), renderMarkdown(made), renderSummary(made)]) {
            expect(text).not.toContain("hunter2");
        }
        expect(renderHtml(made)).toContain('name: "app"'.replace("name", "<b>name</b>"));
    });

    test("say the same headline and digest", () => {
        const plan = sample();
        const made = report(plan, violations(plan, 50), { digest });
        for (const text of [renderHtml(made), renderMarkdown(made), renderSummary(made)]) {
            expect(text).toContain(made.verdict.headline);
            expect(text).toContain(digest);
        }
    });

    test("of 10,000 resources with long inputs stay small, and say what they leave out", { timeout: 30_000 }, () => {
        const plan = large(10_000);
        const long = {
            config: Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`key${i}`, "value ".repeat(20)])),
        };
        const heavy = {
            ...plan,
            resources: plan.resources.map((one) => ({ ...one, inputs: { ...one.inputs, ...long } })),
        };
        const made = report(heavy, violations(heavy, 4), { digest });
        const page = renderHtml(made);
        expect(bytes(page)).toBeLessThan(15_000_000);
        expect(page).toMatch(/<em>Cut here: [\d,]+ more bytes stand in plan\.json\.<\/em>/);
        const comment = renderMarkdown(made);
        expect(bytes(comment)).toBeLessThan(60_000);
        expect(comment).toMatch(/^# Blocked: 2,500 violations\n/);
        expect(comment).toContain("RULE-39");
        expect(comment).toMatch(/- \d[\d,]* more in report\.html|- \d[\d,]* in report\.html/);
    });

    test("keep the gravest findings in the comment, whatever else there is", () => {
        const plan = large(3000);
        const many = violations(plan, 1).map((one, i) => ({ ...one, rule: `RULE-${i}`, severity: "low" as const }));
        const grave: Verdict = { ...(many[0] as Verdict), rule: "KEY-01", severity: "critical", found: "two signers" };
        const comment = renderMarkdown(
            report(plan, [...many, grave], { digest, against: { name: "x", plan: planOf("a:b:C") } }),
        );
        expect(bytes(comment)).toBeLessThan(60_000);
        expect(comment.indexOf("KEY-01")).toBeGreaterThan(0);
        expect(comment.indexOf("KEY-01")).toBeLessThan(comment.indexOf("RULE-"));
        for (const title of ["Facts", "Findings", "What is new", "Data and keys", "Facing the internet", "Images"]) {
            expect(comment).toContain(`\n## ${title}\n`);
        }
    });
});
