/** What people choose, and what examples are shipped with (the heads of public lists of leaked and default passwords). */
const COMMON =
    /^(admin|administrator|root|user|guest|test|tester|demo|example|sample|default|secret|password|passw0rd|passwort|pass|letmein|welcome|changeme|change[_-]?(it|me|this)|please[_-]?change.*|replace[_-]?me|todo|postgres|postgresql|mysql|mariadb|redis|mongo|grafana|prom-operator|minio|minioadmin|rabbitmq|elastic|kibana|vault|pulumi|terraform|kubernetes|hunter2|qwerty|azerty|iloveyou|dragon|monkey|master|superman|batman|football|baseball|trustno1|starwars|abc|abcd|foo|bar|foobar|asdf|zxcv|hello|world|private|public|manager|operator|service|oracle|cisco|toor|ubuntu|docker|dev|local|localhost|staging|prod|production|validator|wallet|bitcoin|ethereum|cosmos|satoshi|keystore|keypassword)$/;

/** Words that say of a longer password that it is one of an example. */
const EXAMPLE = /(^|[_.-])(demo|example|sample|changeme|default|insecure|dummy|test|dev|local)([_.-]|\d*$)/;

const SEQUENCES = "01234567890 09876543210 abcdefghijklmnopqrstuvwxyz qwertyuiop asdfghjkl zxcvbnm 1q2w3e4r5t6y";

/** Below it every combination of letters and digits is tried within hours (NIST SP 800-63B asks for 15 where it is alone). */
const SHORTEST = 12;

/**
 * Whether a password is one that anybody would try: common, short, a sequence, or the name that stands beside it.
 * @meets S0-09
 */
export function isWeak(password: string, beside: readonly string[] = []): boolean {
    const text = password.toLowerCase();
    if (text === "") return true;
    // Letters that people write as digits, and what they put at the end.
    const plain = text.replace(/[!?.@#$*\d]+$/, "");
    const read = plain
        .replaceAll("0", "o")
        .replaceAll("1", "i")
        .replaceAll("3", "e")
        .replaceAll("4", "a")
        .replaceAll("@", "a")
        .replaceAll("$", "s")
        .replaceAll("5", "s");
    if ([text, plain, read].some((word) => COMMON.test(word)) || EXAMPLE.test(text)) return true;
    if (beside.some((name) => name !== "" && name.toLowerCase() === text)) return true;
    if (/^(.{1,4})\1+$/.test(text) || (text.length >= 4 && SEQUENCES.includes(text))) return true;
    const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((one) => one.test(password)).length;
    return password.length < SHORTEST && (classes < 3 || password.length < 8);
}
