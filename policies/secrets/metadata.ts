import type { Rule } from "../rule";
import { asText, isSecret, isUnknown } from "../value";
import { nameOf, type Place, pathOf } from "../walk";
import { sensitivity } from "./names";
import { tokens } from "./tokens";
import { isLiteral } from "./values";

const INSTANCE = "gcp:compute/instance:Instance";

/** Resources whose metadata, labels or environment everybody reads who may look at them. */
const SHOWN =
    /^gcp:(compute\/(instance|instanceTemplate|regionInstanceTemplate|instanceFromTemplate|projectMetadata|projectMetadataItem|disk|regionDisk|image|snapshot)|cloudfunctions\/function|cloudfunctionsv2\/function|cloudrunv2\/(service|job|workerPool)|cloudrun\/service|container\/(cluster|nodePool)):/;

/** The properties of them that are shown. */
const OPEN =
    /^(metadata|metadataStartupScript|labels|resourceLabels|userLabels|environmentVariables|buildEnvironmentVariables|envs|annotations|description)$/;

/** Keys that are given to a disk as they are. */
const RAW = /^(rawKey|rsaEncryptedKey)$/;

/** The shown property that a place stands in; a reference to a secret is no secret. */
function shownIn(place: Place): string | undefined {
    for (let at: Place | null = place; at; at = at.parent) {
        if (/secret(KeyRef|EnvironmentVariables)$/i.test(asText(at.key))) return undefined;
        if (typeof at.key === "string" && OPEN.test(at.key)) return at.key;
    }
    return undefined;
}

export const metadata: Rule = {
    id: "SEC-12",
    title: "metadata, labels and settings of machines hold no secret",
    why: "every process on a machine reads its metadata, and everybody who may list functions reads their environment",
    severity: "critical",
    level: "mandatory",
    sameAs: ["CIS-G 1.18", "GCP-0037", "CKV_GCP_37", "CKV_GCP_38"],
    appliesTo: (type) => SHOWN.test(type),
    *judge(subject) {
        const wanted = "Secret Manager, read by the program itself";
        for (const leaf of subject.leaves) {
            if (RAW.test(asText(leaf.key)) && leaf.value !== null && leaf.value !== "") {
                const path = pathOf(leaf);
                if (isUnknown(leaf.value)) yield { path, undetermined: "the key comes from elsewhere" };
                else yield { path, found: "the key of a disk", wanted: "a Cloud KMS key" };
                continue;
            }
            const shown = shownIn(leaf);
            if (shown === undefined) continue;
            const path = pathOf(leaf);
            const meaning = sensitivity(nameOf(leaf));
            if (isSecret(leaf.value)) yield { path, found: `a secret in ${shown}`, wanted };
            else if (typeof leaf.value !== "string") continue;
            else if (meaning?.level === "certain" && isLiteral(leaf.value, "certain"))
                yield { path, found: `a ${meaning.kind} in ${shown}`, wanted };
            else
                for (const { kind, position } of tokens(leaf.value))
                    yield { path, found: `${kind} in ${shown} ${position}`, wanted };
        }
    },
    good: [
        { type: INSTANCE, props: { metadata: { "enable-oslogin": "TRUE" }, labels: { team: "ops" } } },
        {
            type: "gcp:cloudfunctionsv2/function:Function",
            props: {
                serviceConfig: { secretEnvironmentVariables: [{ key: "API_KEY", secret: "api-key", version: "1" }] },
            },
        },
    ],
    bad: [
        { type: INSTANCE, props: { metadata: { "db-password": "hunter2" } }, at: ['metadata["db-password"]'] },
        {
            type: INSTANCE,
            props: { metadata: { config: { $secret: true } } },
            secretPaths: ["metadata.config"],
            propertyDependencies: {
                metadata: ["urn:pulumi:demo::app::random:index/randomPassword:RandomPassword::db"],
            },
            at: ["metadata.config"],
        },
        {
            type: "gcp:compute/disk:Disk",
            props: { diskEncryptionKey: { rawKey: "aGVsbG8gaGVsbG8gaGVsbG8=" } },
            at: ["diskEncryptionKey.rawKey"],
        },
    ],
    open: [
        {
            type: "gcp:compute/disk:Disk",
            props: { diskEncryptionKey: { rawKey: { $unknown: true } } },
            unknownPaths: ["diskEncryptionKey.rawKey"],
            at: ["diskEncryptionKey.rawKey"],
        },
    ],
};
