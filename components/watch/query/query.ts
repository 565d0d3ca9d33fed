import * as pulumi from "@pulumi/pulumi";
import type { Metric } from "../catalogue/metric";

export type Duration = `${number}${"s" | "m" | "h" | "d"}`;

/** How series of one side find those of the other, when not by all their labels. */
export interface Matching<On extends string> {
    readonly on: readonly On[];
    /** The side that may have several series for one of the other. */
    readonly many?: "left" | "right";
}

interface Origin {
    readonly metrics: readonly Metric[];
    /** Highest value that it can have: the highest bucket of a quantile. */
    readonly ceiling?: number;
    /** Text of one operand, or one that needs parentheses inside another. */
    readonly compound?: boolean;
}

/**
 * A PromQL query over metrics of the catalogues, with the labels of its result in its type: a metric or label that nobody
 * emits does not compile, and there is no way to write PromQL as text.
 */
export class Query<Label extends string = string> {
    /** Only a type: the labels of the result. */
    readonly label?: Label;
    readonly text: string;
    readonly metrics: readonly Metric[];
    private readonly ceiling: number | undefined;
    private readonly compound: boolean;

    constructor(text: string, { metrics, ceiling, compound = false }: Origin) {
        this.text = text;
        this.metrics = metrics;
        this.ceiling = ceiling;
        this.compound = compound;
    }

    above(threshold: number): Query<Label> {
        if (this.ceiling !== undefined && threshold >= this.ceiling)
            throw new pulumi.RunError(
                `${this.text} is never above ${threshold}: its highest bucket is ${this.ceiling}; use less than that`,
            );
        return this.compare(">", threshold);
    }

    atLeast(threshold: number): Query<Label> {
        if (this.ceiling !== undefined && threshold > this.ceiling)
            throw new pulumi.RunError(
                `${this.text} never reaches ${threshold}: its highest bucket is ${this.ceiling}; use that or less`,
            );
        return this.compare(">=", threshold);
    }

    below(threshold: number): Query<Label> {
        return this.compare("<", threshold);
    }

    equals(value: number): Query<Label> {
        return this.compare("==", value);
    }

    /** 1 where it has the value, else 0. */
    is(value: number): Query<Label> {
        return this.compare("== bool", value);
    }

    /** Above another value rather than a number. */
    exceeds<L extends string, On extends Label & L = never>(other: Query<L>, by?: Matching<On>): Query<Label> {
        return this.with(">", other, by);
    }

    plus<L extends string, On extends Label & L = never>(other: Query<L> | number, by?: Matching<On>): Query<Label> {
        return this.with("+", other, by);
    }

    minus<L extends string, On extends Label & L = never>(other: Query<L> | number, by?: Matching<On>): Query<Label> {
        return this.with("-", other, by);
    }

    times(factor: number): Query<Label> {
        return this.with("*", factor);
    }

    dividedBy<L extends string, On extends Label & L = never>(
        other: Query<L> | number,
        by?: Matching<On>,
    ): Query<Label> {
        return this.with("/", other, by);
    }

    and<L extends string, On extends Label & L = never>(other: Query<L>, by?: Matching<On>): Query<Label> {
        return this.with("and", other, by);
    }

    unless<L extends string, On extends Label & L = never>(other: Query<L>, by?: Matching<On>): Query<Label> {
        return this.with("unless", other, by);
    }

    or<L extends string>(other: Query<L>): Query<Label & L> {
        return this.with("or", other);
    }

    /** As an operand of something else. */
    operand(): string {
        return this.compound ? `(${this.text})` : this.text;
    }

    private compare(operator: string, threshold: number): Query<Label> {
        return this.with(operator, threshold);
    }

    private with<L extends string, On extends string>(
        operator: string,
        other: Query<L> | number,
        by?: Matching<On>,
    ): Query<never> & Query<Label> {
        const right = typeof other === "number" ? String(other) : other.operand();
        const on = by ? ` on (${by.on.join(", ")})` : "";
        // Without its own parentheses it would take those of the operand for a list of labels.
        const group = by?.many ? ` group_${by.many} ()` : "";
        return new Query(`${this.operand()} ${operator}${on}${group} ${right}`, {
            metrics: [...this.metrics, ...(typeof other === "number" ? [] : other.metrics)],
            compound: true,
        }) as Query<never> & Query<Label>;
    }
}
