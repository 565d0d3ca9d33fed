import { parseDocument } from "yaml";
import { z } from "zod";
import { Refusal } from "./refusal";
import type { Class } from "./risk";
import type { SignatureScheme } from "./scheme";

/** Where the file stands in a project. What counts is its text in the revision that is applied now. */
export const APPROVERS = "governance/approvers.yaml";

const name = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
const email = z
    .string()
    .regex(/^[^\s<>]{1,200}$/)
    .toLowerCase();
const hours = z.int().min(0).max(720);

/** What a class of risk takes. */
const Threshold = z.strictObject({
    /** How many different people. */
    people: z.int().min(1).max(20),
    /** How many of them in which role; a person fills one place. */
    roles: z.record(name, z.int().min(1).max(20)).default({}),
    /** Hours between the last approval and the first moment at which the change may be applied. */
    timelock: hours.default(0),
});
export type Threshold = z.infer<typeof Threshold>;

const Person = z.strictObject({
    name,
    /** Every address under which this person commits. */
    emails: z.array(email).min(1),
    roles: z.array(name).default([]),
    /** Lines as in a `.pub` file. */
    keys: z.array(z.string()).default([]),
});
export type Person = z.infer<typeof Person>;

const File = z.strictObject({
    people: z.array(Person),
    /** Addresses under which machines commit. They approve nothing. */
    automation: z.array(email).default([]),
    /** Lines as in a `.pub` file: keys that sign what became of a change, and nothing else. */
    receipts: z.array(z.string()).default([]),
    stacks: z.record(
        name,
        z.strictObject({
            /** Hours for which a change may be applied once its timelock is over. */
            window: hours.min(1).max(72).default(48),
            risks: z.strictObject({ low: Threshold, medium: Threshold, critical: Threshold }),
        }),
    ),
});
export type Approvers = z.infer<typeof File>;

/** Reads who may approve what. Says the first thing that is wrong with it. */
export function readApprovers(text: string, scheme: SignatureScheme): Approvers {
    const document = parseDocument(text);
    const [broken] = document.errors;
    if (broken) throw wrong(`is not YAML: ${broken.message.split("\n")[0]}`);
    const { data, error } = File.safeParse(document.toJS());
    const [issue] = error?.issues ?? [];
    if (!data) throw wrong(`is wrong at ${issue?.path.join(".") || "its top"}: ${issue?.message}`);
    const people = data.people.map((person) => ({
        ...person,
        keys: person.keys.map((key) => readKey(person.name, key, scheme)),
    }));
    const receipts = data.receipts.map((key) => readKey("receipts", key, scheme));
    for (const fault of faults({ ...data, people, receipts })) throw wrong(fault);
    return { ...data, people, receipts };
}

function readKey(name: string, line: string, scheme: SignatureScheme): string {
    try {
        return scheme.key(line);
    } catch (error) {
        throw wrong(`has a key of ${name} that ${error instanceof Error ? error.message : error}`);
    }
}

/** One key or address for two people would count one person twice. */
function* faults({ people, automation, receipts, stacks }: Approvers): Iterable<string> {
    const lists = {
        name: people.map((person) => person.name),
        key: [...people.flatMap(({ keys }) => keys), ...receipts],
        address: [...people.flatMap(({ emails }) => emails), ...automation],
    };
    for (const [what, values] of Object.entries(lists)) {
        const twice = values.find((value, index) => values.indexOf(value) !== index);
        if (twice !== undefined) yield `has the ${what} ${twice} twice; each belongs to one person`;
    }
    for (const [stack, { risks }] of Object.entries(stacks)) {
        const classes = Object.entries(risks) as [Class, Threshold][];
        for (const [risk, { people, roles }] of classes) {
            const places = Object.values(roles).reduce((sum, count) => sum + count, 0);
            if (places > people) yield `wants ${places} places by role of ${people} people for ${risk} on ${stack}`;
        }
        for (const [index, [risk, { people, timelock }]] of classes.entries()) {
            const [lower, before] = classes[index - 1] ?? [];
            if (before && (people < before.people || timelock < before.timelock))
                yield `asks less for ${risk} than for ${lower} on ${stack}`;
        }
    }
}

const wrong = (why: string) => new Refusal(`${APPROVERS} ${why}; mend it in the revision that is applied`);
