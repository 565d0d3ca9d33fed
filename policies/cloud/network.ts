import { entries, isOpen, type Read, reader, where } from "../constraint";
import { mayLeave } from "../ports";
import type { Json, Rule } from "../rule";
import { asText, own } from "../value";
import { cloudRule, type Demand, must, provided } from "./demand";

const FIREWALL = "gcp:compute/firewall:Firewall";
const SUBNET = "gcp:compute/subnetwork:Subnetwork";
const ZONE = "gcp:dns/managedZone:ManagedZone";

type Properties = { [key: string]: Json };

const isWorld = (range: Json): boolean => /^(0{1,3}(\.0{1,3}){3}|0*:(0*:)*0*)\/0$/.test(asText(range).trim());

const given = (list: Read): boolean => isOpen(list) || (Array.isArray(list) && list.length > 0);

/** The places at which a firewall rule opens itself to everybody. */
function* world(path: string, props: Properties): Iterable<{ path: string; open: boolean }> {
    for (const { path: at, entry } of entries(path, reader(path)(props)))
        if (isOpen(entry) || isWorld(entry as Json)) yield { path: at, open: isOpen(entry) };
}

/** What is encrypted, and peers of a chain, may leave for everywhere: network policies decide which pods. */
const onlyNamed = (allows: Json | undefined): boolean =>
    Array.isArray(allows) &&
    allows.every((allow) => {
        const ports = own(allow, "ports");
        const protocol = asText(own(allow, "protocol"));
        const named = Array.isArray(ports) && ports.length > 0 && ports.every(mayLeave);
        return named && ["tcp", "udp", "6", "17"].includes(protocol);
    });

const firewall = (direction: "INGRESS" | "EGRESS", denied: Properties, at: string): Demand => ({
    types: [FIREWALL],
    *judge(props) {
        const allows = own(props, "allows");
        const way = reader("direction")(props);
        const off = reader("disabled")(props);
        if (off === true || off === "true" || !given(reader("allows")(props))) return;
        const meant = isOpen(way) ? undefined : (way ?? "INGRESS");
        if (meant !== undefined && asText(meant).toUpperCase() !== direction) return;
        if (direction === "EGRESS" && onlyNamed(allows)) return;
        const path = direction === "INGRESS" ? "sourceRanges" : "destinationRanges";
        // Who names no source means all.
        const some = ["sourceRanges", "sourceTags", "sourceServiceAccounts", "destinationRanges"];
        const nobody = !some.some((name) => given(reader(name)(props)));
        const found = nobody ? [{ path, open: false }] : world(path, props);
        for (const { path: at, open } of found)
            yield open || meant === undefined
                ? { path: meant === undefined ? "direction" : at, open: true }
                : { path: at, denied: nobody ? "nothing, which means every address" : "every address" };
    },
    wanted: direction === "INGRESS" ? "the ranges of those who are meant" : "TLS alone, or the ranges that are meant",
    denied: { allows: [{ protocol: "tcp", ports: ["22"] }], ...denied },
    at: [at],
});

/** The network of the project and what stands around it. */
export const network: readonly Rule[] = [
    cloudRule(
        {
            id: "VPC-01",
            title: "no firewall rule is open to the world",
            why: "what everybody may try, somebody will; what may leave for everywhere carries data out",
            severity: "high",
            level: "mandatory",
            sameAs: [
                "CKV_GCP_2",
                "CKV_GCP_3",
                "CKV_GCP_75",
                "CKV_GCP_77",
                "CKV_GCP_88",
                "CKV_GCP_106",
                "CIS-G 3.6",
                "CIS-G 3.7",
            ],
        },
        [
            firewall("INGRESS", { sourceRanges: ["0.0.0.0/0"] }, "sourceRanges[0]"),
            firewall(
                "EGRESS",
                { direction: "EGRESS", sourceRanges: [], destinationRanges: ["0.0.0.0/0"] },
                "destinationRanges[0]",
            ),
        ],
        {
            good: [
                {
                    type: FIREWALL,
                    props: {
                        direction: "EGRESS",
                        destinationRanges: ["0.0.0.0/0"],
                        allows: [{ protocol: "tcp", ports: ["443"] }],
                    },
                },
            ],
        },
    ),
    cloudRule(
        {
            id: "VPC-02",
            title: "subnets log their flows and reach Google privately",
            why: "without flow logs nobody can say afterwards where the data went",
            severity: "medium",
            level: "mandatory",
            sameAs: ["CKV_GCP_26", "CKV_GCP_74", "CIS-G 3.8", "GCP-0029", "GCP-0075"],
        },
        // Subnets of load balancers have neither.
        [
            {
                types: [SUBNET],
                judge: where("logConfig", (value) => value !== undefined && value !== null),
                wanted: "logConfig",
                denied: { logConfig: undefined },
            } as Demand,
            must(SUBNET, "privateIpGoogleAccess", [true], false),
        ].map((demand) =>
            provided(
                demand,
                "purpose",
                (purpose) => purpose === undefined || /^PRIVATE(_RFC_1918)?$/.test(asText(purpose)),
            ),
        ),
    ),
    cloudRule(
        {
            id: "VPC-03",
            title: "names are signed, TLS is modern, and no network comes by itself",
            why: "a forged answer or an old cipher is all it takes to stand between a wallet and its front end",
            severity: "medium",
            level: "mandatory",
            sameAs: ["CKV_GCP_4", "CKV_GCP_16", "CKV_GCP_17", "CKV_GCP_27", "CIS-G 3.1", "CIS-G 3.3", "CIS-G 3.9"],
        },
        [
            must(
                "gcp:compute/sSLPolicy:SSLPolicy",
                "profile",
                ["MODERN", "RESTRICTED", "CUSTOM", "FIPS_202205"],
                "COMPATIBLE",
                "MODERN or RESTRICTED",
            ),
            provided(
                must("gcp:compute/sSLPolicy:SSLPolicy", "minTlsVersion", ["TLS_1_2", "TLS_1_3"], "TLS_1_0"),
                "profile",
                (profile) => profile !== "RESTRICTED",
            ),
            provided(must(ZONE, "dnssecConfig.state", ["on"], "off"), "visibility", (visible) => visible !== "private"),
            {
                types: [ZONE],
                *judge(props) {
                    const path = "dnssecConfig.defaultKeySpecs";
                    for (const { path: at, entry } of entries(path, reader(path)(props))) {
                        const algorithm = isOpen(entry) ? entry : reader("algorithm")(entry);
                        if (isOpen(algorithm)) yield { path: `${at}.algorithm`, open: true };
                        else if (algorithm === "rsasha1") yield { path: `${at}.algorithm`, denied: "rsasha1" };
                    }
                },
                wanted: "ecdsap256sha256",
                denied: { "dnssecConfig.defaultKeySpecs": [{ algorithm: "rsasha1", keyType: "keySigning" }] },
                at: ["dnssecConfig.defaultKeySpecs[0].algorithm"],
            },
            must("gcp:organizations/project:Project", "autoCreateNetwork", [false], true),
            must("gcp:compute/network:Network", "autoCreateSubnetworks", [false], true),
        ],
    ),
];
