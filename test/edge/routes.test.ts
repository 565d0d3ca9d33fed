import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { googleName } from "../../components/edge/google-name";
import { gatewaySpec, redirectSpec, routeSpec, weights } from "../../components/edge/http-route";
import type { Route } from "../../components/edge/route";
import { ADMIN_PATHS, byHost, checkRoutes, exposedServices } from "../../components/edge/route";
import { ADMIN_SEGMENT, shieldRules } from "../../components/edge/shield";
import { STEPS } from "../../components/settings/candidate";

const HOST = "app.example.com";
const to = { namespace: "app", workload: "web", port: 8080, readiness: "/health" };
const route = (over: Partial<Route> = {}): Route => ({
    host: HOST,
    prefixes: ["/api"],
    exact: ["/health"],
    to,
    ...over,
});

/** What is said about routes; nothing if they are taken. */
function said(routes: readonly Route[], hosts: readonly string[] = [HOST]): string {
    try {
        checkRoutes(routes, hosts);
        return "";
    } catch (error) {
        return (error as Error).message;
    }
}

describe("routes are refused", () => {
    test.each<[string, Route[], string]>([
        [
            "that name an admin path",
            [route({ prefixes: ["/admin"] })],
            "app.example.com routes /admin, which leads to /admin; that is not for the internet",
        ],
        [
            "that lead beneath one",
            [route({ prefixes: ["/api/v1/Internal/keys"] })],
            "app.example.com routes /api/v1/Internal/keys, which leads to /internal; that is not for the internet",
        ],
        [
            "for one page of it",
            [route({ exact: ["/health", "/metrics"] })],
            "app.example.com routes /metrics, which leads to /metrics; that is not for the internet",
        ],
        [
            "that cover everything",
            [route({ prefixes: ["/"] })],
            "app.example.com routes everything, /admin, /metrics, /debug, /internal too; name the paths that people need",
        ],
        ["with a path twice", [route(), route({ exact: [] })], "app.example.com routes /api twice; use each path once"],
        [
            "with a path that programs read differently",
            [route({ prefixes: ["/a/../b"] })],
            "app.example.com routes /a/../b; use a path such as /api/v1",
        ],
        [
            "with a slash at the end",
            [route({ prefixes: ["/api/"] })],
            "app.example.com routes /api/; use a path such as /api/v1",
        ],
        [
            "for a host that the edge does not know",
            [route(), route({ host: "b.example.com" })],
            "b.example.com is routed, but is no host of the edge; add it to the stack file",
        ],
        [
            "when one host has two namespaces",
            [route(), route({ prefixes: ["/b"], exact: [], to: { ...to, namespace: "b" } })],
            "app.example.com is answered from the namespaces app and b; give each its own host",
        ],
        [
            "when DNS cannot see whether it lives",
            [route({ exact: [] })],
            "app.example.com does not route /health, by which DNS sees whether a region is alive; route that too",
        ],
        [
            "when a service would be asked in two ways",
            [route(), route({ prefixes: ["/b"], exact: [], to: { ...to, port: 9090 } })],
            "app/web has different ports, readiness paths or timeouts in its routes; use the same in each",
        ],
    ])("%s", (_, routes, message) => {
        expect(said(routes)).toBe(message);
    });

    test("without a path, which would route everything", () => {
        expect(said([route(), route({ prefixes: [], exact: [] })])).toBe(
            "app.example.com has a route without a path; name the paths that people need",
        );
    });

    test("and so is a host that leads nowhere", () => {
        expect(said([route()], [HOST, "b.example.com"])).toBe("b.example.com leads nowhere; give it a route");
    });

    test("with every fault in one message", () => {
        expect(said([route({ prefixes: ["/admin", "/"] })]).split("\n")).toHaveLength(2);
    });
});

test("routes are taken whose names only resemble admin paths", () => {
    expect(said([route({ prefixes: ["/administrators", "/api/metrics-of-trades"] })])).toBe("");
});

describe("a candidate", () => {
    test.each(STEPS.map((percent) => [percent]))(
        "at %i percent gets exactly that, and the present release the rest",
        (percent) => {
            const candidate = { workload: "web-candidate", percent };
            const [rule] = routeSpec(HOST, [route({ to: { ...to, candidate } })]).rules;
            expect(rule?.backendRefs.map(({ name, weight }) => [name, weight])).toEqual([
                ["web", 100 - percent],
                ["web-candidate", percent],
            ]);
        },
    );

    test("is guarded like the present release", () => {
        const candidate = { workload: "web-candidate", percent: 0 } as const;
        expect(exposedServices([route({ to: { ...to, candidate } })])).toEqual(
            ["web", "web-candidate"].map((name) => ({
                namespace: "app",
                name,
                port: 8080,
                readiness: "/health",
                timeoutSeconds: 30,
            })),
        );
    });
});

/** The Gateway API's own rule: an exact path first, then the longest prefix by whole segments. */
function led(path: string, routes: readonly Route[]): boolean {
    const matches = routeSpec(HOST, routes).rules.flatMap((rule) => rule.matches);
    return matches.some(({ path: { type, value } }) =>
        type === "Exact" ? path === value : `${path}/`.startsWith(value === "/" ? "/" : `${value}/`),
    );
}

/** What Cloud Armor makes of a path before its expression sees it. */
const shut = (path: string) => new RegExp(ADMIN_SEGMENT).test(decodeURIComponent(path).toLowerCase());

const segment = fc.constantFrom(
    "api",
    "v1",
    "admin",
    "Admin",
    "metrics",
    "debug",
    "internal",
    "assets",
    "x.js",
    "..",
    "",
);
const path = fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.join("/")}`);
const generated = fc.record({
    prefixes: fc.array(path, { maxLength: 4 }).map((paths) => ["/api", ...paths]),
    exact: fc.array(path, { maxLength: 3 }).map((paths) => ["/health", ...paths]),
    percent: fc.constantFrom(...STEPS),
});

/** A path with an admin segment in it, as callers may write it. */
const sly = fc
    .tuple(
        fc.oneof(path, fc.constantFrom("/api", "/api/v1")),
        fc.constantFrom(...ADMIN_PATHS),
        fc.constantFrom("", "/", "/drain", ";x=1", "%2Fkeys"),
        fc.nat(3),
    )
    .map(([before, admin, after, how]) => {
        const name = admin.slice(1);
        const encoded = `/%${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
        return `${before}${[admin, encoded, `/${name.toUpperCase()}`, `/\\${name}`][how]}${after}`;
    });

describe("whatever routes are taken", () => {
    test("no admin path reaches a pod: its own name is not routed, and any other is refused before it gets there", () => {
        let [taken, refused] = [0, 0];
        fc.assert(
            fc.property(generated, fc.constantFrom(...ADMIN_PATHS), sly, ({ prefixes, exact, percent }, admin, way) => {
                const routes = [route({ prefixes, exact, to: { ...to, candidate: { workload: "next", percent } } })];
                if (said(routes) !== "") return;
                taken++;
                expect([admin, `${admin}/drain`].filter((one) => led(one, routes))).toEqual([]);
                if (!led(way, routes)) return;
                refused++;
                expect([way, shut(way)]).toEqual([way, true]);
            }),
            { numRuns: 3000 },
        );
        expect(taken).toBeGreaterThan(100);
        expect(refused).toBeGreaterThan(100);
    });

    test("weights are shares of 100, no path is routed twice, and every host has one listener with TLS", () => {
        fc.assert(
            fc.property(generated, ({ prefixes, exact, percent }) => {
                const routes = [route({ prefixes, exact, to: { ...to, candidate: { workload: "next", percent } } })];
                if (said(routes) !== "") return;
                const shares = weights({ workload: "web", candidate: { percent, workload: "next" } });
                expect(shares.reduce((sum, [, share]) => sum + share, 0)).toBe(100);
                const paths = routeSpec(HOST, routes).rules.flatMap((rule) =>
                    rule.matches.map((one) => JSON.stringify(one)),
                );
                expect(new Set(paths).size).toBe(paths.length);
                const [plain, ...listeners] = gatewaySpec("address", routes).listeners;
                expect(plain).toMatchObject({ port: 80, allowedRoutes: { namespaces: { from: "Same" } } });
                expect(listeners).toMatchObject(
                    byHost(routes).map(([hostname]) => ({ hostname, protocol: "HTTPS", port: 443 })),
                );
            }),
        );
    });
});

test("port 80 answers with the redirect to TLS and leads to no pod", () => {
    expect(redirectSpec.rules).toEqual([
        { filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }] },
    ]);
});

describe("the shield", () => {
    const rules = shieldRules({ requests: 50, seconds: 60, banRequests: 500, banSeconds: 900 });

    test("refuses first, then counts, and lets in nothing else", () => {
        const actions = [...rules].sort((a, b) => Number(a.priority) - Number(b.priority)).map(({ action }) => action);
        expect(actions.slice(0, -2).every((action) => action === "deny(403)")).toBe(true);
        expect(actions.slice(-2)).toEqual(["rate_based_ban", "deny(403)"]);
        expect(new Set(rules.map(({ priority }) => priority)).size).toBe(rules.length);
        expect(rules.some(({ preview }) => preview)).toBe(false);
    });

    test("counts each address by itself, as the stack file says", () => {
        expect(rules.find(({ action }) => action === "rate_based_ban")?.rateLimitOptions).toEqual({
            conformAction: "allow",
            exceedAction: "deny(429)",
            enforceOnKey: "IP",
            rateLimitThreshold: { count: 50, intervalSec: 60 },
            banThreshold: { count: 500, intervalSec: 60 },
            banDurationSec: 900,
        });
    });

    test("knows the rule against Log4Shell in the words of checkov CKV_GCP_73", () => {
        expect(JSON.stringify(rules)).toContain("\"evaluatePreconfiguredExpr('cve-canary')\"");
    });

    test.each([
        "/admin",
        "/api/v1/admin/wallet",
        "/%61dmin",
        "/ADMIN/drain",
        "//admin",
        "/\\admin",
        "/admin;x=1",
        "/a%2Fmetrics",
    ])("shuts %s", (path) => {
        expect(shut(path)).toBe(true);
    });

    test.each(["/", "/api/v1/intents", "/administrators", "/metrics-of-trades", "/ws"])("leaves %s open", (path) => {
        expect(shut(path)).toBe(false);
    });
});

describe("a name for Google", () => {
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
    const host = fc.array(label, { minLength: 2, maxLength: 6 }).map((labels) => labels.join("."));

    test("is one that Google takes, whatever the host", () => {
        fc.assert(
            fc.property(host, (one) => {
                expect(googleName("edge", one)).toMatch(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])$/);
            }),
        );
    });

    test("belongs to one host", () => {
        expect(googleName("edge", "a-b.example.com")).not.toBe(googleName("edge", "a.b.example.com"));
        fc.assert(
            fc.property(host, host, (one, other) => {
                if (one !== other) expect(googleName("edge", one)).not.toBe(googleName("edge", other));
            }),
        );
    });
});
