import { join } from "node:path";
import { Repository } from "../../governance/git";
import { recover } from "../../governance/recover/recover";
import { sshsig } from "../../governance/ssh/sshsig";
import { readProject } from "../../preview/stack-file";
import { chance } from "../chance";
import { stepsIn } from "../engine/events";
import type { Network } from "../network";
import { Witness } from "../witness";
import type { World } from "../world";
import type { Chapter, Check } from "./chapter";

const story = (name: string, points: number, daily: boolean): Chapter => ({
    name,
    title: `The engine is killed at ${points} random points of an up and recovers each time: nothing lost, nothing twice`,
    needs: ["pulumi"],
    daily,
    run: (world, check) => killed(world, check, points),
});

export const chapter = story("kill", 4, true);
export const long = story("kill-often", 50, false);

const NETWORK = "testnet";

async function killed(world: World, check: Check, points: number): Promise<void> {
    const network = await world.fresh(NETWORK);
    const witness = new Witness();
    network.intercept(witness.intercept);
    const { plan } = await network.declared();
    const random = chance(world.seed);
    const each = plan.resources.filter(({ custom }) => custom).length / (points + 1);
    const seen = { adopted: 0, absent: 0, pending: 0 };
    for (let point = 1; point <= points; point++) {
        world.say(`kill ${point} of ${points}`);
        const ended = await killAt(network, Math.ceil(random() * 2 * each), random() < 0.5, random() * 300);
        await witness.quiet();
        if (!ended) break;
        const before = await network.state();
        seen.pending += before.pending_operations?.length ?? 0;
        const { adopted, absent } = await recovered(network, world.project, witness);
        seen.adopted += adopted.length;
        seen.absent += absent.length;
        const state = await network.state();
        check(`kill ${point}: nothing is pending after the recovery`, {
            found: state.pending_operations ?? [],
            expected: [],
        });
        check(`kill ${point}: all that exists is in the state, under its id, and exists once`, {
            found: lost(witness, state.resources),
            expected: [],
        });
    }
    check(
        `operations were under way when the engine died (${seen.pending}), of which some had come about`,
        seen.pending > 0,
    );
    world.say("the rest of the up");
    await network.must(["up", "--yes", "--skip-preview"], { once: true });
    const state = await network.state();
    check("after all, the state has every resource of the plan, and no other", {
        found: state.resources.map(({ urn }) => urn).sort(),
        expected: plan.resources.map(({ urn }) => urn),
    });
    check("all that exists is in the state, under its id, and exists once", {
        found: lost(witness, state.resources),
        expected: [],
    });
    const again = await network.run(["preview"]);
    check("nothing remains to be done", {
        found: stepsIn(again.events).filter(({ op }) => op !== "same"),
        expected: [],
    });
}

/** Kills the engine around the given create call. False if the update was over before. */
async function killAt(network: Network, count: number, answered: boolean, delay: number): Promise<boolean> {
    let pid = 0;
    let left = count;
    const kill = () => setTimeout(() => process.kill(pid, "SIGKILL"), delay);
    const end = network.intercept(async ({ method, preview }, proceed) => {
        const now = method === "create" && !preview && --left === 0;
        if (now && !answered) kill();
        await proceed();
        if (now && answered) kill();
    });
    const started = (id: number) => {
        pid = id;
    };
    try {
        const { code } = await network.run(["up", "--yes", "--skip-preview"], { started });
        return code === 128 + 9;
    } finally {
        end();
    }
}

/** As `slipway recover` does it; where only people can find out what exists, the witness is asked. */
function recovered(network: Network, project: string, witness: Witness) {
    const options = {
        repository: new Repository(project),
        project: readProject(project).name,
        stack: network.name,
        pulumi: network.pulumi(),
        ledger: "no-ledger-in-the-sandbox",
        scheme: sshsig,
        folder: join(network.directory, "recover"),
    };
    return recover(options).catch((error: Error) => {
        const urns = error.message.match(/urn:pulumi:[^\s,;]+/g) ?? [];
        if (!error.message.startsWith("only you can find out")) throw error;
        const ids = new Map([...witness.existing()].map(([urn, [id = ""]]) => [urn, id]));
        return recover({
            ...options,
            ids: Object.fromEntries(urns.flatMap((urn) => (ids.has(urn) ? [[urn, ids.get(urn) ?? ""]] : []))),
            absent: urns.filter((urn) => !ids.has(urn)),
        });
    });
}

/** What exists and is not in the state under the same id, or exists more than once. */
function lost(witness: Witness, state: readonly { urn: string; id?: string }[]): string[] {
    const ids = new Map(state.map(({ urn, id }) => [urn, id]));
    return [...witness.existing()]
        .filter(([urn, existing]) => existing.length !== 1 || existing[0] !== ids.get(urn))
        .map(([urn, existing]) => `${urn} exists as ${existing.join(" and ")}, and is ${ids.get(urn)} in the state`);
}
