/**
 * Writes `preview/changes/forcing.jsonl`: for each type of the modules below the inputs of which a change makes a new
 * resource, as the provider's source declares them (`ForceNew: true`). Takes the folder `google-beta/services` of
 * https://github.com/hashicorp/terraform-provider-google-beta at the version that is named below:
 *
 *     node --import tsx test/google/make-forcing.ts google-beta/services
 *
 * What a provider decides in code (`CustomizeDiff`) is no part of it; see `preview/changes/replaces.ts`.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const VERSION = "7.45.0";
const ROOT = join(__dirname, "../..");
const services = process.argv[2] ?? "";

/** From an opening bracket to behind its closing one; texts and comments are skipped. */
function closing(text: string, open: number): number {
    const tokens = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)+'|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[{}()[\]]/g;
    tokens.lastIndex = open;
    let depth = 0;
    for (let match = tokens.exec(text); match; match = tokens.exec(text)) {
        if ("{([".includes(match[0])) depth++;
        else if ("})]".includes(match[0]) && --depth === 0) return tokens.lastIndex;
    }
    return text.length;
}

/** The `key: value` entries of a literal, without what is inside the values. */
function* entries(body: string): Iterable<[string, string]> {
    const key = /\s*(?:\/\/[^\n]*\s*)*(?:"([^"]+)"|(\w+)):\s*/y;
    for (let at = 0; at < body.length; ) {
        key.lastIndex = at;
        const match = key.exec(body);
        if (!match) return;
        let end = key.lastIndex;
        const stop = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|\/\/[^\n]*|[{([,]/g;
        stop.lastIndex = end;
        for (let found = stop.exec(body); ; found = stop.exec(body)) {
            if (!found || found[0] === ",") {
                end = found ? found.index : body.length;
                break;
            }
            if ("{([".includes(found[0])) stop.lastIndex = closing(body, found.index);
        }
        yield [match[1] ?? match[2] ?? "", body.slice(key.lastIndex, end).trim()];
        at = end + 1;
    }
}

/** What a package says where a name stands for it: the body of a function's last return, or a variable's value. */
class Package {
    private readonly text: string;

    constructor(folder: string) {
        const files = readdirSync(folder).filter(
            (name) => name.endsWith(".go") && !/_test\.go$|migratev\d|^data_source/.test(name),
        );
        this.text = files.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
    }

    resolve(expression: string): string {
        const [, name] = /^(\w+)(?:\([^)]*\))?$/.exec(expression) ?? [];
        if (name === undefined || name === "nil") return expression;
        const variable = new RegExp(`^(?:var )?\\s*${name}\\s*=\\s*`, "m").exec(this.text);
        const functionAt = new RegExp(`^func ${name}\\([^)]*\\)[^{]*\\{`, "m").exec(this.text);
        if (functionAt) {
            const open = functionAt.index + functionAt[0].length - 1;
            const body = this.text.slice(open, closing(this.text, open));
            // Indented once: the function's own, and not of a function inside it.
            const last = body.lastIndexOf("\n\treturn ");
            return this.resolve(body.slice(last + 9, closing(body, body.indexOf("{", last))).trim());
        }
        if (!variable) return expression;
        const start = variable.index + variable[0].length;
        return this.text.slice(start, closing(this.text, this.text.indexOf("{", start)));
    }

    resources(): Map<string, string> {
        const pattern =
            /registry\.Schema\{\s*Name:\s*"(\w+)",\s*ProductName:[^\n]*\s*Type:\s*registry\.SchemaTypeResource,\s*Schema:\s*(\w+\(\))/g;
        return new Map([...this.text.matchAll(pattern)].map(([, name = "", made = ""]) => [name, made]));
    }
}

const inside = (literal: string) => literal.slice(literal.indexOf("{") + 1, literal.lastIndexOf("}"));

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
/** As Pulumi's bridge makes plurals of the names of lists. */
const plural = (name: string) =>
    /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : /(s|x|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;

/** Pulumi's name of an argument: a list of more than one is a plural, unless its name is one already. */
function pulumiName(name: string, fields: Map<string, string>, known?: ReadonlySet<string>): string {
    const list = /TypeList|TypeSet/.test(fields.get("Type") ?? "") && fields.get("MaxItems") !== "1";
    const candidates = list
        ? [camel(/s$/.test(name) ? name : plural(name)), camel(plural(name)), camel(name)]
        : [camel(name)];
    return candidates.find((one) => known?.has(one)) ?? candidates[0] ?? name;
}

/** Arguments below a resource's schema of which a change forces a new one; a block is `name[]`: only its presence. */
function* forced(
    schema: string,
    from: Package,
    path: string,
    depth: number,
    known?: ReadonlySet<string>,
): Iterable<string> {
    const merged = /^(?:tpgresource\.)?[mM]ergeSchemas\(([\s\S]*)\)$/.exec(schema);
    if (merged) {
        for (const part of merged[1]?.match(/^\s*\w+(?=,)/) ?? [])
            yield* forced(from.resolve(part.trim()), from, path, depth, known);
        const literal = merged[1]?.indexOf("map[string]") ?? -1;
        if (literal >= 0) yield* forced(merged[1]?.slice(literal) ?? "", from, path, depth, known);
        return;
    }
    for (const [name, value] of entries(inside(schema))) {
        const fields = new Map(entries(inside(from.resolve(value))));
        const own = `${path}${path ? "." : ""}${pulumiName(name, fields, known)}`;
        const element = from.resolve(fields.get("Elem") ?? "");
        const nested = /^&?schema\.Resource\{/.test(element);
        const computed = fields.get("Computed") === "true" && !fields.has("Optional") && !fields.has("Required");
        if (computed) continue;
        if (fields.get("ForceNew") === "true") yield nested ? `${own}[]` : own;
        if (nested && depth < 8) {
            const inner = new Map(entries(inside(element))).get("Schema") ?? "";
            yield* forced(from.resolve(inner), from, own, depth + 1);
        }
    }
}

/** Inputs of a type, as the SDK sends them. */
function inputsOf(token: string): ReadonlySet<string> | undefined {
    const [, module = "", file = ""] = /^gcp:([^/]+)\/([^:]+):/.exec(token) ?? [];
    const folder = join(ROOT, "node_modules/@pulumi/gcp", module.toLowerCase());
    const name =
        existsSync(folder) && readdirSync(folder).find((one) => one.toLowerCase() === `${file.toLowerCase()}.js`);
    if (!name) return undefined;
    return new Set(
        [...readFileSync(join(folder, name), "utf8").matchAll(/resourceInputs\["(\w+)"\]/g)].map(
            ([, name = ""]) => name,
        ),
    );
}

const [, ...lines] = readFileSync(join(__dirname, "terraform-fields.jsonl"), "utf8").trim().split("\n");
const tokens = new Map<string, string>(lines.map((line) => JSON.parse(line)).map(([token, type]) => [type, token]));
const rows: [string, string[]][] = [];
for (const folder of readdirSync(services)) {
    const from = new Package(join(services, folder));
    for (const [type, made] of from.resources()) {
        const token = tokens.get(type);
        const known = token && inputsOf(token);
        if (!token || !known) continue;
        const schema = new Map(entries(inside(from.resolve(made)))).get("Schema") ?? "";
        const paths = [...new Set(forced(from.resolve(schema), from, "", 0, known))].sort();
        const strange = paths.filter((path) => !known.has(/^\w+/.exec(path)?.[0] ?? ""));
        if (strange.length > 0) process.stderr.write(`${token}: no input ${strange.join(", ")}\n`);
        if (paths.length > 0) rows.push([token, paths.filter((path) => !strange.includes(path))]);
    }
}
rows.sort(([a], [b]) => (a < b ? -1 : 1));
const head = { source: "hashicorp/terraform-provider-google-beta google-beta/services, ForceNew", version: VERSION };
const target = join(dirname(__dirname), "../preview/changes/forcing.jsonl");
writeFileSync(target, [head, ...rows].map((row) => `${JSON.stringify(row)}\n`).join(""));
