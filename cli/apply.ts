import { apply as applyBundle } from "../governance/apply/apply";
import { plain } from "../preview/report/text";
import { type Common, means, refuse, refusing } from "./governed";
import { steps } from "./status";

interface Options extends Common {
    stack: string;
    key: string;
}

/** `slipway apply`: the one way in which an approved bundle becomes what runs. */
export const apply = (folder: string, options: readonly string[], { stack, key, ...common }: Options) =>
    refusing(async () => {
        const line = steps();
        const { spent, faults, receipt } = await applyBundle({
            ...means(common),
            ...{ folder, stack, key, options, say: line.say, signal: stopped() },
        }).finally(line.end);
        if (faults.length === 0 && receipt) {
            process.stdout.write(
                `Applied ${receipt.manifest} to ${stack}: ${receipt.resources} resources, state ${receipt.state}\n`,
            );
            return;
        }
        const after = receipt
            ? "the state is whole: make a new bundle of this commit or a later one, which finishes what this one began"
            : `run \`slipway recover ${plain(stack)} --key FILE\`, then make a new bundle`;
        refuse([
            ...faults,
            spent ? `the bundle is spent; to go on, ${after}` : "nothing was changed, and the bundle is not spent",
        ]);
    });

/** The first signal to stop lets the engine finish what it has begun. A terminal sends its own to the engine as well. */
function stopped(): AbortSignal {
    const controller = new AbortController();
    process.on("SIGINT", () => process.stdin.isTTY || controller.abort());
    process.on("SIGTERM", () => controller.abort());
    return controller.signal;
}
