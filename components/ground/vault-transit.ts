import * as pulumi from "@pulumi/pulumi";
import * as vault from "@pulumi/vault";
import { guarded } from "./guard";
import { pinned } from "./refuse";
import type { VaultTransitKey } from "./signing-key";
import { refuseAlgorithm } from "./signing-key";
import type { Vault } from "./vault";
import type { Usable } from "./vault-access";
import type { VaultRule } from "./vault-policy";
import { vaultPath } from "./vault-policy";

/** Vault's engine that signs with keys which it does not hand out. */
export class VaultTransit extends pulumi.ComponentResource {
    readonly vault: Vault;
    readonly path: string;
    readonly mount: vault.Mount;

    constructor(name: string, args: { vault: Vault }, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:VaultTransit", name, {}, opts);
        this.vault = args.vault;
        this.path = `${args.vault.prefix}-transit`;
        this.mount = new vault.Mount(
            name,
            { path: this.path, type: "transit", description: "Keys that sign and are not handed out" },
            { parent: this, provider: args.vault.provider, dependsOn: [...args.vault.audited], ...guarded.opts },
        );
        this.registerOutputs({ path: this.path });
    }
}

export interface TransitKeyArgs {
    transit: VaultTransit;
    /** Types of transit that sign and that chains or tokens accept; secp256k1 is none of transit's. */
    algorithm: VaultTransitKey["algorithm"];
    /** Version that signs, from 1. Older ones verify and no longer sign. */
    version: number;
}

/** A key in Vault's memory that is neither exported, backed up in plain text, rotated by itself nor deleted. */
export class TransitKey extends pulumi.ComponentResource implements VaultTransitKey, Usable {
    readonly custody = "vault-transit";
    readonly algorithm: VaultTransitKey["algorithm"];
    readonly address: string;
    readonly mount: string;
    readonly key: string;
    readonly version: number;
    /** The right to sign, and to read the public key. */
    readonly rules: readonly VaultRule[];

    constructor(name: string, args: TransitKeyArgs, opts?: pulumi.ComponentResourceOptions) {
        super("slipway:ground:TransitKey", name, {}, opts);
        const { transit, algorithm, version } = args;
        refuseAlgorithm(name, "vault-transit", algorithm);
        this.algorithm = algorithm;
        this.address = transit.vault.address;
        this.mount = transit.path;
        this.key = name;
        this.version = pinned(name, version);
        this.rules = [
            { path: vaultPath(name, transit.path, "sign", name), capabilities: ["update"] },
            { path: vaultPath(name, transit.path, "keys", name), capabilities: ["read"] },
        ];
        new vault.transit.SecretBackendKey(
            name,
            {
                backend: transit.mount.path,
                name,
                type: algorithm,
                deletionAllowed: false,
                exportable: false,
                allowPlaintextBackup: false,
                autoRotatePeriod: 0,
                minDecryptionVersion: 1,
                minEncryptionVersion: version,
            },
            { parent: this, provider: transit.vault.provider, ...guarded.opts },
        );
        this.registerOutputs({ key: this.key });
    }
}
