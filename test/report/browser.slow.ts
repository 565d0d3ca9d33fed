import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { renderHtml } from "../../preview/report/html";
import { report } from "../../preview/report/report";
import { digest } from "./planner";
import { sample } from "./sample";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const folders = ["/usr/bin", ...(process.env.PATH ?? "").split(delimiter)];
const executablePath = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);

if (!executablePath) console.info("No Chromium on this machine: the page is not tried in a browser.");

describe.skipIf(!executablePath)("the page in a browser", { timeout: 20_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), "report-"));
    const file = join(folder, "report.html");
    let browser: Browser;
    let page: Page;
    const complaints: string[] = [];

    beforeAll(async () => {
        const plan = sample();
        const urn = plan.resources.find(({ name }) => name === "intents-web")?.urn ?? "";
        const found = { path: "spec", found: "<b>nginx</b>", wanted: "a digest", urn };
        const rule = { rule: "IMG-01", verdict: "violation", severity: "high", level: "mandatory" } as const;
        writeFileSync(file, renderHtml(report(plan, [{ ...rule, ...found }], { digest })));
        browser = await chromium.launch({
            ...(executablePath && { executablePath }),
            args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
        });
        page = await opened();
    }, 30_000);

    afterAll(async () => {
        await browser?.close();
        rmSync(folder, { recursive: true });
    });

    async function opened(options: BrowserContextOptions = {}): Promise<Page> {
        const context = await browser.newContext({ reducedMotion: "reduce", ...options });
        const fresh = await context.newPage();
        fresh.on("console", (message) => complaints.push(message.text()));
        fresh.on("pageerror", (error) => complaints.push(error.message));
        fresh.on("request", (request) => complaints.push(...(request.isNavigationRequest() ? [] : [request.url()])));
        await fresh.goto(pathToFileURL(file).href);
        return fresh;
    }

    /** One page serves all tests: opening it costs more than looking at it. */
    beforeEach(async () => {
        await page.emulateMedia({ colorScheme: "light", media: "screen" });
    });

    afterEach(() => {
        expect(complaints, "the console is silent and nothing is asked of a network").toEqual([]);
    });

    test("filters resources as one types, and shows all again", async () => {
        await page.fill("#search", "paw signer deployment");
        await page.waitForFunction(() => document.getElementById("matches")?.textContent !== "");
        expect(await page.textContent("#matches")).toMatch(/^1 of \d+ resources match$/);
        expect(await page.locator("#resources .r:visible > summary > .n").allTextContents()).toEqual(["paw-signer"]);
        expect(await page.isVisible("#findings")).toBe(false);
        await page.press("#search", "Escape");
        expect(await page.isVisible("#findings")).toBe(true);
        expect(await page.locator("#resources .r:visible").count()).toBeGreaterThan(50);
    });

    test("opens a resource by keyboard, and by a link from a finding", async () => {
        const row = page.locator("#resources .r").first();
        await row.locator("summary").focus();
        await page.keyboard.press("Enter");
        expect(await row.getAttribute("open")).toBe("");
        await page.locator("#findings a.n").first().click();
        await page.waitForFunction(() => document.querySelector(":target")?.hasAttribute("open"));
        expect(await page.locator(":target .n").first().textContent()).toBe("intents-web");
    });

    test("says everything without a script", async () => {
        const page = await opened({ javaScriptEnabled: false });
        expect(await page.textContent("h1")).toContain("Blocked: 1 violation");
        expect(await page.isVisible("#search")).toBe(false);
        const row = page.locator("#resources .r").first();
        await row.locator("summary").click();
        expect(await row.locator("pre").isVisible()).toBe(true);
    });

    test("is dark for who prefers it, light on paper", async () => {
        await page.emulateMedia({ colorScheme: "dark" });
        const light = () =>
            page.evaluate(() => Number(getComputedStyle(document.body).backgroundColor.match(/\d+/)?.[0]) > 128);
        expect(await light()).toBe(false);
        await page.emulateMedia({ media: "print" });
        expect(await light()).toBe(true);
        expect(await page.isVisible("nav")).toBe(false);
    });

    test("has no sideways scroll at any width, with every row open", async () => {
        await page.evaluate(() => {
            for (const details of document.querySelectorAll("details")) details.open = true;
        });
        for (const width of [320, 360, 768, 1440]) {
            await page.setViewportSize({ width, height: 800 });
            const [scrollWidth, clientWidth] = await page.evaluate(() => {
                const { scrollWidth, clientWidth } = document.documentElement;
                return [scrollWidth, clientWidth];
            });
            expect(scrollWidth, `at ${width} pixels`).toBe(clientWidth);
        }
    });

    test("has text of sufficient contrast, light and dark", async () => {
        for (const colorScheme of ["light", "dark"] as const) {
            await page.emulateMedia({ colorScheme });
            expect(await page.evaluate(lowContrast), colorScheme).toEqual([]);
        }
    });
});

/** Texts whose contrast with what is behind them is under 4.5, by the formula of WCAG. Runs in the page. */
function lowContrast(): string[] {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgba = (colour: string) => {
        canvas?.clearRect(0, 0, 1, 1);
        if (canvas) canvas.fillStyle = colour;
        canvas?.fillRect(0, 0, 1, 1);
        return [...(canvas?.getImageData(0, 0, 1, 1).data ?? [])];
    };
    const luminance = (colour: number[]) => {
        const [r = 0, g = 0, b = 0] = colour.map((part) => {
            const value = part / 255;
            return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element: Element | null): number[] => {
        if (!element) return [255, 255, 255];
        const colour = rgba(getComputedStyle(element).backgroundColor);
        return colour[3] === 255 ? colour : behind(element.parentElement);
    };
    const seen = new Set<string>();
    for (const element of document.querySelectorAll("main *, nav *")) {
        const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
        if (!own || element.closest(".hear")) continue;
        const [a = 0, b = 0] = [rgba(getComputedStyle(element).color), behind(element)]
            .map(luminance)
            .sort((x, y) => y - x);
        if ((a + 0.05) / (b + 0.05) < 4.5)
            seen.add(`${element.tagName}.${element.className} ${element.textContent?.slice(0, 40)}`);
    }
    return [...seen];
}
