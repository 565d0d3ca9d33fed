import { counter } from "./metric";

/**
 * What the intents coordinator emits, as far as alerts use it.
 * Source: crates/metrics/src/metrics.rs of iqlusioninc/atom-intents at 06e08e24.
 */
export const intents = {
    settlementsCompleted: counter("atom_intents_settlements_completed_total", "settlements"),
    settlementsFailed: counter("atom_intents_settlements_failed_total", "settlements"),
} as const;
