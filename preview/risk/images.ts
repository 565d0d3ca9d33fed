import type { PlanResource } from "../plan";
import { charts, type Image, images } from "../report/facts/images";
import { type Comparison, line, type RiskLine } from "./model";

interface Use {
    resource: PlanResource;
    path: string;
    /** The image without its tag and digest: what it is, whatever its version. */
    what: string;
    reference: string;
    image: Image;
}

/** What runs that did not run before, and in which version. */
export function imageChanges({ before, touched, byUrn }: Comparison): RiskLine[] {
    const now = uses(touched);
    if (now.length + charts(touched).length === 0) return [];
    const was = new Map(uses(before.resources).map((use) => [`${use.resource.urn} ${use.path}`, use]));
    const runs = new Set([...was.values()].map(({ reference }) => reference));
    const changed = now.flatMap(({ resource, path, reference, image, what }) => {
        const old = was.get(`${resource.urn} ${path}`);
        if (old?.reference === reference) return [];
        // A pod of its own image that another pod ran before brings nothing new.
        if (!old && runs.has(reference)) return [];
        const loose = image.state === "digest" ? "" : ", and no digest says which one that is";
        const says = !old ? `runs an image that ran nowhere${loose}` : `runs another image${loose}`;
        const fact = !old
            ? reference
            : old.what === what
              ? `${what} ${version(old)} becomes ${version({ image, reference, what })}`
              : `${old.reference} becomes ${reference}`;
        const undo = old ? "Put the old digest back and update again." : "Take it out and update again.";
        return [
            line(resource, {
                class: "images",
                says,
                path,
                fact,
                why: "other code runs with the rights and secrets of the pod",
                undo,
            }),
        ];
    });
    return [...changed, ...chartChanges(before.resources, touched, byUrn)];
}

function uses(resources: readonly PlanResource[]): Use[] {
    return images(resources).flatMap((image) =>
        image.usedBy.flatMap(({ resource: id, path }) => {
            const resource = resources[id];
            const reference = `${image.name}${image.digest === null ? "" : `@${image.digest}`}`;
            const what = image.name.replace(/:[^/:]*$/, "");
            return resource ? [{ resource, path, what, reference, image }] : [];
        }),
    );
}

const version = ({ reference, what, image }: Pick<Use, "reference" | "what" | "image">) =>
    reference === ""
        ? "an image that is not known yet"
        : reference.slice(what.length).replace(/^[:@]/, "") || image.state;

function chartChanges(
    before: readonly PlanResource[],
    after: readonly PlanResource[],
    byUrn: Comparison["byUrn"],
): RiskLine[] {
    const found = (resources: readonly PlanResource[]) =>
        new Map(
            charts(resources).flatMap(({ usedBy, ...chart }) =>
                usedBy.flatMap((id) =>
                    resources[id]
                        ? [[resources[id].urn, `${chart.name} ${chart.version} ${chart.repository}`.trim()] as const]
                        : [],
                ),
            ),
        );
    const was = found(before);
    return [...found(after)].flatMap(([urn, chart]) => {
        const resource = byUrn.after.get(urn);
        const old = was.get(urn);
        if (!resource || old === chart) return [];
        const fact = old === undefined ? chart : `${old} becomes ${chart}`;
        const says = old === undefined ? "installs a chart" : "installs another version of its chart";
        const why = "a chart brings images and rights that the plan does not show";
        return [
            line(resource, {
                class: "images",
                says,
                path: "version",
                fact,
                why,
                undo: "Put the old version back and update again.",
            }),
        ];
    });
}
