import { z } from "zod";
import { Agents } from "./agents";
import { agentsRules } from "./agents-rules";
import { Betting } from "./betting";
import { bettingRules } from "./betting-rules";
import { Executor } from "./executor";
import { executorRules } from "./executor-rules";
import { Intents } from "./intents";
import { intentsRules } from "./intents-rules";
import { Paw } from "./paw";
import { pawRules } from "./paw-rules";
import type { Rule } from "./problems";
import type { Settings } from "./settings";

/** What the settings have to know of a system. */
interface System {
    /** What the stack file says of it. */
    block: z.ZodType;
    /**
     * Namespaces in which it signs. A restored signer is a second signer, and consensus state (`priv_validator_state.json`)
     * that comes back from yesterday signs yesterday's heights again: so none of these is ever part of a backup.
     */
    signs: readonly string[];
    /** The internet may reach it, under hosts that `edge` gives it. Default it may not. */
    faces?: true;
}

/** Every system that a stack file may have a block for. */
const SYSTEMS = {
    intents: { block: Intents, signs: ["intents"], faces: true },
    paw: { block: Paw, signs: ["paw"], faces: true },
    executor: { block: Executor, signs: ["executor"] },
    agents: { block: Agents, signs: ["agents"] },
    betting: { block: Betting, signs: ["betting"], faces: true },
} as const satisfies Record<string, System>;

type Table = typeof SYSTEMS;

const all: readonly (readonly [string, System])[] = Object.entries(SYSTEMS);

/** The blocks of the stack file, none of which has to be there. */
export const Systems = z
    .strictObject(
        Object.fromEntries(all.map(([name, { block }]) => [name, block.optional()])) as unknown as {
            [Name in keyof Table]: z.ZodOptional<Table[Name]["block"]>;
        },
    )
    .describe("The systems to deploy; a system without a block is not deployed.");

/** Rules over several fields of each block. */
const RULES: Record<keyof Table, readonly Rule<Settings>[]> = {
    intents: intentsRules,
    paw: pawRules,
    executor: executorRules,
    agents: agentsRules,
    betting: bettingRules,
};

export const systemRules: readonly Rule<Settings>[] = Object.values(RULES).flat();

export const signingNamespaces: readonly string[] = all.flatMap(([, { signs }]) => signs);

/** Names of the systems that the internet may reach. */
export const facing: readonly string[] = all.flatMap(([name, { faces }]) => (faces ? [name] : []));
