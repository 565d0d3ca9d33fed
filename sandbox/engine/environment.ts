import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { version } from "./sdk";

export interface EnvironmentOptions {
    /** Folder for the engine's own: its home and the state. */
    directory: string;
    /** The Pulumi CLI. */
    cli: string;
    /** Where the stand-ins listen: `kubernetes:40001,gcp:40002`. */
    providers: string;
    /** File to which the engine writes every call that it gets and makes. */
    log?: string;
}

/** Protects nothing: the state is of a rehearsal, and goes with its folder. */
const PASSPHRASE = "sandbox";

/** What the engine must find around it: state in files, no account, no download, our stand-ins for its providers. */
export function environment({ directory, cli, providers, log }: EnvironmentOptions): NodeJS.ProcessEnv {
    const home = join(directory, "home");
    const state = join(directory, "state");
    mkdirSync(state, { recursive: true });
    installHost(home);
    return {
        PATH: [dirname(cli), process.env.PATH].join(delimiter),
        PULUMI_HOME: home,
        // Beside each file stands another with its metadata, which is not written in one step: an engine that is killed
        // there leaves a state that nobody can read. A bucket has no such files, and a state needs none.
        PULUMI_BACKEND_URL: `file://${state}?metadata=skip`,
        PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DEBUG_PROVIDERS: providers,
        // The SDK's loader would check the types of the whole program, a quarter of a minute, as `npm run lint` does.
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
        ...(log && { PULUMI_DEBUG_GRPC: log }),
    };
}

const HOST = "pulumi-language-nodejs";

/** Puts our language host where the engine looks last: the real one goes first where there is one. */
function installHost(home: string): void {
    const folder = join(home, "plugins", `language-nodejs-v${version}`);
    mkdirSync(folder, { recursive: true });
    rmSync(join(folder, HOST), { force: true });
    symlinkSync(join(__dirname, HOST), join(folder, HOST));
}
