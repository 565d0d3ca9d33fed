import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./stack";

const text = readFileSync(join(ROOT, "docs/recovery.md"), "utf8");
const rows = text.split("\n").filter((line) => /^\| (?!what is lost|---)/.test(line));

test("every store names an alert that there is, or the log that shows it", () => {
    const runbooks = readdirSync(join(ROOT, "components/watch/runbooks"));
    const watched = rows.map((row) => row.split(" | ").at(-2) ?? "");
    const named = watched.flatMap((cell) => [...cell.matchAll(/`([A-Z][A-Za-z]+)`/g)].map(([, alert]) => alert));
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((alert) => !runbooks.includes(`${alert}.md`))).toEqual([]);
    expect(watched.filter((cell) => !/`[A-Z…][A-Za-z]+`|audit logs/.test(cell))).toEqual([]);
});

test("every page that it leads to is there", () => {
    const links = [...text.matchAll(/\]\((runbooks\/[^)]+)\)/g)].map(([, file]) => file as string);
    expect(links.length).toBeGreaterThan(8);
    const there = readdirSync(join(ROOT, "docs/runbooks")).map((name) => `runbooks/${name}`);
    expect(links.filter((link) => !there.includes(link))).toEqual([]);
});
