import type { Cost } from "../cost/model";
import { dollars } from "../cost/text";
import type { Plan } from "../plan";
import { line, type RiskLine } from "./model";

/** The difference of the estimates, where there is one. */
export function costLines({ delta, asOf }: Cost, { resources, stack }: Plan): RiskLine[] {
    const root = resources.find(({ type }) => type === "pulumi:pulumi:Stack") ?? { urn: "", name: stack, type: "" };
    return (delta?.parts ?? []).map(({ system, region, low, high }) =>
        line(root, {
            class: "cost",
            says: high > 0 || low > 0 ? "costs more a month" : "costs less a month",
            fact: `${[system, region].filter((text) => text !== "").join(" in ")}: ${dollars({ low, high }, true)}`,
            why: `an estimate by the list prices of ${asOf}, without traffic and usage`,
            undo: "Revert the change and update again; what was used meanwhile is paid for.",
        }),
    );
}
