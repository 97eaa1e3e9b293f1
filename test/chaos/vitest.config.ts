import { defineConfig } from "vitest/config";

/** The same files that `npm test` runs with fewer crash points and schedules. */
export default defineConfig({
  test: {
    include: ["test/chaos/*crash*.test.ts", "test/{chaos,e2e}/*convergence.test.ts"],
    env: { DAYBOOK_TESTS: "thorough" },
    globalSetup: "test/defined-homes.ts",
    testTimeout: 240_000,
    hookTimeout: 480_000,
    maxWorkers: 2,
  },
});
