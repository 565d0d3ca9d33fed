import { forcing } from "../changes/forcing";
import type { PlanResource } from "../plan";
import { count } from "../report/text";
import { type Comparison, line, type RiskLine, updates } from "./model";
import { nameOf } from "./values";

/** What nobody can know before the update, and could before or does matter now. */
export function unknowns(comparison: Comparison): RiskLine[] {
    return [...values(comparison), ...replacements(comparison), ...secrets(comparison), ...baseline(comparison)];
}

const values = (comparison: Comparison): RiskLine[] =>
    [...updates(comparison)].flatMap(({ before, after }) => {
        const fresh = after.unknownPaths.filter((path) => !before.unknownPaths.includes(path));
        // Of a state everything is known; that a plan is not tells nothing new.
        const was = fresh.filter(
            (path) => before.inputs[path.split(/[.[]/)[0] ?? ""] !== undefined || before.unknownPaths.length > 0,
        );
        if (was.length === 0) return [];
        const why = "the policies and this report judged what is there, and not what will be";
        const undo = "Give the value in the stack file, or read the preview of the engine before the update.";
        const [path = ""] = was;
        return [
            line(after, {
                class: "unknowns",
                says: `has ${count(was.length, "value")} that nobody knows yet`,
                path,
                fact: was.slice(0, 4).join(", "),
                why,
                undo,
            }),
        ];
    });

/** Changes that may be replacements: the provider of the type decides, and is not known here. */
const replacements = (comparison: Comparison): RiskLine[] =>
    [...updates(comparison)].flatMap(({ after, inputs, replaces }) => {
        const possible = replaces.find(({ certain }) => !certain);
        const undo = "Read the preview of the engine, which asks the provider, before the update.";
        const why = "a replacement ends what runs or is kept there";
        if (possible && !replaces.some(({ certain }) => certain)) {
            const fact = possible.because === undefined ? "" : `${nameOf(possible.because)} is made anew`;
            return [line(after, { class: "unknowns", says: "may be made anew", path: possible.path, fact, why, undo })];
        }
        if (inputs.length === 0 || !isOpen(after)) return [];
        const [{ path } = { path: "" }] = inputs;
        return [
            line(after, {
                class: "unknowns",
                says: "is updated or made anew, which only its provider knows",
                path,
                why,
                undo,
            }),
        ];
    });

const isOpen = ({ custom, type }: PlanResource) => custom && !type.startsWith("pulumi:") && forcing(type) === undefined;

const secrets = (comparison: Comparison): RiskLine[] =>
    [...updates(comparison)].flatMap(({ after, secrets: found }) =>
        found
            .filter(({ state }) => state === "unknown")
            .map(({ path }) =>
                line(after, {
                    class: "unknowns",
                    says: "has a secret of which nothing tells whether it changed",
                    path,
                    why: "no plan holds a secret, nor a hash of one",
                    undo: "Give the secret a version beside it, as write-only arguments have.",
                }),
            ),
    );

const baseline = ({ notes, after }: Comparison): RiskLine[] => {
    const root = after.resources.find(({ type }) => type === "pulumi:pulumi:Stack");
    return notes.map((fact) =>
        line(root ?? { urn: "", name: after.stack, type: "" }, {
            class: "unknowns",
            says: "is compared with a state that is not at rest",
            fact,
            why: "what is really there may be something else",
            undo: "Refresh or repair the state first.",
        }),
    );
};
