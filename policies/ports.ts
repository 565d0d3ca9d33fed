import type { Json } from "./rule";
import { asText, own } from "./value";

/** Ports on which the nodes of a chain meet whoever comes: CometBFT, and devp2p of Ethereum. */
export const PEERS: ReadonlySet<string> = new Set(["26656", "30303"]);

/** Ports that speak TLS by their nature (IANA): https, submissions, submission with STARTTLS. */
const ENCRYPTED = new Set(["443", "465", "587"]);

/** Whether every entry names its ports, and all of them are for the peers of a chain. */
export const onlyPeers = (ports: Json | undefined, key = "port"): boolean =>
    Array.isArray(ports) && ports.length > 0 && ports.every((port) => PEERS.has(asText(own(port, key))));

/** Whether traffic to such a port is encrypted, or open to all by the design of a chain. */
export const mayLeave = (port: Json): boolean => ENCRYPTED.has(asText(port)) || PEERS.has(asText(port));
