import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = join(__dirname, "..");

const COMPONENTS = ["settings", "ground", "boundary", "workload", "chain", "edge", "watch"].map(
    (room) => `components/${room}`,
);

/** Who may import whom: the rooms on the right are all that the room on the left may use, besides itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
    "index.ts": ["systems", ...COMPONENTS],
    systems: COMPONENTS,
    "components/settings": [],
    "components/ground": ["components/settings"],
    "components/boundary": ["components/settings", "components/ground"],
    "components/workload": ["components/settings", "components/ground", "components/boundary"],
    "components/chain": ["components/settings", "components/ground", "components/boundary", "components/workload"],
    "components/edge": ["components/settings", "components/ground", "components/boundary", "components/workload"],
    "components/watch": ["components/settings", "components/ground", "components/boundary", "components/workload"],
    policies: [],
    preview: ["policies"],
    governance: ["preview"],
    cli: ["preview", "policies", "governance", "sandbox"],
    sandbox: ["preview", "policies", "governance"],
};

const SKIPPED = new Set(["node_modules", "out", ".git", "test", "bench"]);

function sources(folder = ROOT): string[] {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        if (SKIPPED.has(entry.name)) return [];
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return sources(path);
        return /\.(ts|js|cjs|mjs)$/.test(entry.name) ? [relative(ROOT, path)] : [];
    });
}

/** `components/ground/keys.ts` is in the room `components/ground`; a room is never deeper than that. */
function room(file: string): string {
    const parts = file.split("/");
    if (parts.length === 1) return file;
    return parts[0] === "components" ? parts.slice(0, 2).join("/") : (parts[0] ?? "");
}

function imports(file: string): string[] {
    const text = readFileSync(join(ROOT, file), "utf8");
    const specifiers = text.matchAll(/(?:from|import|require\()\s*\(?\s*"(\.[^"]+)"/g);
    const modules = [...specifiers].map(([, specifier = ""]) => specifier).filter((name) => !name.endsWith(".json"));
    return modules.map((specifier) => normalize(join(dirname(file), specifier)));
}

describe("the house", () => {
    const files = sources();

    test("has a rule for every room", () => {
        expect([...new Set(files.map(room))].filter((name) => !(name in MAY_IMPORT))).toEqual([]);
    });

    test("lets rooms import only what they may", () => {
        const wrong = files.flatMap((file) =>
            imports(file)
                .filter(
                    (target) => room(target) !== room(file) && !(MAY_IMPORT[room(file)] ?? []).includes(room(target)),
                )
                .map((target) => `${file} imports ${target}`),
        );
        expect(wrong).toEqual([]);
    });

    test("has no data beside a module of the same name: Pulumi's loader would take the data", () => {
        const hidden = files.filter((file) => existsSync(join(ROOT, file.replace(/\.ts$/, ".json"))));
        expect(hidden.filter((file) => file.endsWith(".ts"))).toEqual([]);
    });

    test("names no network in code: differences are data in the stack files", () => {
        const wrong = files.filter((file) =>
            /(===|!==|==|case) *["'](mainnet|testnet)["']|is(Main|Test)net/i.test(
                readFileSync(join(ROOT, file), "utf8"),
            ),
        );
        expect(wrong).toEqual([]);
    });

    test("has an index.ts that is one page without conditions or loops", () => {
        const text = readFileSync(join(ROOT, "index.ts"), "utf8");
        expect(text.split("\n").length).toBeLessThan(80);
        expect(text).not.toMatch(/\b(if|for|while|switch)\b *\(|\.map\(|\.forEach\(/);
    });

    test("pins every action of its workflows to a commit", () => {
        const folder = join(ROOT, ".github/workflows");
        const uses = readdirSync(folder).flatMap((file) =>
            [...readFileSync(join(folder, file), "utf8").matchAll(/^\s*-? *uses: *(.+)$/gm)].map(
                ([, action = ""]) => action,
            ),
        );
        expect(uses.length).toBeGreaterThan(0);
        expect(uses.filter((action) => !/^[\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d/.test(action))).toEqual([]);
    });
});
