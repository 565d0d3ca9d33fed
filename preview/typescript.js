// Loads TypeScript as it is, by tsx, which is itself loaded only when there is something to compile: what it made of a file
// of the project is kept with all that it was made of, and packages bring JavaScript for `require` already.
const { createHash } = require("node:crypto");
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join, relative, sep } = require("node:path");
const { threadId } = require("node:worker_threads");

const PACKAGES = `${sep}node_modules${sep}`;

/** The folder whose settings of TypeScript are followed. */
const directory = process.cwd();
const settings = process.env.TSX_TSCONFIG_PATH ?? join(directory, "tsconfig.json");
const said = textOf(settings) ?? "";
const maker = [process.version, require("tsx/package.json").version, said].join("\n");
const packages = dirname(dirname(require.resolve("tsx/package.json")));
const project = dirname(packages) + sep;
const kept = join(packages, ".cache", "slipway");

const { _extensions: load } = Module;
const current = () => ({ find: Module._resolveFilename, js: load[".js"], ts: load[".ts"] });
const node = current();
let tsx;

const ours = {
    find(request, parent, ...rest) {
        const own = parent?.filename && !parent.filename.includes(PACKAGES);
        if (own && /^\.\.?\//.test(request)) {
            const file = `${join(dirname(parent.filename), request)}.ts`;
            if (existsSync(file)) return file;
        }
        try {
            return node.find(request, parent, ...rest);
        } catch (error) {
            if (!own) throw error;
            return compiler().find(request, parent, ...rest);
        }
    },
    js: (module, file) => (file.includes(PACKAGES) ? node : compiler()).js(module, file),
    ts(module, file) {
        // Settings that are inherited may change where nobody looks.
        if (!file.startsWith(project) || said.includes('"extends"')) return compiler().ts(module, file);
        const place = join(kept, `${relative(project, file).replaceAll(sep, "+")}.js`);
        const source = createHash("sha256").update(`${maker}\n${file}\n`).update(readFileSync(file)).digest("hex");
        const made = `\n// ${source}`;
        const known = textOf(place);
        if (known?.endsWith(made)) return module._compile(known, file);
        const { _compile } = module;
        module._compile = (text, ...rest) => {
            keep(place, text + made);
            return _compile.call(module, text, ...rest);
        };
        compiler().ts(module, file);
    },
};

install(ours);
process.setSourceMapsEnabled(true);

function install({ find, js, ts }) {
    Module._resolveFilename = find;
    load[".js"] = js;
    if (ts) load[".ts"] = ts;
    else delete load[".ts"];
}

/** What tsx does in place of what Node does. */
function compiler() {
    if (tsx === undefined) {
        install(node);
        require("tsx/cjs");
        tsx = current();
        install(ours);
    }
    return tsx;
}

function textOf(file) {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return undefined;
    }
}

/** Under another name until it is whole: other threads and processes read as well. Where nothing can be kept, nothing is. */
function keep(place, text) {
    const draft = `${place}.${process.pid}.${threadId}`;
    try {
        mkdirSync(kept, { recursive: true });
        writeFileSync(draft, text);
        renameSync(draft, place);
    } catch {}
}

exports.directory = directory;
