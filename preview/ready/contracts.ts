import type { Plan } from "../plan";
import type { Item } from "./model";

/** What components say that their programs must do, each once: `contracts` of their inputs, by program. */
export const contractsIn = ({ resources }: Plan): Item[] =>
    resources
        .filter(({ custom }) => !custom)
        .flatMap(({ name, inputs }) =>
            Object.entries(inputs.contracts ?? {}).flatMap(([program, sentences]) =>
                [sentences].flat().map((says) => ({ what: `${name}/${program}`, detail: String(says) })),
            ),
        );
