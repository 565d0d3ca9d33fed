import { z } from "zod";
import { count } from "./fields";
import type { Rule } from "./problems";
import type { Settings } from "./settings";

const date = z.iso.date().meta({ form: "a date such as 2027-01-31" });

/** When Google may change what runs, and when nobody may. */
export const Calendar = z
    .strictObject({
        maintenance: z
            .strictObject({
                days: z
                    .array(z.enum(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]))
                    .min(1)
                    .default(["TU", "WE", "TH"])
                    .describe("Days with a window for clusters; databases use the first. Default TU, WE and TH."),
                startHour: count(0, 23).default(8).describe("Hour of the day at which it opens, UTC. Default 8."),
                hours: count(4, 24).default(6).describe("Hours that it stays open, 4 to 24. Default 6."),
            })
            .prefault({})
            .describe("Weekly window for Google's own upgrades, best while people are at work."),
        freezes: z
            .array(
                z.strictObject({
                    name: z
                        .string()
                        .regex(/^[a-z][a-z0-9-]{0,39}$/)
                        .meta({ form: "up to 40 lower-case letters, digits and hyphens, starting with a letter" }),
                    from: date.describe("First day without changes."),
                    to: date.describe("Last day without changes."),
                    why: z.string().min(1).max(200).meta({ form: "a sentence for whoever waits for an upgrade" }),
                }),
            )
            .max(3)
            .default([])
            .describe("Days on which clusters and databases are left as they are, in order, at most 3. Default none."),
    })
    .prefault({})
    .describe("When Google may upgrade clusters and databases, and when not: launches, votes, holidays.");

export type Calendar = z.infer<typeof Calendar>;

const DAY = 86_400_000;

/** Days from the first to the last, both counted. */
const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / DAY + 1;

const freezes = ({ ground }: Settings) => ground.calendar.freezes;

export const calendarRules: readonly Rule<Settings>[] = [
    function* (settings) {
        for (const [i, { from, to }] of freezes(settings).entries())
            if (to < from)
                yield { at: `ground.calendar.freezes[${i}].to`, found: to, use: `${from} or later, its from` };
    },
    function* (settings) {
        for (const [i, { from }] of freezes(settings).entries()) {
            const before = freezes(settings)[i - 1];
            if (before && from <= before.to)
                yield {
                    at: `ground.calendar.freezes[${i}].from`,
                    found: from,
                    use: `a day after ${before.to}, when ${before.name} ends: in order, without overlap`,
                };
        }
    },
    function* (settings) {
        const [first, last] = [freezes(settings)[0], freezes(settings).at(-1)];
        const days = first && last ? daysBetween(first.from, last.to) : 0;
        // https://cloud.google.com/sql/docs/postgres/maintenance: one deny maintenance period, 1 to 90 days.
        if (days > 90)
            yield {
                at: "ground.calendar.freezes",
                found: `${days} days from the first freeze to the last`,
                use: "90 days at most: Cloud SQL knows one period, which spans them all; add later ones when these are over",
            };
    },
    function* (settings) {
        const { days, hours } = settings.ground.calendar.maintenance;
        const frozen = freezes(settings).reduce((sum, { from, to }) => sum + daysBetween(from, to), 0);
        const open = Math.floor(((92 - frozen) / 7) * days.length * hours);
        // https://cloud.google.com/kubernetes-engine/docs/how-to/maintenance-windows-and-exclusions
        if (frozen <= 90 && open < 48)
            yield {
                at: "ground.calendar.freezes",
                found: `${open} hours of maintenance in the 92 days around ${frozen} frozen ones`,
                use: "fewer frozen days or longer windows: GKE asks for 48 hours in any 92 days",
            };
    },
];
