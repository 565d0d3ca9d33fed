import { keccak_256 } from "@noble/hashes/sha3";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { z } from "zod";
import { count, httpsUrl, secretName } from "./fields";
import type { Finding } from "./problems";
import { duplicates } from "./problems";

/** Chain ids (github.com/ethereum-lists/chains), and whether what moves there is test money. */
export const CHAINS = {
    ethereum: { id: 1, test: false },
    arbitrum: { id: 42161, test: false },
    base: { id: 8453, test: false },
    optimism: { id: 10, test: false },
    sepolia: { id: 11155111, test: true },
    hoodi: { id: 560048, test: true },
    "arbitrum-sepolia": { id: 421614, test: true },
    "base-sepolia": { id: 84532, test: true },
    "optimism-sepolia": { id: 11155420, test: true },
} as const;

/** The keys of a table, as an enum takes them. */
export const keysOf = <Table extends object>(table: Table) =>
    Object.keys(table) as [keyof Table & string, ...(keyof Table & string)[]];

export const chainName = z.enum(keysOf(CHAINS)).describe("The EVM chain.");

/** An address as EIP-55 writes it: a letter is upper case where the hash of the lower-case text has 8 or more. */
export function withChecksum(address: string): string {
    const digits = address.slice(2).toLowerCase();
    const hash = bytesToHex(keccak_256(utf8ToBytes(digits)));
    const cased = [...digits].map((digit, i) =>
        Number.parseInt(hash.charAt(i), 16) >= 8 ? digit.toUpperCase() : digit,
    );
    return `0x${cased.join("")}`;
}

/** Without upper and lower case an address has no checksum, so that form is refused too. */
export const evmAddress = z
    .string()
    .refine((text) => /^0x[0-9a-fA-F]{40}$/.test(text) && withChecksum(text) === text)
    .meta({ form: "a 0x address with a right EIP-55 checksum, copied from its source" });

/** An address, and where it can be read. */
export const sourced = {
    address: evmAddress.describe("The address, with its EIP-55 checksum."),
    source: httpsUrl.describe("Page that states the address."),
};

export const hostName = z
    .string()
    .max(253)
    .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/)
    .meta({ form: "a host name without scheme, port and path, such as eth-mainnet.g.alchemy.com" });

/** Ceilings of seed document 004: MAX_GAS_PRICE_GWEI 500, MAX_SLIPPAGE_PERCENT 2.0. */
export const gasPriceGwei = count(1, 500).describe("Most that a unit of gas may cost, gwei, 1 to 500.");
export const slippageBps = count(1, 200).describe("Most slippage accepted, basis points, 1 to 200.");

const Provider = z.strictObject({
    name: z
        .string()
        .regex(/^[a-z][a-z0-9]{1,19}$/)
        .meta({ form: "2 to 20 lower-case letters and digits, such as alchemy" }),
    host: hostName.describe("Host of its address, over HTTPS and WebSocket on port 443; no other can be reached."),
    secret: secretName.describe(
        "What the names of its secrets begin with: each workload that calls it has one of its own, `<secret>-<workload>`, which holds the whole address with the key in its path.",
    ),
    requestsPerSecond: count(1, 10_000).describe("Requests a second that one key allows, 1 to 10000."),
});

export type Provider = z.infer<typeof Provider>;

/** RPC providers of one chain. */
export const providers = z
    .array(Provider)
    .min(2)
    .max(8)
    .describe("RPC providers of different operators, in the order in which they are asked, 2 to 8.");

/** Id of the secret in which a workload finds the address of a provider. */
export const rpcSecret = ({ secret }: Pick<Provider, "secret">, workload: string): string => `${secret}-${workload}`;

/** Providers that are one and the same do not stand in for each other. */
export function* providerFindings(list: readonly Provider[], at: string): Generator<Finding> {
    for (const key of ["name", "host", "secret"] as const) yield* duplicates(list, at, key);
}
