import { writeFileSync } from "node:fs";
import { type Keeping, stateFile } from "./keeping";
import { World } from "./world";

/**
 * Keeps the servers of networks running until it is told to end. `slipway sandbox up` starts it, and hears from it over
 * the channel between parent and child: one `{ say }` for each step, at the end `{ ready }` or `{ error }`.
 */
async function main([project = "", directory = "", ...names]: readonly string[]): Promise<void> {
    const tell = (message: object) => process.connected && process.send?.(message);
    const world = new World({ project, directory, seed: 0, say: (say) => tell({ say }) });
    const end = async () => {
        await world.end();
        process.exit(0);
    };
    process.on("SIGTERM", end).on("SIGINT", end);
    try {
        const networks: Keeping["networks"] = {};
        for (const name of names) {
            const network = await world.network(name);
            networks[name] = {
                directory: network.directory,
                project: network.project,
                environment: network.environment(),
                servers: network.servers.list,
            };
        }
        const keeping: Keeping = { pid: process.pid, networks };
        writeFileSync(stateFile(directory), JSON.stringify(keeping, undefined, 2), { mode: 0o600 });
        tell({ ready: true });
    } catch (error) {
        console.error(error);
        tell({ error: (error as Error).message });
        await world.end();
        process.exit(1);
    }
}

main(process.argv.slice(2));
