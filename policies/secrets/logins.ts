import { positions } from "../text";
import { isLiteral } from "./values";
import { isWeak } from "./weak";

/** A login with its password in a text. */
export interface Login {
    kind: string;
    position: string;
    /** Whether anybody would guess the password. */
    weak: boolean;
}

const NONE: readonly Login[] = [];

/** What one of them begins with: most texts hold nothing of it. */
const MAY_HOLD = /:\/\/|basic|"auth|curl/i;

const HOST = /[\w.[\]:$-]/;
const LONGEST = 1024;

/** Passwords in addresses (`scheme://user:password@host`), in basic authorization, on the command line of curl. */
export function logins(text: string): readonly Login[] {
    if (!MAY_HOLD.test(text)) return NONE;
    const found: { kind: string; index: number; weak: boolean }[] = [];
    for (let at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 3)) {
        const [user, password] = loginOf(text, at + 3) ?? [];
        if (password !== undefined && isLiteral(password, "certain"))
            found.push({ kind: "a password in an address", index: at, weak: isWeak(password, [user ?? ""]) });
    }
    for (const { 1: encoded = "", index } of text.matchAll(BASIC)) {
        const login = decoded(encoded);
        if (login) found.push({ kind: "a login in base64", index, weak: isWeak(login[1], [login[0]]) });
    }
    if (text.includes("curl")) {
        for (const { 1: password = "", index } of text.matchAll(CURL)) {
            if (isLiteral(password, "certain"))
                found.push({ kind: "a password for curl", index, weak: isWeak(password) });
        }
    }
    const position = positions(text);
    return found
        .sort((a, b) => a.index - b.index)
        .map(({ index, ...login }) => ({ ...login, position: position(index) }));
}

/** User and password: what stands on both sides of the first colon, up to the last @ before the address goes on. */
function loginOf(text: string, start: number): [string, string] | undefined {
    let colon = -1;
    let login = -1;
    let at = start;
    for (; at < text.length && at < start + LONGEST; at++) {
        const character = text.charAt(at);
        if (/[\s"'`<>\\,/?#]/.test(character)) break;
        if (character === ":" && colon < 0) colon = at;
        if (character === "@") login = at;
    }
    if (colon < 0 || login < colon || !HOST.test(text.charAt(login + 1))) return undefined;
    return [text.slice(start, colon), text.slice(colon + 1, login)];
}

/** The header of basic authorization, and the entries of a container registry's login file. */
const BASIC = /(?:\bBasic\s{1,4}|"auth\\?"\s{0,4}:\s{0,4}\\?")([A-Za-z0-9+/]{8,1024}={0,2})/gi;

const CURL = /(?:^|\s)(?:-u|--user)[ =]{0,2}["']?[^\s:"']{1,200}:([^\s"']{1,400})/g;

function decoded(encoded: string): [string, string] | undefined {
    const login = Buffer.from(encoded, "base64").toString("latin1");
    const [, user = "", password] = /^([\x21-\x7e]{0,200}?):([\x20-\x7e]{1,400})$/.exec(login) ?? [];
    return password !== undefined && isLiteral(password, "certain") ? [user, password] : undefined;
}
