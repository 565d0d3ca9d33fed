import type { Alert } from "../../components/watch/alert";
import type { AlertCase } from "../../components/watch/case";
import type { ruleGroups } from "../../components/watch/rule";

type Rule = ReturnType<typeof ruleGroups>[number]["rules"][number];

/** How long one sample of a case lasts here at most. In a case it is a minute, or an hour where its alert looks at days. */
const STEP_SECONDS = 2;

/**
 * Longest that an alert should look back here, and the least that its pace leaves of a window. None is shorter than
 * `fewest`: scrapes are two seconds apart, and a busy machine misses some.
 */
export const WINDOW_SECONDS = { most: 25, least: 5, fewest: 8 };

/** How long an alert goes on when nothing is seen any more: scrapes that a busy machine missed are not its end. */
const GAP_SECONDS = 15;

/** Longest that an alert should hold here before it is sent. */
export const HOLD_SECONDS = 12;

/** Steps of a case that are replayed before the time at which it is looked at. */
const LEAD = 10;

const SECONDS = { s: 1, m: 60, h: 3600, d: 86400 } as const;

const seconds = (duration: string): number =>
    Number.parseFloat(duration) * SECONDS[duration.slice(-1) as keyof typeof SECONDS];

const step = ({ every = "1m" }: Pick<AlertCase, "every">): number => seconds(every);

/** Seconds of a case that pass in one second here. */
function pace({ cases, query, recordings, for: hold }: Alert): number {
    // What only other recordings read may look back on more than it would: see `short`.
    const outer = recordings.filter(({ record }) => !recordings.some((other) => other.query.text.includes(record)));
    const text = [query.text, ...outer.map((recording) => recording.query.text)].join();
    const windows = [...text.matchAll(/\[(\d+[smhd])\]/g)].map(([, window = ""]) => seconds(window));
    const wanted = Math.max(Math.max(0, ...windows) / WINDOW_SECONDS.most, seconds(hold) / HOLD_SECONDS);
    const possible = Math.min(...windows) / WINDOW_SECONDS.least;
    return Math.max(step(cases[0] ?? {}) / STEP_SECONDS, Math.min(wanted, possible));
}

const NUMBER = "-?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?";
const RUN = new RegExp(`^(${NUMBER})([+-]\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?)?(?:x(\\d+))?$`);

/** The value at a step of a series in promtool's notation; what comes last goes on for ever. */
export function valueAt(notation: string, at: number): number | undefined {
    let left = at;
    const parts = notation.trim().split(/\s+/);
    for (const [i, part] of parts.entries()) {
        const last = i === parts.length - 1;
        const gap = /^_(?:x(\d+))?$/.exec(part);
        if (gap) {
            const length = Number(gap[1] ?? 1);
            if (left < length || last) return undefined;
            left -= length;
            continue;
        }
        const [, from, by = "0", times = "0"] = RUN.exec(part) ?? [];
        if (from === undefined) throw new Error(`${part} is not promtool's notation`);
        if (left <= Number(times) || last) return Number(from) + Number(by) * left;
        left -= Number(times) + 1;
    }
    return undefined;
}

const labelled = (selector: string, name: string) =>
    selector.includes("{") ? selector.replace("{", `{case="${name}",`) : `${selector}{case="${name}"}`;

/** What a program in the situation of a case shows now, marked with the alert whose case it is. */
export class Replay {
    private readonly begun = Date.now();
    private readonly alert: Alert;
    private readonly one: AlertCase;

    constructor(alert: Alert, one: AlertCase) {
        this.alert = alert;
        this.one = one;
    }

    lines(): string[] {
        const first = Math.max(0, seconds(this.one.at) / step(this.one) - LEAD);
        const passed = ((Date.now() - this.begun) / 1000) * pace(this.alert);
        const at = first + Math.floor(passed / step(this.one));
        return Object.entries(this.one.series).flatMap(([series, notation]) => {
            const value = valueAt(notation, at);
            return value === undefined ? [] : [`${labelled(series, this.alert.name)} ${this.moved(series, value, at)}`];
        });
    }

    /** The age of a time stays what it is in the case. Nought says "never". */
    private moved(series: string, value: number, at: number): number {
        const name = series.split("{")[0];
        const time = this.alert.query.metrics.some((metric) => metric.name === name && metric.unit === "Unix seconds");
        if (!time || value === 0) return value;
        return Date.now() / 1000 + value - at * step(this.one);
    }
}

/** The case of an alert that shows one state. */
export function caseOf({ name, cases }: Alert, state: AlertCase["state"]): AlertCase {
    const found = cases.find((one) => one.state === state);
    if (!found) throw new Error(`${name} has no case of that`);
    return found;
}

/** A query over the replayed series of one alert, with its times in the pace of the replay. */
function replayed(alert: Alert, expr: string): string {
    const { query, recordings } = alert;
    const names = [...query.metrics, ...recordings.flatMap((recording) => recording.query.metrics)].map(
        ({ name }) => name,
    );
    const known = [...new Set([...names, ...recordings.map(({ record }) => record)])].sort(
        (a, b) => b.length - a.length,
    );
    // Nothing matches where nothing is known: the watchdog looks at no series.
    const series = new RegExp(
        `(?<![\\w:"])(${known.join("|") || "(?!)"})(_bucket|_sum|_count)?(?![\\w:"])(\\{[^}]*\\})?`,
        "g",
    );
    const short = (duration: string) =>
        `${Math.round(Math.max(seconds(duration) / pace(alert), WINDOW_SECONDS.fewest) * 1000)}ms`;
    return expr
        .replaceAll(series, (selector) => labelled(selector, alert.name))
        .replaceAll(/\[(\d+[smhd])\]/g, (_, window) => `[${short(window)}]`)
        .replaceAll(/offset (\d+[smhd])/g, (_, offset) => `offset ${short(offset)}`)
        .replaceAll(/\brate\(([^()]*)\)/g, (rate) => `(${rate} / ${pace(alert)})`);
}

/**
 * The declared rules of alerts, each over its own replayed series, and sent from the cluster that it is told to be in: no
 * cause holds back what it would hold back in its own cluster.
 */
export const replayedGroups = (
    alerts: readonly Alert[],
    declared: readonly Rule[],
    clusterOf: (alert: Alert) => string,
) =>
    alerts.map((alert) => ({
        name: alert.name,
        rules: declared.flatMap((rule): object[] => {
            if ("record" in rule)
                return alert.recordings.some(({ record }) => record === rule.record)
                    ? [{ ...rule, expr: replayed(alert, rule.expr), labels: { case: alert.name } }]
                    : [];
            if (rule.alert !== alert.name) return [];
            const hold = `${Math.round((seconds(rule.for) / pace(alert)) * 1000)}ms`;
            const labels = { ...rule.labels, cluster: clusterOf(alert) };
            const gap = `${GAP_SECONDS}s`;
            return [{ ...rule, labels, expr: replayed(alert, rule.expr), for: hold, keep_firing_for: gap }];
        }),
    }));
