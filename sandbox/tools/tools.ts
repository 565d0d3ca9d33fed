/** A program that the sandbox starts. */
export interface Program {
    /** Arguments that make it say its version. */
    asks: readonly string[];
    /** Versions that serve: from this one, and alike in as many leading numbers as `alike`. */
    from: string;
    alike: 1 | 2;
    /** How it comes here if it is not on the `PATH`. */
    source: Built | Packaged;
}

/** Compiled from Go modules whose versions and checksums stand in `sandbox/tools/<folder>`. */
export interface Built {
    folder: string;
    package: string;
    /** Values that the program's own release sets when it is linked, by variable. */
    set?: Readonly<Record<string, string>>;
}

/** Installed by Debian's package manager. */
export interface Packaged {
    apt: string;
}

/** Kubernetes' programs of one release: without these values they call themselves v0.0.0. */
const kubernetes = (name: string): Program => ({
    asks: ["--version"],
    from: "1.35.0",
    alike: 2,
    source: {
        folder: "kubernetes",
        package: `k8s.io/kubernetes/cmd/${name}`,
        set: {
            "k8s.io/component-base/version.gitVersion": "v1.35.0",
            "k8s.io/component-base/version.gitMajor": "1",
            "k8s.io/component-base/version.gitMinor": "35",
        },
    },
});

export const TOOLS = {
    etcd: {
        asks: ["--version"],
        // Debian has 3.4, which Kubernetes 1.35 does not speak to.
        from: "3.6.0",
        alike: 1,
        source: { folder: "etcd", package: "go.etcd.io/etcd/server/v3" },
    },
    pulumi: {
        asks: ["version"],
        from: "3.259.0",
        alike: 1,
        source: {
            folder: "pulumi",
            package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
            set: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": "v3.259.0" },
        },
    },
    "kube-apiserver": kubernetes("kube-apiserver"),
    "kube-controller-manager": kubernetes("kube-controller-manager"),
    "kube-scheduler": kubernetes("kube-scheduler"),
    kwok: {
        asks: ["--version"],
        from: "0.8.0",
        alike: 2,
        source: { folder: "kwok", package: "sigs.k8s.io/kwok/cmd/kwok" },
    },
    vault: {
        asks: ["version"],
        from: "1.21.0",
        alike: 1,
        source: { folder: "vault", package: "github.com/hashicorp/vault" },
    },
    prometheus: { asks: ["--version"], from: "2.42.0", alike: 1, source: { apt: "prometheus" } },
    alertmanager: { asks: ["--version"], from: "0.25.0", alike: 1, source: { apt: "prometheus-alertmanager" } },
} as const satisfies Record<string, Program>;

export type ToolName = keyof typeof TOOLS;

/** Whether a version serves for a program. */
export function serves({ from, alike }: Program, version: string): boolean {
    const [wanted, found] = [numbers(from), numbers(version)];
    if (wanted.slice(0, alike).some((number, at) => found[at] !== number)) return false;
    const at = wanted.findIndex((number, index) => found[index] !== number);
    return at < 0 || (found[at] ?? -1) > (wanted[at] ?? 0);
}

const numbers = (version: string): number[] => version.split(".").map(Number);

/** The first version in what a program says of itself. */
export const versionIn = (text: string): string | undefined => /\bv?(\d+\.\d+\.\d+)\b/.exec(text)?.[1];
