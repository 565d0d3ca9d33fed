import { defineConfig } from "vitest/config";

/** The judges that need Python and minutes: `npm run test:google`. */
export default defineConfig({
    test: { include: ["test/google/**/*.slow.ts"], testTimeout: 300_000, hookTimeout: 900_000 },
});
