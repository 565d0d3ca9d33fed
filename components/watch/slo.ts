import * as pulumi from "@pulumi/pulumi";
import type { Alert, Recording } from "./alert";
import { alert } from "./alert";
import type { AlertCase } from "./case";
import type { Gauge } from "./catalogue/metric";
import type { Duration } from "./query/query";
import { Query } from "./query/query";

/** A promise about a share of what is done, kept over thirty days. */
export interface Objective {
    /** What its alerts are called by, such as `SettlementLatency`. */
    name: string;
    service: Alert["service"];
    /** What is promised, in words that follow "promise:". */
    promise: string;
    /** Share that must be good, 0 to 1. */
    target: number;
    /** Alerts that say why its budget is used: while one fires, its own are not sent. */
    symptomOf?: Alert["symptomOf"];
    /** What `bad` looks at, if it has to be recorded first. */
    recordings?: readonly Recording[];
    /** Share that was bad over a window. */
    bad: (window: Duration) => Query<never>;
    /** Series in which all is bad, in which all is good, and in which nothing is done, for two hours. */
    worlds: { bad: AlertCase["series"]; good: AlertCase["series"]; idle: AlertCase["series"] };
}

interface Burn {
    suffix: string;
    severity: "critical" | "warning";
    /** How much faster than evenly over thirty days the budget is used. */
    factor: number;
    long: Duration;
    short: Duration;
}

/** Google's Site Reliability Workbook, chapter 5, table 5-8: 2 % and 5 % of the budget page, 10 % makes a ticket. */
const BURNS: readonly [Burn, Burn, Burn] = [
    { suffix: "BurnsInHours", severity: "critical", factor: 14.4, long: "1h", short: "5m" },
    { suffix: "BurnsInDays", severity: "critical", factor: 6, long: "6h", short: "30m" },
    { suffix: "BurnsSlowly", severity: "warning", factor: 1, long: "3d", short: "6h" },
];

/** A recording as the metric that it becomes. */
export const recorded = ({ record }: Recording, unit: string, help: string): Gauge<never> => ({
    name: record,
    kind: "gauge",
    labels: [],
    unit,
    help,
});

/**
 * Alerts on how fast the budget of an objective is used up: both a long and a short window must agree.
 * @meets S1-29, S2-19, S4-11
 */
export function objectiveAlerts(objective: Objective): readonly Alert[] {
    const { name, service, promise, target, bad, worlds, recordings = [], symptomOf = [] } = objective;
    const ratio = (window: Duration): Recording & { query: Query<never> } => ({
        record: `slo:${name}:bad_ratio_${window}`,
        query: bad(window),
    });
    const now = (one: Recording): Query<never> =>
        new Query(one.record, { metrics: [recorded(one, "ratio", promise), ...one.query.metrics] });
    return BURNS.map(({ suffix, severity, factor, long, short }, i) => {
        const limit = Number((factor * (1 - target)).toPrecision(6));
        if (limit >= 1) throw new pulumi.RunError(`${name} cannot burn ${factor} times: ${target} is too low a target`);
        const [outer, inner] = [ratio(long), ratio(short)];
        return alert({
            name: `${name}${suffix}`,
            severity,
            service,
            when: now(outer).above(limit).and(now(inner).above(limit)),
            for: "0m",
            summary:
                factor > 1
                    ? `The error budget is used ${factor} times as fast as it lasts`
                    : "The error budget will be gone before its thirty days are over",
            description: ({ percent }) =>
                `${percent} was bad in ${long}. The promise: ${promise}, ${target * 100} % of the time over thirty days.`,
            recordings: [...recordings, outer, inner],
            // The faster one says it already.
            symptomOf: [
                ...symptomOf,
                ...BURNS.slice(0, i).map((faster) => ({ alert: `${name}${faster.suffix}`, sharing: [] })),
            ],
            cases: [
                { state: "broken", when: "everything is bad", at: "90m", series: worlds.bad, fires: [{}] },
                { state: "healthy", when: "everything is good", at: "90m", series: worlds.good, fires: [] },
                { state: "unseen", when: "nothing is done", at: "90m", series: worlds.idle, fires: [] },
            ],
        });
    });
}
