import { propertyPath } from "../../path";
import type { Json, PlanResource } from "../../plan";
import { chart } from "../kinds";
import { byCodePoint } from "../text";
import { isMarker, valuesAt } from "./path";

export interface Image {
    /** Without the digest. Empty for one that is not known before the update. */
    name: string;
    digest: string | null;
    state: "digest" | "no digest" | "unknown";
    usedBy: { resource: number; path: string }[];
}

/** A chart renders objects in the cluster that the plan does not show. */
export interface Chart {
    name: string;
    version: string;
    repository: string;
    usedBy: number[];
}

const runs = /^(kubernetes:|gcp:cloudrun)/;
const pinned = /^(.+)@(sha256:[0-9a-f]{64})$/;

/** Every container image that the plan names, once, with the places that use it; those without digest first. */
export function images(resources: readonly PlanResource[]): Image[] {
    const found = new Map<string, Image>();
    resources.forEach((resource, id) => {
        if (!resource.custom || !runs.test(resource.type)) return;
        for (const { path, value } of imageFields(resource.inputs)) {
            const image = read(value);
            const key = `${image.state} ${image.name}@${image.digest}`;
            const known = found.get(key) ?? image;
            known.usedBy.push({ resource: id, path });
            found.set(key, known);
        }
    });
    const order = ["no digest", "unknown", "digest"];
    return [...found.values()].sort(
        (a, b) =>
            order.indexOf(a.state) - order.indexOf(b.state) ||
            byCodePoint(a.name, b.name) ||
            byCodePoint(a.digest ?? "", b.digest ?? ""),
    );
}

/** Values of fields called `image`: in containers, and in the custom resources of operators. */
function imageFields(inputs: Json): { path: string; value: Json }[] {
    const found: { path: string; value: Json }[] = [];
    const trail: (string | number)[] = [];
    const look = (value: Json): void => {
        if (typeof value !== "object" || value === null) return;
        const list = Array.isArray(value);
        for (const [key, inner] of Object.entries(value)) {
            trail.push(list ? Number(key) : key);
            if (key === "image" && names(inner)) found.push({ path: propertyPath(trail), value: inner });
            else look(inner);
            trail.pop();
        }
    };
    look(inputs);
    return found;
}

const names = (value: Json) =>
    typeof value === "string" || isMarker(value, "$unknown") || isMarker(value, "$secret") || isParts(value);

/** How charts write an image: repository, tag and digest apart. */
const isParts = (value: Json): value is { [key: string]: Json } =>
    typeof value === "object" && value !== null && !Array.isArray(value) && typeof value.repository === "string";

function read(value: Json): Image {
    if (typeof value === "string") return parse(value);
    if (!isParts(value)) return { name: "", digest: null, state: "unknown", usedBy: [] };
    const { registry, repository, tag } = value;
    const path = typeof registry === "string" && registry !== "" ? `${registry}/${repository}` : `${repository}`;
    const digest = [value.digest, value.sha].find((text) => typeof text === "string" && text !== "");
    const pin = typeof digest === "string" ? `@${digest.startsWith("sha256:") ? "" : "sha256:"}${digest}` : "";
    return parse(`${path}${tag ? `:${tag}` : ""}${pin}`);
}

function parse(text: string): Image {
    const [, name = text, digest = null] = pinned.exec(text) ?? [];
    return { name, digest, state: digest ? "digest" : "no digest", usedBy: [] };
}

/** What is installed from a chart: its images are in the plan only where its values name them. */
export function charts(resources: readonly PlanResource[]): Chart[] {
    const found = new Map<string, Chart>();
    resources.forEach(({ type, inputs }, id) => {
        if (!chart.test(type)) return;
        const [name = "", version = "", repository = ""] = ["chart", "version", "repositoryOpts.repo"].map((path) => {
            const [value] = valuesAt(inputs, path);
            return typeof value === "string" ? value : "";
        });
        const key = JSON.stringify([name, version, repository]);
        const known = found.get(key) ?? { name, version, repository, usedBy: [] };
        known.usedBy.push(id);
        found.set(key, known);
    });
    return [...found.values()];
}
