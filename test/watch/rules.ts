import { Ground } from "../../components/ground/ground";
import { Settings } from "../../components/settings/settings";
import type { Alert } from "../../components/watch/alert";
import { groundAlerts } from "../../components/watch/ground";
import { declareSites } from "../../components/workload/site";
import { declareProgram } from "../../preview/capture";
import type { Json } from "../../preview/plan";
import { declareSystems } from "../../systems/systems";
import { settingsOf } from "../settings/yaml";
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

/** The alerts that a network's systems and ground give, with the cases that prove them. */
export async function alertsOf(network: string): Promise<Alert[]> {
    const settings = Settings.parse(settingsOf(network));
    let alerts: Alert[] = [];
    await declareProgram(() => {
        const ground = new Ground("ground", { network, google: settings.google, ...settings.ground });
        const systems = declareSystems(ground, declareSites(ground, settings.watch.tracing), settings);
        alerts = [...groundAlerts(ground), ...systems.flatMap((system) => system.alerts)];
    });
    return alerts;
}
