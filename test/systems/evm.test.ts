import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evmAddress, hostName, withChecksum } from "../../components/settings/evm";

const accepts = (text: string) => evmAddress.safeParse(text).success;

/** The test cases of EIP-55. */
const VECTORS = [
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
    "0xde709f2102306220921060314715629080e2fb77",
    "0x27b1fdb04752bbc536007a920d24acb045561c26",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
];

const address = fc
    .uint8Array({ minLength: 20, maxLength: 20 })
    .map((bytes) => `0x${Buffer.from(bytes).toString("hex")}`);

describe("an EVM address", () => {
    test.each(VECTORS)("%s has the checksum that EIP-55 gives it", (vector) => {
        expect(withChecksum(vector.toLowerCase())).toBe(vector);
        expect(accepts(vector)).toBe(true);
    });

    test("is refused as soon as one letter has the other case", () => {
        fc.assert(
            fc.property(address, fc.nat(), (lower, at) => {
                const right = withChecksum(lower);
                expect(accepts(right)).toBe(true);
                const letters = [...right].flatMap((sign, i) => (/[a-f]/i.test(sign) ? [i] : []));
                const i = letters[at % letters.length];
                if (i === undefined) return;
                const sign = right.charAt(i);
                const other = sign === sign.toLowerCase() ? sign.toUpperCase() : sign.toLowerCase();
                expect(accepts(right.slice(0, i) + other + right.slice(i + 1))).toBe(false);
            }),
        );
    });

    test.each([
        ["a digit that is mistaken", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAee"],
        ["two digits that changed places", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BAeed"],
        ["lower case, which has no checksum", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"],
        ["39 digits", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe"],
        ["41 digits", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed0"],
        ["no 0x", "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"],
        ["a name", "vitalik.eth"],
    ])("is refused with %s", (_, text) => {
        expect(accepts(text)).toBe(false);
    });
});

describe("the host of a provider", () => {
    test.each(["eth-mainnet.g.alchemy.com", "example-endpoint.quiknode.pro"])("may be %s", (host) => {
        expect(hostName.safeParse(host).success).toBe(true);
    });

    test.each([
        "https://mainnet.infura.io",
        "mainnet.infura.io/v3/abc",
        "mainnet.infura.io:443",
        "*.infura.io",
        "user@mainnet.infura.io",
        "10.0.0.1",
        "localhost",
        "",
    ])("may not be %j", (host) => {
        expect(hostName.safeParse(host).success).toBe(false);
    });
});
