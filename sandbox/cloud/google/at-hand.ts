import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Discovery } from "./discovery";

/** Where `npm run test:google` installs Google's client library, which brings the descriptions along. */
const TOOLS = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "slipway/tools");

/** Google's descriptions of its APIs, if they are on this machine; nothing is downloaded. */
export function descriptionsAtHand(): Discovery | undefined {
    const folders = existsSync(TOOLS) ? readdirSync(TOOLS).filter((name) => name.startsWith("google-")) : [];
    const found = folders.map((name) => join(TOOLS, name)).find((folder) => existsSync(join(folder, "complete")));
    return found === undefined ? undefined : new Discovery(found);
}
