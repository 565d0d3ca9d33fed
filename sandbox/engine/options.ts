import { createRequire } from "node:module";
import { join } from "node:path";
import type { ProgramInfo } from "@pulumi/pulumi/proto/language_pb";

/** How a program is to be run: `runtime.options` in its Pulumi.yaml. */
export interface Options {
    /** For Node itself. */
    nodeargs: readonly string[];
    /** What tells the SDK's runners the same. */
    env: Record<string, string>;
}

export function optionsOf(info: ProgramInfo): Options {
    const {
        typescript = true,
        tsconfig = "",
        nodeargs = "",
    } = (info.getOptions()?.toJavaScript() ?? {}) as {
        typescript?: boolean;
        tsconfig?: string;
        nodeargs?: string;
    };
    return {
        nodeargs: nodeargs.split(/\s+/).filter(Boolean),
        env: {
            ...(typescript && { PULUMI_NODEJS_TYPESCRIPT: "true" }),
            ...(tsconfig && { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig }),
        },
    };
}

/** One of the SDK's runners, such as `run`, of the SDK that the program has. */
export function runner(name: string, directory: string): string {
    try {
        return createRequire(join(directory, "index.js")).resolve(`@pulumi/pulumi/cmd/${name}`);
    } catch {
        throw new Error(`there is no @pulumi/pulumi in ${directory}; run npm ci there`);
    }
}
