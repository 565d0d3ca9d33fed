import { memo } from "./memo";

/**
 * Image references, by the grammar of the registries (github.com/distribution/reference): by hand, part after part, so
 * that the time is linear in the length of the text whatever the text is.
 */
export interface Reference {
    domain?: string;
    path: string;
    tag?: string;
    digest?: string;
}

/** Why a text is no reference, to be read after "the image". */
export interface Fault {
    fault: string;
}

const COMPONENT = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const LABEL = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const LONGEST_PATH = 255;

/** Reads a reference as it stands: `registry.example:5000/team/api:1.4@sha256:…`. */
export function parse(text: string): Reference | Fault {
    if (text === "") return { fault: "is empty" };
    const [named = "", digest, ...more] = text.split("@");
    if (more.length > 0) return { fault: "holds more than one @" };
    // A colon before a slash belongs to a port.
    const colon = named.indexOf(":", named.lastIndexOf("/") + 1);
    const name = colon < 0 ? named : named.slice(0, colon);
    const tag = colon < 0 ? undefined : named.slice(colon + 1);
    const slash = name.indexOf("/");
    const first = name.slice(0, Math.max(slash, 0));
    const domain = slash >= 0 && isDomain(first) ? first : undefined;
    const path = domain === undefined ? name : name.slice(slash + 1);

    if (path.length > LONGEST_PATH) return { fault: `has a name of more than ${LONGEST_PATH} characters` };
    if (!path.split("/").every((component) => COMPONENT.test(component))) return { fault: pathFault(path) };
    if (tag !== undefined && !TAG.test(tag)) return { fault: "has a tag that no registry takes" };
    if (digest !== undefined) {
        const fault = digestFault(digest);
        if (fault) return { fault };
    }
    return {
        ...(domain !== undefined && { domain }),
        path,
        ...(tag !== undefined && { tag }),
        ...(digest !== undefined && { digest }),
    };
}

/** Reads a reference as a cluster does: `nginx` is `docker.io/library/nginx`. */
export const parseImage = memo((text): Reference | Fault => {
    if (/^[a-f0-9]{64}$/.test(text)) return { fault: "is the id of an image, not a name" };
    if (text === "") return { fault: "is empty" };
    const slash = text.indexOf("/");
    const first = text.slice(0, Math.max(slash, 0));
    if (first === "index.docker.io") return parse(official(text.slice(slash + 1)));
    if (first === "docker.io") return parse(official(text.slice(slash + 1)));
    // Only what looks like a host is one; capitals are not allowed in a path, so they make a host as well.
    const isHost = first === "localhost" || /[.:]/.test(first) || first !== first.toLowerCase();
    return parse(isHost ? text : official(text));
});

const official = (rest: string): string => `docker.io/${rest.includes("/") ? rest : `library/${rest}`}`;

function isDomain(text: string): boolean {
    const host = text.replace(/:[0-9]+$/, "");
    if (/^\[[a-fA-F0-9:]+\]$/.test(host)) return true;
    return host.split(".").every((label) => LABEL.test(label));
}

function pathFault(path: string): string {
    if (path === "" || path.endsWith("/")) return "has no name";
    if (/[A-Z]/.test(path)) return "has capital letters in its name";
    return "is not of the form registry/name:tag@digest";
}

function digestFault(digest: string): string | undefined {
    if (!DIGEST.test(digest)) return "has a digest that is none";
    const [algorithm, hex = ""] = digest.split(":");
    if (algorithm !== "sha256") return "has a digest of another kind than sha256";
    if (!/^[a-f0-9]{64}$/.test(hex)) return "has a sha256 digest that is not 64 hexadecimal digits";
    return undefined;
}

const inner = ({ source }: RegExp): string => source.slice(1, -1);
const several = (part: string, between: string): string => `${part}(?:${between}${part})*`;

/** The name of an image as a pattern, and the digest that may follow, for those who read no more than patterns. */
export const NAME_PATTERN = [
    `(?:(?:\\[[a-fA-F0-9:]+\\]|${several(inner(LABEL), "\\.")})(?::[0-9]+)?/)?`,
    several(inner(COMPONENT), "/"),
].join("");
export const TAG_PATTERN = inner(TAG);
export const DIGEST_PATTERN = "sha256:[a-f0-9]{64}";
