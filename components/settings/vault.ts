import { z } from "zod";
import { count, ipv4Range } from "./fields";
import type { Rule } from "./problems";
import type { Settings } from "./settings";

const File = z.strictObject({
    type: z.literal("file"),
    path: z
        .string()
        .regex(/^\/[A-Za-z0-9._/-]+$/)
        .meta({ form: "an absolute path on Vault's servers, such as /vault/audit/slipway.log" }),
});

const Socket = z.strictObject({
    type: z.literal("socket"),
    address: z
        .string()
        .regex(/^[a-z0-9.-]+:[0-9]{2,5}$/)
        .meta({ form: "a host and port that Vault's servers reach, such as audit.example.com:9090" }),
});

/** A Vault that exists. Slipway configures it and does not run it. */
export const Vault = z
    .strictObject({
        address: z
            .string()
            .regex(/^https:\/\/[a-z0-9.-]+(:[0-9]{2,5})?$/)
            .meta({ form: "an https:// address without a path, such as https://vault.example.com" })
            .describe("Address of Vault, for whoever runs Pulumi and for the clusters."),
        namespace: z
            .string()
            .regex(/^[a-z0-9-]+(\/[a-z0-9-]+)*$/)
            .meta({ form: "a namespace of Vault Enterprise such as chains/testnet" })
            .optional()
            .describe("Namespace of Vault Enterprise. Default none."),
        range: ipv4Range
            .optional()
            .describe("Private range that the clusters reach Vault at. Default none: over the internet, on port 443."),
        prefix: z
            .string()
            .regex(/^[a-z][a-z0-9-]{0,30}$/)
            .meta({ form: "lower-case letters, digits and hyphens, such as slipway" })
            .default("slipway")
            .describe(
                "What the names of mounts, roles and policies start with; stacks that share a Vault need different ones. Never change it later: mounts hold the secrets. Default slipway.",
            ),
        versions: count(2, 100).default(10).describe("Versions kept of each secret, 2 to 100. Default 10."),
        deleteAfterDays: count(0, 3650)
            .default(0)
            .describe("Days after which a version deletes itself, 0 to 3650. Default 0: never."),
        audit: z
            .array(z.discriminatedUnion("type", [File, Socket]))
            .min(2)
            .max(4)
            .describe(
                "Where Vault logs each request, 2 to 4. With only one, Vault stops serving when that one blocks.",
            ),
    })
    .describe("A Vault that exists and that secrets may come from. Without this block there is none.");

export type Vault = z.infer<typeof Vault>;

/** Where an audit device writes to. */
const auditTarget = (device: Vault["audit"][number]): string => (device.type === "file" ? device.path : device.address);

export const vaultRules: readonly Rule<Settings>[] = [
    function* ({ ground: { vault } }) {
        const targets = vault?.audit.map(auditTarget) ?? [];
        for (const [i, found] of targets.entries())
            if (targets.indexOf(found) < i)
                yield {
                    at: `ground.vault.audit[${i}].${vault?.audit[i]?.type === "file" ? "path" : "address"}`,
                    found,
                    use: "another place; two devices that share one block together",
                };
    },
    function* ({ ground: { vault } }) {
        if (vault && vault.range === undefined && /:(?!443$)[0-9]+$/.test(vault.address))
            yield {
                at: "ground.vault.address",
                found: vault.address,
                use: "port 443, the only one that the firewall lets out to the internet, or give ground.vault.range",
            };
    },
    function* ({ ground: { vault }, systems: { intents } }) {
        if (intents?.solvers.custody === "vault" && !vault)
            yield {
                at: "systems.intents.solvers.custody",
                found: "vault",
                use: "secret-manager, or give ground.vault",
            };
    },
];
