import { z } from "zod";
import { count, region, secretName } from "./fields";
import type { Rule } from "./problems";
import { duplicates } from "./problems";
import type { Settings } from "./settings";

const email = z
    .string()
    .regex(/^[a-z0-9._+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/)
    .meta({ form: "an e-mail address in lower case, such as custodians@example.com" });

/** Where signing keys and secrets are kept. What says "never change it later" cannot be changed in Google Cloud. */
export const Custody = z
    .strictObject({
        signingLocation: z
            .string()
            .regex(/^(europe|eur[3-6]|us|ca|nam([346789]|1[0-2])|asia1?|[a-z]+-[a-z]+[0-9]+)$/)
            .meta({ form: "a multi-region such as europe, or a region such as europe-west1" })
            .describe(
                "Location of the key ring of signing keys, the same whichever region is active. It must hold Cloud HSM keys: cloud.google.com/kms/docs/locations. Never change it later: another location is other keys, and other addresses on every chain.",
            ),
        administrators: email
            .optional()
            .describe(
                "Google group that administers the signing keys and can use none of them; keep everybody who can act as a workload out of it. Default none.",
            ),
        replicas: z
            .array(region)
            .min(1)
            .max(5)
            .describe(
                "Regions that keep a copy of every secret, 1 to 5, each one of ground.regions. Never change it later: Secret Manager cannot move a secret, so another list replaces them all.",
            ),
        versions: z
            .record(secretName, count(1, 1_000_000))
            .default({})
            .describe(
                "Versions in use of secrets in Secret Manager and Vault, by their names. Default 1 for each. To rotate one, add its next version where it is kept and say the number here: what reads it restarts with it.",
            ),
        rotation: z
            .strictObject({
                days: count(1, 365)
                    .default(90)
                    .describe("Days between two reminders to rotate a secret, 1 to 365. Default 90."),
                first: z.iso
                    .date()
                    .describe(
                        "Day of the first reminder for secrets that do not exist yet; it must lie ahead when they are made. Those that exist keep their own schedule.",
                    ),
                remind: email.describe("Whom the reminders reach."),
            })
            .describe("Reminders to rotate the secrets that people put in."),
    })
    .describe("Where signing keys and secrets are kept, and who is reminded to rotate.");

export type Custody = z.infer<typeof Custody>;

export const custodyRules: readonly Rule<Settings>[] = [
    function* ({ ground: { custody } }) {
        yield* duplicates(custody.replicas, "ground.custody.replicas");
    },
    function* ({ ground: { custody, regions } }) {
        const names = regions.map(({ name }) => name);
        for (const [i, found] of custody.replicas.entries())
            if (!names.includes(found))
                yield {
                    at: `ground.custody.replicas[${i}]`,
                    found,
                    use: `one of the regions, which hold the secrets' encryption keys: ${names.join(", ")}`,
                };
    },
];
