import { defineConfig } from "vitest/config";

/** What takes too long for `npm test`: programs in processes of their own, and whole networks by the dozen. */
export default defineConfig({
    test: {
        include: ["test/**/*.slow.ts"],
        exclude: ["test/google/**", "test/watch/**"],
        testTimeout: 300_000,
        hookTimeout: 300_000,
    },
});
