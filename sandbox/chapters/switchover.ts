import { join } from "node:path";
import type { Chapter, Check } from "./chapter";
import { startDatabaseAlone } from "./database-alone";
import { BEFORE, Instances, type Placement, PROMOTED, SETTLED, STACK, WEST1, WEST4 } from "./database-instances";
import { regionDown } from "./region-down";

const RETURNED: Placement = { "europe-west1": "primary", "europe-west4": "former" };

export const chapter: Chapter = {
    name: "switchover",
    title: "Postgres moves to another region, back, and out of one that is down; no step can be skipped and no data goes",
    needs: ["pulumi"],
    daily: false,
    async run(world, check) {
        const alone = await startDatabaseAlone(world.project, join(world.directory, "switchover"), STACK);
        try {
            const database = new Instances(alone);
            await tell(database, check, world.say);
            await regionDown(database, check, world.say);
        } finally {
            await alone.stop();
        }
    },
};

/** docs/runbooks/database-switchover.md, step by step. */
async function tell(database: Instances, check: Check, say: (words: string) => void): Promise<void> {
    say("switchover: both instances");
    await database.must("up");
    check("the designation is not sent with a primary that is new", !database.designates(WEST1, WEST4));
    await database.must("refresh");
    await database.must("up");
    check("the primary designates its standby once both are there", database.designates(WEST1, WEST4));
    database.write("a row");

    say("switchover: a step too far");
    database.declare(SETTLED);
    const leap = await database.run("preview");
    check("both roles at once are refused in the preview, with the step that comes first", {
        found: { failed: leap.code !== 0, told: /no single step leads from/.test(leap.stdout + leap.stderr) },
        expected: { failed: true, told: true },
    });

    say("switchover: the first phase");
    database.declare(PROMOTED);
    const preview = await database.run("preview");
    const seen = preview.code === 0 ? database.steps(preview.events) : preview.stdout + preview.stderr;
    check("the preview updates the instance that takes over, and nothing is replaced or deleted", {
        found: seen,
        expected: { [WEST1]: "same", [WEST4]: "update" },
    });
    await refusedByGoogle(database, check);
    await database.must("up");
    check("the standby takes writes, and the former primary follows it", {
        found: database.roles(),
        expected: { [WEST1]: `follows ${WEST4}`, [WEST4]: "takes writes, with backups" },
    });

    say("switchover: the second phase");
    database.declare(SETTLED);
    const blind = await database.run("up");
    check("settling is refused until a refresh has told the state", {
        found: { failed: blind.code !== 0, told: /as far as the state knows/.test(blind.stdout + blind.stderr) },
        expected: { failed: true, told: true },
    });
    await database.must("refresh");
    const settled = await database.must("up");
    check("settling replaces and deletes nothing", {
        found: Object.values(database.steps(settled.events)).filter((op) => op !== "same" && op !== "update"),
        expected: [],
    });
    check("the new primary designates the former one", database.designates(WEST4, WEST1));
    check("what was written is still there, in both", { found: database.read(), expected: ["a row", "a row"] });

    say("switchover: the way back");
    database.declare(RETURNED);
    await database.must("up");
    await database.must("refresh");
    database.declare(BEFORE);
    await database.must("up");
    check("the same two phases lead back", {
        found: database.roles(),
        expected: { [WEST1]: "takes writes, with backups", [WEST4]: `follows ${WEST1}` },
    });
    const quiet = await database.must("up");
    check("another up changes nothing", {
        found: database.steps(quiet.events),
        expected: { [WEST1]: "same", [WEST4]: "same" },
    });
    check("what was written is still there, in both", { found: database.read(), expected: ["a row", "a row"] });
}

/** Cloud SQL changes roles with a designated replica only: an update that it refuses leaves everything as it was. */
async function refusedByGoogle(database: Instances, check: Check): Promise<void> {
    const before = database.roles();
    const putBack = database.undesignate(WEST1);
    const refused = await database.run("up");
    check("a switchover to a replica that is not designated fails, and says so", {
        found: { failed: refused.code !== 0, told: /Error 400/.test(refused.stdout + refused.stderr) },
        expected: { failed: true, told: true },
    });
    check("and leaves the roles as they were", { found: database.roles(), expected: before });
    putBack();
}
