import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { canonical } from "../../preview/canonical";
import { declare, declareProgram } from "../../preview/capture";
import { differences } from "../../preview/differences";
import { declaredTwice, declareIn, elsewhere, type World } from "../../preview/worlds";
import { Group, Thing } from "./programs/thing";

const directory = join(__dirname, "programs");
const stack = "dev";

describe("a plan", () => {
    test("is byte for byte the same in any world", async () => {
        const here = canonical(await declare({ directory, stack }));
        const another = { clock: "1999-12-31T23:59:59Z", seed: 1, timeZone: "Asia/Kathmandu", locale: "sv_SE.UTF-8" };
        const worlds: World[] = [elsewhere, { ...another, home: "/", cwd: "/", parallel: 1 }];
        const texts = await Promise.all(
            worlds.map(async (world) => canonical(await declareIn(world, { directory, stack }))),
        );
        expect(new Set(texts)).toEqual(new Set([here]));
    });

    test("is the same however registrations are answered", async () => {
        const program = () => {
            const things = Array.from({ length: 30 }, (_, index) => new Thing(`thing-${index}`, index));
            for (const [index, { value }] of things.entries()) new Group(`group-${index}`, value);
            return { last: things.at(-1)?.value };
        };
        const here = canonical(await declareProgram(program));
        for (const parallel of [1, 2, 7]) {
            for (const order of ["first", "last"] as const) {
                expect(canonical(await declareProgram(program, { parallel, order }))).toBe(here);
            }
        }
    });

    test("that differs elsewhere is found out, with resource and property", async () => {
        const options = { directory, stack, program: "others/planted.ts" };
        const found = await declaredTwice(await declare(options), options);
        const places = found.map(({ urn, path }) => `${urn.split("::").pop()} ${path}`);
        expect(places.sort()).toEqual([
            "chance value.bytes",
            "chance value.float",
            "chance value.uuid",
            "chance value.web",
            "clock value.elapsed",
            "clock value.iso",
            "clock value.local",
            "clock value.now",
            "folder value",
            "machine value.home",
            "machine value.host",
            "machine value.user",
            "order value[0]",
            "order value[1]",
            "variable value.set",
            "variable value.unset",
            "words value.number",
            "words value.sorted[0]",
            "words value.sorted[1]",
        ]);
        expect(found.find(({ path }) => path === "value.unset")).toMatchObject({
            first: '"default"',
            second: '"elsewhere-SLIPWAY_UNSET"',
        });
    });

    test("whose resources differ elsewhere is found out, and one that cannot be declared there", async () => {
        const twice = async (program: string) => {
            const options = { directory, stack, program: `others/${program}.ts` };
            return declaredTwice(await declare(options), options);
        };
        const [[gone, come, ...rest], moody] = await Promise.all([twice("named-by-clock"), twice("moody")]);
        expect(gone).toMatchObject({ path: "", first: "declared", second: "nothing" });
        expect(come).toMatchObject({ path: "", first: "nothing", second: "declared" });
        expect(come?.urn).toMatch(/::made-in-2037$/);
        expect(rest).toEqual([]);
        expect(moody).toEqual([
            {
                urn: "urn:pulumi:dev::lab::pulumi:pulumi:Stack::lab-dev",
                path: "",
                first: "a plan",
                second: "The program failed at others/moody.ts:3: not in 2037",
            },
        ]);
    });

    test("shows no secret when it differs", async () => {
        const plan = await declareProgram(() => new Thing("one", { size: 1 }));
        const [resource] = plan.resources;
        const secret = { ...resource, inputs: { value: { size: { $secret: true } } }, secretPaths: ["value.size"] };
        const other = { ...plan, resources: [secret, ...plan.resources.slice(1)] } as typeof plan;
        expect(differences(plan, other)).toEqual([
            { urn: resource?.urn, path: "value.size", first: "1", second: '{"$secret":true}' },
        ]);
    });
});
