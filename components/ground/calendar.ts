import type * as gcp from "@pulumi/gcp";

/** When Google may change what runs, and when nobody may. Hours are UTC. */
export interface Calendar {
    maintenance: { days: readonly Day[]; startHour: number; hours: number };
    /** In order, without overlap. Both days are frozen ones. */
    freezes: readonly { name: string; from: string; to: string; why: string }[];
}

/** As RFC 5545 and Memorystore spell them, in the order in which Cloud SQL numbers them from 1. */
const WEEK = {
    MO: "MONDAY",
    TU: "TUESDAY",
    WE: "WEDNESDAY",
    TH: "THURSDAY",
    FR: "FRIDAY",
    SA: "SATURDAY",
    SU: "SUNDAY",
} as const;

type Day = keyof typeof WEEK;

const DAYS = Object.keys(WEEK) as Day[];

/** Never empty: a calendar names one day at least. */
const sorted = (days: readonly Day[]) => DAYS.filter((day) => days.includes(day)) as [Day, ...Day[]];

/** Any Monday does: windows repeat every week from the first one on. */
const MONDAY = Date.UTC(2026, 0, 5);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** To the second, as GKE writes times. */
const instant = (time: number) => new Date(time).toISOString().replace(".000Z", "Z");

/** The weekly window in which GKE may upgrade, and the freezes in which it may not. */
export function clusterMaintenance(calendar: Calendar): gcp.types.input.container.ClusterMaintenancePolicy {
    const { startHour, hours } = calendar.maintenance;
    const days = sorted(calendar.maintenance.days);
    const start = MONDAY + DAYS.indexOf(days[0]) * DAY + startHour * HOUR;
    return {
        recurringWindow: {
            startTime: instant(start),
            endTime: instant(start + hours * HOUR),
            recurrence: `FREQ=WEEKLY;BYDAY=${days.join(",")}`,
        },
        maintenanceExclusions: calendar.freezes.map(({ name, from, to }) => ({
            exclusionName: name,
            startTime: instant(Date.parse(from)),
            endTime: instant(Date.parse(to) + DAY),
            exclusionOptions: { scope: "NO_UPGRADES" },
        })),
    };
}

/** The hour in which Cloud SQL may restart a database; it numbers days from 1. */
export function databaseMaintenance({ maintenance }: Calendar): { day: number; hour: number } {
    return { day: DAYS.indexOf(sorted(maintenance.days)[0]) + 1, hour: maintenance.startHour };
}

/** The window in which Memorystore may restart a cache. */
export function cacheMaintenance({ maintenance }: Calendar): { day: string; startTime: { hours: number } } {
    return { day: WEEK[sorted(maintenance.days)[0]], startTime: { hours: maintenance.startHour } };
}

/** The one period in which Cloud SQL changes nothing: from the first freeze to the end of the last. */
export function databaseFreeze({ freezes }: Calendar): { start: string; end: string } | undefined {
    const [first, last] = [freezes[0], freezes.at(-1)];
    return first && last && { start: first.from, end: instant(Date.parse(last.to) + DAY).slice(0, 10) };
}
