import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderHtml } from "../../preview/report/html";
import { renderMarkdown } from "../../preview/report/markdown";
import { report } from "../../preview/report/report";
import { renderSummary } from "../../preview/report/summary";
import { hostileReport } from "./hostile";
import { digest, planOf } from "./planner";

const runs = { numRuns: 40 };
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

const tags = new Set(
    "html head meta title style body a nav p span div label input output ul li main h1 h2 h3 h4 h5 dl dt dd code b svg path section table thead tbody tr th td details summary pre i q em br wbr footer script g rect text del".split(
        " ",
    ),
);
const attributes = new Set(
    "lang charset http-equiv content name class href aria-label aria-labelledby aria-live role hidden for id type placeholder autocomplete spellcheck data-total data-l open scope colspan viewBox fill stroke stroke-width stroke-linecap stroke-linejoin d x y rx width height tabindex".split(
        " ",
    ),
);
const tag = /<(\/?)([a-z][a-z0-9]*)((?: [a-zA-Z-]+(?:="[^"<]*")?)*)\/?>/g;

/** The page without its style and script, which stand in it once each and hold no text of the plan. */
function body(page: string): string {
    const parts = page.split(/<style>[^<]*<\/style>|<script>"use strict";.*?<\/script>/s);
    expect(parts).toHaveLength(3);
    return parts.join("").replace("<!doctype html>", "");
}

describe("text of a plan", () => {
    test("never becomes markup of the page", () => {
        fc.assert(
            fc.property(hostileReport, (made) => {
                const page = body(renderHtml(made));
                const found = [...page.matchAll(tag)];
                const given = found.flatMap(([, , , rest = ""]) => [...rest.matchAll(/ ([a-zA-Z-]+)(?:="([^"]*)")?/g)]);
                expect(found.filter(([, , name = ""]) => !tags.has(name))).toEqual([]);
                expect(given.filter(([, name = ""]) => !attributes.has(name))).toEqual([]);
                const links = given.filter(([, name]) => name === "href").map(([, , to = ""]) => to);
                expect(links.filter((to) => !/^#[a-z0-9]+$/.test(to))).toEqual([]);
                expect(page.replace(tag, "")).not.toMatch(/[<>]/);
            }),
            runs,
        );
    });

    test("leaves every element of the page closed where it was opened", () => {
        const empty = new Set(["meta", "input", "br", "wbr", "path", "rect"]);
        fc.assert(
            fc.property(hostileReport, (made) => {
                const open: string[] = [];
                for (const [, end, name = ""] of body(renderHtml(made)).matchAll(tag)) {
                    if (empty.has(name)) continue;
                    if (!end) open.push(name);
                    else if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
                }
                expect(open).toEqual([]);
            }),
            runs,
        );
    });

    test("stands in Markdown inside code spans only, and starts no line", () => {
        fc.assert(
            fc.property(hostileReport, (made) => {
                for (const line of renderMarkdown(made).split("\n")) {
                    const prose = line.replace(/`[^`]*`/g, "");
                    expect(prose).not.toMatch(/[`<>|[\]@]|https?:|www\.|\\u\{/);
                    expect(line).toMatch(/^(|# .*|#{2,3} [A-Z][a-z ]+|( {2})?- .*|[A-Z`].*|\d+ resources.*)$/);
                }
            }),
            runs,
        );
    });

    test("shows what cannot be seen, everywhere", () => {
        fc.assert(
            fc.property(hostileReport, (made) => {
                for (const render of [renderHtml, renderMarkdown, renderSummary]) {
                    expect(render(made).replaceAll("\n", "")).not.toMatch(invisible);
                }
            }),
            runs,
        );
    });

    test("cannot pass for another name by look-alike letters, nor turn it around", () => {
        const image = { containers: [{ image: "ghcr.io/\u0430cme/api\u202e1" }] };
        const made = report(planOf("kubernetes:core/v1:Pod", image), [], { digest });
        for (const text of [renderHtml(made), renderMarkdown(made)]) {
            expect(text.replaceAll("<wbr>", "")).toContain("ghcr.io/\\u{430}cme/api\\u{202e}1");
        }
    });

    test("fits a terminal of 25 lines", () => {
        fc.assert(
            fc.property(hostileReport, (made) => {
                expect(renderSummary(made).split("\n").length).toBeLessThanOrEqual(26);
            }),
            runs,
        );
    });
});
