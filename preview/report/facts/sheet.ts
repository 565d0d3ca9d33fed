import type { Check, Report } from "../model";
import { count } from "../text";
import { canFace } from "./exposure";
import { tally } from "./judgement";

type Facts = Omit<Report, "verdict" | "checks" | "numbers">;

/** The fact sheet: one line per question a reviewer asks, each with the fact from which its tone was computed. */
export function sheet(facts: Facts, rules: number | undefined): Check[] {
    return [
        { section: "findings", ...policies(facts, rules) },
        { section: "news", ...changed(facts) },
        { section: "custody", ...guarded(facts) },
        { section: "exposure", ...exposed(facts) },
        { section: "images", ...pinned(facts) },
        { section: "unknowns", ...unknown(facts) },
        { section: "secrets", ...secret(facts) },
    ];
}

type Answer = Omit<Check, "section">;

const fails = (says: string, fact: string, names: string[] = []): Answer => ({ tone: "fail", says, fact, names });
const passes = (says: string, fact: string): Answer => ({ tone: "pass", says, fact, names: [] });
const open = (says: string, fact: string, names: string[] = []): Answer => ({ tone: "open", says, fact, names });
const note = (says: string, fact: string, names: string[] = []): Answer => ({ tone: "note", says, fact, names });

const are = (value: number, one = "is", several = "are") => (value === 1 ? one : several);

/** How much was judged: a verdict of no rules would be clean too. */
export const askedOf = (rules: number | undefined, resources: number): string =>
    `${rules === undefined ? "The policies were" : `${count(rules, "rule")} ${are(rules, "was", "were")}`} asked about ${count(resources, "resource")}`;

function policies({ findings, resources }: Facts, rules: number | undefined): Answer {
    const { mandatory, advisory, undetermined, bySeverity } = tally(findings);
    const asked = askedOf(rules, resources.length);
    if (rules === 0) return fails("No rule was asked", asked);
    if (mandatory + advisory > 0) {
        const places = new Set(findings.flatMap((group) => group.findings.map(({ urn }) => urn))).size;
        const fact = `${mandatory} mandatory, ${advisory} advisory, ${undetermined} undetermined, in ${count(places, "resource")}`;
        if (findings.every(({ level }) => level === "advisory"))
            return note(`Nothing blocks; ${count(advisory, "advisory finding")}`, fact);
        return fails(`${count(mandatory + advisory, "violation")}: ${bySeverity.join(", ")}`, fact);
    }
    if (undetermined > 0) {
        const fact = `${asked}; 0 violations, ${undetermined} undetermined, which is not a pass`;
        return open(`${count(undetermined, "finding")} cannot be judged before the update`, fact);
    }
    return passes("No policy is violated", `${asked}; none reported a finding`);
}

function changed({ news }: Facts): Answer {
    if (news.against === null) {
        const [why = "", fact = ""] = news.says.split(": ");
        return note(why, fact);
    }
    const lost = news.updated.filter(({ guardsLost }) => guardsLost.length > 0);
    const gone = news.deleted.filter(({ holds }) => holds !== null);
    const names = [...gone, ...lost].map(({ name }) => name);
    const says = [
        ...(gone.length > 0 ? [`${count(gone.length, "holder")} of data or keys deleted`] : []),
        ...(lost.length > 0 ? [`${count(lost.length, "resource")} lost a guard`] : []),
    ];
    return names.length > 0
        ? fails(says.join(", "), news.says, names)
        : passes("No holder of data or keys is deleted, and no guard is lost", news.says);
}

function guarded({ holders, resources }: Facts): Answer {
    const name = ({ resource }: { resource: number }) => resources[resource]?.name ?? "";
    if (holders.length === 0) {
        const fact = `none of the ${count(resources.length, "resource")} is of a kind that does`;
        return note("Nothing holds data or keys", fact);
    }
    const bare = holders.filter(({ standing }) => standing === 0);
    const unprotected = holders.filter(({ resource, standing }) => standing > 0 && !resources[resource]?.protect);
    const fact = `${holders.length - bare.length - unprotected.length} of ${holders.length} are protected`;
    if (bare.length > 0) {
        const says = `Nothing stands between ${bare.length} of ${count(holders.length, "holder")} of data or keys and loss`;
        return fails(says, fact, bare.map(name));
    }
    if (unprotected.length > 0) {
        const says = `Every holder of data or keys has a guard, ${unprotected.length} without protect`;
        return note(says, fact, unprotected.map(name));
    }
    return passes("Every holder of data or keys is protected", fact);
}

function exposed({ doors, resources }: Facts): Answer {
    const of = (wanted: (door: Facts["doors"][number]) => boolean) => {
        const found = doors.filter(wanted).map(({ resource }) => resource);
        return [...new Set(found)].map((id) => resources[id]?.name ?? "");
    };
    const inward = of(({ way, open }) => way === "in" && open === "yes");
    const outward = of(({ way, open }) => way === "out" && open === "yes");
    const unsure = of(({ open }) => open === "unknown");
    const out =
        outward.length > 0 ? `${outward.length} ${are(outward.length, "leads", "lead")} out` : "nothing leads out";
    if (unsure.length > 0) {
        const says = `Whether ${count(unsure.length, "resource")} ${are(unsure.length, "faces", "face")} the internet is not known yet`;
        return open(says, `${inward.length} known to, ${out}`, unsure);
    }
    if (inward.length > 0) {
        const says = `${count(inward.length, "resource")} ${are(inward.length, "faces", "face")} the internet`;
        return note(says, out, inward);
    }
    const able = resources.filter(canFace).length;
    const fact = `${able} of ${count(resources.length, "resource")} ${are(able)} of a kind that can, each is closed to it`;
    return passes(
        "Nothing faces the internet",
        `${able === 0 ? `none of ${count(resources.length, "resource")} is of a kind that can` : fact}; ${out}`,
    );
}

function pinned({ images, charts }: Facts): Answer {
    const bare = images.filter(({ state }) => state === "no digest");
    const unsure = images.filter(({ state }) => state === "unknown");
    const places = images.reduce((sum, { usedBy }) => sum + usedBy.length, 0);
    const exact = images.length - bare.length - unsure.length;
    const fact = `${exact} of ${images.length} ${are(exact, "carries", "carry")} a sha256 digest, in ${count(places, "place")}`;
    if (bare.length > 0)
        return fails(
            `${count(bare.length, "image")} without digest`,
            fact,
            bare.map(({ name }) => name),
        );
    if (unsure.length > 0) return open("Not every image is known before the update", fact);
    if (charts.length > 0) {
        const says = `Every image that is named is pinned, but ${count(charts.length, "chart")} may bring others`;
        return open(
            says,
            fact,
            charts.map(({ name, version }) => `${name} ${version}`.trim()),
        );
    }
    if (images.length === 0) return note("No image is named", "nothing in the plan runs a container");
    return passes("Every image is pinned by digest", fact);
}

function unknown({ unknowns, resources }: Facts): Answer {
    const values = unknowns.reduce((sum, group) => sum + group.values, 0);
    if (values === 0) return passes("Every value is known", "0 unknown paths in the plan");
    const places = resources.filter(({ unknownPaths }) => unknownPaths.length > 0).length;
    const sources = new Set(unknowns.flatMap(({ causes }) => causes.map(({ name, type }) => `${type} ${name}`))).size;
    const fact = `in ${count(places, "resource")}, computed from ${count(sources, "resource")}`;
    return open(`${count(values, "value")} ${are(values)} not known before the update`, fact);
}

function secret({ secrets }: Facts): Answer {
    const values = secrets.reduce((sum, { paths }) => sum + paths.length, 0);
    if (values === 0) return note("No input is secret", "0 secret paths in the plan");
    const fact = `in ${count(secrets.length, "resource")}; only their paths are here`;
    return note(`${count(values, "input")} ${are(values)} secret`, fact);
}
