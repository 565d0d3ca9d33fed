import { defineConfig } from "vitest/config";

/** What starts processes of its own, many times: `npm run test:slow`. */
export default defineConfig({
    test: { include: ["test/**/*.slow.ts"], exclude: ["test/google/**"], testTimeout: 300_000 },
});
