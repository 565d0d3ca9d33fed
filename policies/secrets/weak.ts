import type { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { memo } from "../memo";
import { isRandom } from "./values";

/** What charts, images and examples of this trade are shipped with, beside the lists of leaked passwords. */
const DEFAULTS =
    "admin administrator api app azure cassandra change changeit changeme clickhouse cosmos database db default demo docker elastic ethereum example grafana guest gcp insecure kafka keypassword keystore kibana kubernetes letmein localhost mainnet mariadb minio minioadmin mongo mysql operator password please pleasechangeme postgres postgresql production prom prometheus pulumi quickstart rabbitmq redis replaceme root sample satoshi secret server service staging supersecret terraform test testnet todo toor user validator vault wallet welcome".split(
        " ",
    );

/** Words that say of a longer password that it is one of an example. */
const EXAMPLE = /(^|[_.-])(demo|example|sample|changeme|default|insecure|dummy|test|dev|local)([_.-]|\d*$)/i;

/** NIST SP 800-63B, section 5.1.1.1: the least that people may choose. */
const SHORTEST = 8;

/** What zxcvbn takes is bounded: its time grows with the square of the length and with the ways to read "4" as "a". */
const LONGEST = 32;
const READINGS = 8;

/** Below 3 of 4 zxcvbn expects fewer than 10^8 guesses. */
const LEAST = 3;

/**
 * Whether a password is one that anybody would try: short, leaked, a default, a sequence, or the name that stands beside
 * it, also with what people put before and after or write for a letter.
 * @meets S0-09
 */
export function isWeak(password: string, beside: readonly string[] = []): boolean {
    if (password.length < SHORTEST || EXAMPLE.test(password)) return true;
    const words = password.toLowerCase().match(/[a-z]+/g) ?? [];
    if (words.length > 0 && words.every((word) => DEFAULTS.includes(word)) && !/\d{5}/.test(password)) return true;
    // What a generator made needs no guessing.
    if (password.length >= 16 && isRandom(password) && !/(.)\1{3}/.test(password)) return false;
    const parts = password.length > LONGEST ? [password.slice(0, LONGEST), password.slice(-LONGEST)] : [password];
    const names = beside.slice(0, 8).map((name) => name.slice(0, LONGEST));
    return parts.every((part) => score([part, ...names].join("\n")) < LEAST);
}

/** One chart names the same default in many places. */
const score = memo((asked) => {
    const [password = "", ...beside] = asked.split("\n");
    return guesser().check(password, beside).score;
});

let made: ZxcvbnFactory | undefined;

/** Loaded when the first password is at hand: its lists take longer to read than all rules. */
function guesser(): ZxcvbnFactory {
    if (made) return made;
    const { ZxcvbnFactory }: typeof import("@zxcvbn-ts/core") = require("@zxcvbn-ts/core");
    const common: typeof import("@zxcvbn-ts/language-common") = require("@zxcvbn-ts/language-common");
    const dictionary = { ...common.dictionary, defaults: DEFAULTS };
    const graphs = common.adjacencyGraphs;
    made = new ZxcvbnFactory({ dictionary, graphs, maxLength: LONGEST, l33tMaxSubstitutions: READINGS });
    return made;
}
