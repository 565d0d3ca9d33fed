import type { Change } from "../changes/model";
import type { PlanResource } from "../plan";
import { isPolicy } from "../reach/policies";
import { widened } from "../reach/widened";
import { type Door, exposure as doorsOf } from "../report/facts/exposure";
import { type Comparison, line, type RiskLine } from "./model";
import { BACK, nameOf } from "./values";

const UNDO = "Close it again and update; read the logs for what came through meanwhile.";

/** What can be reached that could not: by network policies, and through what faces the internet. */
export function exposure(comparison: Comparison): RiskLine[] {
    const found = comparison.changes.changes;
    if (found.length === 0) return [];
    return [...(found.some(decides) ? policies(comparison) : []), ...doors(comparison)];
}

/** Whether the prover reads what a change changes: nothing else can open a way. */
function decides({ before, after, inputs, op }: Change): boolean {
    const resource = after ?? before;
    if (!resource || !READ.test(resource.type)) return false;
    const { type } = resource;
    if (op !== "update" || isPolicy(resource) || !type.startsWith("kubernetes:")) return true;
    return inputs.some(({ path }) => /labels|ports|hostNetwork|metadata|selector/i.test(path));
}

const READ = /^(kubernetes:|pulumi:providers:|gcp:compute\/(subnetwork|globalAddress):|gcp:container\/cluster:)/;

function policies({ before, after, byUrn }: Comparison): RiskLine[] {
    return widened(before, after).map(({ from, to, urn, what, policies: through, certain, direction }) => {
        const resource = urn === null ? undefined : byUrn.after.get(urn);
        const title = direction === "egress" ? from : to;
        const by = through.length === 0 ? "no policy selects it" : `by ${through.map(nameOf).join(", ")}`;
        return line(resource ?? { urn: urn ?? "", name: title, type: "" }, {
            class: "exposure",
            says: certain ? "opens a way that was closed" : "may open a way that was closed",
            fact: `${from} can now reach ${to}: ${what}; ${by}`,
            why: "what is broken into at one end gets to the other",
            undo: UNDO,
        });
    });
}

/** What faces the internet and did not, or does so otherwise. */
function doors({ before, after, touched }: Comparison): RiskLine[] {
    const urns = new Set(touched.map(({ urn }) => urn));
    // Who uses an address decides what it is.
    const wanted = ({ urn, type }: PlanResource) => urns.has(urn) || type === "gcp:compute/address:Address";
    const was = new Map(
        doorsOf(before.resources, wanted).map((door) => [key(door, before.resources[door.resource]?.urn), door]),
    );
    return doorsOf(after.resources, wanted).flatMap((door) => {
        const resource = after.resources[door.resource];
        if (!resource) return [];
        const old = was.get(key(door, resource.urn));
        const [now, then] = [text(door), old && text(old)];
        if (now === then) return [];
        const unsure = door.open === "unknown" ? "it is not known yet whether it " : "";
        const says =
            then === undefined
                ? `faces the internet and did not: ${unsure}${door.why}`
                : `faces the internet otherwise: ${unsure}${door.why}`;
        const fact = then === undefined ? now : `${then} becomes ${now}`;
        const why = door.way === "in" ? "anybody can try it" : "what is broken into can send out what it finds";
        return [line(resource, { class: "exposure", says, fact, why, undo: BACK })];
    });
}

const key = ({ way, why, fact }: Door, urn = "") =>
    JSON.stringify([urn, way, why, /^\S+\[\d+\]/.exec(fact)?.[0] ?? ""]);

const text = ({ fact, details }: Door) => [fact, ...details.map(({ name, value }) => `${name} ${value}`)].join(", ");
