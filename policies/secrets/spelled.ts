import type { Finding, Rule } from "../rule";
import { pathOf } from "../walk";
import { sensitivity } from "./names";
import { FILE, isConfigMap } from "./places";
import { assigned, type Readable, readable, told } from "./readable";
import { isLiteral } from "./values";

const TYPE = "kubernetes:core/v1:Pod";
const args = (...list: string[]) => ({ spec: { containers: [{ name: "api", args: list }] } });

export const spelled: Rule = {
    id: "SEC-03",
    title: "no text contains a token, a key or a password",
    why: "arguments, annotations and scripts are shown in plans, in logs and by every tool that lists them",
    severity: "critical",
    level: "mandatory",
    sameAs: ["gitleaks"],
    *judge(subject) {
        for (const text of readable(subject)) {
            for (const { kind, position } of text.said.tokens) yield at(text, `${kind} ${position}`);
            const flag = flagBefore(text);
            const meaning = flag === undefined ? undefined : sensitivity(flag);
            if (meaning && isLiteral(text.value, meaning.level)) yield at(text, `${meaning.kind} in plain text`);
        }
        // Settings in a ConfigMap are the business of SEC-04, connection strings that of SEC-08.
        if (isConfigMap(subject.type)) return;
        for (const { text, kind, position, connection, strong } of assigned(subject)) {
            if (!connection && strong) yield at(text, `${kind} ${position}`);
        }
    },
    good: [
        { type: TYPE, props: args("--password-file=/run/secrets/db", "--token", "$(TOKEN)", "--log-level=info") },
        {
            type: "kubernetes:core/v1:Service",
            props: {
                metadata: { annotations: { digest: `sha256:${"3b1f".repeat(16)}`, tx: `0x${"3b1f".repeat(16)}` } },
            },
        },
        {
            type: "gcp:compute/instance:Instance",
            props: {
                metadata: { "ssh-keys": `ops:ssh-ed25519 AAAA${"C3Nz".repeat(16)} ops` },
                description: "password: ask the owner",
            },
        },
    ],
    bad: [
        {
            type: TYPE,
            props: args(`--auth=${["ghp", "aB3dE5fG7hJ9".repeat(3)].join("_")}`),
            at: ["spec.containers[0].args[0]"],
        },
        { type: TYPE, props: args("redis-server", "--requirepass", "hunter2"), at: ["spec.containers[0].args[2]"] },
        {
            type: "gcp:compute/instance:Instance",
            props: { metadataStartupScript: "#!/bin/sh\nexport DB_PASSWORD=hunter2\n" },
            at: ["metadataStartupScript"],
        },
    ],
};

const at = (text: Readable, found: string): Finding => ({
    path: pathOf(text.place),
    found: told(text, found),
    wanted: FILE,
});

/** The `--password` that stands before this argument in the list. */
function flagBefore({ place: { key, parent }, decoded }: Readable): string | undefined {
    if (decoded || typeof key !== "number" || key === 0 || !Array.isArray(parent?.value)) return undefined;
    const before = parent.value[key - 1];
    return typeof before === "string" && /^--?[\w.-]+$/.test(before) ? before : undefined;
}
