import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Calendar } from "../../components/ground/calendar";
import {
    cacheMaintenance,
    clusterMaintenance,
    databaseFreeze,
    databaseMaintenance,
} from "../../components/ground/calendar";
import { calendarRules } from "../../components/settings/calendar";
import type { Settings } from "../../components/settings/settings";

const calendar = (over: Partial<Calendar>): Calendar => ({
    maintenance: { days: ["TU", "WE", "TH"], startHour: 8, hours: 6 },
    freezes: [],
    ...over,
});

const freeze = (from: string, to: string, name = "launch") => ({ name, from, to, why: "launch" });

describe("the weekly window", () => {
    test.each([
        [["TU", "WE"], 8, 6, "2026-01-06T08:00:00Z", "2026-01-06T14:00:00Z", "FREQ=WEEKLY;BYDAY=TU,WE", 2, "TUESDAY"],
        [["SU"], 22, 4, "2026-01-11T22:00:00Z", "2026-01-12T02:00:00Z", "FREQ=WEEKLY;BYDAY=SU", 7, "SUNDAY"],
        [["FR", "MO"], 0, 24, "2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z", "FREQ=WEEKLY;BYDAY=MO,FR", 1, "MONDAY"],
    ] as const)("on %s at %i for %i hours", (days, startHour, hours, startTime, endTime, recurrence, day, weekday) => {
        const found = calendar({ maintenance: { days, startHour, hours } });
        expect(clusterMaintenance(found).recurringWindow).toEqual({ startTime, endTime, recurrence });
        expect(databaseMaintenance(found)).toEqual({ day, hour: startHour });
        expect(cacheMaintenance(found)).toEqual({ day: weekday, startTime: { hours: startHour } });
    });
});

describe("a freeze", () => {
    test("lasts from its first day to the end of its last, for clusters and databases alike", () => {
        const found = calendar({ freezes: [freeze("2027-02-26", "2027-02-28"), freeze("2027-03-10", "2027-03-10")] });
        expect(clusterMaintenance(found).maintenanceExclusions).toMatchObject([
            { startTime: "2027-02-26T00:00:00Z", endTime: "2027-03-01T00:00:00Z" },
            { startTime: "2027-03-10T00:00:00Z", endTime: "2027-03-11T00:00:00Z" },
        ]);
        expect(databaseFreeze(found)).toEqual({ start: "2027-02-26", end: "2027-03-11" });
    });

    test("is none where the calendar has none", () => {
        expect(databaseFreeze(calendar({}))).toBeUndefined();
    });
});

const problems = (over: Partial<Calendar>) => {
    const settings = { ground: { calendar: calendar(over) } } as unknown as Settings;
    return calendarRules.flatMap((rule) => [...rule(settings)]);
};

describe("the rules of the calendar", () => {
    test.each([
        ["ends before it begins", [freeze("2027-01-10", "2027-01-09")], "ground.calendar.freezes[0].to"],
        [
            "overlaps another",
            [freeze("2027-01-01", "2027-01-09"), freeze("2027-01-09", "2027-01-10", "vote")],
            "ground.calendar.freezes[1].from",
        ],
        [
            "comes before the one above it",
            [freeze("2027-02-01", "2027-02-02"), freeze("2027-01-09", "2027-01-10", "vote")],
            "ground.calendar.freezes[1].from",
        ],
        ["is longer than Cloud SQL allows", [freeze("2027-01-01", "2027-04-01")], "ground.calendar.freezes"],
        [
            "is so far from the first that one period cannot span both",
            [freeze("2027-01-01", "2027-01-02"), freeze("2027-04-01", "2027-04-02", "vote")],
            "ground.calendar.freezes",
        ],
        ["leaves GKE no time", [freeze("2027-01-01", "2027-03-25")], "ground.calendar.freezes"],
    ])("refuse a freeze that %s", (_, freezes, at) => {
        expect(problems({ freezes }).map((problem) => problem.at)).toEqual([at]);
    });

    test("let pass what keeps clusters and databases in step", () => {
        const day = fc.integer({ min: 0, max: 72 }).map((days) => new Date(Date.UTC(2027, 0, 1 + days)));
        const iso = (date: Date) => date.toISOString().slice(0, 10);
        fc.assert(
            fc.property(fc.uniqueArray(day, { minLength: 2, maxLength: 2, selector: Number }), ([a, b]) => {
                const [from, to] = [a, b].sort((x, y) => Number(x) - Number(y)).map((date) => iso(date as Date));
                const found = calendar({ freezes: [freeze(from ?? "", to ?? "")] });
                expect(problems(found)).toEqual([]);
                const exclusion = clusterMaintenance(found).maintenanceExclusions as { endTime: string }[];
                expect(databaseFreeze(found)?.end).toBe(exclusion[0]?.endTime.slice(0, 10));
            }),
        );
    });
});
