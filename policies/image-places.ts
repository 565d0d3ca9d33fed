import { parseImage } from "./image-reference";
import { type Container, containers, hidden } from "./kubernetes";
import { memo } from "./memo";
import type { Json } from "./rule";
import { once, type Subject } from "./subject";
import { documentary, positions } from "./text";
import { isHidden, isUnknown, own } from "./value";
import { nameOf, type Place, pathOf } from "./walk";

/** A container image that a resource asks for, as far as it is known. */
export interface Image {
    path: string;
    /** What is asked for; without it, nobody can know yet. */
    reference?: string;
    /** Chart values may give a tag and leave the name to the chart. */
    nameless?: boolean;
    /** Where in a text it stands. */
    position?: string;
}

/** Every image that a resource asks for: in containers, in chart values, in any other property, in documents as text. */
export const images = once((subject: Subject): readonly Image[] => {
    const whole = containers(subject);
    const inParts = subject.maps.filter((place) => isComposed(subject.type, place));
    const parents = new Set([
        ...whole.map(({ place }) => place),
        ...inParts.filter(({ value }) => own(value, "repository") === undefined),
    ]);
    const found: Image[] = [
        ...hidden(subject, "image").map((place) => ({ path: pathOf(place) })),
        ...whole.flatMap(ofContainer),
        ...inParts.map(compose),
    ];
    for (const leaf of subject.leaves) {
        if (leaf.key === "image" && leaf.parent && parents.has(leaf.parent)) continue;
        const more = elsewhere(subject, leaf);
        if (more.length > 0) found.push(...more);
    }
    if (found.length === 0) return found;
    const open = new Set<string>();
    return found.filter(({ path, reference }) => reference !== undefined || (!open.has(path) && open.add(path)));
});

function ofContainer({ place, value }: Container): Image[] {
    const image = own(value, "image");
    // One that is unknown is among the hidden ones where the kind is known; a secret one nobody can read.
    if (image === undefined) return [];
    const path = `${pathOf(place)}.image`;
    if (isHidden(image)) return [{ path }];
    return [{ path, reference: typeof image === "object" ? "[not a text]" : String(image) }];
}

const isChart = (type: string): boolean => type.startsWith("kubernetes:helm.sh/");

/** Names under which an image stands: `image`, `sidecarImage`, `RELATED_IMAGE_PROXY`. */
const IMAGE_NAME = /(^|[\w-])images?$|^RELATED_IMAGE_|^imageUri$/i;
const isImageName = memo((name) => name.length > 4 && IMAGE_NAME.test(name));

/** Chart values write an image in parts: `{ registry, repository, tag, digest }`, some with `sha` for the digest. */
function isComposed(type: string, { value, key }: Place): boolean {
    const repository = own(value, "repository");
    if (repository === undefined)
        return (key === "image" || (isChart(type) && own(value, "image") !== undefined)) && isPinnable(value);
    if (typeof repository === "string" && repository.includes("://")) return false; // of source code
    return isPinnable(value) || (typeof key === "string" && isImageName(key));
}

const isPinnable = (value: Json): boolean => ["tag", "digest", "sha"].some((part) => own(value, part) !== undefined);

function compose(place: Place): Image {
    const path = pathOf(place);
    const part = (key: string): Json => own(place.value, key) ?? "";
    // The digest alone decides; an unknown tag may carry one, an unknown name cannot.
    for (const key of ["digest", "sha", "tag"]) {
        if (isHidden(part(key))) return { path: `${path}.${key}` };
        if (part(key) !== "") break;
    }
    const text = (value: Json): string => (typeof value === "object" ? "unknown" : String(value));
    const name = ["repository", "image", "name"].find((key) => own(place.value, key) !== undefined) ?? "";
    const repository = [part("registry"), part(name)].map(text).filter(Boolean).join("/");
    const [tag, digest, sha] = [text(part("tag")), text(part("digest")), text(part("sha"))];
    const pin = digest || (/^[0-9a-f]+$/.test(sha) ? `sha256:${sha}` : sha);
    const reference = `${repository}${tag && `:${tag}`}${pin && `@${pin}`}`;
    return { path, reference, nameless: repository === "" };
}

const PICTURE = /:\/\/|^data:|\.(png|jpe?g|gif|svg|webp|ico|iso|img|qcow2|raw|vmdk)$/i;

/** An image outside a container, or texts in which one is mentioned. */
function elsewhere(subject: Subject, leaf: Place): readonly Image[] {
    const { value, key, parent } = leaf;
    if (isUnknown(value)) {
        const chart = key === "values" && parent?.key === null && isChart(subject.type);
        return key === "image" || chart ? [{ path: pathOf(leaf) }] : NONE;
    }
    if (typeof value !== "string" || value === "") return NONE;
    const beside = key === "value" ? own(parent?.value, "name") : undefined;
    const name = typeof beside === "string" ? beside : nameOf(leaf);
    if (!isImageName(name) || PICTURE.test(value)) return inText(leaf);
    // The disk of a machine, or a block device: neither has a tag.
    if ((subject.type.startsWith("gcp:compute/") || parent?.key === "rbd") && !/[:@]/.test(value)) return [];
    // A bare word under another name than `image` may be anything.
    const meant = key === "image" && (subject.type.startsWith("kubernetes:") || !/\s/.test(value));
    return meant || isExplicit(value) ? [{ path: pathOf(leaf), reference: value }] : [];
}

const NONE: readonly Image[] = [];

/** With a tag, a digest or a registry. */
function isExplicit(text: string): boolean {
    const image = parseImage(text);
    if ("fault" in image) return false;
    return image.tag !== undefined || image.digest !== undefined || text.startsWith(`${image.domain}/`);
}

/** `image: nginx:latest` in a manifest, chart values or a script that is itself the text of a property. */
const IMAGE_LINE = /\bimage\\?["']?\s{0,8}[:=]\s{0,8}\\?["']?([^\s"',;}\\]{1,600})/g;
const MOST = 50;

function inText(leaf: Place): readonly Image[] {
    const { value } = leaf;
    if (typeof value !== "string" || !value.includes("image") || documentary(leaf)) return NONE;
    const manifest = value.includes("containers:");
    const position = positions(value);
    const found: Image[] = [];
    for (const { 1: reference = "", index } of value.matchAll(IMAGE_LINE)) {
        if (PICTURE.test(reference) || !(manifest || isExplicit(reference))) continue;
        found.push({ path: pathOf(leaf), reference, position: position(index) });
        if (found.length === MOST) break;
    }
    return found;
}
