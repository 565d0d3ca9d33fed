import { isOpen, reader, where } from "../constraint";
import type { Rule } from "../rule";
import { asNumber, asText } from "../value";
import { cloudRule, must, provided } from "./demand";

const KEY = "gcp:kms/cryptoKey:CryptoKey";
const RING = "gcp:kms/keyRing:KeyRing";

const LONGEST_DAYS = 90;
const DAY = 24 * 60 * 60;

const policy = reader("deletionPolicy");

/** Keys, which nothing can bring back. */
export const keys: readonly Rule[] = [
    cloudRule(
        {
            id: "KMS-01",
            title: "keys turn over, and those that sign stay in hardware",
            why: "a signing key that software holds can be copied, and an old key opens everything it ever closed",
            severity: "high",
            level: "mandatory",
            sameAs: ["CKV_GCP_43", "CIS-G 1.11", "GCP-0065", "own: HSM"],
        },
        [
            provided(
                {
                    types: [KEY],
                    judge: where("rotationPeriod", (value) => {
                        const seconds = asNumber(/^(\d+)(\.\d+)?s$/.exec(asText(value))?.[1]);
                        return seconds > 0 && seconds <= LONGEST_DAYS * DAY;
                    }),
                    wanted: `${LONGEST_DAYS * DAY}s, which is ${LONGEST_DAYS} days, or less`,
                    denied: { rotationPeriod: "31536000s" },
                },
                "purpose",
                (purpose) => purpose === undefined || purpose === "ENCRYPT_DECRYPT",
            ),
            provided(
                {
                    ...must(
                        KEY,
                        "versionTemplate.protectionLevel",
                        ["HSM", "HSM_SINGLE_TENANT", "EXTERNAL", "EXTERNAL_VPC"],
                        undefined,
                        "HSM",
                    ),
                    denied: {
                        purpose: "ASYMMETRIC_SIGN",
                        rotationPeriod: undefined,
                        "versionTemplate.protectionLevel": "SOFTWARE",
                    },
                    at: ["versionTemplate.protectionLevel"],
                },
                "purpose",
                (purpose) => purpose === "ASYMMETRIC_SIGN",
            ),
        ],
        {
            good: [
                {
                    type: KEY,
                    props: { purpose: "ASYMMETRIC_SIGN", versionTemplate: { protectionLevel: "HSM" } },
                    protect: true,
                },
            ],
        },
    ),
    cloudRule(
        {
            id: "KMS-02",
            title: "keys cannot be destroyed by mistake",
            why: "with the key goes everything it encrypted, and every address it signs for",
            severity: "critical",
            level: "mandatory",
            sameAs: ["CKV_GCP_82", "CKV_GCP_112", "CIS-G 1.10"],
        },
        [
            {
                types: [KEY, RING],
                *judge(props, { protect, retainOnDelete }) {
                    if (protect || retainOnDelete) return;
                    const own = policy(props);
                    if (isOpen(own)) yield { path: "deletionPolicy", open: true };
                    else if (own !== "PREVENT") yield { path: "", denied: "a key without protection" };
                },
                wanted: "the option protect: true",
                denied: { deletionPolicy: undefined },
                at: [""],
                options: { protect: false },
            },
        ],
    ),
];
