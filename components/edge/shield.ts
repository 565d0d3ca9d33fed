import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Google } from "../ground/google";
import type { Limit } from "../settings/edge";
import { ADMIN_PATHS } from "./route";

type Rule = gcp.types.input.compute.SecurityPolicyRule;

/** Sets of Google's signatures that suit APIs and their web pages, at the level with the fewest false alarms. */
const SIGNATURES = ["sqli", "xss", "lfi", "rfi", "rce", "nodejs", "protocolattack", "scannerdetection"] as const;

/**
 * The name of an admin path as a whole segment anywhere in a path. Clients may write a slash as a backslash, and any
 * character encoded (cloud.google.com/armor/docs/rules-language-reference, request.path).
 */
export const ADMIN_SEGMENT = String.raw`[/\\](${ADMIN_PATHS.map((path) => path.slice(1)).join("|")})([^a-z0-9_-]|$)`;

const deny = (priority: number, description: string, expression: string): Rule => ({
    action: "deny(403)",
    priority,
    description,
    match: { expr: { expression } },
});

const everybody = { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } };

/** The first rule that matches decides, so what is refused comes before what is counted and let in. */
export const shieldRules = ({ requests, seconds, banRequests, banSeconds }: Limit): Rule[] => [
    deny(100, "admin paths", `request.path.urlDecode().lower().matches(r'${ADMIN_SEGMENT}')`),
    // In the words that checkov CKV_GCP_73 looks for.
    deny(200, "known vulnerabilities, Log4Shell among them", "evaluatePreconfiguredExpr('cve-canary')"),
    ...SIGNATURES.map((set, i) =>
        deny(300 + i, `attacks: ${set}`, `evaluatePreconfiguredWaf('${set}-v33-stable', {'sensitivity': 1})`),
    ),
    {
        action: "rate_based_ban",
        priority: 1000,
        description: `${requests} requests of an address in ${seconds} s; above ${banRequests} it is shut out`,
        match: everybody,
        rateLimitOptions: {
            conformAction: "allow",
            exceedAction: "deny(429)",
            enforceOnKey: "IP",
            rateLimitThreshold: { count: requests, intervalSec: seconds },
            banThreshold: { count: banRequests, intervalSec: seconds },
            banDurationSec: banSeconds,
        },
    },
    { action: "deny(403)", priority: 2147483647, description: "what no rule lets in", match: everybody },
];

/** The Cloud Armor policy of one exposed system. @meets S0-08, S3-10 */
export class Shield extends pulumi.ComponentResource {
    readonly policy: pulumi.Output<string>;

    constructor(name: string, args: { google: Google; limit: Limit }, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:edge:Shield", name, {}, opts);
        const policy = new gcp.compute.SecurityPolicy(
            name,
            {
                name,
                type: "CLOUD_ARMOR",
                rules: shieldRules(args.limit),
                adaptiveProtectionConfig: { layer7DdosDefenseConfig: { enable: true, ruleVisibility: "STANDARD" } },
                // Verbose logs say which signature matched; JSON is read as JSON, not as one long text.
                advancedOptionsConfig: { jsonParsing: "STANDARD", logLevel: "VERBOSE" },
            },
            { parent: this, provider: args.google.provider, dependsOn: args.google.ready },
        );
        this.policy = policy.name;
        this.registerOutputs({ policy: this.policy });
    }
}
