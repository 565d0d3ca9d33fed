/**
 * Mutation testing of the policies, a file at a time: `npm run test:mutation -- --mutate policies/judge.ts`. The report is
 * `out/mutation/report.html`. What no test kills is code that may break unseen.
 */
export default {
    testRunner: "vitest",
    plugins: ["@stryker-mutator/vitest-runner"],
    vitest: { configFile: "test/mutation.config.mts", related: false },
    mutate: ["policies/**/*.ts", "!policies/index.ts", "!policies/examples.ts", "!policies/**/example.ts"],
    coverageAnalysis: "perTest",
    // A mutant in what is made when a module is loaded needs a new process and every test.
    ignoreStatic: true,
    concurrency: 1,
    timeoutMS: 60_000,
    incremental: true,
    incrementalFile: "out/mutation/incremental.json",
    tempDirName: "out/mutation/sandbox",
    cleanTempDir: "always",
    // The sandbox has what the tests of policies need.
    ignorePatterns: [
        "*",
        "!cli",
        "!cli/**",
        "!policies",
        "!policies/**",
        "!preview",
        "!preview/**",
        "!test",
        "!test/policies",
        "!test/policies/**",
        "!test/mutation.config.mts",
        "!package.json",
        "!tsconfig.json",
    ],
    reporters: ["clear-text", "json", "html"],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    jsonReporter: { fileName: "out/mutation/report.json" },
    htmlReporter: { fileName: "out/mutation/report.html" },
    allowEmpty: false,
    thresholds: { high: 95, low: 85, break: null },
    checkers: [],
};
