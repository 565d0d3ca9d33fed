import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Pulumi, type PulumiRun } from "../../governance/pulumi";
import { declare } from "../../preview/capture";
import { prepare } from "../cloud/before";
import { environment } from "../engine/environment";
import { linkProject } from "../engine/project";
import { GoogleStandIn } from "../providers/gcp";
import { attached, type Call, serve } from "../providers/protocol";
import { tool } from "../tools/find";

/** The database of a stack with what it stands on, as the stack file says, and with one system that uses it. */
const PROGRAM = `import { databaseMaintenance } from "./components/ground/calendar";
import { Database } from "./components/ground/database";
import { Google } from "./components/ground/google";
import type { Identity } from "./components/ground/identity";
import { Keys } from "./components/ground/keys";
import { Network } from "./components/ground/network";
import { readSettings } from "./components/settings/read";

const settings = readSettings();
const { calendar, database, regions, supernet } = settings.ground;
const google = new Google("google", { network: settings.network, ...settings.google });
const network = new Network("slipway", { google, supernet, regions });
const perRegion = <T>(make: (region: (typeof regions)[number]) => T) =>
    Object.fromEntries(regions.map((region) => [region.name, make(region)]));
const postgres = new Database("postgres", {
    google,
    network,
    keys: perRegion(({ name }) => new Keys(\`keys-\${name}\`, { google, region: name })),
    zones: perRegion(({ zones }) => zones),
    maintenance: databaseMaintenance(calendar),
    ...database,
});
// As Postgres knows a workload's account, which itself takes a cluster to be made.
const user = { databaseUser: \`coordinator@\${google.project}.iam\` } as unknown as Identity;
postgres.add("intents", user);
`;

/** A small stack under the real engine, which needs no cluster: a command takes seconds. */
export interface DatabaseAlone {
    /** Folder in which the CLI runs, with the stack file. */
    readonly project: string;
    /** Folder of the simulated cloud. */
    readonly cloud: string;
    run(args: readonly string[]): Promise<PulumiRun>;
    /** Lets nothing of a region answer, until the function that it gives is called. */
    lose(region: string): () => void;
    stop(): Promise<void>;
}

/** What a provider asks a server for. It checks and compares by itself. */
const ASKS = new Set<Call["method"]>(["create", "read", "update", "delete"]);

export async function startDatabaseAlone(root: string, directory: string, stack: string): Promise<DatabaseAlone> {
    rmSync(directory, { recursive: true, force: true });
    const [project, cloud] = [join(directory, "project"), join(directory, "cloud")];
    mkdirSync(cloud, { recursive: true });
    prepare(cloud, await declare({ directory: root, stack }));
    linkProject(root, stack, project);
    rmSync(join(project, "index.ts"));
    writeFileSync(join(project, "index.ts"), PROGRAM);
    let lost: string | undefined;
    const google = await serve(new GoogleStandIn({ folder: cloud }), {
        log: join(directory, "providers.jsonl"),
        intercept: async ({ method, preview, urn }, proceed) => {
            if (lost !== undefined && ASKS.has(method) && !preview && urn.includes(lost))
                throw new Error(`googleapi: Error 503: ${lost} does not answer., backendError`);
            await proceed();
        },
    });
    const cli = tool("pulumi");
    const env = environment({ directory, cli, providers: attached([google]) });
    const pulumi = new Pulumi({ directory: project, stack, cli, env });
    const { code, stderr } = await pulumi.run(["stack", "init", "--no-select"]);
    if (code !== 0) throw new Error(stderr);
    const lose = (region: string) => {
        lost = region;
        return () => {
            lost = undefined;
        };
    };
    return { project, cloud, run: (args) => pulumi.run(args), lose, stop: () => google.stop() };
}
