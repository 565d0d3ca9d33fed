import { fork } from "node:child_process";
import { realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DeclareOptions } from "./capture";
import { type Difference, differences, machinePaths } from "./differences";
import type { Question, Reply } from "./elsewhere";
import { PreviewError } from "./failure";
import type { Plan } from "./plan";
import type { World } from "./world";

export type { Difference } from "./differences";
export type { World } from "./world";

/** A world that has nothing in common with any other, as far as a program should care. */
export const elsewhere: World = {
    clock: "2037-11-30T23:59:58.765Z",
    seed: 20371130,
    timeZone: "Pacific/Chatham",
    locale: "tr_TR.UTF-8",
    home: "/home/somebody-else",
    user: "somebody-else",
    host: "another-machine",
    cwd: tmpdir(),
    parallel: 3,
    order: "last",
    modules: "reversed",
    variables: "elsewhere-",
};

/**
 * Declares a stack once more, in another process and another world, and says where that plan is not the first one.
 * Nothing means that the plan depends on the commit alone.
 */
export async function declaredTwice(first: Plan, options: DeclareOptions, world = elsewhere): Promise<Difference[]> {
    const paths = machinePaths(first, realpathSync(options.directory));
    const reply = await ask({ world, options });
    if ("plan" in reply) return [...differences(first, reply.plan), ...paths];
    const stack = first.resources.find(({ parent, custom }) => parent === null && !custom);
    return [{ urn: stack?.urn ?? "", path: "", first: "a plan", second: reply.error }, ...paths];
}

/** Declares a stack in a process of its own, in the given world. */
export async function declareIn(world: World, options: DeclareOptions): Promise<Plan> {
    const reply = await ask({ world, options });
    if ("plan" in reply) return reply.plan;
    throw new PreviewError(reply.error);
}

function ask({ world, options }: Question): Promise<Reply> {
    const directory = realpathSync(options.directory);
    const child = fork(join(__dirname, "elsewhere.ts"), {
        cwd: world.cwd ?? process.cwd(),
        env: { ...process.env, ...variablesOf(world) },
        execArgv: ["--require", join(__dirname, "typescript.js")],
        stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    let said = "";
    child.stderr?.on("data", (text) => {
        said = `${said}${text}`.slice(-2000);
    });
    return new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("message", resolve);
        child.once("close", () => reject(new PreviewError(`The program ended its process\n${said}`.trim())));
        child.send({ world, options: { ...options, directory } } satisfies Question);
    });
}

function variablesOf({ timeZone, locale, home, user, host }: World): NodeJS.ProcessEnv {
    return {
        ...(timeZone !== undefined && { TZ: timeZone }),
        ...(locale !== undefined && { LANG: locale, LC_ALL: locale }),
        ...(home !== undefined && { HOME: home, USERPROFILE: home }),
        ...(user !== undefined && { USER: user, LOGNAME: user, USERNAME: user }),
        ...(host !== undefined && { HOSTNAME: host }),
    };
}
