import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
    chmodSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    realpathSync,
    rmSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { KEY_NAME } from "../../components/chain/hermes-config";
import { NODE_HOME } from "../../components/chain/prepare";
import { linkKeys } from "../../components/chain/relayer";
import { startHeight } from "../../components/chain/signer";

/** The scripts of init containers, run by a real shell in a folder instead of `/`. */
let root: string;
beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "slipway-chain-"));
    for (const folder of ["bin", "data", "etc/slipway/config", "var/run/secrets/slipway", "keys"])
        mkdirSync(join(root, folder), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

/** Puts a program of ours before those of the machine. */
function program(name: string, script: string): void {
    writeFileSync(join(root, "bin", name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(root, "bin", name), 0o755);
}

function run(script: string, env: Record<string, string> = {}): boolean {
    const here = script.replace(/(?<=[\s"'])\/(data|etc|var|keys)\b/g, `${root}/$1`);
    try {
        execFileSync("sh", ["-c", here], { stdio: "pipe", env: { PATH: `${root}/bin:${process.env.PATH}`, ...env } });
        return true;
    } catch {
        return false;
    }
}

const file = (path: string) => readFileSync(join(root, path), "utf8");

describe("a node's home", () => {
    const genesis = '{ "chain_id": "paw-test-1" }\n';
    const hash = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;
    const env = {
        GENESIS_URL: "https://example.com/genesis.json",
        GENESIS_SHA256: hash(genesis),
        EXTERNAL_ADDRESS: "",
    };
    const serve = (text: string) => {
        writeFileSync(join(root, "served"), text);
        program("wget", `echo fetched >> ${root}/log; cp ${root}/served "$3"`);
    };
    beforeEach(() => {
        writeFileSync(join(root, "etc/slipway/config/config.toml"), '[p2p]\nexternal_address = ""\nseeds = ""\n');
        writeFileSync(join(root, "etc/slipway/config/app.toml"), "halt-height = 0\n");
        serve(genesis);
    });

    test("gets the genesis file with the right hash, once", () => {
        expect(run(NODE_HOME, env)).toBe(true);
        expect(file("data/config/genesis.json")).toBe(genesis);
        expect(file("data/config/app.toml")).toBe("halt-height = 0\n");
        expect(run(NODE_HOME, env)).toBe(true);
        expect(file("log")).toBe("fetched\n");
    });

    test("is not made with another genesis file", () => {
        serve('{ "chain_id": "evil-1" }\n');
        expect(run(NODE_HOME, env)).toBe(false);
        expect(existsSync(join(root, "data/config/genesis.json"))).toBe(false);
    });

    test("is refused when the file on its disk has changed, unless the right one can be had again", () => {
        expect(run(NODE_HOME, env)).toBe(true);
        writeFileSync(join(root, "data/config/genesis.json"), "{}");
        program("wget", "exit 1");
        expect(run(NODE_HOME, env)).toBe(false);
        serve(genesis);
        expect(run(NODE_HOME, env)).toBe(true);
        expect(file("data/config/genesis.json")).toBe(genesis);
    });

    test("has the address in it that peers know it by", () => {
        expect(run(NODE_HOME, { ...env, EXTERNAL_ADDRESS: "203.0.113.7:26656" })).toBe(true);
        expect(file("data/config/config.toml")).toBe('[p2p]\nexternal_address = "203.0.113.7:26656"\nseeds = ""\n');
    });
});

test("Hermes finds each key as a link to where it is mounted", () => {
    for (const id of ["paw-1", "osmosis-1"]) writeFileSync(join(root, `var/run/secrets/slipway/${id}.json`), id);
    expect(run(linkKeys(["paw-1", "osmosis-1"]))).toBe(true);
    for (const id of ["paw-1", "osmosis-1"]) {
        const link = join(root, `keys/${id}/keyring-test/${KEY_NAME}.json`);
        expect(readFileSync(link, "utf8")).toBe(id);
        expect(realpathSync(link)).toBe(realpathSync(join(root, `var/run/secrets/slipway/${id}.json`)));
    }
    // A second start finds them there.
    expect(run(linkKeys(["paw-1", "osmosis-1"]))).toBe(true);
});

describe("a cosigner's disk", () => {
    beforeEach(() => program("horcrux", `echo "$@" >> ${root}/log`));

    test("that is new starts above the height that was decided on", () => {
        expect(run(startHeight("paw-1", 4200))).toBe(true);
        expect(file("log")).toBe(`state set paw-1 4200 --home ${root}/data\n`);
    });

    test("that has a state keeps it", () => {
        mkdirSync(join(root, "data/state"));
        for (const kind of ["priv_validator", "share_sign"])
            writeFileSync(join(root, `data/state/paw-1_${kind}_state.json`), "{}");
        expect(run(startHeight("paw-1", 4200))).toBe(true);
        expect(existsSync(join(root, "log"))).toBe(false);
    });

    test("stops the pod if horcrux refuses the height", () => {
        program("horcrux", "exit 1");
        expect(run(startHeight("paw-1", 4200))).toBe(false);
    });
});
