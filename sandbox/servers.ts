import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "../preview/plan";
import type { Listed } from "./keeping";
import { GoogleStandIn } from "./providers/gcp";
import { MemoryStandIn } from "./providers/memory";
import { type Intercept, type Serving, serve } from "./providers/protocol";
import type { StandIn } from "./providers/stand-in";

export interface ServersOptions {
    directory: string;
    /** What the network declares: its clusters are started before it is up. */
    plan: Plan;
    intercept: Intercept;
    say: (line: string) => void;
}

/** What a network needs around it. */
export interface Servers {
    /** One server for each package. */
    readonly providers: readonly Serving[];
    /** Every server, for people. */
    readonly list: readonly Listed[];
    stop(): Promise<void>;
}

/** What is not the real thing, in words for whoever reads a result. */
export const STAND_INS: readonly string[] = [
    "Google Cloud is a simulation, and the provider processes are stand-ins of ours.",
];

export async function startServers({ directory, intercept }: ServersOptions): Promise<Servers> {
    const cloud = join(directory, "cloud");
    mkdirSync(cloud, { recursive: true });
    const standIns: StandIn[] = [
        new GoogleStandIn({ folder: cloud }),
        new MemoryStandIn({ name: "kubernetes", version: "4.34.2" }),
        new MemoryStandIn({ name: "vault", version: "7.8.0" }),
    ];
    const log = join(directory, "log", "providers.jsonl");
    const providers = await Promise.all(standIns.map((standIn) => serve(standIn, { log, intercept })));
    return {
        providers,
        list: providers.map(({ name, port }) => ({ name: `stand-in for ${name}`, address: `127.0.0.1:${port}`, log })),
        stop: async () => {
            await Promise.all(providers.map((provider) => provider.stop()));
        },
    };
}
