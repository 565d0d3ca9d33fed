import { z } from "zod";
import { Audit } from "./audit";
import { Backups } from "./backups";
import { Budget, Contacts } from "./budget";
import { Calendar } from "./calendar";
import { Custody } from "./custody";
import { Database } from "./database";
import { Deployers } from "./deployers";
import { count, gigabytes, ipv4Range, region } from "./fields";
import { Logs } from "./logs";
import { Registries } from "./registries";
import { Vault } from "./vault";

const Region = z.strictObject({
    name: region,
    block: count(0, 6).describe("Which eighth of the supernet its addresses come from, 0 to 6. Never change it later."),
    zones: z
        .array(
            z
                .string()
                .regex(/^[a-z]+-[a-z]+[0-9]+-[a-z]$/)
                .meta({ form: "a zone such as europe-west1-b" }),
        )
        .length(3)
        .describe("Three zones of the region. Databases and nodes spread over them."),
});

const Pool = z.strictObject({
    name: z
        .string()
        .regex(/^[a-z][a-z0-9-]{0,19}$/)
        .meta({ form: "up to 20 lower-case letters, digits and hyphens, starting with a letter" })
        .describe("Name of the pool; workloads choose a pool by it."),
    machineType: z
        .string()
        .regex(/^[a-z][a-z0-9]*-[a-z]+-[0-9]+$/)
        .meta({ form: "a machine type such as n2d-standard-4" }),
    diskGb: gigabytes(20, 2000).default(100).describe("Boot disk of a node, GB, 20 to 2000. Default 100."),
    nodesPerZone: z
        .strictObject({
            min: count(0, 100).describe("Fewest nodes in each zone, 0 to 100."),
            max: count(1, 100).describe("Most nodes in each zone, 1 to 100."),
        })
        .describe("Autoscaling bounds in each of the region's three zones."),
    dedicated: z
        .boolean()
        .default(false)
        .describe("Taint the nodes, so that only workloads that name the pool run there."),
    upgrade: z
        .enum(["surge", "blue-green"])
        .default("surge")
        .describe(
            "How nodes are replaced: one by one, or beside the old ones, which stay for an hour to go back to. Default surge.",
        ),
});

/** What every system stands on in Google Cloud. */
export const Ground = z
    .strictObject({
        supernet: ipv4Range
            .default("10.64.0.0/12")
            .describe("Private IPv4 range, /10 to /13, that all subnets are cut from. Default 10.64.0.0/12."),
        regions: z.array(Region).min(1).max(5).describe("Regions with a cluster each, 1 to 5."),
        active: region.describe("The region in which anything that signs or writes runs. Exactly one."),
        calendar: Calendar,
        registries: Registries,
        audit: Audit,
        logs: Logs,
        backups: Backups,
        deployers: Deployers,
        contacts: Contacts,
        budget: Budget,
        cluster: z
            .strictObject({
                channel: z
                    .enum(["STABLE", "REGULAR", "EXTENDED"])
                    .default("STABLE")
                    .describe("GKE release channel. Default STABLE."),
                operators: z
                    .array(
                        z.strictObject({
                            name: z.string().min(1).max(60).meta({ form: "who sits there, such as office-berlin" }),
                            range: ipv4Range,
                        }),
                    )
                    .max(50)
                    .default([])
                    .describe(
                        "Networks that may reach the control planes' addresses. Default none: only the DNS endpoint.",
                    ),
                managedPrometheus: z
                    .boolean()
                    .default(false)
                    .describe(
                        "Also run Google's Managed Service for Prometheus; alerts come from the one in the cluster. Default false.",
                    ),
                pools: z.array(Pool).min(1).max(10).describe("Node pools, the same in every region."),
            })
            .describe("The GKE cluster that each region gets."),
        database: Database,
        cache: z
            .strictObject({ memoryGb: gigabytes(1, 300).describe("Memory of the Redis instance, GB, 1 to 300.") })
            .describe("Managed Redis: Memorystore with a replica in another zone."),
        custody: Custody,
        vault: Vault.optional(),
    })
    .describe("What every system stands on in Google Cloud.");

export type Ground = z.infer<typeof Ground>;
