import type { Json, PlanResource } from "../../plan";
import { groupBy, sorted } from "../text";
import { receiversOf } from "./routes";

export interface AlertFact {
    name: string;
    service: string;
    severity: string;
    summary: string;
    /** Address of its page; null if it has none. */
    runbook: string | null;
    /** Names of who is told; null where the plan does not say how alerts are routed. */
    told: string[] | null;
    /** Rules that declare it. */
    resources: number[];
}

const RULES = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";

type Map = { [key: string]: Json };

const map = (value: Json | undefined): Map =>
    typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
const list = (value: Json | undefined): Map[] => (Array.isArray(value) ? value.map(map) : []);
const text = (value: Json | undefined): string => (typeof value === "string" ? value : "");

/** The alerts of the plan's Prometheus rules, each once however many clusters have it, by service and name. */
export function alerts(resources: readonly PlanResource[]): AlertFact[] {
    const route = routeOf(resources);
    const found = resources.flatMap(({ type, inputs }, resource) =>
        type === RULES
            ? list(map(inputs.spec).groups)
                  .flatMap(({ rules }) => list(rules))
                  .filter(({ alert }) => text(alert) !== "")
                  .map((rule) => ({ rule, resource }))
            : [],
    );
    const once = [...groupBy(found, ({ rule }) => `${text(map(rule.labels).service)}\n${text(rule.alert)}`).values()];
    const facts = once.flatMap(([first, ...others]): AlertFact[] => {
        if (!first) return [];
        const { rule } = first;
        const [labels, annotations] = [map(rule.labels), map(rule.annotations)];
        const name = text(rule.alert);
        const known = Object.entries({ ...labels, alertname: name }).map(([key, value]) => [key, text(value)] as const);
        return [
            {
                name,
                service: text(labels.service),
                severity: text(labels.severity),
                summary: text(annotations.summary),
                runbook: text(annotations.runbook_url) || null,
                told: route === null ? null : receiversOf(route, new Map(known)),
                resources: [first, ...others].map(({ resource }) => resource),
            },
        ];
    });
    return sorted(facts, ({ service, name }) => `${service}\n${name}`);
}

/** The root route of the first chart that configures an Alertmanager. */
function routeOf(resources: readonly PlanResource[]): Map | null {
    for (const { inputs } of resources) {
        const { route } = map(map(map(inputs.values).alertmanager).config);
        if (route !== undefined) return map(route);
    }
    return null;
}
