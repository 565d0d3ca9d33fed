import { z } from "zod";
import { count, httpsHost, seconds } from "./fields";

const channel = z
    .string()
    .regex(/^channel-[0-9]{1,9}$/)
    .meta({ form: "an IBC channel such as channel-141" });

const Counterparty = z
    .strictObject({
        id: z
            .string()
            .regex(/^[a-z][a-z0-9-]{1,46}$/)
            .meta({ form: "a chain id such as osmosis-1" }),
        rpc: httpsHost.describe("CometBFT RPC endpoint; its WebSocket is asked for events."),
        grpc: httpsHost.describe("gRPC endpoint."),
        prefix: z
            .string()
            .regex(/^[a-z]{1,20}$/)
            .meta({ form: "an address prefix such as osmo" }),
        gasPrice: z
            .string()
            .regex(/^[0-9]+(\.[0-9]+)?[a-z]{3,}$/)
            .meta({ form: "a price with its denomination, such as 0.025uosmo" }),
        trustingDays: count(1, 60).describe("Two thirds of its unbonding time or less, days, 1 to 60."),
        walletAtLeast: count(1, 1_000_000_000_000)
            .default(1_000_000)
            .describe("Balance there under which people are told, smallest denomination. Default 1000000."),
        maxBlockSeconds: seconds(1, 120).default(30).describe("Longest time of a block there, seconds. Default 30."),
        channels: z
            .array(
                z.strictObject({
                    port: z
                        .string()
                        .regex(/^[a-zA-Z0-9._+-]{2,128}$/)
                        .meta({ form: "an IBC port such as transfer" }),
                    ours: channel.describe("Channel on our chain."),
                    theirs: channel.describe("Channel on theirs."),
                }),
            )
            .min(1)
            .max(50)
            .describe("Channels to relay; packets of any other are left alone."),
    })
    .describe("A chain on the other side.");

export const Relayer = z
    .strictObject({
        name: z
            .string()
            .regex(/^[a-z][a-z0-9]{0,11}$/)
            .meta({ form: "up to 12 lower-case letters and digits, starting with a letter" }),
        walletAtLeast: count(1, 1_000_000_000_000)
            .default(5_000_000)
            .describe("Balance on our chain under which people are told, smallest denomination. Default 5000000."),
        counterparties: z.array(Counterparty).min(1).max(10).describe("Chains that it relays with, 1 to 10."),
    })
    .describe("One Hermes, which runs once, with a key of its own for each chain.");

export type Relayer = z.infer<typeof Relayer>;
