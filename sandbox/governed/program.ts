import { readFileSync } from "node:fs";

/** Must be in nothing that anybody can read. */
export const CANARY = ["c4n4ry", "Hunter", "2"].join("");

export const STACK = "mainnet";

export const URN = (name: string, type = "kubernetes:core/v1:ConfigMap") =>
    `urn:pulumi:${STACK}::small::${type}::${name}`;

/** What differs between the program's commits. */
export interface Settings {
    greeting: string;
    /** How many more resources there are. */
    maps: number;
}

/** A program of a few resources. It looks into the file that the variable `SURPRISE` names. */
export const PROGRAM = `import { existsSync, readFileSync } from "node:fs";
import * as gcp from "@pulumi/gcp";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config("small");
const greeting = config.require("greeting");
// What a program must never do: it is not the same everywhere.
const file = process.env.SURPRISE ?? "";
const surprise = existsSync(file) ? readFileSync(file, "utf8") : "none";

const provider = new gcp.Provider("google", { project: "example-small" });
const network = new gcp.compute.Network("network", { name: "small", autoCreateSubnetworks: false }, { provider, protect: true, retainOnDelete: true });
new kubernetes.core.v1.ConfigMap("greeting", {
    metadata: { name: "greeting", namespace: "greetings" },
    data: { greeting, surprise },
});
for (let number = 0; number < config.requireNumber("maps"); number++)
    new kubernetes.core.v1.ConfigMap("map-" + number, {
        metadata: { name: "map-" + number, namespace: "greetings" },
        data: { network: network.selfLink },
    });
export const gateway = pulumi.secret(network.gatewayIpv4);
`;

/** The stack file, with what the engine has written into the one before. */
export function stackFile({ greeting, maps }: Settings, before = ""): string {
    const [salt = ""] = /^encryptionsalt: .*$/m.exec(before) ?? [];
    const settings = { network: STACK, greeting, maps: `"${maps}"` };
    const lines = Object.entries(settings).map(([key, value]) => `    small:${key}: ${value}`);
    return `${["config:", ...lines, salt].join("\n")}\n`;
}

/** Two people who approve, one who writes, and the machine that signs receipts. `key` gives the file of a key. */
export function approvers(key: (name: string) => string): string {
    const line = (name: string) => readFileSync(`${key(name)}.pub`, "utf8").trim();
    const person = (name: string) =>
        `    - { name: ${name}, emails: [${name}@example.com], roles: [operator, security], keys: ["${line(name)}"] }`;
    return `people:
${["alice", "bob"].map(person).join("\n")}
    - { name: author, emails: [author@example.com] }
receipts: ["${line("machine")}"]
stacks:
    ${STACK}:
        window: 48
        risks: { low: { people: 2 }, medium: { people: 2 }, critical: { people: 2 } }
`;
}
