import type { Service } from "../settings/receivers";
import type { AlertCase } from "./case";
import type { Duration, Query } from "./query/query";

/** What the alerts that Google judges and sends itself are about. */
export type GoogleService = "edge" | "postgres" | "redis" | "storage";

export type Severity = "critical" | "warning" | "none";

/** A query whose result is kept under a name, for alerts that look at long windows. */
export interface Recording {
    readonly record: string;
    readonly query: Query;
}

export interface Alert {
    readonly name: string;
    readonly severity: Severity;
    /** What the person who is woken looks after. */
    readonly service: Service | GoogleService;
    readonly query: Query;
    /** How long it must hold. */
    readonly for: Duration;
    /** One line for the pager. */
    readonly summary: string;
    /** What is happening, with values, in Prometheus' template language. */
    readonly description: string;
    /** Whether it is judged in the active region alone: it looks for what runs there and nowhere else. */
    readonly activeOnly: boolean;
    /** What has to be recorded for it. */
    readonly recordings: readonly Recording[];
    /** An alert that says why this one fires too, and the labels that both share: while it fires, this one is not sent. */
    readonly symptomOf: readonly Cause[];
    readonly cases: readonly AlertCase[];
}

export interface Cause {
    readonly alert: string;
    readonly sharing: readonly string[];
}

/** The words of a description that are filled in when it fires. */
export interface Say<Label extends string> {
    /** As it is, with k, M, m and so on. */
    readonly value: string;
    readonly percent: string;
    /** Seconds as days, hours and minutes. */
    readonly duration: string;
    label(name: Label): string;
}

export interface AlertArgs<Label extends string> {
    readonly name: string;
    readonly severity: Severity;
    readonly service: Service | GoogleService;
    readonly when: Query<Label>;
    readonly for: Duration;
    readonly summary: string;
    readonly description: string | ((say: Say<Label>) => string);
    readonly activeOnly?: boolean;
    readonly recordings?: readonly Recording[];
    readonly symptomOf?: readonly Cause[];
    /** At least: it fires; it is silent when healthy; what it does when a series is new or gone. */
    readonly cases: readonly [AlertCase<"broken">, AlertCase<"healthy">, AlertCase<"unseen">, ...AlertCase[]];
}

const SAY: Say<string> = {
    value: "{{ $value | humanize }}",
    percent: "{{ $value | humanizePercentage }}",
    duration: "{{ $value | humanizeDuration }}",
    label: (name) => `{{ $labels.${name} }}`,
};

/** An alert. Its description can only name labels that its query has. */
export const alert = <Label extends string>({
    when,
    description,
    activeOnly = false,
    recordings = [],
    symptomOf = [],
    ...rest
}: AlertArgs<Label>): Alert => ({
    ...rest,
    query: when,
    description: typeof description === "string" ? description : description(SAY),
    activeOnly,
    recordings,
    symptomOf,
});
