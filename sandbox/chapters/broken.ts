import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Repository } from "../../governance/git";
import { recover } from "../../governance/recover/recover";
import { sshsig } from "../../governance/ssh/sshsig";
import { readProject } from "../../preview/stack-file";
import { chance } from "../chance";
import { stepsIn } from "../engine/events";
import type { Network } from "../network";
import type { Call } from "../providers/protocol";
import { Witness } from "../witness";
import type { World } from "../world";
import type { Check } from "./chapter";

/** Something that breaks an update off, or should not. */
export interface Break {
    /** As in "kill 7: nothing is pending". */
    name: string;
    /** Does it around a call that makes something; an error that it throws is the call's answer. */
    strike(network: Network, pid: number, call: Call): void | Promise<void>;
    /** It only makes sense before the server is asked. @default before or after it, by chance */
    before?: boolean;
    /** Puts right what it broke, as an operator would before trying again. */
    mend?(network: Network): Promise<void>;
    /** What the command must say of it. */
    told?: RegExp;
}

const NETWORK = "testnet";

/** One of its systems is enough: each step of the engine writes the whole state, so a small one is broken oftener. */
const SYSTEM = "executor";

/**
 * Brings a network up while one thing after the other breaks, each at a random moment, and recovers each time: in the
 * end everything is there, nothing was lost and nothing was made twice.
 */
export function broken(world: World, check: Check, points: number, breaks: readonly Break[]): Promise<void> {
    return world.fresh(NETWORK, { only: SYSTEM }, (network) => breakOff(network, { world, check, points, breaks }));
}

interface Story {
    world: World;
    check: Check;
    points: number;
    breaks: readonly Break[];
}

async function breakOff(network: Network, { world, check, points, breaks }: Story): Promise<void> {
    const witness = new Witness();
    network.intercept(witness.intercept);
    const { plan } = network.declared;
    const random = chance(world.seed);
    const creations = plan.resources.filter(({ custom }) => custom).length;
    let made = 0;
    let [pending, broke] = [0, 0];
    // A grant or a switch that is made once more changes nothing, so a recovery does not look for it: the next up makes
    // it again.
    const unsought = new Set<string>();
    for (let point = 1; point <= points; point++) {
        const one = breaks[Math.floor(random() * breaks.length)] as Break;
        const words = `${one.name} ${point} of ${points}`;
        world.say(words);
        const call = nextCall(random, creations - made, points - point + 1);
        const moment = { call, before: random() < 0.5, delay: random() * 300 };
        const { struck, output } = await upUntil(network, one, moment);
        await witness.quiet();
        if (!struck) break;
        await one.mend?.(network);
        broke += 1;
        if (one.told) check(`${words}: the command says what is wrong`, one.told.test(output));
        const forgotten = await unknownTo(network, witness, unsought);
        check(`${words}: the command names what it lost`, {
            found: forgotten.filter((urn) => !output.includes(urn.slice(urn.lastIndexOf("::") + 2))),
            expected: [],
        });
        const { adopted, absent } = await recovered(network, world.project, witness, forgotten);
        pending += adopted.length + absent.length;
        const { pending_operations = [], resources } = await network.state();
        for (const urn of absent) unsought.add(urn);
        for (const { urn } of resources) unsought.delete(urn);
        made = resources.filter(({ custom }) => custom).length;
        check(`${words}: nothing is pending after the recovery`, { found: pending_operations, expected: [] });
        check(`${words}: all that exists is in the state, under its id, and exists once`, {
            found: lost(witness, resources, unsought),
            expected: [],
        });
    }
    check("something broke as often as it should", { found: broke, expected: points });
    world.say(`the rest of the up, after ${pending} operations that never ended`);
    await network.must(["up", "--yes", "--skip-preview"], { once: true });
    const { resources } = await network.state();
    check("in the end the state has every resource of the plan, and no other", {
        found: resources.map(({ urn }) => urn).sort(),
        expected: plan.resources.map(({ urn }) => urn),
    });
    check("all that exists is in the state, under its id, and exists once", {
        found: lost(witness, resources),
        expected: [],
    });
    const again = await network.run(["preview"]);
    check("nothing remains to be done", {
        found: stepsIn(again.events).filter(({ op }) => op !== "same"),
        expected: [],
    });
}

/** Others are under way when it breaks and are made as well, so of each point's share of what is left it takes half. */
const nextCall = (random: () => number, left: number, points: number): number =>
    1 + Math.floor((random() * left) / points / 2);

interface Moment {
    /** Which call that makes something, counted from the start of the command. */
    call: number;
    /** Before the server is asked, or when it has done it but nobody knows yet. */
    before: boolean;
    /** Milliseconds that the engine has for something else meanwhile. */
    delay: number;
}

/** Starts an update that is broken at a moment. Not struck: it was over before. */
async function upUntil(network: Network, one: Break, moment: Moment): Promise<{ struck: boolean; output: string }> {
    let [pid, left, struck] = [0, moment.call, false];
    const before = one.before ?? moment.before;
    let striking: Promise<void> | undefined;
    const end = network.intercept(async (call, proceed) => {
        const now = call.method === "create" && !call.preview && --left === 0;
        if (!now) return proceed();
        struck = true;
        if (!before) await proceed();
        striking = sleep(moment.delay).then(() => one.strike(network, pid, call));
        await striking;
        return before ? proceed() : undefined;
    });
    const started = (id: number) => {
        pid = id;
    };
    try {
        const { stdout, stderr } = await network.run(["up", "--yes", "--skip-preview"], { started });
        return { struck, output: stdout + stderr };
    } finally {
        // The command may be over before what broke it: a server that comes back takes its time.
        await striking?.catch(() => undefined);
        end();
    }
}

/** As `slipway recover` does it; where only people can find out what exists, the witness is asked. */
function recovered(network: Network, project: string, witness: Witness, lost: readonly string[]) {
    const options = {
        repository: new Repository(project),
        project: readProject(project).name,
        stack: network.name,
        pulumi: network.pulumi(),
        ledger: "no-ledger-in-the-sandbox",
        scheme: sshsig,
        folder: join(network.directory, "recover"),
        lost,
    };
    return recover(options).catch((error: Error) => {
        if (!error.message.startsWith("only you can find out")) throw error;
        const urns = error.message.match(/urn:pulumi:[^\s,;]+/g) ?? [];
        const ids = new Map([...witness.existing()].map(([urn, [id = ""]]) => [urn, id]));
        return recover({
            ...options,
            ids: Object.fromEntries(urns.flatMap((urn) => (ids.has(urn) ? [[urn, ids.get(urn) ?? ""]] : []))),
            absent: urns.filter((urn) => !ids.has(urn)),
        });
    });
}

/** What exists, and the engine has forgotten: it got no answer to its creation. */
async function unknownTo(network: Network, witness: Witness, excepted: ReadonlySet<string>): Promise<string[]> {
    const { resources, pending_operations = [] } = await network.state();
    const known = new Set([...resources, ...pending_operations.map(({ resource }) => resource)].map(({ urn }) => urn));
    return [...witness.existing().keys()].filter((urn) => !known.has(urn) && !excepted.has(urn));
}

/** What exists and is not in the state under the same id, or exists more than once. */
function lost(
    witness: Witness,
    state: readonly { urn: string; id?: string }[],
    excepted: ReadonlySet<string> = new Set(),
) {
    const ids = new Map(state.map(({ urn, id }) => [urn, id]));
    return [...witness.existing()]
        .filter(([urn]) => !excepted.has(urn))
        .filter(([urn, existing]) => existing.length !== 1 || existing[0] !== ids.get(urn))
        .map(([urn, existing]) => `${urn} exists as ${existing.join(" and ")}, and is ${ids.get(urn)} in the state`);
}
