import { pathOf } from "../ids";
import { type Ask, at, type Rule } from "./rule";

const INSTANCE = "gcp:sql/databaseInstance:DatabaseInstance";
const REDIS = "gcp:redis/instance:Instance";

/** The network of a service that Google runs in a network of its own; undefined where it needs no connection to it. */
function peered(type: string, given: object): string | undefined {
    const network =
        type === INSTANCE
            ? at(given, "settings.ipConfiguration.privateNetwork")
            : at(given, "connectMode") === "PRIVATE_SERVICE_ACCESS" && at(given, "authorizedNetwork");
    return typeof network === "string" ? pathOf(network) : undefined;
}

const isConnected = ({ store }: Ask, network: string): boolean =>
    store
        .list("gcp:servicenetworking/connection:Connection")
        .some(({ given }) => pathOf(String(given.network)) === network);

const unconnected: Rule = {
    name: "a private address before the connection to Google's services",
    on: ["create", "update"],
    types: ["sql/databaseInstance:DatabaseInstance", "redis/instance:Instance"],
    status: 400,
    refuses: (ask) => {
        const network = peered(ask.type, ask.given);
        if (network === undefined || isConnected(ask, network)) return undefined;
        if (ask.type === REDIS)
            return "Google private service access is not enabled. Enable private service access and try again.";
        return (
            "Failed to create subnetwork. Please create Service Networking connection with service " +
            `'servicenetworking.googleapis.com' from consumer project '${ask.scope.number}' network ` +
            `'${network.replace(/^.*\//, "")}' again.`
        );
    },
};

const connected: Rule = {
    name: "the connection to Google's services while one uses it",
    on: ["delete"],
    types: ["servicenetworking/connection:Connection"],
    status: 400,
    refuses: ({ given, store }) => {
        const network = pathOf(String(given.network));
        const used = [INSTANCE, REDIS].some((type) =>
            store.list(type).some((one) => peered(type, one.given) === network),
        );
        return used
            ? "Failed to delete connection; Producer services (e.g. CloudSQL, Cloud Memstore, etc.) are still using this connection."
            : undefined;
    },
};

/** First and last address of a range. */
function bounds(range: string): [number, number] {
    const [base = "", length = "32"] = range.split("/");
    const first = base.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
    return [first, first + 2 ** (32 - Number(length)) - 1];
}

const rangesOf = (given: object): string[] => [
    String(at(given, "ipCidrRange")),
    ...((at(given, "secondaryIpRanges") ?? []) as { ipCidrRange: string }[]).map(({ ipCidrRange }) => ipCidrRange),
];

const overlapping: Rule = {
    name: "a subnet whose ranges overlap with another's",
    on: ["create", "update"],
    types: ["compute/subnetwork:Subnetwork"],
    status: 400,
    refuses: ({ type, id, given, store }) => {
        const network = pathOf(String(given.network));
        for (const other of store.list(type)) {
            if (other.id === id || pathOf(String(other.given.network)) !== network) continue;
            for (const mine of rangesOf(given))
                for (const theirs of rangesOf(other.given)) {
                    const [[a, b], [c, d]] = [bounds(mine), bounds(theirs)];
                    if (a <= d && c <= b)
                        return (
                            `Invalid IPCidrRange: ${mine} conflicts with existing subnetwork ` +
                            `'${String(other.given.name)}' in region '${String(other.given.region)}'.`
                        );
                }
        }
        return undefined;
    },
};

export const network: readonly Rule[] = [unconnected, connected, overlapping];
