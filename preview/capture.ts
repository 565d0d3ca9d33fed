import { realpathSync } from "node:fs";
import type { Plan } from "./plan";
import { entryOf, inProject, type ModuleOrder, runProgram } from "./program";
import { type Declared, runOnce, runTraced } from "./run";
import { readProject, readStackFile } from "./stack-file";
import type { Answering } from "./turns";

/** A stack of a project, to be declared as it is. */
export interface DeclareOptions extends Answering {
    /** Root of the project: where `Pulumi.yaml` is. */
    directory: string;
    stack: string;
    /** The program's first file. @default `main` of Pulumi.yaml, else of package.json, else `index.ts` */
    program?: string;
    /** Configuration by full key, such as `slipway:ground`. @default what `Pulumi.<stack>.yaml` says */
    config?: Record<string, string>;
    /** Keys of `config` whose value is secret. */
    secretKeys?: readonly string[];
    /** In which order the modules that the program imports are loaded. @default "as written" */
    modules?: ModuleOrder;
    /** How long the program may wait for nothing, in milliseconds. @default 3000 */
    patience?: number;
}

/** A stack of no project in particular, for a program that is a function. */
export interface ProgramOptions extends Answering {
    /** @default "project" */
    project?: string;
    /** @default "stack" */
    stack?: string;
    config?: Record<string, string>;
    secretKeys?: readonly string[];
    /** Where the program's files are, for places in messages and relative paths of assets. @default the current folder */
    directory?: string;
    /** How long the program may wait for nothing, in milliseconds. @default 3000 */
    patience?: number;
}

/** Less than the five seconds that test runners commonly give a test. */
const PATIENCE = 3000;

/** Declares a stack without credentials: runs the program as it is and returns everything it asks for. */
export async function declare(options: DeclareOptions): Promise<Plan> {
    return (await declareStack(options, false)).plan;
}

/** Like `declare`, and says where in the project each resource is declared. */
export const declareWithPlaces = (options: DeclareOptions): Promise<Declared> => declareStack(options, true);

function declareStack({ stack, patience = PATIENCE, ...options }: DeclareOptions, places: boolean): Promise<Declared> {
    return alone(async () => {
        const directory = realpathSync(options.directory);
        const project = readProject(directory);
        const file = options.config === undefined ? readStackFile(directory, stack, project) : undefined;
        const run = {
            program: () => runProgram(entryOf(directory, options.program ?? project.main), options.modules),
            project: project.name,
            stack,
            config: file?.values ?? options.config ?? {},
            secretKeys: file?.secretKeys ?? options.secretKeys ?? [],
            directory,
            patience,
            places,
            ...answering(options),
        };
        return runTraced((frames) => inProject(directory, () => runOnce(run, frames)));
    });
}

/** Declares what a function asks for, for tests and measurements. */
export async function declareProgram(program: () => unknown, options: ProgramOptions = {}): Promise<Plan> {
    const run = {
        program,
        project: options.project ?? "project",
        stack: options.stack ?? "stack",
        config: options.config ?? {},
        secretKeys: options.secretKeys ?? [],
        directory: realpathSync(options.directory ?? "."),
        patience: options.patience ?? PATIENCE,
        ...answering(options),
    };
    return (await alone(() => runTraced((frames) => runOnce(run, frames)))).plan;
}

function answering({ parallel, order, progress, declared }: Answering): Answering {
    return {
        ...(parallel !== undefined && { parallel }),
        ...(order !== undefined && { order }),
        ...(progress !== undefined && { progress }),
        ...(declared !== undefined && { declared }),
    };
}

let last: Promise<unknown> = Promise.resolve();

/** One run at a time: the SDK, the process's listeners and its loaded modules serve one. */
function alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
}
