import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "./stack";

export interface Step {
    name?: string;
    uses?: string;
    run?: string;
    shell?: string;
    with?: Record<string, unknown>;
    env?: Record<string, string>;
}

export interface Job {
    if?: string;
    environment?: string;
    permissions?: Record<string, string>;
    "timeout-minutes"?: number;
    steps: Step[];
}

export interface Workflow {
    on: Record<string, unknown>;
    permissions: Record<string, string>;
    concurrency: { group: string; "cancel-in-progress": boolean };
    jobs: Record<string, Job>;
}

const FOLDER = join(ROOT, ".github/workflows");

/** Text of each workflow, by file. */
export const texts = Object.fromEntries(
    readdirSync(FOLDER).map((file) => [file, readFileSync(join(FOLDER, file), "utf8")]),
);

export const one = (file: string) => parse(texts[file] ?? "") as Workflow;

export const workflows = Object.keys(texts).map((file) => [file, one(file)] as const);

export const jobs = workflows.flatMap(([file, { jobs }]) =>
    Object.entries(jobs).map(([name, job]) => [`${file} ${name}`, job] as const),
);

/** The one step of a workflow whose name or script has some words in it. */
export function step(file: string, words: string): Step {
    const found = Object.values(one(file).jobs)
        .flatMap(({ steps }) => steps)
        .filter(({ name = "", run = "" }) => `${name}\n${run}`.includes(words));
    const [only, ...others] = found;
    if (!only || others.length > 0) throw new Error(`${file} has ${found.length} steps with ${words}`);
    return only;
}
