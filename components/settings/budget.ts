import { z } from "zod";
import { count } from "./fields";
import type { Rule } from "./problems";
import { duplicates } from "./problems";
import type { Settings } from "./settings";

const email = z
    .string()
    .regex(/^[A-Za-z0-9._%+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/)
    .meta({ form: "an e-mail address such as ops@example.com" });

/** Whom Google itself tells. A budget takes five of them at most. */
export const Contacts = z
    .array(email)
    .min(1)
    .max(5)
    .describe("E-mail addresses that Google itself writes to when a budget or a quota runs out, 1 to 5.");

/** What the project may cost. */
export const Budget = z
    .strictObject({
        billingAccount: z
            .string()
            .regex(/^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$/)
            .meta({ form: "a billing account such as 01AB23-4C56DE-78F9A0" })
            .describe("The billing account that pays for the project."),
        monthly: count(1, 100_000_000).describe(
            "What a month may cost, whole units of the billing account's currency, 1 to 100000000. Nothing is stopped " +
                "when it is used up: people are told.",
        ),
    })
    .describe("What the project may cost in a month.");

export const budgetRules: readonly Rule<Settings>[] = [
    function* ({ ground: { contacts } }) {
        yield* duplicates(contacts, "ground.contacts");
    },
];
