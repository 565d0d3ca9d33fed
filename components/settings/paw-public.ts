import { z } from "zod";
import { count, image } from "./fields";
import type { Paw } from "./paw";

const replicas = (min: number, max: number) =>
    z
        .strictObject({ min: count(2, 50), max: count(2, 50) })
        .default({ min, max })
        .describe(`Replicas of its pages, which follow the load, 2 to 50. Default ${min} to ${max}.`);

export const Faucet = z
    .strictObject({
        images: z.strictObject({ backend: image, web: image }),
        address: z
            .string()
            .regex(/^[a-z]{1,20}1[a-z0-9]{38,58}$/)
            .meta({ form: "an address in bech32" })
            .describe("The account that it gives away from; its key is a secret."),
        amount: count(1, 1_000_000_000_000)
            .default(100_000_000)
            .describe("Given at once. Default 100000000, in the smallest unit."),
        perAddress: count(1, 100)
            .default(1)
            .describe("Times that an account is given something in a window. Default 1."),
        perIp: count(1, 1000).default(10).describe("Times that an IP address may ask in a window. Default 10."),
        windowHours: count(1, 720).default(24).describe("Length of that window, hours. Default 24."),
        replicas: replicas(2, 3),
    })
    .describe("Gives coins away, where coins are worth nothing. Default none.");

export const Explorer = z
    .strictObject({
        images: z.strictObject({ indexer: image, web: image }),
        replicas: replicas(2, 5),
    })
    .describe("The explorer: its pages, and the indexer with a Postgres database of its own. Default none.");

export const Status = z
    .strictObject({ image, replicas: replicas(2, 3) })
    .describe("A page that says whether everything answers. Default none.");

/** First parts of the host names under which the chain answers, and so what answers. */
const PUBLIC = ["rest", "rpc", "explorer", "faucet", "status"] as const;

export type PublicName = (typeof PUBLIC)[number];

/** What the block has to answer with. */
export const publicNames = (paw: Paw): PublicName[] =>
    PUBLIC.filter((name) => name === "rest" || name === "rpc" || paw[name] !== undefined);

/** What answers under a host name, if anything does. */
export const publicName = (host: string): PublicName | undefined => PUBLIC.find((name) => host.startsWith(`${name}.`));
