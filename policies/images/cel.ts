import { matches } from "../cel";
import { DIGEST_PATTERN, NAME_PATTERN, TAG_PATTERN } from "../image-reference";
import type { Cel } from "../rule";

const DIGEST = `@${DIGEST_PATTERN}`;
const image = (pattern: string): string => matches("c.image", pattern);

/** A reference that `parseImage` reads; the length of a name is left to the registry. */
const IS_ID = image("^[a-f0-9]{64}$");
const READABLE = `(!${IS_ID} && ${image(`^${NAME_PATTERN}(?::${TAG_PATTERN})?(?:${DIGEST})?$`)})`;

const PINNED = image(`^${NAME_PATTERN}(?::${TAG_PATTERN})?${DIGEST}$`);
/** Without a tag and a digest, or with the tag that moves. */
const LATEST = `${image(`^${NAME_PATTERN}(?::latest(?:${DIGEST})?)?$`)} && !${IS_ID}`;
const FLOATING = `${image("(^|/)[^/:@]+$")} || ${image(":latest(@|$)")}`;

/** The image of each container; what cannot be read is the business of IMG-06 alone. */
const each = (passes: string): readonly Cel[] => [
    { of: "pods", passes: `variables.containers.all(c, !has(c.image) || ${passes})` },
];

/** The rules of images in CEL, by id. */
export const imageCel = {
    "IMG-01": each(PINNED),
    "IMG-02": each(`!(${LATEST})`),
    "IMG-03": each(`!${READABLE} || ${image("^([^/]*[.:][^/]*|localhost)/")}`),
    "IMG-04": each(
        `!${READABLE} || (has(c.imagePullPolicy) && c.imagePullPolicy in ['Always', 'Never', 'IfNotPresent'] ? ` +
            `c.imagePullPolicy == 'Always' || (c.imagePullPolicy == 'IfNotPresent' && ${PINNED}) : ${PINNED} || ${FLOATING})`,
    ),
    "IMG-06": each(`(${READABLE} && !${image("[:/](undefined|null|NaN)(@|$)")})`),
} as const;

export const notDead = (patterns: readonly RegExp[]): readonly Cel[] =>
    each(patterns.map((pattern) => `!${matches("c.image", pattern)}`).join(" && "));
