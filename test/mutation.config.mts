import { defineConfig } from "vitest/config";

/** What tells one rule from another within seconds, for mutation testing: no processes, no whole networks, no fuzzing. */
export default defineConfig({
    test: {
        include: ["test/policies/*.test.ts"],
        exclude: ["test/policies/anywhere.test.ts"],
        isolate: false,
        maxWorkers: 1,
        testTimeout: 60_000,
    },
});
