import { defineConfig } from "vitest/config";

/** Real programs over what is declared: promtool, amtool, Prometheus and Alertmanager. */
export default defineConfig({
    test: { include: ["test/watch/**/*.slow.ts"], testTimeout: 300_000, hookTimeout: 300_000 },
});
