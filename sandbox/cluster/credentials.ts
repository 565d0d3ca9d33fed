import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Files by which the programs of one control plane know each other. They are made anew for each. */
export interface Credentials {
    /** Signs and verifies tokens of service accounts. */
    serviceAccountKey: string;
    /** Who has which bearer token. */
    tokens: string;
    /** Bearer token of the administrator. */
    token: string;
}

const PRIVATE = { mode: 0o600 };

export function makeCredentials(directory: string): Credentials {
    const serviceAccountKey = join(directory, "service-account.key");
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    writeFileSync(serviceAccountKey, privateKey.export({ type: "sec1", format: "pem" }), PRIVATE);
    const tokens = join(directory, "tokens.csv");
    const token = randomBytes(16).toString("hex");
    writeFileSync(tokens, `${token},administrator,1,"system:masters"\n`, PRIVATE);
    return { serviceAccountKey, tokens, token };
}

/** Writes a kubeconfig of the administrator; gives its path. */
export function writeKubeconfig(
    directory: string,
    { name, server, token, certificateAuthority }: Record<"name" | "server" | "token" | "certificateAuthority", string>,
): string {
    const path = join(directory, "kubeconfig");
    const authority = Buffer.from(certificateAuthority).toString("base64");
    const config = {
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name, cluster: { server, "certificate-authority-data": authority } }],
        users: [{ name, user: { token } }],
        contexts: [{ name, context: { cluster: name, user: name } }],
        "current-context": name,
    };
    // JSON is YAML.
    writeFileSync(path, JSON.stringify(config), PRIVATE);
    return path;
}

/** The API server's own certificate and that of the authority which it made for itself, in one file. */
export const readAuthority = (directory: string): string => readFileSync(join(directory, "apiserver.crt"), "utf8");
