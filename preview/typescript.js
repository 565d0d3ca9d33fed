// Loads TypeScript as it is, by tsx. Two things that take it longer than to load a file are not done:
// it reads the files of packages to see what they are, which are JavaScript for `require` already;
// and it takes apart each file that it compiled before, whose JavaScript is kept here by what it was made of.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { _extensions: load } = require("node:module");
const { dirname, join, sep } = require("node:path");

const PACKAGES = `${sep}node_modules${sep}`;

const plain = load[".js"];
require("tsx/cjs");
const { ".js": seen, ".ts": compiled } = load;

/** The folder whose settings of TypeScript are followed. */
const directory = process.cwd();
const kept = join(dirname(dirname(require.resolve("tsx/package.json"))), ".cache", "slipway");
const settings = process.env.TSX_TSCONFIG_PATH ?? join(directory, "tsconfig.json");
const maker = [process.version, require("tsx/package.json").version, textOf(settings)].join("\n");

load[".js"] = (module, file) => (file.includes(PACKAGES) ? plain : seen)(module, file);
load[".ts"] = (module, file) => {
    const made = createHash("sha256").update(`${maker}\n${file}\n`).update(readFileSync(file)).digest("hex");
    const known = textOf(join(kept, made));
    if (known !== undefined) return module._compile(known, file);
    const { _compile } = module;
    module._compile = (text, ...rest) => {
        keep(made, text);
        return _compile.call(module, text, ...rest);
    };
    compiled(module, file);
};

function textOf(file) {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return undefined; // compiled again each time, where nothing can be kept
    }
}

/** Under another name until it is whole: other processes read as well. */
function keep(name, text) {
    const draft = join(kept, `.${name}.${process.pid}`);
    try {
        mkdirSync(kept, { recursive: true });
        writeFileSync(draft, text);
        renameSync(draft, join(kept, name));
    } catch {}
}

exports.directory = directory;
