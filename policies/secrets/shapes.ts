import { END, MARKED } from "./marks";
import { isRandom } from "./values";

/**
 * How issuers write their tokens, from their own documentation. A shape is tried only on a text in which one of its
 * words stands. Patterns are RE2: no look-around, and time linear in the text.
 */
export interface Shape {
    kind: string;
    words: readonly string[];
    pattern: string;
    /** What a pattern cannot say: whether the match is a token after all. */
    check?: (match: string) => boolean;
}

const marked = ([kind, marks, rest]: readonly [string, string, string]): Shape => {
    const words = marks.split(" ");
    const start = words.map((word) => word.replace(/[.+]/g, "\\$&")).join("|");
    return { kind, words, pattern: `(?:^|[^A-Za-z0-9])(?:${start})${rest}` };
};

export const shapes: readonly Shape[] = [
    ...MARKED.map(marked),
    {
        ...marked(["AWS access key", "AKIA ASIA ABIA ACCA", `[A-Z2-7]{16}${END}`]),
        check: (match) => !/EXAMPLE\W?$/.test(match), // in Amazon's own documentation
    },
    {
        ...marked(["Slack token", "xoxb- xoxp- xoxa- xoxr- xoxo- xoxs- xoxe- xoxe. xapp-", "[A-Za-z0-9-]{14,}"]),
        check: (match) => /\d{8}|\w{40}/.test(match),
    },
    {
        kind: "Google service account key",
        words: ["private_key_id"],
        pattern: `private_key_id\\\\*"\\s*:\\s*\\\\*"[0-9a-f]{40}`,
    },
    {
        kind: "Azure client secret",
        words: ["Q~"],
        pattern: "(?:^|[^\\w~.-])[A-Za-z0-9_~.]{3}\\dQ~[\\w~.-]{31,34}(?:[^\\w~.-]|$)",
    },
    { kind: "Terraform Cloud token", words: [".atlasv1."], pattern: "[A-Za-z0-9]{14}\\.atlasv1\\.[\\w=-]{60,70}" },
    {
        kind: "Slack webhook",
        words: ["hooks.slack.com"],
        pattern: "hooks\\.slack\\.com/(?:services|workflows|triggers)/[A-Za-z0-9+/]{30,}",
    },
    {
        kind: "Discord webhook",
        words: ["/api/webhooks/"],
        pattern: "discord(?:app)?\\.com/api/webhooks/\\d{15,}/[\\w-]{50,}",
    },
    {
        kind: "Teams webhook",
        words: ["webhook.office.com"],
        pattern: "webhook\\.office\\.com/webhookb2/[\\w@-]{36,}/IncomingWebhook/[0-9a-f]{32}",
    },
    { kind: "Telegram bot token", words: [":AA"], pattern: `(?:^|[^0-9])[0-9]{5,16}:AA[\\w-]{33}${END}` },
    {
        kind: "Telegram bot token",
        words: ["elegr", "ELEGR"],
        pattern: `(?i:telegr)(?s:.{0,40}?)[^0-9][0-9]{5,16}:A[\\w-]{34}${END}`,
        check: (match) => /\d/.test(match.slice(match.lastIndexOf(":"))),
    },
    {
        kind: "PagerDuty key",
        words: ["agerduty", "agerDuty", "AGERDUTY"],
        pattern: `(?i:pagerduty[\\w.-]{0,20}(?:key|token)["']?\\s{0,3}[:=]\\s{0,3}["']?)[\\w+-]{20,32}${END}`,
        check: (match) => isRandom(match.replace(/\W$/, "").replace(/^.*[:=\s"']/, "")),
    },
    // Nodes of chains: the key is part of the address.
    {
        kind: "RPC key in an address",
        words: [".g.alchemy.com", ".alchemyapi.io"],
        pattern: "\\.(?:g\\.alchemy\\.com|alchemyapi\\.io)/(?:v2|nft/v[23])/[\\w-]{24,}",
    },
    { kind: "RPC key in an address", words: [".infura.io"], pattern: "\\.infura\\.io/(?:ws/)?v3/[0-9a-f]{32}" },
    {
        kind: "RPC key in an address",
        words: [".quiknode.pro", ".blastapi.io", ".chainstack.com", ".getblock.io", "rpc.ankr.com"],
        pattern:
            "(?:\\.(?:quiknode\\.pro|blastapi\\.io|chainstack\\.com|getblock\\.io)|rpc\\.ankr\\.com/\\w{1,40})/[0-9a-f-]{32,}",
    },
    // Keys as files
    { kind: "private key", words: ["PRIVATE KEY"], pattern: "-----BEGIN[ A-Z0-9_-]{0,100}PRIVATE KEY(?: BLOCK)?-----" },
    {
        kind: "private key in base64",
        words: ["LS0tLS1CRUdJTi"],
        pattern: "LS0tLS1CRUdJTi[A-Za-z0-9+/]{0,80}",
        check: (match) => Buffer.from(match, "base64").includes("PRIVATE KEY"),
    },
    // Sessions
    {
        kind: "JSON web token",
        words: ["eyJ", "eyA"],
        pattern: "(?:^|[^A-Za-z0-9])ey[A-Za-z0-9]{15,}\\.ey[\\w/\\\\-]{15,}\\.[\\w/\\\\=-]{8,}",
    },
    { kind: "JSON web token in base64", words: ["ZXlK"], pattern: "ZXlK(?:[A-Za-z0-9+/_-]{4}){15,}" },
    {
        kind: "bearer token",
        words: ["earer"],
        pattern: "[Bb]earer\\s+[\\w~+/.=-]{20,}",
        check: (match) => isRandom(match.replace(/^\S+\s+/, "")),
    },
    {
        kind: "authorization header",
        words: ["uthorization"],
        pattern: `(?i:authorization)\\\\*["']?\\s{0,3}[:=]\\s{0,4}\\\\*["']?(?:[\\w-]{1,20}\\s+)?[\\w~+/.=@-]{16,}`,
        check: (match) => isRandom(match.replace(/^.*[\s:"'](?=\S{16})/, "")),
    },
];
