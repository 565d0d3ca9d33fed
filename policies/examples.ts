/** One way in which a value shows that it is an example and nobody's own. */
export interface Recogniser {
    /** What the value is, such as "a name that is kept for examples". */
    says: string;
    /** Whether a value is; `key` is the last name of its path. */
    finds(text: string, key: string): boolean;
}

/** Accounts of the development chains of Hardhat and Anvil, whose keys everybody has: their own documentation. */
const DEVELOPMENT = [
    "f39fd6e51aad88f6f4ce6ab8827279cfffb92266",
    "70997970c51812dc3a010c7d01b50e0d17dc79c8",
    "3c44cdddb6a900fa2b585dd299e03d12fa4293bc",
    "90f79bf6eb2c4f870365e785982e1f101e93b906",
    "15d34aaf54267db7d7c367839aaf71a00a2c6a65",
    "9965507d1a55bcc2695c58ba16fb37d819b0a4dc",
    "976ea74026e726554db657fa54763abd0c3a0aa9",
    "14dc79964da2c08b23698b3d3cc7ca32193d9955",
    "23618e81e3f5cdf7f54c3d65f7fbc0abf5b21e8f",
    "a0ee7a142d267c1f36714e4a8f75612f20a79720",
];

const matches =
    (...patterns: readonly RegExp[]) =>
    (text: string) =>
        patterns.some((pattern) => pattern.test(text));

/** Runs of hexadecimal digits, without what is before and after them. */
const hex = (text: string, length: number): string[] =>
    (text.match(/[0-9a-z]+/gi) ?? [])
        .map((word) => word.replace(/^0x/i, "").toLowerCase())
        .filter((word) => word.length === length && /^[0-9a-f]+$/.test(word));

/** The same few digits over and over. */
const repeats = (digits: string, most: number) => new RegExp(`^([0-9a-f]{1,${most}}?)\\1+$`).test(digits);

/**
 * Every way that is known, in the order in which they are told. They must not take what is real for an example: numbers
 * count only as ids, since amounts are round too, and a text with spaces is prose, in which "example" is a word.
 */
export const recognisers: readonly Recogniser[] = [
    {
        // example.com and its like are RFC 2606's, the top-level domains RFC 6761's.
        says: "a name that is kept for examples",
        finds: (text) =>
            !/\s/.test(text) &&
            (/(^|[^a-z0-9])example($|[^a-z0-9])/i.test(text) ||
                /[a-z0-9]\.(example|invalid|test)($|[^a-z0-9.-]|\.($|[^a-z0-9]))/i.test(text)),
    },
    {
        says: "an address that is kept for documentation (RFC 5737, RFC 3849)",
        finds: matches(
            /(^|[^0-9.])(192\.0\.2|198\.51\.100|203\.0\.113)\.[0-9]{1,3}($|[^0-9.])/,
            /(^|[^0-9a-f:])2001:0?db8:/i,
        ),
    },
    { says: "a digest of repeated digits", finds: (text) => hex(text, 64).some((digits) => repeats(digits, 16)) },
    {
        says: "an address of repeated digits",
        finds: (text) =>
            hex(text, 40).some((digits) => repeats(digits, 1)) ||
            // 20 or 32 zero bytes in bech32, where q is 0; 32 of them in base58, where 1 is.
            /(^|[^0-9a-z])[a-z]{1,20}1q{32,}[0-9a-z]{6}($|[^0-9a-z])/.test(text) ||
            /^1{32}$/.test(text),
    },
    {
        says: "an account whose key everybody has",
        finds: (text) => hex(text, 40).some((digits) => DEVELOPMENT.includes(digits)),
    },
    { says: "an account of zeros", finds: matches(/^0{6}-0{6}-0{6}$/) },
    // Far above those that chains have given out.
    { says: "an IBC channel or connection of the examples", finds: matches(/^(channel|connection)-999[0-9]{3}$/) },
    { says: "a round number", finds: (text, key) => /(number|id)$/i.test(key) && /^[1-9]0{6,}[0-9]{1,2}$/.test(text) },
];

/** How a value shows that it is an example; undefined if it does not. `key` is the last name of its path. */
export const exampleOf = (text: string, key: string): Recogniser | undefined =>
    recognisers.find(({ finds }) => finds(text, key));
