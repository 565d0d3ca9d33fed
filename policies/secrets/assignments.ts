import { positions } from "../text";
import { type Sensitivity, sensitivity } from "./names";
import { entropy, isLiteral, isRandom } from "./values";
import { isWeak } from "./weak";

/** A sensitive name and its value in a text: a file, a script, a line of arguments, the query of an address. */
export interface Assignment {
    kind: string;
    position: string;
    /** Whether it is part of an address or of a connection string, which have a rule of their own. */
    connection: boolean;
    /** Whether the value looks like one, where the name alone could mean something else. */
    strong: boolean;
    /** Whether anybody would guess it. */
    weak: boolean;
}

const HINT = /pass|pwd|secret|token|mnemonic|phrase|cred|key|psk|identified/gi;
const NONE: readonly Assignment[] = [];
const LONGEST_NAME = 80;
const MOST = 50;

/** Names and values as `NAME=value`, `name: "value"`, `"name":"value"`, `--name value`, `<name>value</name>`, SQL. */
export function assignments(text: string): readonly Assignment[] {
    if (text.search(HINT) < 0) return NONE;
    const found: Assignment[] = [];
    const position = positions(text);
    let end = 0;
    for (const { index } of text.matchAll(HINT)) {
        if (index < end) continue;
        const start = backwards(text, index);
        end = forwards(text, index);
        // In `${PASSWORD:-…}` it is the shell that assigns.
        if (text.startsWith("${", start - 2)) continue;
        const name = text.slice(start, end);
        const meaning = /^identified$/i.test(name)
            ? { kind: "password", level: "certain" as const }
            : sensitivity(name);
        if (!meaning) continue;
        const value = valueAfter(text, start, end, meaning.kind);
        if (value === undefined || isVariable(value.text) || !isLiteral(value.text, meaning.level)) continue;
        if (!value.quoted && isCode(value.text) && !isRandom(value.text)) continue;
        found.push({
            kind: meaning.kind,
            position: position(start),
            connection: isConnection(text, start),
            strong: isStrong(value.text, meaning),
            weak: meaning.kind === "password" && isWeak(value.text),
        });
        if (found.length === MOST) break;
    }
    return found;
}

/** Tokens and keys are made by chance; passwords are made by people. */
function isStrong(value: string, { kind, level }: Sensitivity): boolean {
    if (/password|mnemonic|phrase/.test(kind)) return true;
    if (!/^[\w.=+/~-]{10,}$/.test(value)) return false;
    if (level === "certain") return entropy(value) >= 3 || isLong(value);
    return isRandom(value) || entropy(value) >= 3.4 || isLong(value);
}

/** Longer than what stands for a thing: the numbers of some issuers, and keys as they are generated. */
const isLong = (value: string): boolean => /^\d{16,}$/.test(value) || value.length >= 40;

const isNamePart = (code: number): boolean =>
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 95 ||
    code === 45 ||
    code === 46;

function backwards(text: string, index: number): number {
    let at = index;
    while (at > 0 && index - at < LONGEST_NAME && isNamePart(text.charCodeAt(at - 1))) at--;
    while (text[at] === "-" || text[at] === ".") at++;
    return at;
}

function forwards(text: string, index: number): number {
    let at = index;
    while (at < text.length && at - index < LONGEST_NAME && isNamePart(text.charCodeAt(at))) at++;
    return at;
}

/** Closing quote or bracket of the name, the operator, and the quote that opens the value. */
const OPERATOR =
    /\\*["'`]?\]?(?:[ \t]{0,8}(=>|[:?.|]{0,3}=|:|>)|[ \t]{1,8}\w{1,20}[ \t]{1,8}(=)|(?<=["'`]),(?=[ \t]{0,8}["'`]))[ \t]{0,8}(\\*["'`]|[rbf]["'])?/y;
const SQL = /(?:[ \t]+(?:by|to|is))?[ \t]+(')/iy;
const FLAG = /[ \t]+(\\?["'`])?(?=[^-\s])/y;
const MOST_VALUE = 4096;

function valueAfter(
    text: string,
    start: number,
    end: number,
    kind: string,
): { text: string; quoted: boolean } | undefined {
    const operator = sticky(OPERATOR, text, end);
    const flag = !operator && text.startsWith("--", start - 2) ? sticky(FLAG, text, end) : undefined;
    const sql = !operator && !flag && kind === "password" ? sticky(SQL, text, end) : undefined;
    const match = operator ?? flag ?? sql;
    if (!match) return undefined;
    const from = match.index + match[0].length;
    const rest = text.slice(from, from + MOST_VALUE);
    const quote = (operator ? match[3] : match[1])?.at(-1);
    if (quote !== undefined) {
        const close = rest.indexOf(quote);
        const line = rest.slice(0, close < 0 ? undefined : close).replace(/\\$/, "");
        // Between backquotes a shell writes a command.
        const command = quote === "`" && /\s/.test(line);
        return command || line.includes("\n") ? undefined : { text: line, quoted: true };
    }
    if (operator?.[1] === ">")
        return text[start - 1] === "<" ? { text: /^\s*([^<\n]*)/.exec(rest)?.[1] ?? "", quoted: true } : undefined;
    const bare = /^[^\s,;"'`&)\]\\]{0,400}/.exec(rest)?.[0] ?? "";
    // "password: the one you chose" is a sentence; a value is the last thing on its line.
    const alone = /^[ \t]*([,;}\])#"'`]|\\n|\n|\r|$)/.test(rest.slice(bare.length));
    return operator?.[1] === ":" && !alone ? undefined : { text: bare, quoted: false };
}

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
    pattern.lastIndex = at;
    return pattern.exec(text) ?? undefined;
}

/** What a shell fills in: `$password`, `$(cat file)`. */
const isVariable = (value: string): boolean => /^\$(\w+$|\()/.test(value);

/** Types, calls and members of programs: `string`, `getPassword()`, `config.password`, `process.env.TOKEN`. */
const isCode = (value: string): boolean =>
    /^(str|string|text|bytes?|bool|boolean|int|integer|number|object|any|optional|required|nil|null|none|env|self|this)\b/i.test(
        value,
    ) ||
    /^[a-z_$][\w$]*(\.[a-z_$][\w$]*)+\(?/i.test(value) ||
    /^[a-z_$][\w$.]*[([]/i.test(value);

/** In the query of an address, or among the words of a connection string. */
function isConnection(text: string, start: number): boolean {
    const before = text[start - 1];
    if (before === "?" || before === "&") return true;
    const left = text.slice(Math.max(text.lastIndexOf("\n", start) + 1, start - 300), start);
    const right = /^[^\n]{0,300}/.exec(text.slice(start, start + 300))?.[0] ?? "";
    return /(^|[\s;"'])(host|hostaddr|server|data source|dbname|database|user|uid|user id)\s?=/i.test(left + right);
}
