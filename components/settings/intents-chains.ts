import { z } from "zod";
import { count, httpsHost, image, seconds } from "./fields";
import type { Intents } from "./intents";
import type { Finding } from "./problems";
import { duplicates } from "./problems";

const chainId = z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,46}$/)
    .meta({ form: "a chain id such as cosmoshub-4" });

const channel = z
    .string()
    .regex(/^channel-[0-9]{1,9}$/)
    .meta({ form: "an IBC channel such as channel-141" });

const connection = z
    .string()
    .regex(/^connection-[0-9]{1,9}$/)
    .meta({ form: "an IBC connection such as connection-257" });

const Chain = z.strictObject({
    name: z
        .string()
        .regex(/^[a-z][a-z0-9]{1,30}$/)
        .meta({ form: "a short name such as cosmoshub" }),
    id: chainId,
    rpc: z
        .array(httpsHost)
        .min(2)
        .describe("CometBFT RPC endpoints of different operators, the preferred one first, at least 2."),
    grpc: z.array(httpsHost).min(1).describe("gRPC endpoints, the preferred one first, at least 1."),
    prefix: z
        .string()
        .regex(/^[a-z]{1,20}$/)
        .meta({ form: "an address prefix such as cosmos" }),
    gasPrice: z
        .string()
        .regex(/^[0-9]+(\.[0-9]+)?[a-z]{3,}$/)
        .meta({ form: "a price with its denomination, such as 0.025uatom" }),
    trustingDays: count(1, 60).describe("Two thirds of its unbonding time or less, days, 1 to 60."),
    maxBlockSeconds: seconds(1, 120).default(30).describe("Longest time of a block, seconds. Default 30."),
    walletAtLeast: count(1, 1_000_000_000_000)
        .default(1_000_000)
        .describe("Balance of the relayer under which people are told, smallest denomination. Default 1000000."),
});

export const Chains = z
    .array(Chain)
    .min(1)
    .max(20)
    .describe("Chains that intents are settled on; the first holds the settlement contract.");

export const Channels = z
    .array(
        z.strictObject({
            from: z.string(),
            to: z.string(),
            channel: channel.describe("Channel on the first of the two."),
            counterparty: channel.describe("Channel on the other."),
            connection: connection.describe("Connection that the channel stands on, on the first of the two."),
        }),
    )
    .max(50)
    .describe("IBC transfer channels between those chains, with their ends on both.");

export const Relayer = z.strictObject({
    packetTimeoutSeconds: seconds(60, 7200),
    intervalMs: count(100, 60000),
    hermes: z
        .strictObject({ image })
        .optional()
        .describe(
            "A Hermes of its own for all of the channels, which runs once, with a key for each chain. Default none: the coordinator relays.",
        ),
});

const AT = "systems.intents";

/** What joins chains must join two of them, and each channel has one who relays it. */
export function* checkChains({ chains, channels, relayer }: Intents): Generator<Finding> {
    yield* duplicates(chains, `${AT}.chains`, "id");
    yield* duplicates(chains, `${AT}.chains`, "name");
    const names = chains.map(({ name }) => name);
    const seen = new Set<string>();
    for (const [i, row] of channels.entries()) {
        const at = `${AT}.channels[${i}]`;
        for (const end of ["from", "to"] as const)
            if (!names.includes(row[end]))
                yield { at: `${at}.${end}`, found: row[end], use: `one of the chains: ${names.join(", ")}` };
        if (row.from === row.to) yield { at: `${at}.to`, found: row.to, use: "a chain other than the one it is from" };
        for (const [end, name] of [
            [row.from, "channel"],
            [row.to, "counterparty"],
        ] as const) {
            const found = row[name];
            if (seen.has(`${end} ${found}`))
                yield { at: `${at}.${name}`, found, use: `each channel of ${end} once: two that relay it both pay` };
            seen.add(`${end} ${found}`);
        }
    }
    if (relayer.hermes && channels.length === 0)
        yield { at: `${AT}.channels`, found: "none to relay", use: "a channel, or no relayer.hermes" };
}
