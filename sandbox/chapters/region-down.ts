import type { Check } from "./chapter";
import { type Instances, PROMOTED, SETTLED, WEST1, WEST4 } from "./database-instances";

/** docs/runbooks/database-switchover.md, "The region is down", beginning with the primary in the first region. */
export async function regionDown(database: Instances, check: Check, say: (words: string) => void): Promise<void> {
    say("switchover: the region is down");
    const back = database.lose("europe-west1");
    const asked = await database.run("refresh");
    check("a region that is down answers nothing", {
        found: { failed: asked.code !== 0, told: /europe-west1 does not answer/.test(asked.stdout + asked.stderr) },
        expected: { failed: true, told: true },
    });
    database.failOver(WEST4);
    database.declare(PROMOTED);
    await database.must("refresh", "--target", database.urn(WEST4));
    const rest = ["--exclude", "**europe-west1**", "--exclude", database.urn(WEST4)];
    const early = await database.run("preview", ...rest);
    check("the engine registers an instance twice while the state has the old order", {
        found: { failed: early.code !== 0, told: /Duplicate resource URN/.test(early.stdout + early.stderr) },
        expected: { failed: true, told: true },
    });
    await database.forgetOrder(WEST4, WEST1);
    const preview = await database.run("preview", ...rest);
    check("the preview of all the rest leaves both instances alone", {
        found: preview.code === 0 ? database.steps(preview.events) : preview.stdout + preview.stderr,
        expected: { [WEST1]: "same", [WEST4]: "same" },
    });
    await database.must("up", ...rest);
    check("programs are told of the one that took over", {
        found: String(await database.connection()).endsWith(`:europe-west4:${WEST4}`),
        expected: true,
    });

    say("switchover: the region is back");
    back();
    database.follow(WEST1, WEST4);
    await database.must("refresh");
    await database.must("up");
    database.declare(SETTLED);
    const settled = await database.must("up");
    check("what was the primary is settled as a standby, and nothing is replaced or deleted", {
        found: {
            others: Object.values(database.steps(settled.events)).filter((op) => op !== "same" && op !== "update"),
            roles: database.roles(),
            designates: database.designates(WEST4, WEST1),
        },
        expected: {
            others: [],
            roles: { [WEST1]: `follows ${WEST4}`, [WEST4]: "takes writes, with backups" },
            designates: true,
        },
    });
    check("what was written is still there, in both", { found: database.read(), expected: ["a row", "a row"] });
}
