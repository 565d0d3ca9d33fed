import { z } from "zod";
import { count, region, seconds } from "./fields";
import type { Rule } from "./problems";
import { duplicates } from "./problems";
import type { Settings } from "./settings";
import { facing } from "./systems";

/** Seconds over which Cloud Armor counts for a ban; cloud.google.com/armor/docs/rate-limiting-overview. */
const INTERVALS = [60, 120, 180, 240, 300, 600, 900, 1200, 1800, 2700, 3600] as const;

const name = z
    .string()
    .max(200)
    .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/);

const Limit = z
    .strictObject({
        requests: count(1, 10000)
            .default(600)
            .describe("Requests of one address within `seconds`, 1 to 10000; more get 429. Default 600."),
        seconds: z.literal(INTERVALS).default(60).describe("Seconds over which requests are counted. Default 60."),
        banRequests: count(1, 10000)
            .default(3000)
            .describe("Requests within `seconds` after which an address is shut out, 1 to 10000. Default 3000."),
        banSeconds: seconds(60, 3600)
            .default(600)
            .describe("How long an address is shut out, seconds, 60 to 3600. Default 600."),
    })
    .prefault({})
    .describe("What one client address may ask of it.");

export type Limit = z.infer<typeof Limit>;

const Exposed = z.strictObject({
    system: z.enum(facing).describe("The system that answers."),
    hosts: z
        .array(name.meta({ form: "a host name such as app.example.com" }))
        .min(1)
        .max(10)
        .describe("Names under which it answers, in the domain, 1 to 10."),
    limit: Limit,
});

/** What the internet can reach. Without this block it reaches nothing. @meets S0-28, S3-11 */
export const Edge = z
    .strictObject({
        domain: name
            .meta({ form: "a domain such as example.com" })
            .describe("Domain whose public DNS zone is made here; delegate it to that zone at its registrar."),
        regions: z
            .array(region)
            .min(1)
            .max(5)
            .describe(
                "Regions that answer, 1 to 5. DNS names the active region; the others only while that one does not answer.",
            ),
        exposed: z
            .array(Exposed)
            .min(1)
            .max(10)
            .describe("Systems that answer, 1 to 10; what is not here does not, nor what has no block in systems."),
    })
    .describe("What the internet can reach. Default nothing.");

export type Edge = z.infer<typeof Edge>;

/** Names under which a system answers; none if it is not exposed. */
export const hostsOf = (edge: Edge | undefined, system: string): readonly string[] =>
    edge?.exposed.find((one) => one.system === system)?.hosts ?? [];

/** The edge of what is deployed: a system that is switched off is not exposed, and its names come back with it. */
export const edgeOf = ({ edge, systems }: Pick<Settings, "edge" | "systems">): Edge | undefined =>
    edge && { ...edge, exposed: edge.exposed.filter(({ system }) => systems[system as keyof typeof systems]) };

export const edgeRules: readonly Rule<Settings>[] = [
    function* ({ edge, ground }) {
        if (!edge) return;
        const known = ground.regions.map((region) => region.name);
        for (const [i, found] of edge.regions.entries())
            if (!known.includes(found))
                yield { at: `edge.regions[${i}]`, found, use: `one of the regions: ${known.join(", ")}` };
        yield* duplicates(edge.regions, "edge.regions");
    },
    function* ({ edge, ground: { active } }) {
        if (edge && !edge.regions.includes(active))
            yield { at: "edge.regions", found: "not the active region", use: `${active} and any others` };
    },
    ({ edge }) => duplicates(edge?.exposed ?? [], "edge.exposed", "system"),
    function* ({ edge }) {
        if (!edge) return;
        const seen = new Map<string, string>();
        for (const [i, { hosts }] of edge.exposed.entries())
            for (const [j, host] of hosts.entries()) {
                const at = `edge.exposed[${i}].hosts[${j}]`;
                const first = seen.get(host);
                if (first) yield { at, found: host, use: `each once; ${first} is the same` };
                else if (!host.endsWith(`.${edge.domain}`))
                    yield { at, found: host, use: `a name in ${edge.domain}, such as app.${edge.domain}` };
                else seen.set(host, at);
            }
    },
    function* ({ edge }) {
        for (const [i, { limit }] of (edge?.exposed ?? []).entries()) {
            const at = `edge.exposed[${i}].limit`;
            if (limit.banRequests < limit.requests)
                yield {
                    at: `${at}.banRequests`,
                    found: limit.banRequests,
                    use: `${limit.requests} or more, as many as requests`,
                };
            if (limit.banSeconds < limit.seconds)
                yield {
                    at: `${at}.banSeconds`,
                    found: limit.banSeconds,
                    use: `${limit.seconds} or more, as long as seconds`,
                };
        }
    },
    function* ({ systems: { intents } }) {
        const found = intents?.web.candidate?.image;
        if (found !== undefined && found === intents?.images.web)
            yield {
                at: "systems.intents.web.candidate.image",
                found,
                use: "an image other than systems.intents.images.web",
            };
    },
];
