import { mkdirSync } from "node:fs";
import { version } from "@pulumi/vault/package.json";
import type { Plan } from "../../preview/plan";
import { MemoryStandIn } from "../providers/memory";
import type { StandIn } from "../providers/stand-in";
import { VaultStandIn } from "../providers/vault";
import { has } from "../tools/find";
import { here } from "./here";
import { type RunningVault, startVault } from "./server";

export interface VaultOptions {
    /** Folder of the server's log and audit. */
    directory: string;
    plan: Plan;
    say: (line: string) => void;
}

/** What stands in for the Vault provider, and the real server behind it where a plan needs one and one can be had. */
export interface StartedVault {
    standIn: StandIn;
    server?: RunningVault;
}

/** Without the program nothing is real: what the stack declares is remembered, and that is said. */
export async function startVaultFor({ directory, plan, say }: VaultOptions): Promise<StartedVault> {
    const needed = plan.resources.some(({ type, custom }) => custom && type.startsWith("vault:"));
    if (!needed || !has("vault")) {
        if (needed) say("there is no vault program yet: what the stack declares in Vault is only remembered");
        return { standIn: new MemoryStandIn({ name: "vault", version }) };
    }
    mkdirSync(directory, { recursive: true });
    const server = await startVault({ directory });
    return { server, standIn: new VaultStandIn({ vault: server.client, substitute: here(server) }) };
}
