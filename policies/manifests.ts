import { join, steps } from "./path";
import type { Json, Resource } from "./rule";
import { isMap, own } from "./value";

type Parsed = import("yaml").Document.Parsed;

/** An object of Kubernetes as somebody wrote it, and where. */
export interface Manifest {
    resource: Resource;
    /** The line on which the value at a path stands, or what is nearest around it. */
    lineOf(path: string): number;
}

/** Why a text holds no objects of Kubernetes. Its message holds nothing of the text. */
export class ManifestError extends Error {
    override readonly name = "ManifestError";
    readonly line: number;

    constructor(line: number, message: string) {
        super(message);
        this.line = line;
    }
}

/** More aliases than anybody writes. */
const MOST_ALIASES = 100;

/**
 * Reads what `helm template` and `kubectl get -o yaml` write: documents with an object each, or a list of them, or
 * nothing. As Kubernetes reads them: `yes` is true, and of a key that stands twice the last one holds.
 */
export function readManifests(text: string, stack: string): Manifest[] {
    // Loaded when first needed: the pack never is asked for it.
    const { LineCounter, parseAllDocuments }: typeof import("yaml") = require("yaml");
    const lines = new LineCounter();
    const parsed = parseAllDocuments(text, {
        lineCounter: lines,
        logLevel: "silent",
        prettyErrors: false,
        uniqueKeys: false,
        schema: "yaml-1.1",
        customTags: (tags) => tags.filter((tag) => typeof tag !== "object" || isPlain(tag)),
    });
    const documents: Parsed[] = Array.isArray(parsed) ? parsed : [];
    return documents.flatMap((document) => {
        const line = (offset: number) => lines.linePos(offset).line;
        const [error] = document.errors;
        if (error) throw new ManifestError(line(error.pos[0]), reasonOf(error));
        const start = line(document.contents?.range?.[0] ?? document.range[0]);
        const lineOf = (path: readonly (string | number)[]): number => {
            for (let count = path.length; count > 0; count--) {
                const node = document.getIn(path.slice(0, count), true) as
                    | { range?: [number, ...unknown[]] }
                    | undefined;
                if (node?.range) return line(node.range[0]);
            }
            return start;
        };
        return [...objects(contentOf(document, start), "", lineOf)].map(({ type, value, path }): Manifest => {
            const metadata = own(value, "metadata");
            const [namespace, name] = [
                own(metadata, "namespace"),
                own(metadata, "name") ?? own(metadata, "generateName"),
            ];
            const called = [namespace, name].filter((part) => typeof part === "string" && part !== "").join("/");
            const urn = `urn:pulumi:${stack}::manifests::${type}::${called}`;
            return {
                resource: { urn, type, name: called, props: value },
                lineOf: (inner) => lineOf([...steps(path), ...steps(inner)]),
            };
        });
    });
}

/** What JSON has: to Kubernetes, what looks like a day or a time of day is a text. */
const isPlain = ({ tag, format }: { tag: string; format?: string | undefined }): boolean =>
    format !== "TIME" && !/:(timestamp|set|omap|pairs|binary)$/.test(tag);

/** The code alone: messages of the parser may quote the text. */
const reasonOf = ({ code }: { code: string }): string => `no YAML (${code.toLowerCase().replaceAll("_", " ")})`;

function contentOf(document: Parsed, line: number): Json {
    try {
        return document.toJS({ maxAliasCount: MOST_ALIASES }) as Json;
    } catch {
        throw new ManifestError(line, "a document whose aliases lead nowhere, or to too much");
    }
}

type LineOf = (path: readonly (string | number)[]) => number;

interface Found {
    type: string;
    value: { [key: string]: Json };
    path: string;
}

/** The objects of a document: itself, or those of the list that it is. */
function* objects(
    value: Json,
    path: string,
    lineOf: LineOf,
    within?: { version: string; kind: string },
): Iterable<Found> {
    if (value === null) return;
    const wrong = (what: string) => new ManifestError(lineOf(steps(path)), what);
    if (!isMap(value)) throw wrong("no object of Kubernetes");
    const version = own(value, "apiVersion") ?? within?.version;
    const kind = own(value, "kind") ?? within?.kind;
    if (!isWord(version, /^[\w./-]{1,200}$/) || !isWord(kind, /^\w{1,100}$/))
        throw wrong("an object without apiVersion and kind");
    const items = own(value, "items");
    if (kind.endsWith("List") && (Array.isArray(items) || items === null)) {
        const item = kind === "List" ? undefined : { version, kind: kind.slice(0, -"List".length) };
        for (const [index, one] of (items ?? []).entries())
            yield* objects(one, join(join(path, "items"), index), lineOf, item);
        return;
    }
    yield { type: `kubernetes:${version.includes("/") ? version : `core/${version}`}:${kind}`, value, path };
}

const isWord = (value: Json | undefined, pattern: RegExp): value is string =>
    typeof value === "string" && pattern.test(value);
