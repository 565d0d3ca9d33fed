/**
 * What leads an update around its preview, its plan or its policies: flags of `pulumi up` and variables of the Pulumi CLI
 * (pkg/cmd/pulumi/operations/up.go and sdk/go/common/env/env.go of pulumi/pulumi v3.259.0).
 */

/** The options that an update may be given. None of them changes what it does. */
const HARMLESS = /^(--parallel=\d{1,4}|--message=.*)$/s;

const WHY: Readonly<Record<string, string>> = {
    "--config": "it writes into the stack file",
    "--continue-on-error": "what fails would not stop the rest",
    "--exclude": "only a part would be applied",
    "--ignore-protect": "protected resources could be deleted",
    "--override-env": "it changes what the program sees",
    "--plan": "slipway makes the plan itself",
    "--policy-pack": "slipway names the policies itself",
    "--refresh": "the state would move under the approved change",
    "--replace": "resources would be made anew that nobody approved",
    "--show-secrets": "secrets would be printed",
    "--skip-config-validation": "a wrong stack file would pass",
    "--skip-preview": "what violates the plan would only be stopped after resources have changed",
    "--stack": "the bundle names the stack",
    "--target": "only a part would be applied",
    "--target-replace": "resources would be made anew that nobody approved",
};

/** Why options may not be handed to the Pulumi CLI, as sentences. */
export function forbiddenOptions(options: readonly string[]): string[] {
    return options
        .filter((option) => !HARMLESS.test(option))
        .map((option) => {
            const [name = option] = option.split("=");
            return `${name} is not for an approved change: ${WHY[name] ?? "only --parallel=N and --message=TEXT are"}`;
        });
}

/** What the Pulumi CLI may find in its environment: where the state is, who asks, and how fast. */
const VARIABLES = new Set([
    "PULUMI_ACCESS_TOKEN",
    "PULUMI_BACKEND_URL",
    "PULUMI_CONFIG_PASSPHRASE",
    "PULUMI_CONFIG_PASSPHRASE_FILE",
    "PULUMI_DEBUG_COMMANDS",
    "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION",
    "PULUMI_HOME",
    "PULUMI_NODEJS_TRANSPILE_ONLY",
    "PULUMI_PARALLEL",
    "PULUMI_PARALLEL_DIFF",
    "PULUMI_SKIP_UPDATE_CHECK",
]);

/** Variables of others that load code into the program, or into the providers. */
const LOADERS = new Set(["NODE_OPTIONS", "NODE_PATH", "LD_PRELOAD", "LD_LIBRARY_PATH", "DYLD_INSERT_LIBRARIES"]);

/**
 * Why the environment is not one to apply a change in. Every other variable of Pulumi is refused, known or not: any flag
 * can be set by one (`PULUMI_OPTION_SKIP_PREVIEW`), and other providers attached by another (`PULUMI_DEBUG_PROVIDERS`).
 */
export function forbiddenVariables(environment: Readonly<NodeJS.ProcessEnv>): string[] {
    return Object.keys(environment)
        .filter((name) => environment[name] !== "" && environment[name] !== undefined)
        .filter((name) => LOADERS.has(name) || (/^PULUMI_/i.test(name) && !VARIABLES.has(name)))
        .sort()
        .map((name) => `the variable ${name} is set, which can change what an update does; unset it`);
}
