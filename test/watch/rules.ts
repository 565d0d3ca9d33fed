import type { Json } from "../../preview/plan";
import { stack } from "../stack";
import type { judge } from "./promtool";

type Rules = Parameters<typeof judge>[1];

const rulesIn = (spec: Json | undefined): Rules =>
    ((spec as { groups: { rules: Json[] }[] } | undefined)?.groups ?? []).flatMap(
        ({ rules }) => rules,
    ) as unknown as Rules;

export const alertsIn = (spec: Json | undefined): string[] =>
    rulesIn(spec).flatMap((rule) => ("alert" in rule ? [rule.alert] : []));

/** The rules that a network declares for the active region's cluster, which comes first. */
export async function declared(network: string): Promise<Rules> {
    const { all } = await stack(network);
    const [first] = all("kubernetes:monitoring.coreos.com/v1:PrometheusRule");
    return rulesIn(first?.inputs.spec);
}
