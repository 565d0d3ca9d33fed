import type { Alert } from "../alert";
import { promql } from "../alert";
import { intents } from "../catalogue/intents";

const completed = "atom_intents_settlements_completed_total";
const failed = "atom_intents_settlements_failed_total";

/** Settlements fail more often than one in twenty: trades are matched and do not happen. */
export const highSettlementFailureRate: Alert = {
    name: "HighSettlementFailureRate",
    severity: "critical",
    service: "settlement",
    expr: promql`sum(rate(${intents.settlementsFailed}[5m])) / (sum(rate(${intents.settlementsFailed}[5m])) + sum(rate(${intents.settlementsCompleted}[5m]))) > 0.05`,
    for: "5m",
    summary: "More than 5 % of settlements fail",
    description: "{{ $value | humanizePercentage }} of the settlements of the last 5 minutes failed.",
    cases: [
        {
            when: "half of the settlements fail",
            series: { [completed]: "0+30x20", [failed]: "0+30x20" },
            at: "15m",
            fires: [{}],
        },
        {
            when: "one settlement in a hundred fails",
            series: { [completed]: "0+99x20", [failed]: "0+1x20" },
            at: "15m",
            fires: [],
        },
        { when: "nothing is settled at all", series: { [completed]: "5x20", [failed]: "5x20" }, at: "15m", fires: [] },
        { when: "nobody answers", series: {}, at: "15m", fires: [] },
    ],
};

export const intentsAlerts: readonly Alert[] = [highSettlementFailureRate];
